"""Steps 2 and 3: a proposal on its one-question pages, and the city's reading of it."""

import io

from PIL import Image

from .pages import Page, Unexpected, Upload
from .tale import Tale

NOT_CHECKED = dict.fromkeys(("step_free", "seated", "toilet", "shade"), "unknown")

TITLE = "Bat boxes for the mill"


def propose(tale: Tale) -> None:
    stage = tale.stage
    bea = tale.person("Bea")
    bea.open("/projects/propose/").is_(200)

    short = {"category": "care", "title": TITLE, "summary": "Boxes."}
    press = bea.page.forms[0].buttons[-1].words
    bea.send(press, short).is_(422).sees("Say in a sentence what people will do, in 20 letters or more")
    kept = dict(bea.page.form(press).values)
    stage.expect(kept["title"] == TITLE, "What was typed is kept.", kept)
    bea.send(press, short | {"summary": "We build twenty bat boxes and hang them under the roof of the old mill."}).is_(
        200
    )
    where = bea.page.form(press_of(bea.page)).offered["neighborhood"][0]
    bea.send(
        press_of(bea.page), {"neighborhood": where, "place": "The mill’s yard gate, beside the pump", "land": "granted"}
    )
    bea.page.is_(200)
    bea.send(
        press_of(bea.page),
        {"wanted": "Bats have a home again before the winter.", "wanted_number": "none", "wanted_unit": "boxes"},
    )
    bea.page.is_(422).sees("Write how many, as a number above 0")
    bea.send(press_of(bea.page), {"wanted_number": "20"}).is_(200)

    text = Upload("mill.jpg", "image/jpeg", b"this is no picture")
    bea.send(press_of(bea.page), {"picture": text, "alt": "An old brick mill"}).is_(422)
    bea.send(press_of(bea.page), {"picture": picture(), "alt": "An old brick mill, its roof full of gaps"}).is_(200)
    bea.send(press_of(bea.page), {"risk": "tools", **NOT_CHECKED, "bring": "A hammer"}).is_(200)
    bea.page.sees("Check your answers", TITLE, "20 boxes", "An old brick mill, its roof full of gaps")
    bea.send("Send to the city").is_(200).sees(TITLE)
    tale.urls["project"] = bea.page.url
    stage.expect("draft-" not in bea.page.url, "A sent project has its own address.", bea.page.url)
    stage.expect(tale.stage.somebody("a reader").open(bea.page.url).status == 404, "Nobody else sees it yet.")
    stage.letter("Bea", f"We have your project: {TITLE}")


def review(tale: Tale) -> None:
    stage, bea, mia = tale.stage, tale.person("Bea"), tale.staff("official")
    mia.open("/admin/").is_(200).sees(TITLE)
    stage.expect(bea.open("/admin/proposals/").status in (403, 404), "A resident has no desk.", bea.page.status)
    desk = mia.follow(TITLE).is_(200).url
    stale = mia.page

    mia.send("Ask for a change", {"reason": "Too short."}).is_(422)
    reason = "Please say who keeps the ladders, because a roof needs a second pair of hands below."
    mia.send("Ask for a change", {"reason": reason}).is_(200)
    stage.letter("Bea", f"Please change something: {TITLE}").sees(reason)
    again = mia.send("Approve", form=stale.form("Approve"))
    stage.expect(again.status == 422, "Somebody was first: a stale page changes nothing.", again.status)

    bea.open(tale.urls["project"]).sees(reason)
    bea.open(f"/projects/propose/{slug_of(bea.page.url)}/who/?then=check").is_(200)
    bea.send(press_of(bea.page), {"bring": "A hammer. The fire brigade keeps the ladders, two people on each."}).is_(
        200
    )
    bea.send("Send it again").is_(200)

    mia.open("/admin/").sees(TITLE)
    mia.open(desk).is_(200)
    ticks = {name: True for name in mia.page.form("Approve").ticks if name.startswith("check_")}
    mia.send("Approve", dict.fromkeys(ticks, False)).is_(422)
    mia.send("Approve", ticks).is_(200)
    bea.open(tale.urls["project"]).is_(200).misses("Only the organizers and the city see this page")
    stage.letter("Bea", f"Your project is open: {TITLE}")
    timeline = bea.page.words
    stage.expect("Parks Office" in timeline or "Mia" in timeline, "The timeline names who approved.", timeline[-600:])
    tale.stage.somebody("a reader").open(tale.urls["project"]).is_(200).sees(TITLE, "Bea")


def press_of(page: Page) -> str:
    """The button that goes on, on a page of a proposal."""
    for form in page.forms:
        if form.method == "post" and form.buttons:
            return form.buttons[-1].words
    raise Unexpected(f"{page.url} has no form to go on with: {page.told}")


def slug_of(url: str) -> str:
    return url.rstrip("/").rpartition("/")[2]


def picture() -> Upload:
    file = io.BytesIO()
    Image.linear_gradient("L").resize((1200, 800)).convert("RGB").save(file, "JPEG")
    return Upload("mill.jpg", "image/jpeg", file.getvalue())
