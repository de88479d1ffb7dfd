"""A lost second factor is taken off by another administrator, after a day in which the person can stop it."""

from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.urls import reverse

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from notices.models import Letter
from people import actions, deeds
from people.models import Deed, FactorReset, Person
from tests.builders import make_person, sign_in

pytestmark = pytest.mark.django_db
WHY = "Came to my desk with her badge."


@pytest.fixture
def ivo():
    return make_person("Ivo", role="administrator")


@pytest.fixture
def mia():
    mia = make_person("Mia", email="mia@mail.example", role="official")
    Authenticator.objects.create(user=mia.user, type=Authenticator.Type.TOTP, data={})
    return mia


def has_factor(person: Person) -> bool:
    return Authenticator.objects.filter(user__person=person).exists()


def test_it_is_removed_a_day_later_and_everybody_is_signed_out(client, ivo, mia):
    sign_in(client, mia)
    office = client.__class__()
    sign_in(office, ivo)
    page = office.post(reverse("factor_list"), {"person": "mia@mail.example", "reason": WHY})
    assert page.status_code == 302 and "Mia" in office.get(reverse("factor_list")).text
    deeds.deliver_all()
    assert Letter.objects.get(kind="factor_reset_asked").address == "mia@mail.example"
    assert actions.carry_out_factor_resets() == 0 and has_factor(mia)
    with time_machine.travel(now() + timedelta(hours=25)):
        assert actions.carry_out_factor_resets() == 1
        assert actions.carry_out_factor_resets() == 0
        assert not has_factor(mia) and client.get("/me/").status_code == 302
        deeds.deliver_all()
    assert Letter.objects.filter(kind="factor_reset_done").count() == 1
    bells = set(Deed.objects.filter(bell__startswith="people.factor").values_list("bell", flat=True))
    assert bells == {"people.factor_reset_asked", "people.factor_reset_done"}


def test_who_is_no_administrator_any_more_removes_nothing(ivo, mia):
    actions.ask_factor_reset(by=ivo, person=mia, reason=WHY)
    ivo.role_grants.update(ends_at=now())
    with time_machine.travel(now() + timedelta(hours=25)):
        assert actions.carry_out_factor_resets() == 0 and has_factor(mia)
    assert not FactorReset.objects.waiting().exists()


def test_whoever_reads_the_letter_stops_it(client, ivo, mia):
    reset = actions.ask_factor_reset(by=ivo, person=mia, reason=WHY)
    path = reverse("people:factor_stop", args=[actions.reset_key(reset)])
    client.get(path)
    reset.refresh_from_db()
    assert reset.is_waiting, "only a press does it"
    assert "Your second step stays" in client.post(path).text
    assert client.post(path).status_code == 422
    deeds.deliver_all()
    told = Letter.objects.get(kind="factor_reset_stopped")
    assert told.person == ivo and "Mia" in told.subject and "was stopped" in told.text
    with time_machine.travel(now() + timedelta(hours=25)):
        assert actions.carry_out_factor_resets() == 0
    assert has_factor(mia)


def test_never_for_oneself_never_by_others_and_only_once(ivo, mia):
    Authenticator.objects.create(user=ivo.user, type=Authenticator.Type.TOTP, data={})
    with pytest.raises(RuleBroken, match="another administrator"):
        actions.ask_factor_reset(by=ivo, person=ivo, reason=WHY)
    with pytest.raises(NotAllowed):
        actions.ask_factor_reset(by=mia, person=ivo, reason=WHY)
    with pytest.raises(RuleBroken, match="how you know"):
        actions.ask_factor_reset(by=ivo, person=mia, reason="Mia")
    with pytest.raises(RuleBroken, match="no second step"):
        actions.ask_factor_reset(by=ivo, person=make_person("Bo"), reason=WHY)
    actions.ask_factor_reset(by=ivo, person=mia, reason=WHY)
    with pytest.raises(RuleBroken, match="asked for already"):
        actions.ask_factor_reset(by=ivo, person=mia, reason=WHY)
