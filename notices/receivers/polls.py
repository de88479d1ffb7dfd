"""What becomes of ideas. Who voted is told as one list of the poll, never by idea: the letters must not tell a ballot."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from ideas import bells, letter_links
from ideas.models import (
    Answer,
    Correction,
    DoneCheck,
    Duty,
    Idea,
    IdeaPoll,
    MovedUp,
    OutcomeListener,
    PollVoter,
    Support,
)
from notices.actions import post, post_to_all, tell_moderators, who_answers
from notices.links import button
from people.deeds import hears
from people.models import Deed, Person, Role, RoleGrant
from projects.models import Project, ProjectRole

from .talk import tell_again, unsay_all


def idea_of(deed: Deed) -> Idea:
    return Idea.objects.select_related("poll", "author__user").get(pk=deed.ids["idea"])


def listeners(poll: IdeaPoll) -> list[Person]:
    """Everybody who asked to hear; the list is written when the poll is frozen."""
    rows = OutcomeListener.objects.filter(poll=poll).select_related("person__user").order_by("pk")
    return [row.person for row in rows]


def close_to(idea: Idea) -> list[Person]:
    """Its author and supporters; after the freeze without those who said they don't want to hear."""
    supporters = Support.objects.filter(idea=idea, person__isnull=False).select_related("person__user")
    people = [row.person for row in supporters if row.person]
    if idea.poll.frozen_at:
        hearing = set(OutcomeListener.objects.filter(poll=idea.poll).values_list("person", flat=True))
        people = [person for person in people if person.pk in hearing]
    return each_once([*([idea.author] if idea.author else []), *people])


def each_once(people: Iterable[Person]) -> list[Person]:
    return list({person.pk: person for person in people}.values())


def see(idea: Idea, label: Any) -> dict[str, Any]:
    return button(label, "ideas:idea_page", slug=idea.poll.slug, ref=idea.ref)


@hears(bells.result_certified)
def tell_the_result(deed: Deed) -> None:
    """Once for each certified result, to everybody who asked; not if something was counted since."""
    poll = IdeaPoll.objects.select_related("department").get(pk=deed.ids["poll"])
    certification = poll.certification
    if certification is None or certification.result_id != deed.ids["result"]:
        return
    post_to_all(
        kind="poll_result",
        people=listeners(poll),
        event_key=f"poll:{poll.pk}:result:{deed.ids['result']}",
        context={
            "poll": poll,
            "official": certification.by.public_name,
            "office": poll.department.name,
            "chosen": list(poll.ideas.filter(state__in=(Idea.State.SELECTED, *AFTER_THE_CHOICE)).order_by("ref")),
            "correction": Correction.objects.filter(counting__result=deed.ids["result"]).first(),
            "voters": PollVoter.objects.who_count().filter(poll=poll).count(),
            **button(_("See the result"), "ideas:poll_results", slug=poll.slug),
        },
    )


# Chosen once, and further on its way by the time the letter is written.
AFTER_THE_CHOICE = (Idea.State.PLANNED, Idea.State.IN_PROGRESS, Idea.State.DONE)


@hears(bells.idea_answered)
def tell_the_answer(deed: Deed) -> None:
    """To its author, who has a right to it, and to its supporters, who may switch it off; to everybody else who asked when
    the last idea of the poll has its answer.
    """
    idea = idea_of(deed)
    answer = Answer.objects.select_related("department").get(pk=deed.ids["answer"])
    context = {"idea": idea, "answer": answer, **see(idea, _("See the whole answer"))}
    people, key = close_to(idea), f"answer:{answer.pk}"
    authors = [person for person in people if person == idea.author]
    supporters = [person for person in people if person != idea.author]
    post_to_all(kind="idea_answered", people=authors, event_key=key, context=context)
    post_to_all(kind="supported_idea_answered", people=supporters, event_key=key, context=context)
    if idea.poll.frozen_at and not Duty.objects.filter(idea__poll=idea.poll, done_at=None).exists():
        tell_that_all_is_answered(idea.poll)


@hears(bells.idea_moved_up)
def tell_whose_idea_moved_up(deed: Deed) -> None:
    """Its author, at once; everybody else hears with the answer that is due now."""
    idea = idea_of(deed)
    moved = MovedUp.objects.select_related("instead_of").filter(pk=deed.ids["moved"]).first()
    if idea.author is None or moved is None:  # a correction has put another one next meanwhile
        return
    context = {
        "idea": idea,
        "other": moved.instead_of,
        "office": idea.poll.department.name,
        **see(idea, _("See the idea")),
    }
    post(kind="idea_moved_up", to=idea.author, event_key=f"moved-up:{moved.pk}", context=context)


