"""At most five guesses of a code in five minutes, however many try at once: counted by the database."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from core.errors import RuleBroken, TooOften
from people import actions
from people.models import Code, Guesses, Person
from tests.builders import make_person

TRIES = 40


def guess(code: Code, digits: str) -> str:
    """One try on a connection of its own; returns what came of it."""
    try:
        actions.redeem_code(ref=code.ref, digits=digits)
        return "in"
    except (RuleBroken, TooOften) as refusal:
        return refusal.code
    finally:
        connection.close()


def all_at_once(tries: list[tuple[Code, str]]) -> list[str]:
    with ThreadPoolExecutor(20) as pool:
        return list(pool.map(lambda each: guess(*each), tries))


@pytest.mark.django_db(transaction=True)
def test_parallel_guesses_of_one_address_are_five_whatever_codes_they_try():
    make_person(email="amal@mail.example")
    codes = [actions.ask_code(email="amal@mail.example") for _ in range(4)]
    wrong = next(f"{n:06d}" for n in range(10) if f"{n:06d}" not in [code.digits for code in codes])
    answers = all_at_once([(codes[n % 4], wrong) for n in range(TRIES)])
    assert Guesses.objects.get().count == 5
    assert sum(Code.objects.values_list("guesses", flat=True)) == 5
    # the fifth guess is answered with the same sentence as those that were refused
    assert answers.count("wrong") + answers.count("too_many") == TRIES
    assert answers.count("wrong") <= 5


@pytest.mark.django_db(transaction=True)
def test_one_code_typed_by_many_at_once_opens_once_and_makes_one_person():
    code = actions.ask_code(email="new@mail.example", first_name="Jonas", adult=True)
    answers = all_at_once([(code, code.digits)] * 5)
    assert answers.count("in") == 1
    assert set(answers) <= {"in", "used", "too_many"}
    assert Person.objects.filter(first_name="Jonas").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_codes_of_one_new_address_at_once_are_one_person():
    codes = [actions.ask_code(email="new@mail.example", first_name="Jonas", adult=True) for _ in range(4)]
    answers = all_at_once([(code, code.digits) for code in codes])
    assert answers == ["in"] * 4
    assert Person.objects.filter(first_name="Jonas").count() == 1
