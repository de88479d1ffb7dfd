"""Step 1: a new person opens a date on a phone, says who they are, types the code, and holds a seat."""

import re

from .stage import address
from .tale import Tale

EVENT = "Reading hour at the library"


def join(tale: Tale) -> None:
    stage = tale.stage
    nora = tale.people["Nora"] = stage.somebody("Nora")
    nora.open("/").is_(200).sees(EVENT)
    nora.open("/find/").is_(200)
    nora.follow(EVENT).is_(200).sees("10 places left")
    stage.expect(not list(nora.jar), "A reader gets no cookie.", list(nora.jar))
    tale.urls["reading"] = nora.page.url
    nora.follow("Join").is_(200)

    nora.send("Send me the code", {"first_name": "Nora", "email": "nora at mail", "adult": True}).is_(422)
    nora.page.sees("This doesn’t look like an e-mail address")
    kept = dict(nora.page.form("Send me the code").values)
    stage.expect(kept["first_name"] == "Nora", "What was typed is kept.", kept)
    young = {
        "first_name": "Tim",
        "email": address("Tim"),
        "adult": False,
        "birth_day": f"{stage.now().year - 10}-01-31",
    }
    nora.send("Send me the code", young).is_(422).sees("guardian")

    about = {"first_name": "Nora", "email": address("Nora"), "adult": True, "birth_day": ""}
    nora.send("Send me the code", about).is_(200).sees("Type the code from your e-mail")
    page_of_code = nora.page.url
    code = stage.code("Nora")
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    button = nora.page.forms[0].buttons[0].words
    nora.send(button, {"code": wrong}).is_(422)
    nora.send(button, {"code": code}).is_(200).sees("You have a place")
    stage.expect(re.search(r"/signups/[a-z0-9]+/$", nora.page.url), "The code leads to the sign-up.", nora.page.url)
    tale.urls["nora's seat"] = nora.page.url

    again = stage.somebody("a thief")
    again.open(page_of_code)
    if again.page.forms and any("code" in form.names for form in again.page.forms):
        again.send(again.page.forms[0].buttons[0].words, {"code": code}).is_(422)
    stage.expect(not any(cookie.name == "engage_session" for cookie in again.jar), "A used code opens nothing.")

    nora.open(tale.urls["reading"]).sees("9 places left", "You have a place")
    stage.letter("Nora", f"You have a place: {EVENT}").sees("The big table on the first floor")
