"""What each room keeps of a person: what the export shows of it, what erasure does with it, and what becomes of it when
two accounts turn out to be one person's.

Every table that points at a person is named here once, by its room: `register("projects.SignUp", "person", …)` in the
room's `personal.py`, called from `AppConfig.ready()`. A test finds tables that nobody named.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext, gettext_lazy

from core import clock
from core.errors import RuleBroken

from .models import Person

Erase = Callable[[Person], None]
Merge = Callable[[Person, Person], None]
"""`merge(kept, gone)` in the one transaction in which two accounts become one."""
Says = Callable[[Person, Person], Iterable[str]]
"""`says(kept, gone)`: what will happen, as sentences for the page before; raises RuleBroken where it must not happen."""


@dataclass(frozen=True)
class Part:
    """One way in which a table points at a person."""

    model: str
    field: str
    columns: tuple[str, ...]
    erase: Erase | None
    keeps: str
    merge: Merge
    merge_said: bool = True  # by the room; else the rows simply move
    texts: Erase | None = None
    says: Says | None = None


_parts: list[Part] = []


def register(
    model: str,
    field: str,
    *,
    columns: tuple[str, ...] = (),
    erase: Erase | None = None,
    keeps: str = "",
    texts: Erase | None = None,
    merge: Merge | None = None,
    says: Says | None = None,
) -> None:
    """`columns` are what the export holds. Erasure calls `erase`, or the row stays, for the reason in `keeps`.

    A row that stays points at the tombstone: a person without a name. `texts` takes away words that stay otherwise, because
    others read and answered them; it is called, before `erase`, for somebody who asks that their words go too.

    When two accounts are joined the rows move to the person who is kept, unless `merge` says something else: it must where
    a person can have only one of them (a test looks).
    """
    if (erase is None) == (not keeps):
        raise ValueError(f"{model}.{field}: say what erasure does, or why the row stays")
    part = Part(model, field, columns, erase, keeps, merge or move_rows(model, field), merge is not None, texts, says)
    if (model, field) not in known():
        _parts.append(part)


def delete_rows(model: str, field: str) -> Erase:
    """Erasure by deleting the rows."""
    return lambda person: apps.get_model(model).objects.filter(**{field: person}).delete() and None


def move_rows(model: str, field: str, clash: Callable[[models.QuerySet], Any] | None = None) -> Merge:
    """What the other account had is the kept one's. What the database refuses, because they have it already, stays where it
    is, as a former member's; or `clash` says what becomes of that row."""

    def move(kept: Person, gone: Person) -> None:
        table = apps.get_model(model)._default_manager
        for pk in table.filter(**{field: gone}).order_by("pk").values_list("pk", flat=True):
            row = table.filter(pk=pk)
            try:
                with transaction.atomic():
                    row.update(**{field: kept})
            except IntegrityError:
                if clash is not None:
                    clash(row)

    return move


def delete_clash(model: str, field: str) -> Merge:
    """Of what both have, the kept person's stays and the other's goes."""
    return move_rows(model, field, clash=lambda row: row.delete())


def stays(kept: Person, gone: Person) -> None:
    """The row stays with the account that is closed: nobody may change it, or somebody else sees to it."""


def from_the_ground() -> list[Part]:
    """Rooms from the bottom of the house to the top: what is counted comes after what it is counted from."""
    order = [config.label for config in apps.get_app_configs()]
    return sorted(_parts, key=lambda part: -order.index(part.model.split(".")[0]))


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


def end_row(column: str) -> Callable[[models.QuerySet], Any]:
    """Both have it: the other's is over."""
    return lambda row: row.update(**{column: clock.now()})


def keep_the_younger(kept: Person, gone: Person) -> None:
    """Of two birth dates of a young person the later one: it protects longer."""
    dates = apps.get_model("people.BirthDate").objects
    theirs, mine = dates.filter(person=gone).first(), dates.filter(person=kept).first()
    if theirs and not kept.adult:
        day = max(theirs.day, mine.day) if mine else theirs.day
        dates.update_or_create(person=kept, defaults={"day": day})
    dates.filter(person=gone).delete()


def keep_the_newer_answer(kept: Person, gone: Person) -> None:
    """About pictures the last word counts, whichever account said it."""
    answers = apps.get_model("people.PhotoConsent").objects
    pair = sorted(answers.filter(person__in=(kept, gone)), key=lambda answer: answer.at)
    for older in pair[:-1]:
        older.delete()
    answers.filter(person=gone).update(person=kept)


def sign_again(kept: Person, gone: Person) -> None:
    """Nobody can change a signature, so the kept person's says the same once more, with its day and its words."""
    signatures = apps.get_model("people.Signature").objects
    signed = signatures.filter(person=kept).values("version")
    for one in signatures.filter(person=gone).exclude(version__in=signed).exclude(seen_by=kept):
        signer = kept.pk if one.signed_by_id == gone.pk else one.signed_by_id
        signatures.create(
            version_id=one.version_id, person=kept, signed_by_id=signer, typed_name=one.typed_name, at=one.at,
            text_hash=one.text_hash, seen_by_id=one.seen_by_id,
        )  # fmt: skip


def no_own_papers(kept: Person, gone: Person) -> Iterable[str]:
    must_not_vouch("people.Credential", "person", "checked_by", kept, gone)
    return ()


def must_not_vouch(model: str, whose: str, by: str, kept: Person, gone: Person) -> None:
    """Refuse where one of the two accounts has vouched for the other. Raises RuleBroken."""
    rows = apps.get_model(model)._default_manager
    if rows.filter(models.Q(**{whose: kept, by: gone}) | models.Q(**{whose: gone, by: kept})).exists():
        raise RuleBroken(
            gettext(
                "One of these accounts has confirmed something for the other one, and nobody vouches for themselves. "
                "Ask the office named below: it has to be put right first."
            ),
            code="vouched",
        )


