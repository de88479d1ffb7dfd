"""Steps 7 and 8: from a question to ballots to a count that anyone can repeat; from the answer to an outcome."""

import hashlib
import re
import subprocess
import sys
import tempfile
from datetime import datetime, time, timedelta
from pathlib import Path

from .pages import Page
from .proposing import NOT_CHECKED, press_of, slug_of
from .stage import ZONE
from .tale import Tale

QUESTION = "What should the mill’s yard become?"
WINNER = "A workshop for bicycles"
IDEAS = {
    "Nora": WINNER,
    "Ivo": "A garden with a pump",
    "Sam": "A stage for summer evenings",
    "Grace": "Tables and shade",
}
VOTERS = ("Nora", "Ivo", "Sam", "Grace", "Lena", "Bea", "Zoe", "Olaf", "Hana", "Yusuf", "Mei", "Jonas")
OUTCOME = "Forty bicycles roll again"
YES = "We will do this: the shed is ours, and the depot gives stands and tools."
NO = "This is not possible this year, because the yard has room for one thing only."
WALL = "%Y-%m-%dT%H:%M"


def poll(tale: Tale) -> None:
    stage = tale.stage
    tale.urls["poll"] = open_poll(tale, QUESTION)
    tale.urls["desk"] = tale.staff("official").page.url
    _collect(tale)
    nora = tale.person("Nora")
    early = nora.open(tale.urls["poll"])
    stage.expect(not early.has_form("wants_outcome"), "No ballot before its time.")

    stage.wait_until(_moment(tale, "voting opens") + timedelta(minutes=5))
    ballots = _vote(tale)
    closes = _moment(tale, "voting closes")
    last = nora.open(tale.urls["poll"]).is_(200)
    stage.wait_until(closes)
    late = nora.send("Save my choice", {"idea": [tale.urls["ref:Ivo"]]}, form=last.form("Save my choice"))
    stage.expect(late.status == 422 and "Voting closed" in late.words, "At the very close it is closed.", late.told)
    stage.wait(seconds=30)
    stage.expect("Being counted" in nora.open(tale.urls["poll"]).words, "Nothing is counted within the first minute.")
    stage.wait(seconds=45)
    _check_the_count(tale, ballots)


def open_poll(tale: Tale, question: str) -> str:
    """An official makes a draft and publishes it, open for ideas since an hour ago. Returns its address."""
    stage, mia = tale.stage, tale.staff("official")
    now = stage.now()
    dates = {
        "proposing_opens": now - timedelta(hours=1), "proposing_closes": now + timedelta(days=7),
        "voting_opens": now + timedelta(days=7), "voting_closes": now + timedelta(days=14),
    }  # fmt: skip
    mia.open("/admin/polls/new/?kind=most").is_(200)
    typed = {name: moment.strftime(WALL) for name, moment in dates.items()}
    typed |= {"review_opens": "", "review_closes": ""}  # this office looks at ideas as they come
    rule = {
        "question": question,
        "votes_per_ballot": "2",
        "winners_k": "1",
        "department": mia.page.form("Save").offered["department"][0],
    }
    backwards = typed | {"voting_closes": typed["voting_opens"]}
    mia.send("Save", rule | backwards).is_(422).sees("must end after it begins")
    mia.send("Save", typed | {"department": rule["department"]}).is_(200)
    stage.expect(question not in stage.somebody("a reader").open("/polls/").words, "A draft is not public.")
    mia.send("Publish").is_(200)
    reader = stage.somebody("a reader")
    reader.open("/polls/").is_(200)
    address = reader.follow(question).is_(200).url
    for name in ("voting_opens", "voting_closes"):
        minute = dates[name].replace(second=0, microsecond=0)
        tale.urls[name.replace("_", " ")] = minute.isoformat()
    return address


def _moment(tale: Tale, name: str) -> datetime:
    return datetime.fromisoformat(tale.urls[name])


