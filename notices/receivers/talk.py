"""What people say to each other, and what was decided about it: told to whom it concerns."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from conversations import bells, kinds
from conversations.actions.cases import can_hide
from conversations.models import Case, Comment, Subject
from conversations.permissions import can_decide, can_decide_appeal
from core.clock import now
from notices.actions import post, tell_moderators
from notices.actions.digests import NEWS
from notices.links import button
from notices.models import Letter
from people.deeds import hears
from people.models import Deed, Person, Role, RoleGrant


def comment_of(deed: Deed) -> Comment:
    rows = Comment.objects.select_related("by", "department", "subject", "parent__by__user")
    return rows.get(pk=deed.ids["comment"])


def case_of(deed: Deed) -> Case:
    return Case.objects.select_related("about__user", "comment", "subject").get(pk=deed.ids["case"])


def tell(comment: Comment, kind: str, to: Person, once: str = "") -> None:
    """Nobody hears of their own words, nor of what they may not see. One letter about the same words, unless `once` says of
    what else.
    """
    found, thing = kinds.thing_of(comment.subject)
    if not found.can_see(to, thing) or (to.pk == comment.by_id and kind != "talk_held"):
        return
    official = comment.voice == Comment.Voice.OFFICIAL
    post(
        kind=kind,
        to=to,
        event_key=f"comment:{comment.ref}{once}",
        context={
            "comment": comment,
            "words": comment.words,
            "why": dict(Comment.Hold.choices).get(comment.hold_reason, ""),
            "title": found.named(thing).title,
            "who": comment.by.full_name if official else comment.by.public_name,
            **button(_("Read it, and answer"), "conversations:thread", comment.begins.ref),
        },
    )


@hears(bells.comment_posted)
def tell_of_what_was_said(deed: Deed) -> None:
    """Who began hears of the answer; who was meant, of being meant; who answers for the thing, of a new question. Where
    people say whether they ask, what speaks for or against it is no question.

    One letter about the same words for each: the first that fits.
    """
    comment = comment_of(deed)
    if comment.is_shown:
        tell_of(comment)


def tell_of(comment: Comment) -> None:
    if comment.parent is not None:
        tell(comment, "talk_answer", comment.parent.by)
    for mention in comment.mentions.select_related("person__user"):
        tell(comment, "talk_mention", mention.person)
    if comment.parent is None and comment.voice == Comment.Voice.RESIDENT:
        found, thing = kinds.thing_of(comment.subject)
        asks = comment.label == Comment.Label.QUESTION or not (found.talk and found.talk.labels)
        for person in found.people(thing) if asks else ():
            if found.can_follow(person, thing):  # what is only for some has letters of its own
                tell(comment, "talk_question", person)


@hears(bells.comment_held, bells.comment_removed)
def take_back(deed: Deed) -> None:
    """What has not left yet says words that nobody may read now: a letter of the night, a line of the next digest."""
    comment = comment_of(deed)
    if not comment.is_shown:  # shown again they are told anew: so the letters are gone, not only put away
        unsay([comment])


def unsay(comments: Iterable[Comment]) -> None:
    keys = [f"comment:{one.ref}" for one in comments]
    Letter.objects.unsent().filter(event_key__in=keys, attempts=0).delete()


def tell_again(subject: Subject) -> None:
    """A thing that was held is shown: letters of the last days that were taken back are written again."""
    rows = Comment.objects.published().filter(subject=subject, created_at__gt=now() - Letter.GIVE_UP)
    for comment in rows.select_related("by", "department", "subject", "parent__by__user").order_by("pk"):
        tell_of(comment)


def unsay_all(subject: Subject) -> None:
    """A thing is hidden: so are letters that name it, about what people said there and about what is new with it."""
    unsay(Comment.objects.filter(subject=subject).only("ref"))
    thing = kinds.still_there(subject)[1]
    if thing is not None:
        news = Letter.objects.unsent().filter(kind=NEWS, attempts=0)
        news.filter(event_key__startswith=f"follow:{thing._meta.label_lower}:{thing.pk}:").delete()


@hears(bells.comment_held)
def tell_the_author(deed: Deed) -> None:
    comment = comment_of(deed)
    if comment.state == Comment.State.HELD:
        tell(comment, "talk_held", comment.by, once=f":held:{deed.pk}")  # each time anew


@hears(bells.case_decided)
def tell_what_was_decided(deed: Deed) -> None:
    """To whom it is about, unless nothing came of it. Who reported stays unnamed."""
    case = case_of(deed)
    if case.comment is not None and not case.comment.is_shown:
        unsay([case.comment])
    if case.comment is None and case.stands and came_of(case) == "away":
        unsay_all(case.subject)
    if case.about is not None and case.outcome != Case.Outcome.KEEP:
        tell_about(case, "case_decided", case.about)


@hears(bells.case_decided)
def tell_who_reported(deed: Deed) -> None:
    """Each of them once, what came of it and no more. Of safeguarding only that it is looked after."""
    case = case_of(deed)
    answer_reports(case, came_of(case), f"case:{case.ref}:report")


def answer_reports(case: Case, came_of_it: str, event_key: str) -> None:
    for person in Person.objects.filter(reports__case=case).select_related("user").distinct().order_by("pk"):
        post(
            kind="report_answered",
            to=person,
            event_key=event_key,
            context={
                "came_of_it": came_of_it,
                "title": title_of(case),
                **button(_("What moderators did"), "conversations:moderation"),
            },
        )


def came_of(case: Case) -> str:
    if case.safeguarding:
        return "safe"
    if case.outcome == Case.Outcome.KEEP:
        return "nothing"
    return "away" if case.outcome in Case.HIDES and can_hide(case) else "acted"


@hears(bells.appeal_decided)
def tell_what_came_of_the_appeal(deed: Deed) -> None:
    case = case_of(deed)
    if case.about is not None:
        tell_about(case, "appeal_decided", case.about)
    if case.overturned and not case.safeguarding:
        answer_reports(case, "back", f"case:{case.ref}:report:appeal")


def title_of(case: Case) -> str:
    """Nothing of a person, nor of a draft that is gone."""
    found, thing = kinds.still_there(case.subject)
    return "" if thing is None or isinstance(thing, Person) else found.named(thing).title


def tell_about(case: Case, kind: str, to: Person) -> None:
    post(
        kind=kind,
        to=to,
        event_key=f"case:{case.ref}:{kind}",
        context={
            "case": case,
            "title": title_of(case),
            "words": case.comment.words if case.comment else "",
            **button(_("Read the decision"), "conversations:case_page", case.ref),
        },
    )


@hears(bells.report_made, bells.comment_held)
def tell_moderators_too(deed: Deed) -> None:
    """The first of a day at once; of all others a line on the list."""
    tell_moderators()


@hears(bells.safeguarding_reported, bells.case_appealed)
def tell_who_decides(deed: Deed) -> None:
    """Officers hear of a report at once; moderators of an appeal, all but the first who decided."""
    case = case_of(deed)
    appealed = case.state == Case.State.APPEALED
    if not appealed and case.state != Case.State.OPEN:
        return
    roles = (Role.SAFEGUARDING,) if case.safeguarding else tuple(Case.MODERATORS)
    for person in RoleGrant.objects.holders(*roles):
        if (can_decide_appeal if appealed else can_decide)(person, case):
            post(
                kind="case_waiting",
                to=person,
                event_key=f"case:{case.ref}:{case.state}",
                context={"case": case, **button(_("Read and decide"), "case_desk", case.ref)},
            )
