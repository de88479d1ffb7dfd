"""Is it done? The page behind the link of a letter."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from core.doors import anyone, door
from core.errors import RuleBroken
from ideas import actions, letter_links
from ideas.forms.outcomes import DoneForm
from ideas.models import DoneReply


# The signed link is the permission: it works from a mail program, which has neither a session nor a form's mark.
@door(anyone, methods="GET POST")
@csrf_exempt
def done_reply(request: HttpRequest, token: str) -> HttpResponse:
    """Two questions; the answer can be changed while the round is open."""
    try:
        check, person = letter_links.DONE.read(token)
    except RuleBroken as refusal:
        return render(request, "ideas/done_reply.html", {"refusal": str(refusal)}, status=404)
    given = DoneReply.objects.filter(check_round=check, listener__person=person).first()
    before = {"is_done": _yes(given.is_done), "again": _yes(given.again)} if given else {}
    form = DoneForm(request.POST if request.method == "POST" else None, initial=before)
    context = {"idea": check.idea, "form": form, "until": check.open_until}
    if request.method == "POST" and form.is_valid():
        try:
            actions.reply_whether_done(by=person, check=check, **form.cleaned_data)
        except RuleBroken as refusal:
            return render(request, "ideas/done_reply.html", {**context, "refusal": str(refusal)}, status=422)
        return render(request, "ideas/done_reply.html", {**context, "thanks": True})
    return render(request, "ideas/done_reply.html", context, status=422 if form.is_bound else 200)


def _yes(value: bool) -> str:
    return "yes" if value else "no"
