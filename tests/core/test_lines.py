"""What people typed is taken whole or not at all, by forms and by actions, with one sentence."""

import pytest
from django import forms

from core.errors import RuleBroken
from core.lines import Line, kept


class Ask(forms.Form):
    words = Line(max_length=5)


def test_an_action_keeps_all_but_the_space_around():
    assert kept("  a\r\nb ", 3) == "a\nb"


def test_a_text_that_is_too_long_is_refused_by_form_and_action_alike():
    with pytest.raises(RuleBroken) as refusal:
        kept("x" * 6, 5)
    assert Ask({"words": "x" * 6}).errors["words"] == [str(refusal.value)]
    assert "6" in str(refusal.value) and "5" in str(refusal.value)
