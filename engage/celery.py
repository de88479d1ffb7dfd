"""The Celery app: `celery -A engage.celery:app worker -B -P threads` (embedded), or worker and beat apart (grown)."""

import os

from celery import Celery
from celery.signals import worker_init
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "engage.settings")
TRANSPORT_ALIASES["files"] = "core.broker:Transport"
app = Celery("engage")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def refuse_if_faulty(**kwargs):
    """A worker on a database that is not migrated would fail every task: it says so and does not start."""
    from .start import refuse_if_faulty

    refuse_if_faulty()
