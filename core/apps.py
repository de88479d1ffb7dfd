from django.apps import AppConfig
from django.core import checks
from django.core.management import call_command
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


def _after_migrate(sender, using, **kwargs):
    """The signal comes once for each app; one of them is enough."""
    if sender.label == "contenttypes":
        from .sql import install_guards

        install_guards(using)
        call_command("createcachetable", database=using, verbosity=0)  # nothing happens where it stands, or with Redis


class CoreConfig(AppConfig):
    name = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from .alike import say_how_alike
        from .folded import check_no_database_stopped_halfway

        checks.register(check_no_database_stopped_halfway, checks.Tags.database)
        post_migrate.connect(_after_migrate)
        connection_created.connect(say_how_alike)
