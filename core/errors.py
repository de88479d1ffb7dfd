"""Refusals, by name."""

from django.forms import BaseForm


class RuleBroken(Exception):
    """A rule says no. `str()` is a sentence for the person who asked; `code` is for callers and tests."""

    def __init__(self, sentence: str, *, code: str = "refused"):
        super().__init__(sentence)
        self.code = code


class TooOften(Exception):
    """The same thing too many times; in `minutes` it may be tried again. No view catches it: the door answers, with 429."""

    def __init__(self, sentence: str = "", *, code: str, minutes: int):
        super().__init__(sentence)
        self.code = code
        self.minutes = minutes


class NotAllowed(RuleBroken):
    """This person may not do this at all, whatever the state of things."""

    def __init__(self, sentence: str = ""):
        from django.utils.translation import gettext

        super().__init__(sentence or gettext("You can't do this."), code="not_allowed")


def show_refusal(form: BaseForm, refusal: RuleBroken, **questions: str) -> None:
    """Beside the question that it is about: the one given for its code, or called like it. Else above the form."""
    name = questions.get(refusal.code, refusal.code)
    form.add_error(name if name in form.fields else None, str(refusal))
