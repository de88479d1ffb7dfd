"""Which letters somebody gets: the page under Settings, and the link at the foot of each letter."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt

from conversations import following
from core import posted
from core.doors import anyone, door
from core.errors import RuleBroken
from notices import actions, kinds, stopping, texting
from notices.models import How, Letter, Muted, Phone, Preference
from people.models import Person
from people.permissions import signed_in

GET_THEM = ((How.AT_ONCE, _("Get them one by one")), (How.DIGEST, _("Get them in the digest")))


@door(signed_in, methods="GET POST")
def notices_page(request: HttpRequest) -> HttpResponse:
    """All categories, one press to save."""
    person, status = request.person, 200
    if poll := actions.poll_of(about=f"poll-{posted.number(request, 'hear')}") if "hear" in request.POST else None:
        actions.hear_again(by=person, poll=poll)
        messages.success(request, gettext("Saved."))
        return redirect("notices:choose")
    if request.method == "POST":
        choices = {category.key: str(request.POST.get(category.key, "")) for category in kinds.in_use()}
        try:
            actions.choose_notices(by=person, choices={key: how for key, how in choices.items() if how})
            messages.success(request, gettext("Saved."))
            return redirect("notices:choose")
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
            status = 422
    return _page(request, status)


def _page(request: HttpRequest, status: int, **more: Any) -> HttpResponse:
    person = request.person
    mine = dict(Preference.objects.filter(person=person).values_list("category", "how"))
    rows = [(category, mine.get(category.key, category.default)) for category in kinds.in_use()]
    return render(
        request,
        "notices/notices_page.html",
        {
            "free": [(category, how, _ways(category)) for category, how in rows if not category.is_fixed],
            "fixed": [category for category, _how in rows if category.is_fixed],
            "muted": Muted.objects.filter(person=person).select_related("poll").order_by("-pk"),
            "texts": texting.is_on(),
            "country": settings.SMS_COUNTRY,
            "phone": Phone.objects.filter(person=person).first(),
            **more,
        },
        status=status,
    )


@door(signed_in, methods="POST")
def phone(request: HttpRequest) -> HttpResponse:
    """A number for text messages: asked for, confirmed by its code, or forgotten."""
    number = posted.text(request, "number")
    try:
        match posted.text(request, "do"):
            case "forget":
                actions.forget_phone(by=request.person)
            case "confirm":
                digits = posted.text(request, "digits")
                polls = actions.confirm_phone(by=request.person, digits=digits, received_at=request.received_at)
                messages.success(request, gettext("Saved."))
                for poll, why_not in polls:
                    said = gettext("Your ballot in “%(question)s” counts.") % {"question": poll.question}
                    if why_not:
                        said = gettext("Your ballot in “%(question)s” does not count yet.") % {
                            "question": poll.question
                        }
                    (messages.error if why_not else messages.success)(request, f"{said} {why_not}".strip())
            case _:
                actions.ask_phone(by=request.person, number=number)
    except RuleBroken as refusal:
        return _page(request, 422, phone_refusal=str(refusal), typed_number=number)
    return redirect(reverse("notices:choose") + "#phone")


@door(anyone)
def short(request: HttpRequest, ref: str) -> HttpResponse:
    """The link of a text message, to where its letter leads: always a page of ours."""
    letter = get_object_or_404(Letter, ref=ref, channel=Letter.Channel.TEXT)
    return redirect("/" + letter.link.removeprefix(settings.SITE_URL).lstrip("/\\"))


@door(signed_in, methods="POST")
def try_again(request: HttpRequest) -> HttpResponse:
    """Letters came back; the person has looked at their address."""
    actions.try_again(by=request.person)
    messages.success(request, gettext("We have just sent you a letter. If it arrives, all others will too."))
    return redirect("people:settings")


# The signed link is the permission: it must work from a mail program, which has neither a session nor a form's mark.
@door(anyone, methods="GET POST")
@csrf_exempt
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """A page with a button; a press, or a mail program's one click (RFC 8058), stops the letters, and can be undone.

    The link reaches no further than its own letter: all other choices are for whoever signs in.
    """
    try:
        person, kind, about, ref = stopping.read(token)
        if about:
            return _stop_one(request, person, about, stopping.token_of(ref))
        category = kind.category
        before, also = chosen(person, category), ""
        if request.method == "POST":
            how = str(request.POST.get("how") or How.OFF)
            more = dict.fromkeys(stopping.stopped_before(posted.text(request, "also"), ref), How.DIGEST)
            if how == How.OFF:
                more = dict.fromkeys(actions.stopped_with(by=person, kind=kind.name), How.OFF)
                also = stopping.undo_of(ref, more)
            actions.choose_notices(by=person, choices={**more, category.key: how})
    except RuleBroken as refusal:
        return render(request, "notices/stop_page.html", {"refusal": str(refusal)}, status=404)
    how = chosen(person, category)
    undo = before if request.method == "POST" and before != how else ""
    # Who came to stop letters is never asked whether more should come; beside "Undo" stands nothing else.
    others = (
        [] if undo or how == How.DIGEST else [way for way in GET_THEM if way[0] in category.choices and way[0] != how]
    )
    return render(
        request,
        "notices/stop_page.html",
        {
            "category": category,
            "how_label": How(how).label,
            "is_off": how == How.OFF,
            "changed": request.method == "POST",
            "undo": undo,
            "also": also,
            "others": others,
        },
    )


def _stop_one(request: HttpRequest, person: Person, about: str, kind_token: str) -> HttpResponse:
    """The same for letters about one poll, or about one thing that is followed. Raises RuleBroken if it is not there any more."""
    pressed = request.method == "POST"
    if poll := actions.poll_of(about=about):
        if pressed:
            (actions.hear_again if request.POST.get("how") == "again" else actions.mute)(by=person, poll=poll)
        page = {
            "title_of": poll.question,
            "poll": poll,
            "ended": Muted.objects.filter(person=person, poll=poll).exists(),
        }
    else:
        follow = (actions.stop_following if pressed else actions.follow_of)(by=person, about=about)
        line = following.lines([follow])[0]
        page = {"title_of": line.title, "url": line.url, "ended": follow.pk is None}
    return render(request, "notices/stop_one.html", {**page, "kind_token": kind_token, "pressed": pressed})


def chosen(person: Person, category: kinds.Category) -> str:
    return Preference.objects.chosen(category, [person]).get(person.pk, category.default)


def _ways(category: kinds.Category) -> list[tuple[str, str]]:
    return [(value, str(How(value).label)) for value in category.choices]
