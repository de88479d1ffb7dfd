"""Reads what a mail server writes when a letter could not be delivered (RFC 3464). Pure: no database, no Django."""

import email
import email.policy
from email.message import EmailMessage
from typing import NamedTuple

# Said of mailboxes that are full, servers that are down, lines that are cut and letters that look like junk: the address
# itself may be fine.
NOT_THE_ADDRESS = ("5.2.2", "5.2.3", "5.3.", "5.4.", "5.6.", "5.7.")


class Report(NamedTuple):
    """About one letter."""

    message_id: str  # of the letter, without <>
    status: str  # 5.1.1
    words: str

    @property
    def hard(self) -> bool:
        """Nobody will ever read letters at this address."""
        return lasting(self.status)


def lasting(status: str) -> bool:
    return status.startswith("5.") and not status.startswith(NOT_THE_ADDRESS)


def read(data: bytes) -> Report | None:
    """The report in a piece of mail, or None: not a report, not about a failure, or not about a letter with a name."""
    mail = email.message_from_bytes(data, policy=email.policy.default)
    if mail.get_content_type() != "multipart/report":
        return None
    failed = next((block for block in _blocks(mail) if str(block.get("Action", "")).strip().lower() == "failed"), None)
    message_id = next(filter(None, (_name(part) for part in mail.walk())), "")
    if failed is None or not message_id:
        return None
    status = str(failed.get("Status", "")).split()
    words = " ".join(str(failed.get("Diagnostic-Code", "")).split())
    return Report(message_id, status[0] if status else "", words[:300])


def _blocks(mail: EmailMessage) -> list[EmailMessage]:
    """One for each recipient, after the one about the server."""
    found = []
    for part in mail.walk():
        if part.get_content_type() == "message/delivery-status" and part.is_multipart():
            found += [block for block in part.get_payload() if isinstance(block, EmailMessage)]
    return found


def _name(part: EmailMessage) -> str:
    """The letter's own Message-ID: the letter comes back whole, or as its headers alone."""
    inner: object = None
    if part.get_content_type() == "message/rfc822" and part.is_multipart():
        inner = part.get_payload(0)
    elif part.get_content_type() == "text/rfc822-headers":
        inner = email.message_from_string(str(part.get_content()), policy=email.policy.default)
    return str(inner.get("Message-ID", "")).strip().strip("<>") if isinstance(inner, EmailMessage) else ""
