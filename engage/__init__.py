"""The Django project: settings, URLs, queue, server. No models, no rules."""

from .celery import app as celery_app

__all__ = ["celery_app"]