def _collect(tale: Tale) -> None:
    stage = tale.stage
    for name, title in IDEAS.items():
        person = tale.person(name)
        person.open(tale.urls["poll"] + "add/").is_(200)
        body = f"{title}: many who live here asked for it, and some would help to look after it."
        if name == "Nora":
            person.send("Send my idea", {"title": title, "body": body * 80}).is_(422).sees("4,000")
            kept = dict(person.page.form("Send my idea").values)
            stage.expect(len(kept["body"]) > 4000, "The whole text is kept.", len(kept["body"]))
        person.send("Send my idea", {"title": title, "body": body})
        if person.page.status == 200 and any("Send mine anyway" in words for words in person.page.buttons()):
            person.send("Send mine anyway")
        person.page.is_(200).sees(title)
        found = person.open(tale.urls["poll"]).is_(200)
        tale.urls[f"idea:{name}"] = found.link(title)
        tale.urls[f"ref:{name}"] = slug_of(tale.urls[f"idea:{name}"])
    alike = tale.person("Lena")
    alike.open(tale.urls["poll"] + "add/")
    alike.send("Send my idea", {"title": "Workshop for bicycles", "body": "A workshop, so that bicycles are mended."})
    alike.page.sees("Is one of these the same as yours?", WINNER)
    for name in ("Sam", "Lena", "Grace"):
        person = tale.person(name)
        person.open(tale.urls["idea:Nora"]).is_(200)
        person.send("Support").is_(200).sees("Take back my support")
    stage.somebody("a reader").open(tale.urls["idea:Nora"]).sees("3 people support this")


def _vote(tale: Tale) -> dict[str, list[str]]:
    """Twelve ballots. Two people change theirs; one leaves it empty. Returns what each means to have chosen."""
    stage, meant = tale.stage, {}
    refs = [tale.urls[f"ref:{name}"] for name in IDEAS]
    for n, name in enumerate(VOTERS):
        person = tale.person(name)
        person.open(tale.urls["poll"]).is_(200).sees("Save my choice")
        first = person.page
        meant[name] = [] if name == "Jonas" else [refs[0], refs[1 + n % 3]] if n < 8 else [refs[1 + n % 3]]
        if name == "Ivo":  # each tap saves the whole ballot
            person.send("Save my choice", {"idea": [refs[2]], "wants_outcome": False}).is_(200)
        person.send("Save my choice", {"idea": meant[name], "wants_outcome": name != "Mei"}).is_(200)
        stage.expect(
            ticked(person.open(tale.urls["poll"])) == set(meant[name]),
            f"{name}'s ballot is saved.",
            ticked(person.page),
        )
        if name == "Sam":
            old = person.send("Save my choice", {"idea": [refs[3]]}, form=first.form("Save my choice"))
            stage.expect(old.status == 409, "A second tab that is old changes nothing.", old.status)
            stage.expect(ticked(person.open(tale.urls["poll"])) == set(meant[name]), "What was saved stands.")
        if name == "Grace":
            too_many = person.send("Save my choice", {"idea": refs[:3]})
            stage.expect(too_many.status == 422, "Nobody has more votes than the poll gives.", too_many.status)
    reader = stage.somebody("a reader").open(tale.urls["poll"]).is_(200)
    stage.expect(not reader.has_form("wants_outcome"), "A reader has no ballot.")
    return meant


def ticked(page: Page) -> set[str]:
    return {value for form in page.forms for name, value in form.values if name == "idea"}


def _check_the_count(tale: Tale, meant: dict[str, list[str]]) -> None:
    stage = tale.stage
    reader = stage.somebody("a reader")
    page = reader.open(tale.urls["poll"]).is_(200)
    tale.urls["results"] = page.url
    votes = {name: sum(tale.urls[f"ref:{name}"] in chosen for chosen in meant.values()) for name in IDEAS}
    stage.expect(max(votes, key=votes.__getitem__) == "Nora", "The story has a winner.", votes)
    page.sees("One idea won.", WINNER, "ballots, all of them online 12", "ballot left empty 1")
    for name, title in IDEAS.items():
        stage.expect(
            re.search(rf"{re.escape(title)}.{{0,40}}?\b{votes[name]}\b", page.words),
            f"{title}: {votes[name]} votes.",
            page.told,
        )
    files = {said.split(" ")[0]: url for said, url in page.links if "/results/" in url}
    with tempfile.TemporaryDirectory() as folder:
        for name, url in files.items():
            (Path(folder) / name).write_bytes(reader.download(url))
        ballots = (Path(folder) / "ballots.csv").read_bytes()
        stage.expect(hashlib.sha256(ballots).hexdigest() in page.words, "The fingerprint is that of the file.")
        for name in VOTERS:
            stage.expect(name.encode() not in ballots, f"The ballots name nobody ({name}).")
        done = subprocess.run([sys.executable, "-I", "recount.py", "."], cwd=folder, capture_output=True, timeout=60)
        outcome = (Path(folder) / "outcome.json").read_bytes()
        stage.expect(done.returncode == 0, "The recount runs with Python alone.", done.stderr.decode()[-400:])
        stage.expect(
            done.stdout == outcome, "The recount comes to the same outcome, byte for byte.", done.stdout.decode()[:300]
        )


