from django.apps import AppConfig


class IdeasConfig(AppConfig):
    name = "ideas"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from core.sql import AppendOnly, guard

        from . import personal, receivers, talk  # noqa: F401

        guard(AppendOnly("ideas_result"))
        guard(AppendOnly("ideas_answer"))
        personal.register_all()
        talk.register_all()
