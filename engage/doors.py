"""The doors of included third-party URLs, by prefix, and the check that no URL is without one."""

from collections.abc import Iterator

from django.conf import settings
from django.core.checks import Error
from django.urls import URLPattern, URLResolver, get_resolver

from core.doors import Door, Policy, anyone
from people.permissions import nobody, signed_in, staff

ALL = frozenset(("GET", "HEAD", "POST"))

LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)

# First match counts. Third-party URLs only; ours carry @door.
PREFIXES: tuple[tuple[str, Policy], ...] = (
    ("account/2fa/authenticate/", anyone),  # somebody half signed in
    ("account/2fa/webauthn/login/", anyone),
    ("account/", signed_in),
    ("admin/users/", nobody),  # roles are granted on our own screen
    ("admin/groups/", nobody),
    ("admin/password_reset/", nobody),
    ("admin/failwhale/", nobody),  # an error on purpose
    ("admin/", staff),
    ("documents/", anyone),  # Wagtail's own collection privacy asks again
    ("pages/", anyone),  # Wagtail's page serving asks for the page's own privacy
    ("api/", anyone),
)


def by_prefix(path: str) -> Door | None:
    """The declared door of a third-party path such as 'admin/pages/' or 'es/account/sessions/'."""
    path = path.replace("^", "").lstrip("/")
    language, _slash, rest = path.partition("/")
    if language in LANGUAGES:
        path = rest
    for prefix, policy in PREFIXES:
        if path.startswith(prefix):
            return Door(policy, ALL)
    return None


def every_url(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern of the site with its whole path as text."""
    for pattern in (resolver or get_resolver()).url_patterns:
        path = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from every_url(pattern, path)
        else:
            yield path, pattern


def check_every_url_has_a_door(app_configs, **kwargs) -> list[Error]:
    """A system check: the site does not start with a URL that nobody thought about."""
    return [
        Error(
            f"{path} has no declared policy.",
            hint="Put @door(…) on its view, or its prefix into engage.doors.",
            id="engage.E001",
        )
        for path, pattern in every_url()
        if getattr(pattern.callback, "door", None) is None and by_prefix(path) is None
    ]
