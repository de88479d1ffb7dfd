"""What is new for somebody, all of it; and when they get it as a letter."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from core.doors import door
from core.errors import RuleBroken, show_refusal
from notices import actions
from notices.forms import DigestForm
from notices.models import Digest
from people.permissions import signed_in


@door(signed_in)
def news_page(request: HttpRequest) -> HttpResponse:
    """Two weeks of it; reading changes nothing."""
    return render(request, "notices/news_page.html", {"lines": actions.news_for(person=request.person)})


@door(signed_in, methods="GET POST")
def digest_choose(request: HttpRequest) -> HttpResponse:
    """How often, which day, which hour."""
    plan = Digest.objects.filter(person=request.person).first() or Digest()
    form = DigestForm(request.POST or None, initial={"every": plan.every, "weekday": plan.weekday, "hour": plan.hour})
    if request.method == "POST" and form.is_valid():
        try:
            actions.choose_digest(by=request.person, **form.cleaned_data)
            messages.success(request, gettext("Saved."))
            return redirect("notices:digest_choose")
        except RuleBroken as refusal:
            show_refusal(form, refusal)
    return render(
        request, "notices/digest_choose.html", {"form": form, "plan": plan}, status=422 if form.errors else 200
    )
