"""Nothing is lost in a crash: processes are really killed, and whoever sweeps afterwards finds the work."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection

from core import clock
from notices import actions, tasks
from notices.models import Letter
from people.models import Code, Delivery
from people.tasks import sweep
from tests.support import moment

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def one_time_for_all_processes() -> Iterator[None]:
    with moment.as_on_the_wall():
        yield


ROOT = Path(__file__).resolve().parents[2]

START = """
import os, signal
import django
django.setup()
from datetime import timedelta
from django.db import transaction
from core import queue
from core.clock import now
from people.bells import code_asked
from people.models import Code
from people.system import SYSTEM

def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
"""

ASK = """
code = Code.objects.create(email="amal@mail.example", expires_at=now() + timedelta(minutes=15))
with transaction.atomic():
    code_asked.ring(by=SYSTEM(), on=code, code=code.pk)
"""


def database_url() -> str:
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    where = (
        f"{found['HOST'].replace('/', '%2F')}:{found['PORT']}" if found["PORT"] else found["HOST"].replace("/", "%2F")
    )
    return f"postgres://{found['USER']}:{found['PASSWORD']}@{where}/{found['NAME']}"


def killed(script: str, tmp_path: Path, **env: str) -> None:
    """Run a process that kills itself as the power would: no handler, no clean-up."""
    connection.close()
    done = subprocess.run(
        [sys.executable, "-c", START + script],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "engage.settings",
            "ENGAGE_MODE": "test",
            "ENGAGE_DATA": str(tmp_path),
            "DATABASE_URL": database_url(),
            **env,
        },
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr


def test_killed_between_commit_and_bell_the_sweeper_delivers(tmp_path):
    killed("queue.hurry = die" + ASK, tmp_path)
    assert Delivery.objects.filter(done_at__isnull=True).count() == 1
    assert not Letter.objects.exists()
    sweep()
    code = Code.objects.get()
    assert code.digits in Letter.objects.get().text
    assert tasks.send_due() == 1
    assert [sent.to for sent in mail.outbox] == [["amal@mail.example"]]


def test_killed_before_the_commit_nothing_has_happened(tmp_path):
    killed("from people.models import Delivery\nDelivery.objects.bulk_create = die" + ASK, tmp_path)
    assert not Delivery.objects.exists()
    sweep()
    assert not Letter.objects.exists()


def test_killed_while_writing_the_letter_there_is_one_letter_in_the_end(tmp_path):
    script = """
queue.hurry = lambda *args: None
from notices.receivers import codes
from notices import actions
def post_and_die(**letter):
    actions.post(**letter)
    die()
codes.post = post_and_die
from people.tasks import sweep
from tests.support import moment
"""
    killed(script + ASK + "sweep()", tmp_path)
    assert not Letter.objects.exists()
    sweep()
    sweep()
    assert Letter.objects.count() == 1


def test_killed_while_sending_the_letter_comes_at_most_twice(tmp_path, server):
    script = """
queue.hurry = lambda *args: None
from people.tasks import sweep
from tests.support import moment
from notices import actions, courier
carry = courier.Courier.carry
def carry_and_die(self, letter):
    carry(self, letter)
    die()
courier.Courier.carry = carry_and_die
"""
    url = f"smtp://127.0.0.1:{server.port}"
    killed(script + ASK + "sweep()\nactions.send_due()", tmp_path, EMAIL_URL=url)
    assert len(server.letters) == 1
    assert tasks.send_due() == 0  # the one who holds it may still be at it
    clock.shift(actions.LEASE + timedelta(seconds=1))
    assert tasks.send_due() == 1
    assert tasks.send_due() == 0
    first, again = server.letters
    assert first["Message-ID"] == again["Message-ID"]  # so that the reader's program sees one