STANDINGS = (
    "revoked", "suspended", "active", "at_risk", "alumni", "accepted", "invited", "stepped_down", "refused", "declined",
)  # fmt: skip


def join_standings(kept: Person, gone: Person) -> None:
    """The one that weighs more; what was suspended or revoked stays so. The history of both can be read on."""
    standings = apps.get_model("people.Standing").objects
    theirs, mine = standings.filter(person=gone).first(), standings.filter(person=kept).first()
    if theirs is None:
        return
    if mine is None:
        standings.filter(pk=theirs.pk).update(person=kept)
        return
    if STANDINGS.index(theirs.status) < STANDINGS.index(mine.status):
        apps.get_model("people.StandingTransition").objects.create(
            standing=mine, from_status=mine.status, to_status=theirs.status, by=kept, reason=str(JOINED)
        )
        standings.filter(pk=mine.pk).update(status=theirs.status, since=theirs.since)


JOINED = gettext_lazy("Two accounts of the same person were joined.")


def register_people() -> None:
    """What this room keeps itself."""
    register("people.User", "person", columns=("email", "date_joined"), keeps=LOGIN, merge=stays)
    register(
        "people.AddressChange",
        "person",
        columns=("old_email", "new_email", "asked_at", "changed_at", "stopped_at"),
        erase=forget_addresses,
        merge=lambda kept, gone: forget_addresses(gone),
    )
    register(
        "people.FormerAddress",
        "person",
        columns=("email", "until"),
        erase=delete_rows("people.FormerAddress", "person"),
    )
    register(
        "people.BirthDate",
        "person",
        columns=("day",),
        erase=delete_rows("people.BirthDate", "person"),
        merge=keep_the_younger,
    )
    register(
        "people.HouseholdMember",
        "person",
        columns=("household", "confirmed_at", "until"),
        erase=delete_rows("people.HouseholdMember", "person"),
        merge=delete_clash("people.HouseholdMember", "person"),
    )
    register(
        "people.RoleGrant",
        "person",
        columns=("role", "department__name", "starts_at", "ends_at"),
        keeps="who held an office, and when, is a public record",
        merge=move_rows("people.RoleGrant", "person"),
    )
    register(
        "people.FactorReset",
        "person",
        columns=("asked_at", "done_at", "stopped_at"),
        keeps=AUDIT,
        merge=move_rows("people.FactorReset", "person", clash=end_row("stopped_at")),
    )
    register("people.FactorReset", "asked_by", keeps=AUDIT, merge=move_rows("people.FactorReset", "asked_by"))
    register("people.RoleGrant", "by", keeps=AUDIT)
    register(
        "people.Absence",
        "person",
        columns=("first_day", "last_day"),
        erase=delete_rows("people.Absence", "person"),
        merge=move_rows("people.Absence", "person"),
    )
    register("people.Absence", "deputy", keeps=AUDIT, merge=move_rows("people.Absence", "deputy"))
    register("people.Absence", "by", keeps=AUDIT)
    register(
        "people.Standing",
        "person",
        columns=("status", "since"),
        keeps="its moves are an audit trail",
        merge=join_standings,
    )
    register("people.StandingTransition", "by", keeps=AUDIT)
    register("people.Deed", "by", columns=("bell", "at"), keeps=AUDIT, merge=stays)
    register(
        "people.BirthDateReading",
        "person",
        columns=("why", "day"),
        erase=delete_rows("people.BirthDateReading", "person"),
        merge=delete_clash("people.BirthDateReading", "person"),
    )
    register("people.BirthDateReading", "by", keeps=AUDIT, merge=delete_clash("people.BirthDateReading", "by"))
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
        merge=move_rows("people.Guardianship", "guardian", clash=end_row("ended_at")),
    )
    register(
        "people.Guardianship",
        "dependant",
        columns=("since", "ended_at"),
        erase=end_guardianships("dependant"),
        merge=move_rows("people.Guardianship", "dependant", clash=end_row("ended_at")),
    )
    register("people.AgreementVersion", "by", keeps=AUDIT)
    register(
        "people.Signature",
        "person",
        columns=("version__title", "version__text", "typed_name", "at", "seen_by__first_name"),
        keeps=SIGNED,
        merge=sign_again,
    )
    register("people.Signature", "signed_by", keeps=SIGNED, merge=stays)
    register("people.Signature", "seen_by", keeps=SIGNED, merge=stays)
    register(
        "people.Consent",
        "minor",
        columns=("project", "given_at", "until", "revoked_at"),
        keeps=CONSENTED,
        merge=move_rows("people.Consent", "minor", clash=end_row("revoked_at")),
    )
    register(
        "people.Consent",
        "guardian",
        columns=("minor__first_name", "project", "given_at", "until", "revoked_at"),
        keeps=CONSENTED,
        merge=move_rows("people.Consent", "guardian", clash=end_row("revoked_at")),
    )
    register(
        "people.PhotoConsent",
        "person",
        columns=("allowed", "at"),
        erase=delete_rows("people.PhotoConsent", "person"),
        merge=keep_the_newer_answer,
    )
    register("people.PhotoConsent", "by", keeps=CONSENTED)
    register(
        "people.ConsentAsk",
        "minor",
        columns=("email", "created_at", "answered_at", "allowed"),
        erase=delete_rows("people.ConsentAsk", "minor"),
    )
    register(
        "people.Credential",
        "person",
        columns=("kind", "issued_on", "expires_on", "withdrawn_at"),
        keeps=CHECKED,
        says=no_own_papers,
    )
    register("people.Credential", "checked_by", keeps=AUDIT)
    register("people.Credential", "withdrawn_by", keeps=AUDIT)
