"""Addresses that a letter can reach, and those that no mail server would take."""

import pytest
from django.core.exceptions import ValidationError

from core.addresses import check_address
from core.errors import RuleBroken
from people import actions


@pytest.mark.once
@pytest.mark.parametrize(
    "address",
    [
        "amal@mail.example",
        "a.b+tag@sub.mail.example",
        "amal@münchen.example",
        "amal@xn--mnchen-3ya.example",
        "amal@مثال.example",
        "amal@例え.テスト",
    ],
)
def test_an_address_that_a_letter_can_reach_is_taken(address):
    check_address(address)


ODD = [
    "amal", "amal@", "@mail.example", "amal@localhost", "amal@mail", "amal@mail.example.", "amal@.example", "amal@mail..example",
    "amal@mail .example", "amal@ma il.example", "am al@mail.example", "amal@[127.0.0.1]", "amal@127.0.0.1", "amal@mail。example",
    '"a b"@mail.example', '"\x01"@mail.example', "amal@mail\x00.example", "amal@mail.exa\u202emple", "amal@mail\n.example",
    "amal@-mail.example", "amal@mail_box.example", f"{'a' * 65}@mail.example", f"amal@{'a' * 64}.example",
]  # fmt: skip


@pytest.mark.once
@pytest.mark.parametrize("address", ODD)
def test_an_address_that_no_letter_can_reach_gets_a_sentence(address):
    with pytest.raises(ValidationError) as refused:
        check_address(address)
    assert len(refused.value.messages[0].split()) > 3


@pytest.mark.parametrize("address", ["amal@localhost", "amal@[127.0.0.1]", '"a b"@mail.example'])
def test_the_rule_about_addresses_holds_without_a_form(db, address):
    with pytest.raises(RuleBroken):
        actions.ask_code(email=address)
    with pytest.raises(RuleBroken):
        actions.meet_walk_in(first_name="Amal", email=address)
