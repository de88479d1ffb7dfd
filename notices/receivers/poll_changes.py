"""What changes while people vote, told to all who take part in the poll; and what waits for a second official."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from conversations.models import Follow
from ideas import bells, eligibility
from ideas.models import Certification, Correction, IdeaPoll, Phase, PollVoter, Support, Suspension
from ideas.permissions import can_manage, can_vote
from notices.actions import post, post_to_all
from notices.kinds import CATEGORIES
from notices.links import button
from notices.models import How, Preference
from people.deeds import hears
from people.models import Deed, Person, Role, RoleGrant
from people.permissions import administrator


def taking_part(poll: IdeaPoll) -> list[Person]:
    """Authors, supporters and voters in one list, so that a letter tells nobody's ballot, nor who voted."""
    voters = PollVoter.objects.filter(poll=poll, person__isnull=False).values("person")
    authors = poll.ideas.filter(author__isnull=False).values("author")
    supporters = Support.objects.filter(idea__poll=poll, person__isnull=False).values("person")
    part = Q(pk__in=voters) | Q(pk__in=authors) | Q(pk__in=supporters)
    return list(Person.objects.filter(part).select_related("user").order_by("pk"))


def poll_of(deed: Deed) -> IdeaPoll:
    return IdeaPoll.objects.select_related("department").get(pk=deed.ids["poll"])


def poll_page(poll: IdeaPoll) -> dict[str, Any]:
    return {"poll": poll, **button(_("See the poll"), "ideas:poll_page", slug=poll.slug)}


@hears(bells.voting_opened)
def tell_that_people_can_vote(deed: Deed) -> None:
    """Residents of its neighborhood, or of the whole city, who asked for it, may vote and have not. Who hears of the poll at
    once because they follow it gets that letter alone; all other followers read it in their digest.
    """
    poll = poll_of(deed)
    if poll.voting is None or poll.state != "voting":
        return
    post_to_all(
        kind="voting_opened",
        people=[person for person in who_asked_to_vote(poll, deed.at) if can_vote(person, poll)],
        event_key=f"poll:{poll.pk}:opened",
        context={
            **poll_page(poll),
            "closes_at": poll.voting.closes_at,
            "usable": poll.ideas.by_rule_on_ballot(poll).votes_that_find_one(poll),
        },
        good_until=poll.voting.closes_at,
    )


def who_asked_to_vote(poll: IdeaPoll, at: datetime) -> QuerySet[Person]:
    at_once = Preference.objects.filter(how=How.AT_ONCE)
    asked = at_once.filter(category=CATEGORIES["votes"].key).values("person")
    voted = PollVoter.objects.filter(poll=poll, person__isnull=False).values("person")
    people = Person.objects.filter(pk__in=asked).exclude(pk__in=voted)
    if poll.neighborhood_id:
        people = people.filter(neighborhood=poll.neighborhood_id)
    theirs = Q(neighborhood__isnull=False, neighborhood=poll.neighborhood_id)
    if poll.subject_id:
        theirs |= Q(subject=poll.subject_id)
    hear = at_once.filter(category=CATEGORIES["follow"].key).values("person")
    follow = Follow.objects.filter(theirs, at__lt=at, person__in=hear).values("person")
    return people.exclude(pk__in=follow).select_related("user").order_by("pk")


@hears(bells.voting_extended)
def tell_of_more_time(deed: Deed) -> None:
    """Once for each new end of voting."""
    poll = poll_of(deed)
    if poll.voting is None or poll.frozen_at is not None:
        return
    post_to_all(
        kind="voting_extended",
        people=taking_part(poll),
        event_key=f"poll:{poll.pk}:until:{poll.voting.closes_at:%Y%m%dT%H%MZ}",
        context={
            **poll_page(poll),
            "closes_at": poll.voting.closes_at,
            "note": poll.extensions[-1]["note"] if poll.extensions else "",
        },  # fmt: skip
        good_until=poll.voting.closes_at,
    )


@hears(bells.phase_moved)
def tell_of_another_end(deed: Deed) -> None:
    """Of two changes in a row the letter about the last one is enough."""
    poll = poll_of(deed)
    if poll.moved:
        post_to_all(
            kind="phase_moved",
            people=taking_part(poll),
            event_key=f"poll:{poll.pk}:moved:{len(poll.moved)}",
            context={**poll_page(poll), "moved": poll.moved[-1], "phase": Phase.Kind(poll.moved[-1]["phase"]).label},
        )


