"""Atom feeds of polls, of the ideas of one poll, and of what the city answers. They name no residents."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from city.context import the_city
from core import atom
from core.clock import now
from core.doors import anyone, door
from core.when import moment_words

from .models import Answer, Idea, IdeaPoll


@door(anyone)
def poll_feed(request: HttpRequest) -> HttpResponse:
    """Polls, the last published first. One is updated when voting or proposing begins and when it is counted."""
    polls = IdeaPoll.objects.public().for_pages().order_by("-published_at", "-pk")
    found = [
        atom.Entry(
            "poll", poll.pk, poll.question, reverse("ideas:poll_page", args=[poll.slug]), poll.published_at,
            _moved_at(poll), "\n\n".join([*_dates(poll), poll.intro]), str(poll.department),
        )
        for poll in polls[: atom.AT_MOST]
    ]  # fmt: skip
    title = gettext("Idea polls in %(city)s") % {"city": the_city().name}
    return atom.feed(request, found, title=title, path=reverse("ideas:poll_list"), author=the_city().name)


@door(anyone)
def idea_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The ideas of one poll, the newest first."""
    poll = get_object_or_404(IdeaPoll.objects.public(), slug=slug)
    ideas = Idea.objects.filter(poll=poll).standing().order_by("-submitted_at", "-pk")
    found = [
        atom.Entry(
            "idea", idea.pk, idea.title, reverse("ideas:idea_page", args=[slug, idea.ref]), idea.submitted_at,
            idea.submitted_at, idea.body,
        )
        for idea in ideas.filter(submitted_at__isnull=False)[: atom.AT_MOST]
    ]  # fmt: skip
    path = reverse("ideas:poll_page", args=[slug])
    return atom.feed(request, found, title=poll.question, path=path, author=the_city().name)


@door(anyone)
def answer_feed(request: HttpRequest) -> HttpResponse:
    """What the city says to ideas, the newest first. A later answer to the same idea is an entry of its own."""
    answers = (
        Answer.objects.filter(idea__in=Idea.objects.public(), idea__poll__published_at__isnull=False)
        .select_related("idea__poll", "department")
        .order_by("-published_at", "-pk")
    )
    found = [
        atom.Entry(
            "answer", answer.pk, f"{answer.idea.title}: {answer.get_status_display()}",
            reverse("ideas:idea_page", args=[answer.idea.poll.slug, answer.idea.ref]), answer.published_at,
            answer.published_at, "\n\n".join(part for part in (answer.reason, answer.next_step) if part),
            str(answer.department),
        )
        for answer in answers[: atom.AT_MOST]
    ]  # fmt: skip
    title = gettext("What %(city)s answers") % {"city": the_city().name}
    return atom.feed(request, found, title=title, path=reverse("ideas:poll_list"), author=the_city().name)


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
