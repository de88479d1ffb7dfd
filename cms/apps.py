from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from core.sql import Trigrams, guard

        from . import receivers  # noqa: F401 - it connects itself

        guard(Trigrams("cms_plaintext", "words"))
