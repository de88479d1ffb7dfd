"""Step 10: a corner of the city gets a team that looks after it, and each of them the hours they gave."""

import re
from datetime import datetime, time, timedelta

from .stage import ZONE
from .tale import Tale

BLOCK, TEAM = "The steps by the mill race", "The ladder people"
DONE = "Swept the steps, and freed the drain of leaves."


def care(tale: Tale) -> None:
    stage, mia, ivo, nora = tale.stage, tale.staff("official"), tale.person("Ivo"), tale.person("Nora")
    mia.open("/admin/blocks/new/").is_(200)
    hood = re.search(r'name="neighborhood".*?<option value="(\d+)"', mia.page.html, re.S)
    stage.expect(hood, "A block lies in one of the city's neighborhoods.")
    about = {
        "title": BLOCK, "neighborhood": hood[1] if hood else "", "place": "From the gate down to the water",
        "care": "Sweep the steps, and keep the drain free.", "every_weeks": "1", "months": "12", "offered": True,
    }  # fmt: skip
    mia.send("Save", about).is_(200).sees(BLOCK)

    ivo.open("/blocks/").is_(200)
    ivo.follow(BLOCK).is_(200)
    page = ivo.page.url
    ivo.follow("Adopt this block").is_(200)
    ivo.send("Adopt this block", {"team": TEAM}).is_(422)
    ivo.send("Adopt this block", {"agreed": True}).is_(200).sees("Your block", TEAM)
    stage.letter("Ivo", f"You look after {BLOCK}").sees("every week")
    found = re.search(r'id="team-link"[^>]*value="([^"]+)"', ivo.page.html)
    stage.expect(found, "Who answers for a team has a link to share.")
    care_page = ivo.page.url

    stage.expect(nora.open(care_page).status == 404, "Others write nothing down.")
    nora.open(found[1] if found else page).is_(200).sees("Ivo", BLOCK)
    nora.send("Join this team").is_(200).sees("You are in the team")
    today = stage.now().date()
    early = {"day": (today - timedelta(days=3)).isoformat(), "minutes_spent": "60", "words": DONE}
    nora.send("Send", early).is_(422).sees("since you adopted")
    nora.send("Send", {"day": today.isoformat()}).is_(200).sees(DONE, "Waits for the city")

    mia.open("/me/work/").is_(200)
    mia.follow("Nora").is_(200).sees(DONE)
    mia.send("Save", {"counted": "45"}).is_(422).sees("why")
    mia.send("Save", {"counted": "60"}).is_(200)
    nora.open("/me/").is_(200).sees(BLOCK, "1 h of work between the dates")
    stage.somebody("a reader").open(page).is_(200).sees(TEAM, "time of care 1").misses("Nora", "Ivo", DONE)

    later = datetime.combine(today + timedelta(days=8), time(10), tzinfo=ZONE)
    stage.wait_until(later)
    stage.letter("Ivo", f"It is time for {BLOCK}")
    ivo.open("/me/").sees("It is time")
