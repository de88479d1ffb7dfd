"""Atom feeds of polls, of the ideas of one poll, of what the city answers, and of all three about one neighborhood. They name
no residents."""

from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from city.context import the_city
from city.models import Neighborhood
from core import atom
from core.clock import now
from core.doors import anyone, door
from core.when import moment_words
from core.words import listed

from . import words
from .models import Answer, Certification, Idea, IdeaPoll, Result

CHOSEN = 5  # as many are named


@door(anyone)
def poll_feed(request: HttpRequest) -> HttpResponse:
    """Polls, the last published first. One is updated when voting or proposing begins and with each count, certified or not."""
    polls = IdeaPoll.objects.public().for_pages().order_by("-published_at", "-pk")
    found = _of_polls(list(polls[: atom.AT_MOST]))
    title = gettext("Idea polls in %(city)s") % {"city": the_city().name}
    return atom.feed(request, found, title=title, path=reverse("ideas:poll_list"), author=the_city().name)


@door(anyone)
def idea_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The ideas of one poll, the newest first."""
    poll = get_object_or_404(IdeaPoll.objects.public(), slug=slug)
    ideas = Idea.objects.filter(poll=poll).standing().order_by("-submitted_at", "-pk")
    found = [_of_idea(idea, slug) for idea in ideas[: atom.AT_MOST]]
    path = reverse("ideas:poll_page", args=[slug])
    return atom.feed(request, found, title=poll.question, path=path, author=the_city().name)


@door(anyone)
def answer_feed(request: HttpRequest) -> HttpResponse:
    """What the city says to ideas, the newest first. A later answer to the same idea is an entry of its own."""
    found = [_of_answer(answer) for answer in _answers()[: atom.AT_MOST]]
    title = gettext("What %(city)s answers") % {"city": the_city().name}
    return atom.feed(request, found, title=title, path=reverse("ideas:poll_list"), author=the_city().name)


@door(anyone)
def area_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """What is asked, proposed and answered about one neighborhood, the newest first."""
    hood = get_object_or_404(Neighborhood.objects.defer("boundary"), slug=slug)
    polls = IdeaPoll.objects.public().for_pages().filter(neighborhood=hood).order_by("-published_at", "-pk")
    here = Q(neighborhood=hood) | Q(neighborhood=None, poll__neighborhood=hood)
    ideas = Idea.objects.filter(here, poll__in=IdeaPoll.objects.public()).standing().select_related("poll")
    answers = _answers().filter(Q(idea__neighborhood=hood) | Q(idea__poll__neighborhood=hood))
    found = _of_polls(list(polls[: atom.AT_MOST]))
    found += [_of_idea(idea, idea.poll.slug) for idea in ideas.order_by("-submitted_at", "-pk")[: atom.AT_MOST]]
    found += [_of_answer(answer) for answer in answers[: atom.AT_MOST]]
    found.sort(key=lambda entry: entry.updated, reverse=True)
    title = gettext("Ideas and answers in %(place)s") % {"place": hood.name}
    path = reverse("projects:neighborhood_page", args=[slug])
    return atom.feed(request, found, title=title, path=path, author=the_city().name)


def _of_polls(polls: list[IdeaPoll]) -> list[atom.Entry]:
    """Three statements for all of them: the counts that hold, who stands for them, and what the chosen ideas are called."""
    results = {each.poll_id: each for each in Result.objects.without_files().newest().filter(poll__in=polls)}
    held = Certification.objects.in_force().filter(result__in=results.values()).values_list("result_id", "at")
    certified, titles = dict(held), _titles(results)
    return [_of_poll(poll, results.get(poll.pk), certified, titles.get(poll.pk, {})) for poll in polls]


def _titles(results: dict[int, Result]) -> dict[int, dict[str, str]]:
    """What the first of the chosen ideas of each poll are called, by their numbers."""
    wanted = [Q(poll=pk, ref__in=words.chosen(result.outcome)[:CHOSEN]) for pk, result in results.items()]
    found: dict[int, dict[str, str]] = {}
    ideas = Idea.objects.filter(reduce(or_, wanted)) if wanted else Idea.objects.none()
    for idea in ideas.only("poll", "ref", "title", "hidden"):
        found.setdefault(idea.poll_id, {})[idea.ref] = str(idea.shown_title)
    return found


def _of_poll(
    poll: IdeaPoll, result: Result | None, certified: dict[int, datetime], titles: dict[str, str]
) -> atom.Entry:
    path = reverse("ideas:poll_page", args=[poll.slug])
    said, moved = [*_dates(poll), poll.intro], _moved_at(poll)
    if poll.voided_at is not None:
        said.insert(0, gettext("The voting is void. Nothing was counted."))
    if result is not None:
        stands = certified.get(result.pk)
        said = [_result_words(result, stands is not None, titles), result.note, *said]
        moved = max(moved, result.computed_at, stands or result.computed_at)
    told = "\n\n".join(part for part in said if part)
    assert poll.published_at is not None
    return atom.Entry("poll", poll.pk, poll.question, path, poll.published_at, moved, told, str(poll.department))


def _result_words(result: Result, certified: bool, titles: dict[str, str]) -> str:
    """“Two ideas won. Chosen: “Lamps” and “Benches”. Certified.”"""
    won = words.chosen(result.outcome)
    said = [words.headline(result.outcome)]
    if won:
        names = [f"“{titles[ref]}”" for ref in won[:CHOSEN] if ref in titles]
        if more := len(won) - len(names):
            names.append(ngettext("%(n)s more", "%(n)s more", more) % {"n": more})
        said.append(gettext("Chosen: %(ideas)s.") % {"ideas": listed(names)})
    said.append(gettext("Certified.") if certified else gettext("Counted. Not certified yet."))
    return " ".join(said)


def _of_idea(idea: Idea, slug: str) -> atom.Entry:
    path = reverse("ideas:idea_page", args=[slug, idea.ref])
    return atom.Entry(
        "idea", idea.pk, idea.title, path, idea.submitted_at, idea.submitted_at, idea.body, language=idea.language
    )


def _answers() -> QuerySet[Answer]:
    public = Answer.objects.filter(idea__in=Idea.objects.public(), idea__poll__published_at__isnull=False)
    return public.select_related("idea__poll", "department").order_by("-published_at", "-pk")


def _of_answer(answer: Answer) -> atom.Entry:
    title = f"{answer.idea.title}: {answer.get_status_display()}"
    path = reverse("ideas:idea_page", args=[answer.idea.poll.slug, answer.idea.ref])
    said = "\n\n".join(part for part in (answer.reason, answer.next_step) if part)
    at = answer.published_at
    return atom.Entry("answer", answer.pk, title, path, at, at, said, str(answer.department))


def _moved_at(poll: IdeaPoll):
    """When something new could be done or read there: from the dates, for nothing is written when a phase begins."""
    moments = [poll.published_at, poll.suspended_at, poll.frozen_at, poll.voided_at]
    moments += [row["at"] for row in (*poll.longer, *poll.moved)]
    moments += [moment for phase in poll.phases.all() for moment in (phase.opens_at, phase.closes_at)]
    return max(moment for moment in moments if moment and moment <= now())


def _dates(poll: IdeaPoll) -> list[str]:
    return [
        f"{phase.get_kind_display()}: {moment_words(phase.opens_at, poll)} – {moment_words(phase.closes_at, poll)}"
        for phase in poll.phases.all()
    ]
