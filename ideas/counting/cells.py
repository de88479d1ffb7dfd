"""Residents' words in a file that others open with a spreadsheet."""


def harmless(words: str) -> str:
    """On one line, without control signs, and never a formula. Joiners inside words of other scripts stay."""
    cleaned = "".join(" " if _is_control(sign) else sign for sign in words)
    cleaned = " ".join(cleaned.encode("utf-8", "replace").decode("utf-8").split())
    return f"'{cleaned}" if cleaned.startswith(("=", "+", "-", "@")) else cleaned


def _is_control(sign: str) -> bool:
    return sign < " " or "\x7f" <= sign <= "\x9f" or sign in "\u2028\u2029"