def tell_that_all_is_answered(poll: IdeaPoll) -> None:
    """One letter with all ideas; later answers to single ideas don't repeat it."""
    lines = []
    for idea in poll.ideas.filter(duty__isnull=False).order_by("ref").prefetch_related("answers"):
        answers = list(idea.answers.all())
        if answers:
            lines.append({"title": idea.title, "status": Answer.Status(answers[-1].status).label})
    post_to_all(
        kind="poll_answered",
        people=listeners(poll),
        event_key=f"poll:{poll.pk}:answered",
        context={"poll": poll, "lines": lines, **button(_("See every answer"), "ideas:poll_results", slug=poll.slug)},
    )


@hears(bells.idea_held)
def tell_the_author(deed: Deed) -> None:
    """Each time anew; not if somebody has looked meanwhile."""
    idea = idea_of(deed)
    if idea.hold_reason and idea.author is not None:
        post(
            kind="talk_held",
            to=idea.author,
            event_key=f"idea:{idea.pk}:held:{deed.pk}",
            context={
                "title": idea.title,
                "words": idea.body,
                "why": Idea.Hold(idea.hold_reason).label,
                **see(idea, _("See the idea")),
            },
        )


@hears(bells.idea_held)
def take_back(deed: Deed) -> None:
    """What has not left yet names what nobody else may read now."""
    idea = idea_of(deed)
    if idea.hidden and idea.subject is not None:
        unsay_all(idea.subject)


@hears(bells.idea_shown)
def say_again(deed: Deed) -> None:
    """What people said about it, and was taken back before it left. Who has the letter gets no second one."""
    idea = idea_of(deed)
    if not idea.hidden and idea.subject is not None:
        tell_again(idea.subject)


@hears(bells.idea_held)
def tell_who_looks(deed: Deed) -> None:
    """The first of a day at once."""
    tell_moderators()


@hears(bells.idea_shown)
def tell_the_author_it_is_there(deed: Deed) -> None:
    """Each time anew; not if it went out of sight again."""
    idea = idea_of(deed)
    if not idea.hidden and idea.author is not None:
        post(
            kind="idea_shown",
            to=idea.author,
            event_key=f"idea:{idea.pk}:shown:{deed.pk}",
            context={"idea": idea, **see(idea, _("See the idea"))},
        )


@hears(bells.project_started)
def tell_of_the_project(deed: Deed) -> None:
    """Somebody turns the idea into a project."""
    idea = idea_of(deed)
    lead = (
        ProjectRole.objects.filter(project=deed.ids["project"], role=ProjectRole.Role.LEAD)
        .select_related("person")
        .first()
    )
    post_to_all(
        kind="idea_started",
        people=each_once([*close_to(idea), *listeners(idea.poll)]),
        event_key=f"idea:{idea.pk}:started",
        context={
            "idea": idea,
            "lead_name": (lead.person if lead else deed.by).public_name,
            **see(idea, _("See the idea")),
        },
    )


@hears(bells.idea_done)
def tell_of_the_outcome(deed: Deed) -> None:
    """It is there: once, to everybody who asked."""
    idea = idea_of(deed)
    project = Project.objects.get(pk=deed.ids["project"])
    post_to_all(
        kind="idea_done",
        people=each_once([*close_to(idea), *listeners(idea.poll)]),
        event_key=f"idea:{idea.pk}:done",
        context={
            "idea": idea,
            "project": project,
            "outcome": f"{project.outcome_number} {project.wanted_unit}".strip(),
            **see(idea, _("See what came of it")),
        },
    )


@hears(bells.done_asked)
def ask_whether_done(deed: Deed) -> None:
    """Four weeks later, everybody who asked to hear: two questions, by a link of their own."""
    idea = idea_of(deed)
    check = DoneCheck.objects.get(pk=deed.ids["check"])
    for person in listeners(idea.poll):
        post(
            kind="done_asked",
            to=person,
            event_key=f"done-check:{check.pk}",
            context={
                "idea": idea,
                **button(_("Answer two questions"), "ideas:done_reply", letter_links.DONE.token_of(check, person)),
            },
        )


@hears(bells.duty_reopened)
def ask_for_another_answer(deed: Deed) -> None:
    """Too many say that it is not done: whoever answered for the city owes an answer again."""
    duty = Duty.objects.with_what().filter(idea=deed.ids["idea"]).first()
    check = DoneCheck.objects.get(pk=deed.ids["check"])
    for person in who_answers(duty, RoleGrant.objects.holders(Role.OFFICIAL)) if duty else ():
        post(
            kind="answer_reopened",
            to=person,
            event_key=f"done-check:{check.pk}:reopened",
            context={
                "idea": check.idea,
                "said": check.replies.count(),
                "no": check.replies.filter(is_done=False).count(),
                "day": duty.due_at,
                **button(_("Answer it"), "ideas_office:idea", pk=check.idea_id),
            },
        )
