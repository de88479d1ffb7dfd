from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "notices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import personal, proof, receivers  # noqa: F401 - they connect themselves

        personal.register_all()
        proof.register_all()
