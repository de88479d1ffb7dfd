"""What axe finds on a page, in words that say where."""

from collections.abc import Sequence

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Error, Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
COLORS = ["color-contrast", "link-in-text-block"]  # the rules whose answer changes when only the colors do
SETTLE = (
    "for (const one of document.getAnimations()) one.finish()"  # a color on its way is neither the one nor the other
)
ASK_AXE = """async ([where, only]) => {
    const seen = await axe.run(where || document, {runOnly: only, resultTypes: ["violations"], preload: false});
    return seen.violations.map((one) => [one.id, one.help, one.nodes.slice(0, 5).map((node) => node.target.join(" "))]);
}"""


def violations(page: Page, exclude: list[str] | None = None, *, rules: list[str] | None = None) -> list[str]:
    """What axe finds: WCAG 2.2 AA and its best practices, or these `rules` of it. It moves into a page once."""
    if not page.evaluate(f"{SETTLE}; 'axe' in window"):
        page.evaluate(f"{AXE_SCRIPT};0")
    where = {"exclude": [[selector] for selector in exclude]} if exclude else None
    only = {"type": "rule", "values": rules} if rules else {"type": "tag", "values": RULES}
    return [
        f"{name}: {help_} at {', '.join(targets)}" for name, help_, targets in page.evaluate(ASK_AXE, [where, only])
    ]


def assert_no_axe_violations(page: Page, exclude: list[str] | None = None) -> None:
    """0 violations of WCAG 2.2 AA and axe's best practices; `exclude` takes CSS selectors of what others drew."""
    page.wait_for_load_state()
    try:
        found = violations(page, exclude)
    except Error:  # a press just before was still on its way to its page: that one is what was meant
        page.wait_for_timeout(500)
        page.wait_for_load_state()
        found = violations(page, exclude)
    assert found == [], f"{page.url}\n" + "\n".join(found)


def usable(page: Page) -> None:
    """For eyes, ears and fingers."""
    assert_no_axe_violations(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} scrolls sideways"


def day_and_night(page: Page, exclude: list[str] | None = None, *, sizes: Sequence[tuple[int, int]] = ()) -> None:
    """In light colors and in dark ones, where axe is asked only what depends on colors; in each of these sizes, if any."""
    each: list[tuple[int, int] | None] = [*sizes]
    for size in each or [None]:
        if size:
            page.set_viewport_size({"width": size[0], "height": size[1]})
        assert_no_axe_violations(page, exclude)
        page.emulate_media(color_scheme="dark")
        assert violations(page, exclude, rules=COLORS) == [], f"{page.url} in the dark"
        page.emulate_media(color_scheme="light")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{page.url} scrolls sideways"
