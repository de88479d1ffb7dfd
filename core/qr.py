"""Square codes that a phone's own camera opens, drawn by the server as SVG."""

from functools import lru_cache

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

QUIET = 2  # modules around it; the box it stands in adds the rest


@lru_cache(maxsize=256)
def svg(text: str, *, title: str, extra: str = "") -> SafeString:
    """The code with a title for those who do not see it. Plain black paths: no style, no address, no script."""
    drawn = segno.make(text, error="m", micro=False)
    wide, _high = drawn.symbol_size(border=QUIET)
    path = "".join(_row(y, row) for y, row in enumerate(drawn.matrix))
    return format_html(
        '<svg class="qr{}" viewBox="0 0 {} {}" role="img" shape-rendering="crispEdges"><title>{}</title>'
        '<path fill="#000" d="{}"/></svg>',
        f" {extra}" if extra else "", wide, wide, title, mark_safe(path),
    )  # fmt: skip


def _row(y: int, row: bytearray) -> str:
    """Dark modules of a row as rectangles, neighbors in one."""
    parts, start = [], None
    for x, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            parts.append(f"M{start + QUIET} {y + QUIET}h{x - start}v1h-{x - start}z")
            start = None
    return "".join(parts)
