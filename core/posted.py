"""What a page posted beside its form, read so that a made-up value finds nothing and breaks nothing."""

from django.http import HttpRequest

DIGITS_AT_MOST = 10  # no row has a key beyond, and every database compares such numbers


def number(request: HttpRequest, name: str) -> int:
    """A whole number such as the key of a row; 0, which no row has, for everything else."""
    return whole(request.POST.get(name, ""))


def text(request: HttpRequest, name: str) -> str:
    """Without NUL, which PostgreSQL takes in no text."""
    return plain(request.POST.get(name, ""))


def whole(words: str) -> int:
    """The number that the words say in digits, else 0."""
    return int(words) if words.isascii() and words.isdigit() and len(words) <= DIGITS_AT_MOST else 0


def plain(words: str) -> str:
    """The words without NUL."""
    return words.replace("\0", "")
