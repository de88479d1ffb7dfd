"""Where a reader may be sent: only to pages of this site."""

from django.utils.http import url_has_allowed_host_and_scheme


def inside(path: str | None, default: str = "") -> str:
    """The path if it leads to a page of ours, else `default`. Absolute addresses, also our own, are refused."""
    path = (path or "").strip()
    if path.startswith("/") and len(path) <= 500 and url_has_allowed_host_and_scheme(path, allowed_hosts=None):
        return path
    return default
