"""An idea is shown as it was written, and says in which language that is when it is not the reader's. Nothing is translated."""

import re
from datetime import timedelta

import pytest
from django.utils import translation

from core.clock import now
from ideas.actions import edit_idea, merge_ideas, propose_words
from ideas.letter_links import MERGED, REWORDED
from ideas.models import Duty, Idea, IdeaPoll
from notices.actions import mute
from people.models import Person
from tests.builders import make_person
from tests.ideas.builders import frozen, make_idea, make_poll, opened, vote
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db
TITLE, BODY = "مصابيح على طريق الجدول", "اثنا عشر مصباحًا منخفضًا."
MARKED = f'lang="ar" dir="auto">{TITLE}<'


def arabic(phase: str = "proposing", **fields) -> Idea:
    return make_idea(make_poll(phase), TITLE, body=BODY, language="ar", **fields)


def page(client, path: str) -> str:
    return client.get(path).content.decode()


def test_its_page_and_the_list_say_the_language_and_mark_the_words(client):
    idea = arabic()
    at = f"/polls/{idea.poll.slug}/"
    own = page(client, f"{at}ideas/{idea.ref}/")
    assert MARKED in page(client, at) and MARKED in own
    assert "Language: Arabic" in page(client, at) and "Language: Arabic" in own
    assert f'lang="ar" dir="auto"><p dir="auto">{BODY}' in page(client, f"{at}ideas/{idea.ref}/")


def test_in_its_own_language_it_says_nothing(client):
    idea = arabic()
    for path in (f"/ar/polls/{idea.poll.slug}/", f"/ar/polls/{idea.poll.slug}/ideas/{idea.ref}/"):
        shown = page(client, path)
        assert TITLE in shown and 'lang="ar" dir="auto"' not in shown
        assert shown.count("اللغة:") == (0 if "/ideas/" in path else 1), "only the question, which is English"
    lamps = make_idea(idea.poll, "Lamps")
    shown = page(client, f"/ar/polls/{idea.poll.slug}/ideas/{lamps.ref}/")
    assert 'lang="en" dir="auto">Lamps<' in shown and "اللغة: الإنجليزي" in shown


def test_on_the_ballot_and_in_the_result(client):
    idea = arabic("voting")
    opened(idea.poll)
    shown = page(client, f"/polls/{idea.poll.slug}/")
    assert MARKED in shown and "Language: Arabic" in shown
    frozen(idea.poll)
    assert page(client, f"/polls/{idea.poll.slug}/results/").count('lang="ar" dir="auto">') == 2, (
        "the bar and the table"
    )


def test_what_stands_in_place_of_hidden_words_is_the_readers(client):
    idea = arabic("voting")
    opened(idea.poll)
    Idea.objects.filter(pk=idea.pk).update(hidden=True)
    assert 'lang="ar" dir="auto">' not in page(client, f"/polls/{idea.poll.slug}/")


@pytest.mark.parametrize(
    ("prefix", "chosen", "kept"), [("/ar", None, "ar"), ("/ar", "es", "es"), ("", None, "en"), ("", "xx", None)]
)
def test_an_idea_has_the_language_of_its_authors_page_unless_they_choose_another(prefix, chosen, kept):
    poll, ana = make_poll("proposing"), make_person("Ana", language="es")
    sent = {"title": TITLE, "body": BODY, "category": "other"} | ({"language": chosen} if chosen else {})
    answer = client_of(ana).post(f"{prefix}/polls/{poll.slug}/add/", sent)
    assert answer.status_code == (302 if kept else 422)
    assert list(Idea.objects.values_list("language", flat=True)) == ([kept] if kept else [])


def test_the_form_begins_with_the_language_of_the_page():
    shown = page(client_of(make_person()), f"/ar/polls/{make_poll('proposing').slug}/add/")
    assert '<option value="ar" selected>' in shown and "Español" in shown


def test_the_author_can_mend_a_wrong_language_without_changing_a_word():
    ana = make_person("Ana")
    idea = arabic(author=ana)
    edit_idea(by=ana, idea=idea, title=TITLE, body=BODY, language="es")
    idea.refresh_from_db()
    assert (idea.language, idea.version) == ("es", 1)
    path = f"/polls/{idea.poll.slug}/ideas/{idea.ref}/edit/"
    assert '<option value="es" selected>' in page(client_of(ana), path)
    assert client_of(ana).post(path, {"title": TITLE, "body": BODY, "language": "ar"}).status_code == 302
    idea.refresh_from_db()
    assert idea.language == "ar"


