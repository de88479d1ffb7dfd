"""Steps 9 and 11: thanks, a Super User, and the page that everybody sees first."""

from datetime import timedelta

from cms.models import TextPage

from .history import REGULAR
from .polling import OUTCOME, WINNER, open_poll
from .proposing import TITLE
from .tale import Tale

NEXT_QUESTION = "Which street gets trees next?"
CITATION = "You held the ladder in the rain until the last box hung, and you showed two others how it is done."


def recognize(tale: Tale) -> None:
    stage, mia, ivo = tale.stage, tale.staff("official"), tale.person("Ivo")
    mia.open("/admin/thanks/").is_(200).sees("Ivo")
    mia.follow("Ivo").is_(200)
    form = mia.page.form_asking("citation")
    mia.send(form.buttons[0].words, {"citation": CITATION}, form=form).is_(200)
    stage.letter("Ivo", "thanks you").sees(CITATION)
    ivo.open("/me/").is_(200).sees(CITATION)
    stage.somebody("a reader").open("/thanks/").is_(200).misses(CITATION)
    ivo.send("Everybody may read it").is_(200)
    stage.somebody("a reader").open("/thanks/").sees(CITATION, "Ivo")

    ruth = tale.people[REGULAR] = stage.known(REGULAR)
    stage.letter(REGULAR, "Would you like to be a Super User?")
    ruth.open("/me/super-user/").is_(200)
    ruth.send("Yes, I'd like to").is_(200)
    stage.expect(ivo.open("/me/super-user/").status == 404, "Only whom the facts name is asked.", ivo.page.status)
    mia.open("/admin/").sees(REGULAR)
    mia.open("/admin/super-users/").is_(200)
    mia.follow(REGULAR).is_(200)
    mia.send("Confirm as Super User").is_(200)
    stage.letter(REGULAR, "You are a Super User now")
    ruth.open("/me/").is_(200).sees("Super User")


def face(tale: Tale) -> None:
    stage = tale.stage
    bea = tale.person("Bea")
    bea.open(tale.urls["project"])
    bea.follow("Plan a date")
    day = (stage.now() + timedelta(days=4)).date().isoformat()
    date = {"day": day, "begins": "10:00", "ends": "12:00", "meeting_point": "The yard gate", "slot-0-name": "Brushes"}
    bea.send("Plan this date", date).is_(200)
    open_poll(tale, NEXT_QUESTION)

    reader = stage.somebody("a reader")
    reader.open("/").is_(200).sees(TITLE, NEXT_QUESTION, WINNER, "hours given by", "From your neighbors")
    stage.expect(not list(reader.jar), "A reader gets no cookie.", list(reader.jar))
    home = reader.page.html
    stage.expect("style=" not in home and "<script>" not in home, "No inline style, no inline script.")
    reader.open("/find/").is_(200)
    reader.open(tale.urls["winner"]).is_(200).sees(OUTCOME)

    editor = tale.staff("editor")
    page = reader.open("/help/").is_(200)
    stage.expect("How do I join?" in page.words, "Help stands where the footer says.", page.told)
    number = TextPage.objects.get(title="Help center").pk
    editor.open(f"/admin/pages/{number}/edit/").is_(200)
    form = editor.page.form_asking("title")
    form.values.append(("action-publish", "action-publish"))
    editor.send(form.buttons[0].words, {"title": "Help for neighbors"}, form=form).is_(200)
    reader.open("/help/").is_(200).sees("Help for neighbors")
