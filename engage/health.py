"""The ground the house stands on: database, settings, files, the ways out."""

import os
import shutil
from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.core import checks
from django.core.cache import cache
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.mail import get_connection
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from core import sql
from core.health import checkup
from core.refs import new_ref

ENOUGH_ROOM = 200 * 1024 * 1024
OURS = ("notices", "cms", "gamification", "ideas", "projects", "conversations", "people", "city", "files")


@checkup("migrations", "Every migration has been applied.")
def migrations() -> Iterator[str]:
    executor = MigrationExecutor(connection)
    for migration, _backwards in executor.migration_plan(executor.loader.graph.leaf_nodes()):
        yield f"{migration.app_label} {migration.name} is missing. Run: python manage.py migrate"


@checkup("triggers", "The triggers that keep the ledger and other records append-only stand in the database.")
def triggers() -> Iterator[str]:
    for name in sql.missing_guards():
        yield f"The trigger {name} is missing. Run: python manage.py migrate"


@checkup("constraints", "Every constraint of every table stands in the database.")
def constraints() -> Iterator[str]:
    with connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        for label in OURS:
            if not apps.is_installed(label):
                continue
            for model in apps.get_app_config(label).get_models():
                if (table := model._meta.db_table) in tables:
                    there = connection.introspection.get_constraints(cursor, table)
                    for wanted in model._meta.constraints:
                        if wanted.name not in there:
                            yield f"{table} has lost its constraint {wanted.name}."


@checkup("settings", "The settings fit together.")
def site_settings() -> Iterator[str]:
    for message in checks.run_checks(include_deployment_checks=False):
        if message.level >= checks.ERROR:
            yield f"{message.msg} {message.hint or ''}".strip()


@checkup("cache", "The cache answers.")
def the_cache() -> Iterator[str]:
    key, word = "doctor", new_ref()
    cache.set(key, word, 10)
    if cache.get(key) != word:
        yield "The cache forgets at once what it is given. Look at REDIS_URL; without Redis run: python manage.py createcachetable"


@checkup("files", "Pictures can be stored.")
def files() -> Iterator[str]:
    if not isinstance(default_storage, FileSystemStorage):
        return  # object storage tells by itself when it is full
    folder = settings.MEDIA_ROOT
    os.makedirs(folder, exist_ok=True)
    if not os.access(folder, os.W_OK):
        yield f"The folder {folder} can't be written to."
    if shutil.disk_usage(folder).free < ENOUGH_ROOM:
        yield f"Less than 200 MB are free in {folder}."


@checkup("mail server", "The mail server answers.")
def mail_server() -> Iterator[str]:
    mail = get_connection(fail_silently=False, timeout=5)
    try:
        mail.open()
        mail.close()
    except OSError as problem:
        yield f"It does not: {problem}. Letters wait in the outbox. Look at EMAIL_URL."


@checkup("queue", "The queue takes work.")
def queue() -> Iterator[str]:
    from engage.celery import app

    try:
        with app.connection_for_write() as line:
            line.ensure_connection(max_retries=1, interval_start=0, timeout=3)
    except Exception as problem:  # whatever a broker raises
        yield f"It does not: {problem}. Work waits for the sweeper. Look at REDIS_URL."
