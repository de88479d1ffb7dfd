"""The doors of people."""

from allauth.mfa.models import Authenticator

from people import actions
from people.absence import today
from people.models import FactorReset, FormerAddress
from tests.builders import make_child, make_credential, make_person
from tests.doors_table import Scene, row


def child(scene: Scene) -> dict:
    """Of the owner."""
    return {"ref": make_child(scene.owner).ref}


def asked(scene: Scene) -> dict:
    """Somebody asks the owner whether they live together."""
    return {"ref": actions.ask_household(by=make_person("Bea"), email=scene.owner.email).ref}


def credential(scene: Scene) -> dict:
    return {"pk": make_credential(make_person("Bea")).pk}


def absence(scene: Scene) -> dict:
    """Of a colleague."""
    mia, noor = make_person("Mia", role="official"), make_person("Noor", role="official")
    day = today()
    return {"pk": actions.plan_absence(by=mia, person=mia, deputy=noor, first_day=day, last_day=day).pk}


def changing(scene: Scene) -> dict:
    """The owner has asked for a code at another address."""
    return {"ref": actions.ask_address(by=scene.owner, email="another@mail.example").ref}


def joining(scene: Scene) -> dict:
    """The owner has shown that another account is theirs too."""
    change = actions.ask_address(by=scene.owner, email=make_person("Ana").email)
    return {"ref": actions.prove_address(by=scene.owner, change=change, digits=change.code.digits).ref}


def joined_address(scene: Scene) -> dict:
    """It leads to the owner, whose other account it was."""
    return {"pk": FormerAddress.objects.create(email="other@mail.example", person=scene.owner).pk}


def lost_factor() -> FactorReset:
    """A colleague lost theirs, and an administrator has asked."""
    mia = make_person("Mia", role="official")
    Authenticator.objects.create(user=mia.user, type=Authenticator.Type.TOTP, data={})
    reason = "Came to my desk with her badge."
    return actions.ask_factor_reset(by=make_person("Ivo", role="administrator"), person=mia, reason=reason)


def lost(scene: Scene) -> dict:
    return {"ref": lost_factor().ref}


def changed(scene: Scene) -> dict:
    """Somebody has another address since a moment ago."""
    bea = make_person("Bea")
    change = actions.ask_address(by=bea, email=f"new-{bea.email}")
    actions.prove_address(by=bea, change=change, digits=change.code.digits)
    return {"key": actions.stop_key(change)}


ROWS = [
    row("people:sign_in", GET="200 302 302 302 302 302", POST="200 302 302 302 302 302"),
    row("people:code_page", lambda s: {"ref": s.code.ref}, GET="200", POST="422", data={"code": "1"}),
    row("people:code_again", lambda s: {"ref": s.code.ref}, POST="302"),
    row("people:introduce", GET="302", POST="302"),
    row("people:second_step", GET="in 302 302 302 302 302"),
    row("people:me", GET="in 200 200 200 200 200"),
    row("people:family", GET="in 200 200 200 200 200"),
    row("people:child_add", GET="in 200 200 200 200 200", POST="in 422 422 422 422 422", data={"first_name": "Noa"}),
    row("people:child_remove", child, GET="in 404 200 404 404 404", POST="in 404 302 404 404 404"),
    row("people:household_ask", GET="in 200 200 200 200 200", POST="in 422 422 422 422 422", data={"email": "no"}),
    row("people:household_answer", asked, GET="in 404 200 404 404 404", POST="in 404 302 404 404 404"),
    row("people:household_leave", POST="in 302 302 302 302 302"),
    row("people:photo_answer", child, POST="in 404 302 404 404 404"),
    row("people:settings", GET="200"),
    row("people:face_save", POST="302"),
    row("people:profile_save", POST="in 422 422 422 422 422"),
    row("people:address_change", GET="in 200 200 200 200 200", POST="in 422 422 422 422 422", data={"email": "no"}),
    row("people:address_leave", joined_address, POST="in 404 302 404 404 404"),
    row(
        "people:address_code", changing, GET="in 404 200 404 404 404", POST="in 404 422 404 404 404", data={"code": "1"}
    ),
    row("people:address_stop", changed, GET="200", POST="200"),
    row("people:accounts_join", joining, GET="in 404 200 404 404 404", POST="in 404 422 404 404 404"),
    row("people:session_end", lambda s: {"pk": 1}, POST="in 302 302 302 302 302"),
    row("people:data_download", GET="in 200 200 200 200 200"),
    row("people:account_delete", GET="in 200 200 200 200 200", POST="in 422 422 422 422 422"),
    row("factor_list", GET="in 403 403 403 403 200", POST="in 403 403 403 403 422", data={"reason": "x"}),
    row("factor_stop_office", lost, POST="in 403 403 403 403 302"),
    row("people:factor_stop", lambda s: {"key": actions.reset_key(lost_factor())}, GET="200", POST="200"),
    row("role_list", GET="in 403 403 403 403 200", POST="in 403 403 403 403 422", data={"role": "official"}),
    row("role_end", lambda s: {"pk": s.grant.pk}, POST="in 403 403 403 403 302"),
    row("absence_list", GET="in 403 403 200 200 200", POST="in 403 403 422 422 422", data={"first_day": "x"}),
    row("absence_end", absence, POST="in 403 403 302 302 302"),
    row("credential_list", GET="in 403 403 200 403 200", POST="in 403 403 422 403 422", data={"kind": "first_aid"}),
    row("credential_withdraw", credential, POST="in 403 403 422 403 422"),
    row("account_login", GET="302", POST="302"),
    row("account_signup", GET="302", POST="302"),
    row("account_logout", GET="302 200 200 200 200 200", POST="302"),
    row("demo_enter", lambda s: {"role": "official"}, GET="404"),
]
