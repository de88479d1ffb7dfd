"""Atom feeds of polls, of the ideas of one poll, of what the city answers, and of all three about one neighborhood. They name
no residents."""

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from city.context import the_city
from city.models import Neighborhood
from core import atom
from core.clock import now
from core.doors import anyone, door
from core.when import moment_words

from .models import Answer, Idea, IdeaPoll


@door(anyone)
def poll_feed(request: HttpRequest) -> HttpResponse:
    """Polls, the last published first. One is updated when voting or proposing begins and when it is counted."""
    polls = IdeaPoll.objects.public().for_pages().order_by("-published_at", "-pk")
    found = [_of_poll(poll) for poll in polls[: atom.AT_MOST]]
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
    found = [_of_poll(poll) for poll in polls[: atom.AT_MOST]]
    found += [_of_idea(idea, idea.poll.slug) for idea in ideas.order_by("-submitted_at", "-pk")[: atom.AT_MOST]]
    found += [_of_answer(answer) for answer in answers[: atom.AT_MOST]]
    found.sort(key=lambda entry: entry.updated, reverse=True)
    title = gettext("Ideas and answers in %(place)s") % {"place": hood.name}
    path = reverse("projects:neighborhood_page", args=[slug])
    return atom.feed(request, found, title=title, path=path, author=the_city().name)


def _of_poll(poll: IdeaPoll) -> atom.Entry:
    path = reverse("ideas:poll_page", args=[poll.slug])
    said = "\n\n".join([*_dates(poll), poll.intro])
    assert poll.published_at is not None
    return atom.Entry(
        "poll", poll.pk, poll.question, path, poll.published_at, _moved_at(poll), said, str(poll.department)
    )


def _of_idea(idea: Idea, slug: str) -> atom.Entry:
    path = reverse("ideas:idea_page", args=[slug, idea.ref])
    return atom.Entry("idea", idea.pk, idea.title, path, idea.submitted_at, idea.submitted_at, idea.body)


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
    moments = [poll.published_at, poll.suspended_at, poll.frozen_at]
    moments += [moment for phase in poll.phases.all() for moment in (phase.opens_at, phase.closes_at)]
    return max(moment for moment in moments if moment and moment <= now())


def _dates(poll: IdeaPoll) -> list[str]:
    return [
        f"{phase.get_kind_display()}: {moment_words(phase.opens_at, poll)} – {moment_words(phase.closes_at, poll)}"
        for phase in poll.phases.all()
    ]
