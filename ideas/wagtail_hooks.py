"""Polls in the officials' back office: addresses, menu, and what is due on the first page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from people.permissions import official

from . import office_urls
from .models import Certification, Duty, IdeaPoll, Suspension
from .permissions import looks_for_waves

FIRST = 5  # of each kind, on the first page


class ForOfficials(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return official(request.person)


@hooks.register("register_admin_urls")
def addresses() -> list:
    return [path("polls/", include(office_urls))]


@hooks.register("register_admin_menu_item")
def polls_in_the_menu() -> MenuItem:
    return ForOfficials(
        _("Idea polls"), reverse("ideas_office:polls"), name="idea-polls", icon_name="list-ul", order=210
    )


@hooks.register("register_admin_menu_item")
def hours_in_the_menu() -> MenuItem:
    return ForOfficials(_("Live hours"), reverse("ideas_office:hours"), name="live-hours", icon_name="time", order=215)


@hooks.register("register_admin_menu_item")
def answers_in_the_menu() -> MenuItem:
    return ForOfficials(
        _("Answers due"), reverse("ideas_office:answers"), name="answers-due", icon_name="comment", order=220
    )


@dataclass(frozen=True)
class Few:
    """The first of a list that is long only on bad days, and whether there are more."""

    rows: list[Any]
    more: bool

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def __bool__(self) -> bool:
        return bool(self.rows)


def few(rows: QuerySet[Any]) -> Few:
    found = list(rows[: FIRST + 1])
    return Few(found[:FIRST], len(found) > FIRST)


class ForAuditors(MenuItem):
    """Who runs polls comes there from the poll."""

    def is_shown(self, request: HttpRequest) -> bool:
        return looks_for_waves(request.person) and not official(request.person)


@hooks.register("register_admin_menu_item")
def waves_in_the_menu() -> MenuItem:
    return ForAuditors(
        _("Signs of made-up accounts"), reverse("ideas_office:waves"), name="waves", icon_name="warning", order=230
    )


class AnswersDue(Component):
    """Unanswered ideas by due date, overdue ones marked; and what else waits for an official in a poll."""

    order = 120
    template_name = "ideas/office_panel.html"

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    @cached_property
    def media(self) -> Any:
        from django.forms import Media

        return Media()

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        duties = Duty.objects.unanswered().with_what()
        return {
            "duties": list(duties[:8]),
            "total": duties.count(),
            "to_certify": few(IdeaPoll.objects.to_certify()),
            "stopped": few(IdeaPoll.objects.stopped()),
            "to_sign": few(Certification.objects.unsigned().select_related("result__poll")),
            "doubles": few(IdeaPoll.objects.with_doubles()),
            "alike": few(IdeaPoll.objects.with_suggestions()),
            "to_confirm": few(Suspension.objects.waiting().select_related("poll", "idea")),
        }


@hooks.register("construct_homepage_panels")
def what_is_due(request: HttpRequest, panels: list) -> None:
    if official(request.person):
        panels.append(AnswersDue(request))
