"""What each room keeps of a person: what the export shows of it, and what erasure does with it.

Every table that points at a person is named here once, by its room: `register("projects.SignUp", "person", …)` in the
room's `personal.py`, called from `AppConfig.ready()`. A test finds tables that nobody named.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps

from core import clock

from .models import Person

Erase = Callable[[Person], None]


@dataclass(frozen=True)
class Part:
    """One way in which a table points at a person."""

    model: str
    field: str
    columns: tuple[str, ...]
    erase: Erase | None
    keeps: str
    texts: Erase | None = None


_parts: list[Part] = []


def register(
    model: str,
    field: str,
    *,
    columns: tuple[str, ...] = (),
    erase: Erase | None = None,
    keeps: str = "",
    texts: Erase | None = None,
) -> None:
    """`columns` are what the export holds. Erasure calls `erase`, or the row stays, for the reason in `keeps`.

    A row that stays points at the tombstone: a person without a name. `texts` takes away words that stay otherwise, because
    others read and answered them; it is called, before `erase`, for somebody who asks that their words go too.
    """
    if (erase is None) == (not keeps):
        raise ValueError(f"{model}.{field}: say what erasure does, or why the row stays")
    part = Part(model, field, columns, erase, keeps, texts)
    if part not in _parts:
        _parts.append(part)


def delete_rows(model: str, field: str) -> Erase:
    """Erasure by deleting the rows."""
    return lambda person: apps.get_model(model).objects.filter(**{field: person}).delete() and None


def parts() -> list[Part]:
    """Rooms from the top of the house to the bottom: what stands on something goes before it."""
    order = [config.label for config in apps.get_app_configs()]
    return sorted(_parts, key=lambda part: order.index(part.model.split(".")[0]))


def known() -> set[tuple[str, str]]:
    return {(part.model, part.field) for part in _parts}


def rows_of(part: Part, person: Person) -> list[dict[str, Any]]:
    """What the export holds of one part."""
    rows = apps.get_model(part.model)._default_manager.filter(**{part.field: person}).order_by("pk")
    return [{name: plain(value) for name, value in row.items()} for row in rows.values(*part.columns)]


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


LOGIN = "belongs to the login, which is deleted with everything that hangs on it"
SIGNED = "a signature proves what was agreed to; the law makes the city keep it"
CONSENTED = "proves that a guardian allowed it, and until when"
CHECKED = "proves that whoever worked with children had been checked"
AUDIT = "the audit trail: what was done stays, by somebody without a name"


def forget_addresses(person: Person) -> None:
    """With the codes that went to addresses which never became theirs."""
    changes = apps.get_model("people.AddressChange").objects.filter(person=person)
    for code in apps.get_model("people.Code").objects.filter(address_change__in=changes):
        apps.get_model("people.Guesses").objects.filter(email=code.email).delete()
        code.delete()
    changes.delete()


def end_guardianships(side: str) -> Erase:
    """Nobody answers for a person without a name, and such a person for nobody."""

    def end(person: Person) -> None:
        mine = apps.get_model("people.Guardianship").objects.filter(**{side: person}, ended_at__isnull=True)
        mine.update(ended_at=clock.now())

    return end


def register_people() -> None:
    """What this room keeps itself."""
    register("people.User", "person", columns=("email", "date_joined"), keeps=LOGIN)
    register(
        "people.AddressChange",
        "person",
        columns=("old_email", "new_email", "asked_at", "changed_at", "stopped_at"),
        erase=forget_addresses,
    )
    register(
        "people.FormerAddress",
        "person",
        columns=("email", "until"),
        erase=delete_rows("people.FormerAddress", "person"),
    )
    register("people.BirthDate", "person", columns=("day",), erase=delete_rows("people.BirthDate", "person"))
    register(
        "people.HouseholdMember",
        "person",
        columns=("household", "confirmed_at", "until"),
        erase=delete_rows("people.HouseholdMember", "person"),
    )
    register(
        "people.RoleGrant",
        "person",
        columns=("role", "department__name", "starts_at", "ends_at"),
        keeps="who held an office, and when, is a public record",
    )
    register("people.RoleGrant", "by", keeps=AUDIT)
    register(
        "people.Absence", "person", columns=("first_day", "last_day"), erase=delete_rows("people.Absence", "person")
    )
    register("people.Absence", "deputy", keeps=AUDIT)
    register("people.Absence", "by", keeps=AUDIT)
    register("people.Standing", "person", columns=("status", "since"), keeps="its moves are an audit trail")
    register("people.StandingTransition", "by", keeps=AUDIT)
    register("people.Deed", "by", columns=("bell", "at"), keeps=AUDIT)
    register(
        "people.BirthDateReading",
        "person",
        columns=("why", "day"),
        erase=delete_rows("people.BirthDateReading", "person"),
    )
    register("people.BirthDateReading", "by", keeps=AUDIT)
    register(
        "people.HouseholdAsk",
        "asker",
        columns=("email", "created_at", "answered_at"),
        erase=delete_rows("people.HouseholdAsk", "asker"),
    )
    register(
        "people.Guardianship",
        "guardian",
        columns=("dependant__first_name", "since", "ended_at"),
        erase=end_guardianships("guardian"),
    )
    register("people.Guardianship", "dependant", columns=("since", "ended_at"), erase=end_guardianships("dependant"))
    register("people.AgreementVersion", "by", keeps=AUDIT)
    register(
        "people.Signature",
        "person",
        columns=("version__title", "version__text", "typed_name", "at", "seen_by__first_name"),
        keeps=SIGNED,
    )
    register("people.Signature", "signed_by", keeps=SIGNED)
    register("people.Signature", "seen_by", keeps=SIGNED)
    register("people.Consent", "minor", columns=("project", "given_at", "until", "revoked_at"), keeps=CONSENTED)
    register(
        "people.Consent",
        "guardian",
        columns=("minor__first_name", "project", "given_at", "until", "revoked_at"),
        keeps=CONSENTED,
    )
    register(
        "people.PhotoConsent",
        "person",
        columns=("allowed", "at"),
        erase=delete_rows("people.PhotoConsent", "person"),
    )
    register("people.PhotoConsent", "by", keeps=CONSENTED)
    register(
        "people.ConsentAsk",
        "minor",
        columns=("email", "created_at", "answered_at", "allowed"),
        erase=delete_rows("people.ConsentAsk", "minor"),
    )
    register("people.Credential", "person", columns=("kind", "issued_on", "expires_on", "withdrawn_at"), keeps=CHECKED)
    register("people.Credential", "checked_by", keeps=AUDIT)
    register("people.Credential", "withdrawn_by", keeps=AUDIT)
