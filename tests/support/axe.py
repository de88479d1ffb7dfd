"""What axe finds on a page, in words that say where."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SETTLE = (
    "for (const one of document.getAnimations()) one.finish()"  # a color on its way is neither the one nor the other
)


def assert_no_axe_violations(page: Page, exclude: list[str] | None = None) -> None:
    """0 violations of WCAG 2.2 AA and axe's best practices; `exclude` takes CSS selectors of what others drew."""
    where = {"exclude": [[selector] for selector in exclude]} if exclude else None
    options = {"runOnly": {"type": "tag", "values": RULES}}
    page.wait_for_load_state()
    page.evaluate(SETTLE)
    try:
        result = Axe().run(page, context=where, options=options)
    except Error:  # a press just before was still on its way to its page: that one is what was meant
        page.wait_for_timeout(500)
        page.wait_for_load_state()
        page.evaluate(SETTLE)
        result = Axe().run(page, context=where, options=options)
    found = [
        f"{violation['id']}: {violation['help']} at {', '.join(' '.join(node['target']) for node in violation['nodes'][:5])}"
        for violation in result.response["violations"]
    ]
    assert found == [], f"{page.url}\n" + "\n".join(found)
