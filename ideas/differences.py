"""What changed between two texts, word by word."""

import re
from difflib import SequenceMatcher

SAME, GONE, NEW = "same", "gone", "new"
PIECES = re.compile(r"\s+|\w+|[^\w\s]")


def pieces(old: str, new: str) -> list[tuple[str, str]]:
    """The new text with what went and what came: (same, gone or new) and the words. Put together without what is gone it is
    the new text, without what is new the old one."""
    before, after = PIECES.findall(old), PIECES.findall(new)
    found: list[tuple[str, str]] = []
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            found.append((SAME, "".join(before[a:b])))
            continue
        if a < b:
            found.append((GONE, "".join(before[a:b])))
        if c < d:
            found.append((NEW, "".join(after[c:d])))
    return found
