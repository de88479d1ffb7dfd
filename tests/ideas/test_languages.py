"""An idea is shown as it was written, and says in which language that is when it is not the reader's. Nothing is translated."""

import pytest
from django.utils import translation

from ideas.actions import edit_idea
from ideas.models import Idea
from tests.builders import make_person
from tests.ideas.builders import frozen, make_idea, make_poll, opened
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
