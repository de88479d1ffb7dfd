from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "conversations"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from core.sql import AppendOnly, guard

        from . import of_people, personal

        guard(AppendOnly("conversations_casemove"))
        of_people.register_all()
        personal.register_all()
