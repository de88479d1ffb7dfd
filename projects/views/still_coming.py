"""“Still coming?” One page, reached from the letter without signing in; the answer is a press, since programs follow links."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache

from core.doors import anyone, door
from core.errors import RuleBroken
from projects import actions, answer_keys
from projects.forms.seats import ShrinkForm
from projects.models import SignUp
from projects.permissions import can_see_signup


@door(anyone, methods="GET POST")
@never_cache
def signup_still(request: HttpRequest, ref: str) -> HttpResponse:
    """Yes, no, or fewer of us. Mine, or the one whose letter carried its key."""
    signup = get_object_or_404(SignUp.objects.select_related("slot__event__project", "person"), ref=ref)
    key = request.POST.get("key") or request.GET.get("key") or ""
    mine = can_see_signup(request.person, signup)
    if not mine and (request.person is not None or not answer_keys.fits(key, signup)):
        raise Http404
    page = {"signup": signup, "event": signup.slot.event, "key": key, "mine": mine, "fewer": range(1, signup.party)}
    if request.method != "POST":
        return render(request, "projects/signup_still.html", page)
    try:
        said = _answer(request, signup)
    except RuleBroken as refusal:
        return render(request, "projects/signup_still.html", {**page, "refusal": str(refusal)}, status=422)
    if not mine:
        signup.refresh_from_db()
        return render(request, "projects/signup_still.html", {**page, "said": said})
    messages.success(request, said)
    return redirect("projects:signup_page", ref=ref)


def _answer(request: HttpRequest, signup: SignUp) -> str:
    """Do it, and say what was done."""
    answer = request.POST.get("answer")
    by = request.person or signup.person
    if answer == "no":
        actions.leave_slot(by=by, signup=signup)
        return gettext("Thank you for telling us. The place goes to the next person.")
    form = ShrinkForm(request.POST)
    if answer == "fewer" and form.is_valid():
        actions.shrink_party(by=by, signup=signup, party=form.cleaned_data["party"])
    elif answer != "yes":
        raise RuleBroken(gettext("Please press one of the answers."))
    actions.say_still_coming(by=by, signup=signup)
    return gettext("Thank you. See you there!")
