"""What a voter reads and says where their ballot was set aside. Nobody else ever sees it, and no letter speaks of it."""

from django.contrib import messages
from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from core.doors import door
from core.errors import RuleBroken, show_refusal
from ideas import actions
from ideas.bearers import Bearer
from ideas.forms.doubles import ObjectionForm
from ideas.models import DoubleVote, IdeaPoll, PollVoter
from people.models import Person
from people.permissions import signed_in

PollVoterRows = QuerySet[PollVoter]


@door(signed_in, methods="GET POST")
def ballot_object(request: HttpRequest, slug: str) -> HttpResponse:
    """The form alone, with whatever was typed; from the voting page, and from the page of one's own ballot."""
    poll = get_object_or_404(IdeaPoll.objects.public().for_pages(), slug=slug)
    case = set_aside(poll, request.person)
    if case is None or case.objected_at or (request.method == "GET" and not case.may_object):
        return redirect("ideas:ballot_own", slug)
    form = ObjectionForm(request.POST or None)
    if form.is_bound and form.is_valid():
        try:
            actions.object_to_double(by=request.person, poll=poll, **form.cleaned_data)
            messages.success(request, gettext("Your objection is written down. The answer comes on this page."))
            return redirect("ideas:ballot_own", slug)
        except RuleBroken as refusal:
            show_refusal(form, refusal)
    status = 422 if form.is_bound else 200
    return render(request, "ideas/ballot_object.html", {"poll": poll, "aside": case, "objection": form}, status=status)


def with_answers(marks: PollVoterRows) -> PollVoterRows:
    """Each mark on the roll with `counts_again`: what two officials answered whose ballot it is, where the objection was right."""
    lifted = DoubleVote.objects.lifted().filter(set_aside=OuterRef("pk")).order_by("-settled_at")
    return marks.annotate(counts_again=Subquery(lifted.values("answer")[:1]))


def set_aside(poll: IdeaPoll, voter: Person | Bearer | None) -> DoubleVote | None:
    """Why this voter's ballot is void, if it is because two officials set it aside."""
    if not isinstance(voter, Person):
        return None
    case = DoubleVote.objects.against(voter, poll).select_related("poll", "set_aside").first()
    if case is not None and case.set_aside is not None:
        case.unconfirmed = not case.set_aside.counts_in(case.poll)
    return case
