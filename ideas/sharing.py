"""What a poll and an idea say of themselves to those who pass them on. Public things only, and never whose idea it is."""

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from city.context import the_city
from files.boards import board
from files.sharing import Share

from .models import Idea, IdeaPoll, LiveHour


def of_poll(request: HttpRequest, poll: IdeaPoll, page: str = "ideas:poll_page") -> Share:
    """With its next date, until it is over."""
    drawn = board(poll.question, the_city(request), hood=poll.neighborhood, **_until(poll))
    card = _path("ideas:poll_card", poll.slug)
    return Share(_path(page, poll.slug), drawn, partial(_path, "ideas:poll_picture", poll.slug), card)


def of_idea(request: HttpRequest, idea: Idea) -> Share:
    where = idea.poll.slug, idea.ref
    until = {} if idea.is_gone else _until(idea.poll)
    drawn = board(idea.shown_title, the_city(request), hood=idea.neighborhood, line=idea.poll.question, **until)
    return Share(_path("ideas:idea_page", *where), drawn, partial(_path, "ideas:idea_picture", *where))


def of_hour(request: HttpRequest, hour: LiveHour) -> Share:
    """With its day, until it is over."""
    day: dict[str, Any] = {} if hour.state_at() == "over" else {"day": hour.starts_at, "of": hour}
    drawn = board(hour.title, the_city(request), hood=hour.neighborhood, **day)
    return Share(_path("ideas:hour_page", hour.slug), drawn, partial(_path, "ideas:hour_picture", hour.slug))


def _until(poll: IdeaPoll) -> dict[str, Any]:
    if poll.state_at() == "over" or poll.suspended_at is not None:
        return {}
    return {"day": poll.next_date, "of": poll, "word": poll.next_date_word}


def _path(name: str, *where: str) -> str:
    return reverse(name, args=where)
