"""The officials' desk: whom to thank, and who waits to be confirmed as a Super User."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component

from people.models import Standing
from people.permissions import official

from . import desk


@hooks.register("register_admin_urls")
def desk_urls():
    return [
        path("thanks/", desk.people_to_thank, name="people_to_thank"),
        path("thanks/<str:ref>/", desk.person_thank, name="person_thank"),
        path("super-users/", desk.standings, name="standings"),
        path("super-users/<int:pk>/", desk.standing_decide, name="standing_decide"),
    ]


class OfficialsItem(MenuItem):
    def is_shown(self, request) -> bool:
        return official(request.person)


@hooks.register("register_admin_menu_item")
def thanks_item():
    return OfficialsItem(_("People to thank"), reverse("people_to_thank"), icon_name="pick", order=320)


@hooks.register("register_admin_menu_item")
def super_users_item():
    return OfficialsItem(_("Super Users"), reverse("standings"), icon_name="group", order=330)


class Waiting(Component):
    """Who said yes to being a Super User and waits for a decision."""

    order = 130
    template_name = "gamification/admin/waiting_panel.html"

    def get_context_data(self, parent_context):
        return {
            "standings": Standing.objects.filter(status=Standing.Status.ACCEPTED)
            .select_related("person")
            .order_by("since")
        }


@hooks.register("construct_homepage_panels")
def waiting_panel(request, panels):
    if official(request.person):
        panels.append(Waiting())
