from django.apps import AppConfig


class IdeasConfig(AppConfig):
    name = "ideas"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from core.sql import AppendOnly, Exclusion, Trigrams, guard

        from . import personal, receivers, talk  # noqa: F401

        guard(AppendOnly("ideas_result"))
        guard(AppendOnly("ideas_answer"))
        guard(
            Exclusion(
                "ideas_phase",
                "phases_do_not_overlap",
                "int8range(poll_id, poll_id, '[]') WITH &&, tstzrange(opens_at, closes_at) WITH &&",
                "TRUE",
            )
        )
        guard(Trigrams("ideas_idea", "title"))
        personal.register_all()
        talk.register_all()
