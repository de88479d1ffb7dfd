"""A transcript as a tagged PDF/UA. WeasyPrint is an extra that needs Pango: it is asked for when somebody needs it."""

import logging
from functools import cache
from typing import Any

from django.template.loader import render_to_string

log = logging.getLogger(__name__)


@cache
def can_print() -> bool:
    """Whether this machine makes PDF files; without it people print the page."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError) as problem:  # the library, or the system's Pango, is not there
        log.info("No PDF files on this machine: %s", problem)
        return False
    return True


def pdf(context: dict[str, Any]) -> bytes:
    """The file. It loads nothing from anywhere: pictures stand in it as data."""
    from weasyprint import HTML
    from weasyprint.urls import URLFetcher

    html = render_to_string("projects/transcript_pdf.html", context)
    nothing_else = URLFetcher(allowed_protocols=["data"], fail_on_errors=True)
    return HTML(string=html, url_fetcher=nothing_else).write_pdf(pdf_variant="pdf/ua-1")
