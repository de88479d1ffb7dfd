"""What a mail service reports, where one is used."""

from importlib import import_module
from typing import Any

from notices import actions, mail_service


def hear(sender: Any, event: Any, **kwargs: Any) -> None:
    """A report about one letter; whatever we need not know (delivered, opened) is passed over."""
    ref = str((event.metadata or {}).get("letter") or (event.message_id or "").strip("<>").partition("@")[0])
    said = " ".join(str(part) for part in (event.description, event.mta_response) if part)
    actions.hear_service(ref=ref, what=event.event_type, reason=event.reject_reason or "", words=said)


if mail_service.is_used():
    import_module("anymail.signals").tracking.connect(hear, dispatch_uid="notices")
