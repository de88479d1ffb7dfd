"""Where the story plays: the site in a thread, its worker's tasks done on demand, and this process's own clock."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from urllib.parse import quote
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from core import clock, queue
from engage.celery import app
from people.deeds import deliver_all

from .browser import Browser
from .pages import Page, Unexpected

ZONE = ZoneInfo("Europe/Amsterdam")
CODE = re.compile(r'id="code">(\d{6})<')


class Quiet(WSGIRequestHandler):
    def log_message(self, *args) -> None:
        """The table of steps is what people read."""


class Stage:
    def __init__(self, port: int):
        self.port, self.facts = port, 0
        self.mailbox = self.somebody("the mailbox")

    @contextmanager
    def play(self) -> Iterator["Stage"]:
        """Serve until the end. The queue gets no hints: `work` does what a worker would."""
        app.loader.import_default_modules()
        server = make_server("127.0.0.1", self.port, get_wsgi_application(), WSGIServer, Quiet)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        with queue.quiet():
            thread.start()
            try:
                yield self
            finally:
                server.shutdown()
                thread.join()
                server.server_close()

    @property
    def home(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    # ---- time and work

    def now(self) -> datetime:
        return clock.now().astimezone(ZONE)

    def wait_until(self, moment: datetime) -> None:
        """Let time go by; then the worker has come round."""
        clock.shift(moment - clock.now())
        self.work()

    def wait(self, **span: float) -> None:
        self.wait_until(clock.now() + timedelta(**span))

    def work(self) -> None:
        """What a worker with its timetable does: every echo of every deed, and every scheduled task."""
        for _ in range(10):
            for entry in settings.CELERY_BEAT_SCHEDULE.values():
                app.tasks[entry["task"]]()
            if not deliver_all():
                return
        raise Unexpected("The echoes do not come to an end")

    # ---- people

    def somebody(self, name: str) -> Browser:
        return Browser(self.home, name)

    def newcomer(self, name: str) -> Browser:
        """Somebody who has just joined with an e-mail address and a code."""
        person = self.somebody(name)
        person.open("/people/sign-in/")
        person.send("Send me the code", {"email": address(name)})
        person.send("Go on", {"code": self.code(name)})
        person.send("Join", {"first_name": name, "adult": True}).is_(200)
        return person

    def known(self, name: str) -> Browser:
        """Somebody the city knows signs in."""
        person = self.somebody(name)
        person.open("/people/sign-in/")
        person.send("Send me the code", {"email": address(name)})
        person.send("Go on", {"code": self.code(name)}).is_(200)
        return person

    def staff(self, role: str) -> Browser:
        """By the demo's own door, with a second factor."""
        person = self.somebody(role)
        person.open(f"/demo/enter/{role}/?key={quote(settings.DEMO_SECRET)}").is_(200)
        return person

    # ---- letters

    def delivered(self, name: str, subject: str) -> list[str]:
        """Where those letters lie that the worker has sent so far."""
        box = self.mailbox.open(f"/demo/mailbox/?to={quote(address(name))}").is_(200)
        found = [url for said, url in box.links if re.search(r"/demo/mailbox/[^/?]+/", url) and subject in said]
        return list(dict.fromkeys(found))

    def letter(self, name: str, subject: str) -> Page:
        """The newest of them. Raises Unexpected if there is none."""
        self.work()
        found = self.delivered(name, subject)
        if not found:
            raise Unexpected(f"{name} should have a letter “{subject}”; there are: {self.mailbox.page.told}")
        self.facts += 1
        return self.mailbox.open(found[0])

    def code(self, name: str) -> str:
        found = CODE.search(self.letter(name, "Your code for Engage").html)
        if found is None:
            raise Unexpected(f"{name}'s letter holds no code")
        return found[1]

    # ---- checks

    @property
    def checks(self) -> int:
        """What was compared so far, so that a step that checks nothing is seen."""
        return self.facts + Page.compared

    def expect(self, true: object, sentence: str, came: object = "") -> None:
        """Raises Unexpected with the sentence unless it is true."""
        self.facts += 1
        if not true:
            raise Unexpected(f"{sentence}{f' What came: {came}' if came != '' else ''}")


def address(name: str) -> str:
    return f"{name.lower()}@mail.example"
