"""To follow something with one press, and everything one follows on one page."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from conversations import actions, following
from conversations.models import Follow
from core import posted
from core.doors import door
from core.redirects import inside
from people.permissions import signed_in

PAGE = 50


@door(signed_in, methods="GET POST")
@never_cache
def follow(request: HttpRequest) -> HttpResponse:
    """One press on the page itself; who signs in first finds the same press here."""
    asked = request.POST if request.method == "POST" else request.GET
    what, key = posted.plain(asked.get("what", "")), posted.plain(asked.get("key", ""))[:100]
    target = following.target(request.person, what, key)
    if target is None:
        raise Http404
    if request.method != "POST":
        page = {"target": target, "what": what, "key": key}
        page["followed"] = following.is_followed(request.person, target.given)
        return render(request, "conversations/follow_page.html", page)
    if "stop" in request.POST:
        actions.unfollow(by=request.person, **target.given)
        messages.success(request, gettext("You don’t follow this any more."))
    else:
        actions.follow(by=request.person, **target.given)
        messages.success(request, gettext("You follow this now. What happens here comes to you."))
    return redirect(inside(request.POST.get("next"), target.url))


@door(signed_in, methods="GET POST")
@never_cache
def follow_list(request: HttpRequest) -> HttpResponse:
    """What I follow; one press ends it."""
    mine = Follow.objects.of(request.person)
    if request.method == "POST":
        row = mine.filter(pk=posted.number(request, "follow")).first()
        if row is not None:
            actions.stop(by=request.person, follow=row)
            messages.success(request, gettext("You don’t follow this any more."))
        return redirect("conversations:follow_list")
    before = posted.whole(request.GET.get("before", ""))
    rows = list(mine.older_than(before)[: PAGE + 1])
    more = f"?before={rows[PAGE - 1].pk}" if len(rows) > PAGE else ""
    page = {"lines": following.lines(rows[:PAGE]), "next_url": more, "first_url": "." if before else ""}
    return render(request, "conversations/follow_list.html", page)
