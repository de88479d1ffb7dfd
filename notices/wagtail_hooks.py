"""The outbox in the back office."""

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from people.permissions import administrator

from .views import office


@hooks.register("register_admin_urls")
def outbox_urls():
    return [
        path("letters/", office.outbox, name="outbox"),
        path("letters/retry/", office.outbox_retry, name="outbox_retry"),
        path("letters/test/", office.outbox_test, name="outbox_test"),
        path("letters/preview/<slug:kind>/", office.letter_preview, name="letter_preview"),
        path("letters/preview/<slug:kind>/letter.html", office.letter_preview_html, name="letter_preview_html"),
    ]


class ForAdministrators(MenuItem):
    def is_shown(self, request) -> bool:
        return administrator(request.person)


@hooks.register("register_settings_menu_item")
def outbox_menu_item():
    return ForAdministrators(_("Letters"), reverse("outbox"), name="letters", icon_name="mail", order=110)
