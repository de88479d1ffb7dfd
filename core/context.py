"""What every page must know about its reader before the first line: language, direction, theme, text size."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_bidi

THEMES = ("light", "dark")
TEXT_SIZES = ("large", "larger")


def face(request: HttpRequest) -> dict:
    """Context processor: `face.theme` and `face.text` from the reader's cookies; "" lets the device decide."""
    theme, text = request.COOKIES.get("theme", ""), request.COOKIES.get("text", "")
    return {
        "face": {
            "theme": theme if theme in THEMES else "",
            "text": text if text in TEXT_SIZES else "",
            "language": get_language() or settings.LANGUAGE_CODE,
            "direction": "rtl" if get_language_bidi() else "ltr",
        }
    }
