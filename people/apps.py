from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


def _after_migrate(sender, using, **kwargs):
    """The signal comes once for each app; by this one all permissions are written."""
    if (
        sender.label == "contenttypes"
        and "wagtailcore_grouppagepermission" in connections[using].introspection.table_names()
    ):
        from .groups import prepare_groups

        prepare_groups()


class PeopleConfig(AppConfig):
    name = "people"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from core.sql import AppendOnly, guard

        from . import factors  # noqa: F401 - hears when a second factor is set up
        from .personal import register_people

        register_people()
        guard(AppendOnly("people_signature"))
        post_migrate.connect(_after_migrate)
