"""What the city says to an idea, and the way from the idea to a project and back."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext, gettext_lazy

from city.models import Department
from core.clock import now
from core.errors import NotAllowed, RuleBroken
from core.lifecycle import advance
from ideas import bells
from ideas.models import Answer, AnswerDraft, Duty, Idea, IdeaPoll, IdeaProject
from ideas.permissions import can_answer, can_start_project
from people.models import Person
from projects.actions import propose_project
from projects.models import Project

from .next_up import fill_place
from .outcomes import plan_check

REASON_LETTERS = 40
BLANK = "…"  # stands in a template where the official writes
TEMPLATES = (
    gettext_lazy("We will do this. It fits because …. The first step is …."),
    gettext_lazy("We can do a part of this, namely …. The rest is not possible because …."),
    gettext_lazy("We are checking this with …. You hear from us again by …."),
    gettext_lazy("This is not possible, because …. What we can offer instead is …."),
)
NEEDS_NEXT_STEP = (Answer.Status.ACCEPTED, Answer.Status.PARTLY, Answer.Status.IN_PROGRESS)
# What an answer means for an idea that has been voted on; "we are checking" moves nothing.
STATE_AFTER = {
    Answer.Status.ACCEPTED: Idea.State.PLANNED,
    Answer.Status.PARTLY: Idea.State.PLANNED,
    Answer.Status.IN_PROGRESS: Idea.State.IN_PROGRESS,
    Answer.Status.DONE: Idea.State.DONE,
    Answer.Status.NOT_POSSIBLE: Idea.State.DROPPED,
}


@transaction.atomic
def answer_idea(
    *,
    by: Person,
    idea: Idea,
    status: str,
    reason: str,
    department: Department,
    next_step: str = "",
    due_on: date | None = None,
    seen: int | None = None,
) -> Answer:
    """A further answer; the ones before stay readable. The first one does the duty. `seen` as in `save_answer_draft`: the draft
    goes with the answer, so nobody publishes beside a draft that they have not read."""
    if status == Answer.Status.NOT_POSSIBLE:  # another may move up: of two answers at once the second sees the first
        IdeaPoll.objects.select_for_update(no_key=True).get(pk=idea.poll_id)
    idea = Idea.objects.select_for_update(of=("self",)).select_related("poll").get(pk=idea.pk)
    if not can_answer(by, idea):
        raise NotAllowed()
    _can_be_answered(idea)
    if seen is not None:
        _check_seen(idea, seen)
    reason, next_step = reason.strip(), next_step.strip()
    _check(idea, status, reason, next_step, due_on)
    n = (idea.answers.order_by("-n").values_list("n", flat=True).first() or 0) + 1
    answer = Answer.objects.create(
        idea=idea, n=n, status=status, reason=reason, next_step=next_step, due_on=due_on, department=department,
        by=by, published_at=now(),
    )  # fmt: skip
    _follow(answer, idea)
    Duty.objects.filter(idea=idea, done_at=None).update(done_at=answer.published_at)
    AnswerDraft.objects.filter(idea=idea).delete()
    bells.idea_answered.ring(by=by, on=idea, idea=idea.pk, answer=answer.pk)
    return answer


def _can_be_answered(idea: Idea) -> None:
    if idea.poll.state_at() == "voting":
        raise RuleBroken(gettext("While people vote the city does not answer. Wait for the close."), code="phase")
    if idea.state in (Idea.State.WITHDRAWN, Idea.State.MERGED):
        raise RuleBroken(gettext("This idea does not wait for an answer."), code="state")
    if idea.state == Idea.State.TIE_PENDING and not idea.poll.certification:
        raise RuleBroken(gettext("The tie is open. Draw the lot first."), code="tie")


def _follow(answer: Answer, idea: Idea) -> None:
    """What was voted on goes where its answer says. Another idea takes the place of a chosen one that is not possible."""
    wanted = STATE_AFTER.get(Answer.Status(answer.status))
    if idea.state not in Idea.BALLOTED or idea.state == Idea.State.ON_BALLOT or wanted in (None, idea.state):
        return
    held_a_place = idea.state in Idea.CHOSEN
    advance(idea, wanted, field="state")
    if wanted == Idea.State.DONE:
        plan_check(idea=idea)
    if wanted == Idea.State.DROPPED and held_a_place:
        fill_place(by=answer.by, instead_of=idea)


@transaction.atomic
def save_answer_draft(*, by: Person, idea: Idea, seen: int = 0, **words: Any) -> AnswerDraft:
    """Keep what is written so far, without any check of it; whoever may answer reads it and goes on. `seen` is the version
    they began from (0: none): what a colleague saved meanwhile is never overwritten unread."""
    idea = Idea.objects.select_for_update(of=("self",)).select_related("poll").get(pk=idea.pk)
    if not can_answer(by, idea):
        raise NotAllowed()
    _check_seen(idea, seen)
    draft, _made = AnswerDraft.objects.update_or_create(
        idea=idea, defaults={**words, "by": by, "version": seen + 1, "saved_at": now()}
    )
    return draft


def _check_seen(idea: Idea, seen: int) -> None:
    draft = AnswerDraft.objects.select_related("by").filter(idea=idea).first()
    if (draft.version if draft else 0) != seen:
        who = draft.by.public_name if draft else gettext("Somebody")
        raise RuleBroken(
            gettext(
                "%(who)s has changed or published this draft meanwhile. Open the page again beside this one, and compare."
            )
            % {"who": who},
            code="stale",
        )


@transaction.atomic
def start_project(*, by: Person, idea: Idea) -> Project:
    """Whoever presses leads the draft, which is reviewed like any other. The project does not know the idea."""
    idea = Idea.objects.select_for_update(of=("self",)).select_related("poll").get(pk=idea.pk)
    if hasattr(idea, "idea_project"):
        raise RuleBroken(gettext("There is a project for this idea already."), code="started")
    if not can_start_project(by, idea):
        raise NotAllowed(
            gettext("Its author, an organizer or an official can start the project once the idea is chosen.")
        )
    project = propose_project(
        by=by,
        title=idea.title,
        summary=_summary(idea.body),
        body=idea.body,
        neighborhood=idea.neighborhood or idea.poll.neighborhood,
        category=idea.category,
    )
    try:
        with transaction.atomic():
            IdeaProject.objects.create(idea=idea, project=project, by=by, at=now())
    except IntegrityError:
        raise RuleBroken(gettext("Somebody has just started the project for this idea."), code="started") from None
    bells.project_started.ring(by=by, on=idea, idea=idea.pk, project=project.pk)
    return project


@transaction.atomic
def mark_in_progress(*, project: Project) -> None:
    """The idea's project is approved: work begins."""
    idea = Idea.objects.filter(idea_project__project=project).first()
    if idea and Idea.State.IN_PROGRESS in Idea.MOVES.get(Idea.State(idea.state), ()) and idea.state != Idea.State.DONE:
        advance(idea, Idea.State.IN_PROGRESS, field="state")


