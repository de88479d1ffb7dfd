import pytest

from core import queue
from notices import actions, courier
from notices.models import Letter
from tests.support.mail_server import mail_server


@pytest.fixture(autouse=True)
def a_fresh_start(settings, monkeypatch, tmp_path):
    """No memory of a server that failed, and hints to the queue go nowhere."""
    monkeypatch.setattr(courier, "_away_until", 0.0)
    settings.MEDIA_ROOT = tmp_path / "media"
    yield
    queue.settle()


@pytest.fixture
def server(settings):
    """Mail goes to a real server in this process, whose mood the test sets."""
    with mail_server() as running:
        settings.EMAIL_BACKEND = "notices.smtp.Backend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", running.port, 1
        yield running


@pytest.fixture
def letter_to(db):
    """Write a letter about a happening."""

    def write(address: str, happening: str = "code:x", **more) -> Letter:
        context = {"digits": "123456", "until": "14:17", "first_name": "Amal"}
        given = {"kind": "code", "to": None, "context": context, "address": address, **more}
        found = actions.post(event_key=happening, **given)
        assert found is not None
        return found

    return write
