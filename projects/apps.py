from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from core.sql import Exclusion, Trigrams, guard

        from . import intents, personal, receivers, talk  # noqa: F401

        intents.register_all()
        personal.register_all()
        talk.register_all()
        guard(
            Exclusion(
                "projects_attendance",
                "nobody_is_in_two_places",
                "int8range(person_id, person_id, '[]') WITH &&, tstzrange(in_at, out_at) WITH &&",
                "state IN ('attended', 'partial') AND in_at IS NOT NULL AND out_at IS NOT NULL",
            )
        )
        guard(Trigrams("projects_project", "title"))
        guard(Trigrams("projects_project", "summary"))
        guard(Trigrams("projects_event", "title"))
        guard(Trigrams("projects_event", "title", where="own_name"))
