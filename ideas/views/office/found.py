"""What a screen of the desk is about, and a form's sentences as one refusal."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from core import posted
from core.errors import RuleBroken
from core.fields import said_of
from ideas.models import Idea, IdeaPoll
from ideas.permissions import can_manage

A_PAGE = 50


def own_poll(request: HttpRequest, pk: int) -> IdeaPoll:
    """A poll this official may run; others answer like one that is not there."""
    poll = get_object_or_404(IdeaPoll.objects.for_pages(), pk=pk)
    if not can_manage(request.person, poll):
        get_object_or_404(IdeaPoll.objects.none())
    return poll


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> Page:
    """The part of a long list that the address asks for; nonsense begins at the beginning."""
    return Paginator(rows, A_PAGE).get_page(request.GET.get("page"))


def idea_of(request: HttpRequest, poll: IdeaPoll) -> Idea | None:
    return get_object_or_404(Idea, pk=posted.number(request, "idea"), poll=poll) if request.POST.get("idea") else None


def valid(form: Any) -> Any:
    if not form.is_valid():
        raise RuleBroken(" ".join(said_of(form)))
    return form
