from django.apps import AppConfig
from django.core import checks


class EngageConfig(AppConfig):
    name = "engage"

    def ready(self):
        from . import doors

        checks.register(doors.check_every_url_has_a_door, checks.Tags.urls)
