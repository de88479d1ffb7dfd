"""How a letter leaves the machine: its headers, one connection for a round, and how long we wait for a server."""

import logging
import re
import smtplib
import threading
import time
from types import TracebackType
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.utils import translation

from . import dsn, mail_service
from .kinds import KINDS
from .links import link
from .models import Letter
from .stopping import token_of

log = logging.getLogger(__name__)

STATUS = re.compile(rb"5\.\d{1,3}\.\d{1,3}")
DEADLINE = 30.0  # seconds for one letter, also with a server that answers a byte at a time
REST = 20.0  # seconds in which nobody is hurried to a server that just failed
ABOUT_THE_LETTER = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPSenderRefused,
    smtplib.SMTPDataError,
    smtplib.SMTPNotSupportedError,
    ValueError,  # a header or address that can't be written
)

_away_until = 0.0  # of this process; a courtesy, so that a dead server does not keep its workers busy


class MailAway(Exception):
    """The server can't be reached or does not answer; it says nothing about the letter."""


class LetterRefused(Exception):
    """The server answers, and does not take this letter."""


class AddressRefused(LetterRefused):
    """It says that nobody reads letters at this address, and never will."""


def server_is_away() -> bool:
    """It failed a moment ago."""
    return time.monotonic() < _away_until


class Courier:
    """Carries letters over one connection: `with Courier() as courier: courier.carry(letter)`."""

    def __init__(self) -> None:
        self.connection = get_connection(fail_silently=False)

    def __enter__(self) -> "Courier":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, where: TracebackType | None
    ) -> None:
        try:
            self.connection.close()
        except (OSError, smtplib.SMTPException):
            pass  # it is gone anyway

    def carry(self, letter: Letter) -> None:
        """Hand the letter over. Raises MailAway or LetterRefused; done when it returns."""
        global _away_until
        watch = threading.Timer(DEADLINE, self._hang_up)
        watch.daemon = True
        watch.start()
        try:
            self.connection.send_messages([message(letter)])
        except ABOUT_THE_LETTER as problem:
            if _closing(problem):
                self._forget()
                raise MailAway(_words(problem)) from problem
            raise (AddressRefused if _no_such_address(problem) else LetterRefused)(_words(problem)) from problem
        except Exception as problem:  # sockets, TLS, name look-up, log-in; or what a mail service answers
            if mail_service.says_nobody_is_there(problem):
                raise AddressRefused(_words(problem)) from problem
            if mail_service.is_about_the_letter(problem):
                raise LetterRefused(_words(problem)) from problem
            _away_until = time.monotonic() + REST
            self._forget()
            raise MailAway(_words(problem)) from problem
        finally:
            watch.cancel()
        _away_until = 0.0

    def _hang_up(self) -> None:
        """Pull the plug: the thread that waits for the server gets an error."""
        getattr(self.connection, "hang_up", lambda: None)()

    def _forget(self) -> None:
        """The next letter gets a connection of its own."""
        try:
            self.connection.close()
        except (OSError, smtplib.SMTPException):
            pass
        self.connection = get_connection(fail_silently=False)


def _closing(problem: Exception) -> bool:
    """421: the server says good-bye, whichever command it was asked."""
    if isinstance(problem, smtplib.SMTPRecipientsRefused):
        return any(code == 421 for code, _ in problem.recipients.values())
    return getattr(problem, "smtp_code", None) == 421


def _no_such_address(problem: Exception) -> bool:
    """5xx to the recipient. Not where the words that come with it blame the letter, the line or ourselves."""
    if not isinstance(problem, smtplib.SMTPRecipientsRefused):
        return False
    answers = [(code, STATUS.match(words)) for code, words in problem.recipients.values()]
    return all(500 <= code < 600 and (not said or dsn.lasting(said[0].decode())) for code, said in answers)


def _words(problem: Exception) -> str:
    return f"{type(problem).__name__}: {problem}"[:500]


def message(letter: Letter) -> EmailMultiAlternatives:
    """The letter as mail. Its Message-ID follows from `ref`, so that a repeated one is recognized as the same."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    mail = EmailMultiAlternatives(
        letter.subject,
        letter.text,
        to=[letter.address],
        headers={
            "Message-ID": f"<{letter.ref}@{host}>",
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "Content-Language": letter.language,
            **_way_out(letter),
        },
    )
    if mail_service.is_used():
        mail.metadata = {"letter": letter.ref}  # type: ignore[attr-defined]  # most have a name of their own for it
    if letter.html:
        mail.attach_alternative(letter.html, "text/html")
    for name, media_type, text in letter.attachments:
        mail.attach(name, text, media_type)
    return mail


def _way_out(letter: Letter) -> dict[str, str]:
    """One click in the mail program stops letters like this one (RFC 8058), where they can be switched off.

    Of a letter about a poll it is the link at its foot that stops letters about that poll alone.
    """
    if letter.person_id is None or letter.kind not in KINDS or not KINDS[letter.kind].category.can_be_off:
        return {}
    with translation.override(letter.language):
        poll = re.search(rf"/letters/stop/{letter.ref}~(poll-\d+)\.", letter.text)
        url = link("notices:stop", token=token_of(letter.ref, poll[1] if poll else ""))
        return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
