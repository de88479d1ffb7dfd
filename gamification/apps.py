from django.apps import AppConfig


class GamificationConfig(AppConfig):
    name = "gamification"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from core.sql import AppendOnly, guard

        from . import personal, receivers  # noqa: F401

        guard(AppendOnly("gamification_ledgerentry"))
        personal.register_all()
