"""How things are said in a row."""

from collections.abc import Iterable

from django.utils.translation import gettext


def comma() -> str:
    """What stands between two things that belong together; not every script writes it the same way."""
    return gettext(", ")


def listed(names: Iterable[str]) -> str:
    """“A”, “A and B”, “A, B and C”."""
    names = list(names)
    if len(names) < 2:
        return "".join(names)
    return gettext("%(first)s and %(last)s") % {"first": comma().join(names[:-1]), "last": names[-1]}
