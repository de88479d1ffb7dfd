"""Everybody chooses what they hear of, and how; some letters nobody can switch off."""

import threading

import pytest
from django.conf import settings
from django.db import connection

from core.errors import RuleBroken
from ideas.models import IdeaPoll
from notices import kinds
from notices.actions import choose_notices, post, post_to_all, send_due
from notices.models import How, Letter, Preference
from tests.builders import make_event, make_person
from tests.notices.hearing import letters

pytestmark = pytest.mark.django_db


def thank(person, event, **more):
    context = {"event": event, "others": 0, "given": 120, "minutes": 120, "button_url": "https://x.example/me/"}
    return post(kind="thanks", to=person, event_key=f"event:{event.pk}:thanks", context=context, **more)


def test_every_template_has_a_kind_and_every_kind_its_three_templates():
    folder = settings.BASE_DIR / "templates" / "emails"
    parts = {path.name.partition(".")[::2] for path in folder.iterdir() if not path.name.startswith(("base.", "_"))}
    assert parts == {(name, part) for name in kinds.KINDS for part in ("subject.txt", "txt", "html")} | {
        (name, "sms.txt") for name in kinds.TEXTED
    }


@pytest.mark.parametrize("category", kinds.CATEGORIES.values(), ids=lambda one: one.key)
def test_what_cannot_be_switched_off_says_why(category):
    assert category.default in category.choices
    assert bool(category.fixed) == (How.OFF not in category.choices)


def test_without_a_choice_letters_leave_at_once():
    assert thank(make_person(), make_event()).lane == Letter.Lane.NORMAL


def test_who_chose_the_digest_gets_a_line_with_its_reason_and_a_link():
    amal = make_person("Amal")
    choose_notices(by=amal, choices={"thanks": How.DIGEST})
    line = thank(amal, make_event())
    assert (line.lane, line.html, line.link) == (Letter.Lane.DIGEST, "", "https://x.example/me/")
    assert line.subject.startswith("What we did together")
    assert line.text == "You get this letter because you were there."
    assert send_due() == 0
    assert list(Letter.objects.unsent().filter(lane=Letter.Lane.DIGEST, person=amal)) == [line]


def test_who_switched_it_off_gets_nothing_and_others_do():
    amal, bea = make_person("Amal"), make_person("Bea")
    choose_notices(by=amal, choices={"thanks": How.OFF})
    event = make_event()
    assert thank(amal, event) is None
    assert thank(bea, event).person == bea


def test_a_letter_to_many_asks_everybodys_choice():
    amal, bea, cem = (make_person(name) for name in ("Amal", "Bea", "Cem"))
    choose_notices(by=amal, choices={"polls": How.OFF})
    choose_notices(by=bea, choices={"polls": How.DIGEST})
    many = {
        "kind": "poll_answered",
        "people": [amal, bea, cem],
        "event_key": "poll:1:answered",
        "context": {"poll": IdeaPoll(question="What does Elm Street need?"), "lines": []},
    }
    assert post_to_all(**many) == 2
    assert post_to_all(**many) == 0
    assert [(letter.person, letter.lane) for letter in letters("poll_answered")] == [
        (bea, Letter.Lane.DIGEST),
        (cem, Letter.Lane.NORMAL),
    ]
    assert "Hello Cem" in letters("poll_answered")[1].text


@pytest.mark.parametrize(
    "choice", [{"service": How.OFF}, {"seats": How.DIGEST}, {"office": How.OFF}, {"reminders": "often"}, {"x": How.OFF}]
)
def test_what_is_no_choice_is_refused_and_nothing_is_kept(choice):
    with pytest.raises(RuleBroken, match="can’t be chosen"):
        choose_notices(by=make_person(), choices={"thanks": How.OFF, **choice})
    assert not Preference.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_presses_at_once_leave_one_choice():
    amal = make_person("Amal")

    def press():
        choose_notices(by=amal, choices={"thanks": How.OFF, "polls": How.DIGEST})
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert dict(Preference.objects.values_list("category", "how")) == {"thanks": How.OFF, "polls": How.DIGEST}
