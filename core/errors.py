"""Refusals, by name."""


class RuleBroken(Exception):
    """A rule says no. `str()` is a sentence for the person who asked; `code` is for callers and tests."""

    def __init__(self, sentence: str, *, code: str = "refused"):
        super().__init__(sentence)
        self.code = code


class NotAllowed(RuleBroken):
    """This person may not do this at all, whatever the state of things."""

    def __init__(self, sentence: str = ""):
        from django.utils.translation import gettext

        super().__init__(sentence or gettext("You can't do this."), code="not_allowed")
