"""Steps 4 to 6: a date with one place, the roster in the park, and what people earn by coming."""

import csv
import io
from datetime import datetime, time, timedelta

from .browser import Browser
from .proposing import TITLE
from .stage import ZONE
from .tale import Tale

LADDER, BELOW = "On the ladder", "Hands below"
HOURS = 2
COMING, QUARTER, FIRST = 10, 3, 15  # points, as the page about points says


def gather(tale: Tale) -> None:
    stage, bea = tale.stage, tale.person("Bea")
    day = (stage.now() + timedelta(days=9)).date()
    bea.open(tale.urls["project"]).is_(200)
    bea.follow("Plan a date").is_(200)
    tasks = {"slot-0-name": LADDER, "slot-0-capacity": "1", "slot-1-name": BELOW, "slot-1-capacity": "12"}
    when = {"day": day.isoformat(), "begins": "10:00", "ends": "09:00", "meeting_point": "The mill’s yard gate"}
    bea.send("Plan this date", when | tasks).is_(422)
    bea.send("Plan this date", {"ends": f"{10 + HOURS}:00"}).is_(200).sees(LADDER, BELOW)
    tale.urls["event"] = bea.page.url
    tale.urls["starts"] = datetime.combine(day, time(10), tzinfo=ZONE).isoformat()

    reader = stage.somebody("a reader").open(tale.urls["event"]).is_(200)
    tale.urls["join the ladder"], tale.urls["join below"] = (
        reader.link(LADDER),
        reader.link(BELOW),
    )
    first, second, third = (tale.person(name) for name in ("Ivo", "Grace", "Sam"))
    enter(tale, first, LADDER).sees("You have a place")
    mine = first.page.url
    full = first.open(tale.urls["event"])
    stage.expect(full.words.count("See my place") >= 1, "Who is in sees the place, not the button.")
    enter(tale, second, "Join the waitlist").sees("Waitlist, number 1")
    enter(tale, third, "Join the waitlist").sees("Waitlist, number 2")

    twice = first.open(tale.urls["join the ladder"])
    stage.expect(twice.url == mine, "Joining twice leads to the place one has.", twice.url)

    first.open(mine)
    first.send("Can’t make it").is_(200)
    stage.letter("Grace", f"A place is free for you: {TITLE}")
    second.open(my_place(second, tale)).sees("A place is held for you until")
    first.open(mine)
    first.send("Undo").is_(200).sees("Waitlist, number 1")  # the seat is promised to Grace, and Sam came later
    third.open(my_place(third, tale)).sees("Waitlist, number 2")

    stage.wait(hours=48)  # Grace lets the offer run out; its clock rests at night
    second.open(my_place(second, tale)).misses("A place is held for you until")
    stage.letter("Grace", f"The place went to the next person: {TITLE}")
    stage.letter("Ivo", f"A place is free for you: {TITLE}")
    first.open(my_place(first, tale)).sees("A place is held for you until")
    first.send("Take the place").is_(200).sees("You have a place")
    stage.expect(first.open(tale.urls["event"]).words.count("Full") >= 1, "The only place is taken.")

    for name in ("Nora", "Sam", "Lena"):
        enter(tale, tale.person(name), BELOW, leave_first=name == "Sam").sees("You have a place")
    reader = stage.somebody("a reader").open(tale.urls["event"])
    reader.sees("9 places left", "Full")


def enter(tale: Tale, person: Browser, press: str, *, leave_first: bool = False):
    if leave_first:
        person.open(my_place(person, tale))
        person.send("Leave the waitlist").is_(200)
    person.open(tale.urls["event"]).is_(200)
    return person.send(press).is_(200)


def my_place(person: Browser, tale: Tale) -> str:
    return person.open(tale.urls["event"]).link("See my place")


def show_up(tale: Tale) -> None:
    stage, bea = tale.stage, tale.person("Bea")
    starts = datetime.fromisoformat(tale.urls["starts"])
    stage.wait_until(starts - timedelta(hours=3))
    roster = tale.urls["event"] + "roster/"
    stage.expect(tale.person("Nora").open(roster).status in (403, 404), "The roster is the organizers'.")
    bea.open(roster).is_(200)
    stage.expect(not any("Check in" in words for words in bea.page.buttons()), "Nobody ticks so early.")

    stage.wait_until(starts + timedelta(minutes=10))
    zoe = tale.person("Zoe")
    zoe.open(tale.urls["join below"]).is_(200)
    zoe.send("Join").is_(422).sees("This has begun")
    for name in ("Ivo", "Nora", "Sam"):
        bea.open(roster).is_(200)
        bea.send(f"Check in {name}").is_(200)
    bea.open(roster)
    bea.send("Undo Sam").is_(200)
    bea.send("Check in Sam").is_(200)

    stage.wait_until(starts + timedelta(hours=HOURS, minutes=30))
    bea.open(roster)
    bea.follow("Close the list").is_(200).sees("3 came", "Lena")
    bea.send("Close the list").is_(200)
    bea.open(tale.urls["event"] + "together/").is_(200).sees("3 people came")
    thanks = "Twelve boxes hang now. Thank you for holding the ladder!"
    bea.send("Send it to everybody who came", {"words": thanks}).is_(200)
    stage.letter("Nora", f"What we did together: {TITLE}").sees("2 h").sees(thanks)
    lena = tale.person("Lena").open("/me/points/").is_(200)
    lena.misses("−")  # a no-show is not punished
    stage.expect(not entries(tale.person("Lena")), "Who was not seen has no entry, and no minus.")


def entries(person: Browser) -> list[int]:
    """The ledger as its file says it: points of each entry, oldest first."""
    rows = list(csv.DictReader(io.StringIO(person.download("/me/points.csv").decode())))
    return [int(row["points"]) for row in rows if row["points"]]


def earn(tale: Tale) -> None:
    stage, bea, nora = tale.stage, tale.person("Bea"), tale.person("Nora")
    full = COMING + QUARTER * 4 * HOURS
    stage.expect(
        sorted(entries(nora)) == sorted([full, FIRST]),
        "Two entries: for coming, and for the first time.",
        entries(nora),
    )
    nora.open("/me/points/").is_(200).sees(str(full + FIRST), TITLE)
    nora.open("/me/").is_(200).sees("First Step")

    bea.open(tale.urls["event"] + "roster/").is_(200)
    bea.follow("Put right Nora").is_(200)
    bea.send("Save", {"state": "partial", "minutes": "60", "reason": "no"}).is_(422)
    reason = "She left after the first hour, as she told me in the morning."
    bea.send("Save", {"state": "partial", "minutes": "60", "reason": reason}).is_(200)
    stage.letter("Nora", f"Your time was corrected: {TITLE}").sees(reason)
    half = COMING + QUARTER * 4
    after = entries(nora)
    stage.expect(
        sorted(after) == sorted([full, FIRST, -full, half]), "What was paid goes back exactly, then the new.", after
    )
    nora.open("/me/points/").sees(str(half + FIRST))
