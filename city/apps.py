from django.apps import AppConfig
from django.db.models.signals import post_delete, post_save


class CityConfig(AppConfig):
    name = "city"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from . import context, map, models

        for model in (models.CitySettings, models.Neighborhood):
            post_save.connect(context.forget, sender=model)
            post_delete.connect(context.forget, sender=model)
        post_save.connect(map.forget, sender=models.Neighborhood)
        post_delete.connect(map.forget, sender=models.Neighborhood)