@pytest.mark.parametrize("phase", ["proposing", "voting"])
def test_a_question_says_its_language_to_readers_of_another(client, phase):
    poll = opened(make_poll(phase)) if phase == "voting" else make_poll(phase)
    shown, listed = page(client, f"/es/polls/{poll.slug}/"), page(client, "/es/polls/")
    own = page(client, f"/polls/{poll.slug}/")
    for words in (poll.question, poll.intro):
        assert f'lang="en" dir="auto">{words}<' in shown and f">{words}<" in own
    assert "Idioma: " in shown and 'lang="en" dir="auto"' not in own and "Language:" not in own
    assert f'lang="en" dir="auto">{poll.question}<' in listed


def test_the_facts_of_a_poll_name_the_rule_and_not_a_finished_count(db, client):
    """“Counted” is also the state of a poll, which Spanish and Arabic say in other words."""
    poll = make_poll("voting")
    with translation.override("es"):  # and back again for whoever comes after
        page = client.get(f"/es/polls/{poll.slug}/").content.decode()
    assert "<dt>Cómo se cuenta</dt>" in page and "Recuento hecho" not in page


def ways(question: str, page: str) -> list[str]:
    """The elements that hold a question on a page."""
    return re.findall(rf"(<[^<>]*>)\s*“?{re.escape(question)}", page.partition("<body")[2])


@pytest.fixture
def bea():
    return make_person("Bea")


@pytest.fixture
def voting(bea):
    poll = make_poll("voting", eligibility_level=1)
    make_idea(poll, "Lamps along the path", author=bea)
    make_idea(poll, "A ramp beside the steps")
    return opened(poll)


def said_in_english(poll: IdeaPoll, person: Person | None, *paths: str) -> None:
    with translation.override("es"):  # and back again for whoever comes after
        for path in paths:
            found = ways(poll.question, page(client_of(person), f"/es{path}"))
            assert found and all('lang="en" dir="auto"' in each for each in found), (path, found)


def test_a_question_says_its_language_wherever_it_stands_while_people_vote(voting, bea):
    at, ref = f"/polls/{voting.slug}", voting.ideas.get(author=bea).ref
    vote(voting, bea, [ref])
    mute(by=bea, poll=voting)
    own = ("/ballot/mine/", "/ballot/remove/")
    said_in_english(
        voting, bea, f"{at}/ideas/{ref}/", f"{at}/map/", "/me/", "/settings/notices/", *(at + path for path in own)
    )
    by_code = make_poll("voting", eligibility_level=3)
    said_in_english(by_code, None, f"/polls/{by_code.slug}/code/")


def test_a_question_says_its_language_where_ideas_are_sent_and_joined():
    ana = make_person("Ana")
    poll = make_poll("proposing")
    idea, twice = make_idea(poll, TITLE, language="ar", author=ana), make_idea(poll, author=make_person("Bo"))
    at = f"/polls/{poll.slug}"
    said_in_english(poll, ana, f"{at}/add/")
    assert f'lang="en" dir="auto">{poll.intro}<' in page(client_of(ana), f"/es{at}/add/")
    for path in ("edit", "withdraw", "same"):
        back = page(client_of(ana), f"{at}/ideas/{idea.ref}/{path}/").partition('class="back"')[2].partition("</a>")[0]
        assert MARKED in back, path
    link = merge_ideas(by=poll.owner, duplicate=twice, kept=idea, reason="Both ask for the same lamps.")
    said_in_english(poll, None, f"/polls/merged/{MERGED.token_of(link, twice.author)}/")
    read = make_idea(make_poll("review"), author=ana)
    words = {"title": "Twelve lamps", "body": "Along the creek path.", "reason": "It is shorter.", "seen": read.version}
    asked = propose_words(by=read.poll.owner, idea=read, **words)
    said_in_english(read.poll, None, f"/polls/reworded/{REWORDED.token_of(asked, ana)}/")


def test_a_question_says_its_language_with_its_result(voting, bea):
    frozen(voting)
    said_in_english(voting, None, f"/polls/{voting.slug}/results/")
    for n in range(5):
        idea = make_idea(voting, f"Answered {n}")
        Duty.objects.create(idea=idea, department=voting.department, due_at=now() - timedelta(days=1))
    said_in_english(voting, None, "/answers/")
