"""The officials' desk for proposals: menu, addresses, and the panel "waiting for you" on the first page."""

from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from people.absence import away_now
from people.permissions import can_publish_agreements, official

from .models import BeforeAfter, Project, WorkLog
from .permissions import can_list_blocks, can_review, moderator, reviewer
from .views import agreements, blocks, meetings, office, review

SHOWN = 5


@hooks.register("register_admin_urls")
def review_urls() -> list:
    return [
        path("agreements/", agreements.agreement_list, name="agreement_list"),
        path("proposals/", review.review_list, name="review_list"),
        path("proposals/<slug:slug>/", review.review_project, name="review_project"),
        path("proposals/<slug:slug>/notes/", review.review_note, name="review_note"),
        path("proposals/<slug:slug>/archive/", review.review_archive, name="review_archive"),
        path("pictures/", office.pair_list, name="pair_list"),
        path("pictures/<int:pk>/", office.pair_decide, name="pair_decide"),
        path("numbers/", office.metric_list, name="metric_list"),
        path("numbers/new/", office.metric_edit, name="metric_new"),
        path("numbers/<int:pk>/", office.metric_edit, name="metric_edit"),
        path("blocks/", blocks.block_desk, name="block_desk"),
        path("blocks/new/", blocks.block_edit, name="block_new"),
        path("blocks/<slug:slug>/", blocks.block_edit, name="block_edit"),
        path("blocks/<slug:slug>/take-back/", blocks.block_take_back, name="block_take_back"),
        path("meetings/", meetings.meeting_list, name="meeting_list"),
        path("past-hours/", office.hours_import, name="hours_import"),
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


class PicturesItem(MenuItem):
    def is_shown(self, request) -> bool:
        return moderator(request.person)


class OfficialsItem(MenuItem):
    def is_shown(self, request) -> bool:
        return official(request.person)


@hooks.register("register_admin_menu_item")
def pictures_item() -> MenuItem:
    return PicturesItem(_("Before and after"), reverse("pair_list"), icon_name="image", order=310)


@hooks.register("register_admin_menu_item")
def numbers_item() -> MenuItem:
    return OfficialsItem(_("What is counted"), reverse("metric_list"), icon_name="list-ol", order=340)


@hooks.register("register_admin_menu_item")
def meetings_item() -> MenuItem:
    return OfficialsItem(_("Meetings"), reverse("meeting_list"), icon_name="group", order=330)


@hooks.register("register_admin_menu_item")
def past_hours_item() -> MenuItem:
    return OfficialsItem(_("Past hours"), reverse("hours_import"), icon_name="upload", order=350)


class BlocksItem(MenuItem):
    def is_shown(self, request) -> bool:
        return can_list_blocks(request.person)


@hooks.register("register_admin_menu_item")
def blocks_item() -> MenuItem:
    return BlocksItem(_("Blocks"), reverse("block_desk"), icon_name="site", order=330)


class WaitingCare(Component):
    """Care for blocks that nobody has verified yet."""

    order = 130
    template_name = "projects/admin/care_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        waiting = WorkLog.objects.filter(adoption__isnull=False, state=WorkLog.State.SUBMITTED)
        return {"waiting": waiting.for_page().order_by("pk")[:SHOWN], "count": waiting.count()}


class WaitingPictures(Component):
    """Pairs of pictures that nobody sees before somebody has looked."""

    order = 120
    template_name = "projects/admin/pairs_panel.html"

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        waiting = BeforeAfter.objects.waiting().select_related("event__project")
        return {"pairs": waiting[:SHOWN], "count": waiting.count()}


class WaitingProposals(Component):
    """The five that should be answered first."""

    order = 100
    template_name = "projects/admin/waiting_panel.html"

    def __init__(self, person: Any):
        self.person = person

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        mine = Project.objects.waiting_for(self.person)
        first = mine.select_related("neighborhood").prefetch_related("organizers__person", "transitions")
        return {
            "waiting": [review.waiting(project) for project in first[:SHOWN]],
            "count": mine.count(),
            "unread": sum(can_review(self.person, project) for project in Project.objects.unread()),
            "away": away_now(),
        }


@hooks.register("construct_homepage_panels")
def waiting_panel(request, panels) -> None:
    if reviewer(request.person):
        panels.append(WaitingProposals(request.person))
    if moderator(request.person):
        panels.append(WaitingPictures())
    if official(request.person):
        panels.append(WaitingCare())
