"""The demo's past is lived, not written: deeds are played in order through the rooms' own actions, with the clock set to their day."""

import logging
from collections.abc import Callable
from datetime import datetime

from celery import current_app

from core import clock
from core.errors import RuleBroken
from people.deeds import deliver_all

log = logging.getLogger(__name__)
Deed = Callable[[], object]


class Timeline:
    """A list of (moment, deed). A deed may plan further ones; those after the real present are left out."""

    def __init__(self) -> None:
        self.present = clock.now()
        self._planned: list[tuple[datetime, int, Deed, bool]] = []
        self._n = 0

    def at(self, moment: datetime, deed: Deed, *, may_fail: bool = False) -> None:
        """Plan a deed. `may_fail`: a refusal by a rule is part of life (somebody joins a full slot twice)."""
        self._n += 1
        self._planned.append((moment, self._n, deed, may_fail))

    def play(self) -> int:
        """Live through all that lies before the present; returns how many deeds were done."""
        done = 0
        try:
            while self._planned:
                self._planned.sort(key=lambda planned: planned[:2], reverse=True)
                moment, _, deed, may_fail = self._planned.pop()
                if moment > self.present:
                    break
                clock.shift(moment - clock.now())
                done += self._do(deed, may_fail)
                deliver_all()
        finally:
            clock.reset()
        return done

    def _do(self, deed: Deed, may_fail: bool) -> bool:
        try:
            deed()
        except RuleBroken as refusal:
            if not may_fail:
                raise
            log.debug("Refused: %s", refusal)
            return False
        return True


def run(task: str) -> None:
    """A task of the worker by its name."""
    current_app.loader.import_default_modules()
    current_app.tasks[task]()
