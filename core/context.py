"""Context processor for what the reader chose: theme and text size, kept in cookies and rendered by the server."""

THEMES = ("light", "dark")
TEXT_SIZES = ("large", "larger")


def face(request) -> dict:
    theme, text = request.COOKIES.get("theme", ""), request.COOKIES.get("text", "")
    return {"theme": theme if theme in THEMES else "", "text_size": text if text in TEXT_SIZES else ""}
