"""EMAIL_URL → Django's mail settings. smtp://user:secret@host:25, smtp+tls://…:587, smtp+ssl://…:465, console://"""

from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def settings_from(url: str) -> dict:
    parts = urlsplit(url)
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme not in ("smtp", "smtp+tls", "smtp+ssl") or not parts.hostname:
        raise ImproperlyConfigured(
            "EMAIL_URL can't be read. Example: EMAIL_URL=smtp+tls://user:secret@mail.larkhaven.example:587"
        )
    return {
        "EMAIL_BACKEND": "notices.smtp.Backend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
        "EMAIL_USE_SSL": parts.scheme == "smtp+ssl",
    }
