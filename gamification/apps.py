from django.apps import AppConfig


class GamificationConfig(AppConfig):
    name = "gamification"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from core.sql import AppendOnly, guard

        guard(AppendOnly("gamification_ledgerentry"))
