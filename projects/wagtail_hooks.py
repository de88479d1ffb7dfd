"""The officials' desk for proposals: menu, addresses, and the panel "waiting for you" on the first page."""

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from people.permissions import can_publish_agreements

from .models import Project
from .permissions import reviewer
from .views import agreements, review

SHOWN = 5


@hooks.register("register_admin_urls")
def review_urls() -> list:
    return [
        path("agreements/", agreements.agreement_list, name="agreement_list"),
        path("proposals/", review.review_list, name="review_list"),
        path("proposals/<slug:slug>/", review.review_project, name="review_project"),
    ]


class ProposalsItem(MenuItem):
    def is_shown(self, request) -> bool:
        return reviewer(request.person)


@hooks.register("register_admin_menu_item")
def proposals_item() -> MenuItem:
    return ProposalsItem(_("Proposals"), reverse("review_list"), icon_name="tasks", order=300)


class AgreementsItem(MenuItem):
    def is_shown(self, request) -> bool:
        return can_publish_agreements(request.person)


@hooks.register("register_admin_menu_item")
def agreements_item() -> MenuItem:
    return AgreementsItem(_("Agreements"), reverse("agreement_list"), icon_name="doc-full", order=410)


class WaitingProposals(Component):
    """The five that should be answered first."""

    order = 100
    template_name = "projects/admin/waiting_panel.html"

    def __init__(self, person: Any):
        self.person = person

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        mine = Project.objects.waiting_for(self.person)
        first = mine.select_related("neighborhood").prefetch_related("organizers__person", "transitions")
        return {"waiting": [review.waiting(project) for project in first[:SHOWN]], "count": mine.count()}


@hooks.register("construct_homepage_panels")
def waiting_panel(request, panels) -> None:
    if reviewer(request.person):
        panels.append(WaitingProposals(request.person))