def answer(tale: Tale) -> None:
    stage, mia = tale.stage, tale.staff("official")
    mia.open(tale.urls["desk"]).is_(200)
    mia.send("Certify the result").is_(200).sees("Certified by")
    _each_once(tale, f"The result is here: {QUESTION}")

    for name, title in reversed(IDEAS.items()):
        mia.open(tale.urls["desk"])
        mia.follow(title).is_(200)
        yes = name == "Nora"
        given = {
            "status": "accepted" if yes else "not_possible",
            "reason": YES if yes else NO,
            "next_step": "Clear the shed" if yes else "",
            "due_on": (stage.now() + timedelta(days=30)).date().isoformat() if yes else "",
        }
        if yes:
            mia.send("Publish the answer", given | {"reason": "Yes."}).is_(422)
        mia.send("Publish the answer", given).is_(200)
    reader = stage.somebody("a reader")
    reader.open(tale.urls["idea:Nora"]).sees("We will do it", "Clear the shed", "Mia Lund, Office for Residents")
    _each_once(tale, f"The city answered every idea: {QUESTION}")
    _project_of_the_winner(tale)
    reader.open(tale.urls["idea:Nora"]).is_(200).sees("40", OUTCOME)
    _each_once(tale, f"Done: {WINNER}")


def _each_once(tale: Tale, subject: str) -> None:
    """Everybody who asked to hear has exactly one such letter; who did not, has none."""
    tale.stage.work()
    for name in VOTERS:
        number = len(tale.stage.delivered(name, subject))
        wanted = 0 if name == "Mei" else 1
        tale.stage.expect(number == wanted, f"{name} should have {wanted} letter “{subject}”.", number)


def _project_of_the_winner(tale: Tale) -> None:
    """Started by the author, read and approved like any other, held, finished."""
    stage, mia, nora = tale.stage, tale.staff("official"), tale.person("Nora")
    nora.open(tale.urls["idea:Nora"]).is_(200)
    nora.send("Start the project").is_(200).sees(WINNER)
    draft = slug_of(nora.page.url.removesuffix("check/"))
    hood = nora.open(f"/projects/propose/{draft}/where/").form_asking("neighborhood").offered["neighborhood"][0]
    pages = {
        "what": {"category": "repair"},
        "where": {"neighborhood": hood, "place": "The shed in the mill’s yard", "land": "granted"},
        "goal": {"wanted": "Bicycles that stood in cellars are ridden again.", "wanted_number": "30", "wanted_unit": "bicycles"},
        "who": {"risk": "tools", **NOT_CHECKED, "step_free": "yes"},
    }  # fmt: skip
    for step, given in pages.items():
        nora.open(f"/projects/propose/{draft}/{step}/?then=check").is_(200)
        nora.send(press_of(nora.page), given).is_(200)
    nora.send("Send to the city").is_(200)
    mine = tale.urls["winner"] = nora.page.url
    mia.open("/admin/proposals/")
    mia.follow(WINNER).is_(200)
    mia.send("Approve", {name: True for name in mia.page.form("Approve").ticks if name.startswith("check_")}).is_(200)
    stage.work()
    stage.somebody("a reader").open(tale.urls["idea:Nora"]).sees("In progress", WINNER)

    day = (stage.now() + timedelta(days=3)).date()
    nora.open(mine)
    nora.follow("Plan a date")
    nora.send(
        "Plan this date",
        {
            "day": day.isoformat(),
            "begins": "14:00",
            "ends": "16:00",
            "meeting_point": "The shed",
            "slot-0-name": "Mending",
        },
    )
    event = nora.page.is_(200).url
    ivo = tale.person("Ivo")
    ivo.open(event)
    ivo.send("Join").is_(200)
    begins = datetime.combine(day, time(14), tzinfo=ZONE)
    stage.wait_until(begins + timedelta(minutes=5))
    nora.open(f"{event}roster/")
    nora.send("Check in Ivo").is_(200)
    nora.open(f"{mine.rstrip('/')}/finish/").sees("Close the list of every date first")
    stage.wait_until(begins + timedelta(hours=3))
    nora.open(f"{event}roster/close/")
    nora.send("Close the list").is_(200)

    nora.open(f"{mine.rstrip('/')}/finish/").is_(200)
    press = "Finish and show the result"
    nora.send(press, {"outcome_number": "40", "report": "Done."}).is_(422)
    nora.send(
        press, {"report": f"{OUTCOME}: on Saturdays we mended what stood in the cellars, and gave away nine."}
    ).is_(200)
    stage.work()