@transaction.atomic
def close_the_loop(*, by: Person, project: Project) -> bool:
    """The idea's project is completed: its outcome stands on the idea, and everybody who asked hears of it, once."""
    idea = Idea.objects.filter(idea_project__project=project).first()
    if idea is None or Idea.State.DONE not in Idea.MOVES.get(Idea.State(idea.state), ()):
        return False
    advance(idea, Idea.State.DONE, field="state")
    plan_check(idea=idea)
    bells.idea_done.ring(by=by, on=idea, idea=idea.pk, project=project.pk)
    return True


def _check(idea: Idea, status: str, reason: str, next_step: str, due_on: date | None) -> None:
    """Raises RuleBroken for an answer that promises what can't be, or leaves open what people ask next."""
    if hasattr(idea, "followed_by") and status != Answer.Status.NOT_POSSIBLE:
        raise RuleBroken(
            gettext("Another idea has taken the place of this one, so it can’t be carried out any more."),
            code="followed",
        )
    if status not in Answer.Status.values:
        raise RuleBroken(gettext("Choose what the answer is."), code="status")
    if BLANK in reason or reason in {str(template) for template in TEMPLATES}:
        raise RuleBroken(gettext("Fill in the template: there are still gaps (…) in it."), code="template")
    if len(reason) < REASON_LETTERS:
        raise RuleBroken(
            gettext("Give the reason in at least %(n)s letters, so that people can follow it.") % {"n": REASON_LETTERS},
            code="reason",
        )
    if status in NEEDS_NEXT_STEP and not (next_step and due_on):
        raise RuleBroken(gettext("Say what happens next, and by when."), code="due_on" if next_step else "next_step")
    if status in NEEDS_NEXT_STEP and due_on and due_on < now().astimezone(idea.poll.tz).date():
        raise RuleBroken(gettext("The date of the next step has passed."), code="due_on")


def _summary(body: str) -> str:
    first = body.split("\n", 1)[0].strip()
    return first if len(first) <= 300 else first[:299].rsplit(" ", 1)[0] + "…"
