"""The Celery app: `celery -A engage.celery:app worker -B -P threads` (embedded), or worker and beat apart (grown)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "engage.settings")
app = Celery("engage")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
