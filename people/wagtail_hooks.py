"""The administrator's screen of roles, in place of Wagtail's own users and groups; and the look of our pages in there."""

from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .permissions import administrator, can_keep_credentials, staff
from .views import absence, credentials, lost_factors, roles


@hooks.register("register_admin_urls")
def role_urls():
    return [
        path("roles/", roles.role_list, name="role_list"),
        path("roles/<int:pk>/end/", roles.role_end, name="role_end"),
        path("lost-factors/", lost_factors.factor_list, name="factor_list"),
        path("lost-factors/<slug:ref>/stop/", lost_factors.factor_stop_office, name="factor_stop_office"),
        path("away/", absence.absence_list, name="absence_list"),
        path("away/<int:pk>/end/", absence.absence_end, name="absence_end"),
        path("credentials/", credentials.credential_list, name="credential_list"),
        path("credentials/<int:pk>/withdraw/", credentials.credential_withdraw, name="credential_withdraw"),
    ]


class ForAdministrators(MenuItem):
    def is_shown(self, request) -> bool:
        return administrator(request.person)


@hooks.register("register_settings_menu_item")
def roles_menu_item():
    return ForAdministrators(_("Roles"), reverse("role_list"), name="roles", icon_name="key", order=100)


@hooks.register("register_settings_menu_item")
def lost_factors_menu_item():
    return ForAdministrators(
        _("Lost second steps"), reverse("factor_list"), name="lost-factors", icon_name="lock", order=110
    )


class ForKeepers(MenuItem):
    def is_shown(self, request) -> bool:
        return can_keep_credentials(request.person)


@hooks.register("register_admin_menu_item")
def credentials_menu_item():
    return ForKeepers(_("Checks and trainings"), reverse("credential_list"), icon_name="clipboard-list", order=420)


class ForStaff(MenuItem):
    def is_shown(self, request) -> bool:
        return staff(request.person)


@hooks.register("register_admin_menu_item")
def absence_menu_item():
    return ForStaff(_("Away"), reverse("absence_list"), icon_name="date", order=430)


@hooks.register("insert_global_admin_css")
def our_look():
    """For the pages of ours that officials work on."""
    return format_html('<link rel="stylesheet" href="{}">', static("engage/css/desk.css"))


@hooks.register("construct_help_menu")
def our_help(request, items):
    """Help is this city's own help center. News about the software behind the desk is not news for officials."""
    ours = MenuItem(_("Help center"), "/help/", name="help-center", icon_name="help", order=100)
    items[:] = [ours, *(item for item in items if item.name == "keyboard-shortcuts-trigger")]