@hears(bells.level_raised)
def tell_that_voters_are_asked_for_more(deed: Deed) -> None:
    """To all who take part: a letter to the voters alone would tell who voted. Once for each level, as it is by now."""
    poll = poll_of(deed)
    level = eligibility.level(poll.eligibility_level)
    if poll.voting is None or poll.frozen_at is not None or level is None or not poll.raises:
        return
    post_to_all(
        kind="level_raised",
        people=taking_part(poll),
        event_key=f"poll:{poll.pk}:level:{level.n}",
        context={
            **poll_page(poll),
            "closes_at": poll.voting.closes_at,
            "raised_at": poll.raised[-1]["at"],
            "level_name": level.name,
            "note": poll.raised[-1]["note"],
        },
        good_until=poll.voting.closes_at,
    )


@hears(bells.suspended)
def tell_of_the_suspension(deed: Deed) -> None:
    """With the public reason. What was resumed meanwhile is no news any more."""
    poll, row = poll_of(deed), Suspension.objects.select_related("idea").get(pk=deed.ids["suspension"])
    if row.lifted_at is None:
        post_to_all(
            kind="suspended",
            people=taking_part(poll),
            event_key=f"suspension:{row.pk}",
            context={**poll_page(poll), "row": row, "voting": poll.voting if poll.state_at() == "voting" else None},
        )


@hears(bells.resumed)
def tell_that_it_counts_again(deed: Deed) -> None:
    """To the same people as before."""
    poll, row = poll_of(deed), Suspension.objects.select_related("idea").get(pk=deed.ids["suspension"])
    post_to_all(
        kind="resumed",
        people=taking_part(poll),
        event_key=f"suspension:{row.pk}:over",
        context={**poll_page(poll), "row": row},
    )


@hears(bells.suspension_asked)
def ask_for_a_second(deed: Deed) -> None:
    """Those who may confirm: one of the two is an administrator."""
    row = Suspension.objects.select_related("idea", "asked_by", "poll").get(pk=deed.ids["suspension"])
    if row.confirmed_at is None and row.lifted_at is None:
        by_administrator = administrator(row.asked_by)
        tell_officials(
            lambda person: (
                person.pk != row.asked_by_id
                and (administrator(person) or by_administrator and can_manage(person, row.poll))
            ),
            kind="suspension_waiting",
            event_key=f"suspension:{row.pk}:waiting",
            context={"row": row, **desk(row.poll)},
        )


@hears(bells.override_asked)
def ask_for_a_signature(deed: Deed) -> None:
    """Those who may sign that a result stands against the count."""
    poll = poll_of(deed)
    row = Certification.objects.select_related("by").get(result=deed.ids["result"])
    if row.second_by_id is None:
        tell_officials(
            lambda person: person.pk != row.by_id and can_manage(person, poll),
            kind="signature_waiting",
            event_key=f"certification:{row.pk}:waiting",
            context={"row": row, **desk(poll)},
        )


@hears(bells.correction_asked)
def ask_to_confirm_a_correction(deed: Deed) -> None:
    """Those who may confirm that a result was wrong."""
    row = Correction.objects.select_related("asked_by", "poll", "idea").get(pk=deed.ids["correction"])
    if row.confirmed_at is None and row.dropped_at is None:
        tell_officials(
            lambda person: person.pk != row.asked_by_id and can_manage(person, row.poll),
            kind="correction_waiting",
            event_key=f"correction:{row.pk}:waiting",
            context={"row": row, **desk(row.poll)},
        )


@hears(bells.recount_differed)
def warn_of_a_different_count(deed: Deed) -> None:
    """Whoever runs the poll must look before anybody builds on the result."""
    poll = poll_of(deed)
    tell_officials(
        lambda person: person.pk == poll.owner_id or administrator(person),
        kind="recount_differs",
        event_key=f"result:{deed.ids['result']}:differs",
        context=desk(poll),
    )


def desk(poll: IdeaPoll) -> dict[str, Any]:
    return {"poll": poll, **button(_("Look at it"), "ideas_office:poll", pk=poll.pk)}


def tell_officials(who: Callable[[Person], bool], **letter: Any) -> None:
    """The same to each official or administrator of whom this is true."""
    for person in RoleGrant.objects.holders(Role.OFFICIAL, Role.ADMINISTRATOR):
        if who(person):
            post(to=person, **letter)
