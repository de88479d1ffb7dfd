"""The moderators' desk in the back office: addresses, menu, and what waits on the first page."""

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from . import desk
from .permissions import cases_for, moderator, reads_the_log, safeguarding_officer
from .views import office

SHOWN = 5


@hooks.register("register_admin_urls")
def moderation_urls() -> list:
    return [
        path("moderation/", office.case_list, name="case_list"),
        path("moderation/log/", office.case_log, name="case_log"),
        path("moderation/<slug:ref>/", office.case_desk, name="case_desk"),
        path("safeguarding/", office.safeguarding_list, name="safeguarding_list"),
    ]


class ForModerators(MenuItem):
    def is_shown(self, request) -> bool:
        return moderator(request.person)


class ForOfficers(MenuItem):
    def is_shown(self, request) -> bool:
        return safeguarding_officer(request.person)


class ForAuditors(MenuItem):
    def is_shown(self, request) -> bool:
        return reads_the_log(request.person)


@hooks.register("register_admin_menu_item")
def moderation_item() -> MenuItem:
    return ForModerators(_("Moderation"), reverse("case_list"), icon_name="comment", order=305)


@hooks.register("register_admin_menu_item")
def safeguarding_item() -> MenuItem:
    return ForOfficers(_("Safeguarding"), reverse("safeguarding_list"), icon_name="lock", order=306)


@hooks.register("register_admin_menu_item")
def log_item() -> MenuItem:
    return ForAuditors(_("Log of moderation"), reverse("case_log"), icon_name="history", order=440)


class WaitingCases(Component):
    """The five that wait longest."""

    order = 110
    template_name = "conversations/admin/waiting_panel.html"

    def __init__(self, person: Any):
        self.person = person

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        mine = cases_for(self.person)
        waiting = mine.waiting()
        return {
            "lines": desk.lines(waiting.for_lists()[:SHOWN]),
            "count": waiting.count(),
            "appeals": mine.appealed().exclude(decided_by=self.person).count(),
        }


@hooks.register("construct_homepage_panels")
def waiting_panel(request, panels) -> None:
    if moderator(request.person) or safeguarding_officer(request.person):
        panels.append(WaitingCases(request.person))
