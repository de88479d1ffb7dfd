"""In review the city may propose other words for an idea; nothing changes without its author's yes, and all of it shows."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from ideas import actions
from ideas.letter_links import REWORDED
from ideas.models import Idea, IdeaPoll, Phase, Rewording
from notices.models import Letter
from people import actions as people
from people.deeds import deliver_all
from people.models import FormerAddress, Person
from tests.builders import make_person
from tests.ideas.builders import make_idea, make_official, make_poll
from tests.people.test_joining import join
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db
WHY = "So that everybody sees which path is meant."
TITLE, BODY = "Ten lamps along the creek path", "Ten low lamps that dim at midnight."


@pytest.fixture
def idea() -> Idea:
    return make_idea(make_poll("review"), "Lamps", author=make_person("Ana"))


def ask(idea: Idea, **given) -> Rewording:
    idea.refresh_from_db()
    words = {"by": idea.poll.owner, "title": TITLE, "body": BODY, "reason": WHY, "seen": idea.version, **given}
    return actions.propose_words(idea=idea, **words)


def says(idea: Idea) -> tuple[str, int]:
    idea.refresh_from_db()
    return idea.title, idea.version


def path(asked: Rewording, person: Person) -> str:
    return f"/polls/reworded/{REWORDED.token_of(asked, person)}/"


def shift(poll: IdeaPoll, days: int) -> None:
    """As if so many days had passed."""
    for phase in poll.phases.order_by("opens_at" if days > 0 else "-opens_at"):
        past = timedelta(days=days)
        Phase.objects.filter(pk=phase.pk).update(opens_at=phase.opens_at - past, closes_at=phase.closes_at - past)


def test_nothing_changes_until_the_author_says_yes_and_history_says_whose_words_they_are(idea, client):
    asked = ask(idea)
    deliver_all()
    assert says(idea) == ("Lamps", 1)
    letter = Letter.objects.get(kind="rewording_asked")
    assert letter.person == idea.author and path(asked, idea.author) in letter.text and WHY in letter.text
    page = client.get(path(asked, idea.author)).content.decode()
    assert '<ins><bdi class="vh">[came in: </bdi>Ten lamps along the creek path' in page and WHY in page
    assert says(idea) == ("Lamps", 1), "programs follow links; only a press is an answer"
    answer = client.post(path(asked, idea.author), {"answer": "yes", "said": ""}).content.decode()
    assert "You said yes" in answer and says(idea) == (TITLE, 2)
    history = client.get(f"/polls/{idea.poll.slug}/ideas/{idea.ref}/changes/").content.decode()
    assert "with the author’s consent" in history and idea.poll.owner.public_name in history and WHY in history
    deliver_all()
    told = Letter.objects.get(kind="rewording_answered")
    assert told.person == idea.poll.owner and "Yes to your words" in told.subject


def test_a_no_changes_nothing_and_whoever_asked_hears_why(idea, client):
    asked = ask(idea)
    client.post(path(asked, idea.author), {"answer": "no", "said": "Ten are too few."})
    assert says(idea) == ("Lamps", 1) and not idea.revisions.exists()
    deliver_all()
    assert "Ten are too few." in Letter.objects.get(kind="rewording_answered").text
    with pytest.raises(RuleBroken, match="has said no to these words"):
        ask(idea)
    ask(idea, title="Twelve lamps along the creek path")


def test_a_no_that_is_too_long_is_kept_on_the_page(idea, client):
    asked = ask(idea)
    answer = client.post(path(asked, idea.author), {"answer": "no", "said": "lamps " * 100})
    assert answer.status_code == 422 and "lamps lamps lamps" in answer.content.decode()
    asked.refresh_from_db()
    assert asked.is_waiting


def test_only_who_runs_the_poll_asks_and_only_the_author_answers(idea, client):
    for nobody in (idea.author, make_person("Bea"), make_person("Mo", role="moderator")):
        with pytest.raises(NotAllowed):
            ask(idea, by=nobody)
    asked = ask(idea)
    for nobody in (idea.poll.owner, make_person("Bea")):
        for deed in (actions.agree_to_words, actions.decline_words):
            with pytest.raises(NotAllowed):
                deed(by=nobody, rewording=asked)
        assert client.post(path(asked, nobody), {"answer": "yes"}).status_code == 404
    with pytest.raises(NotAllowed):
        actions.take_words_back(by=idea.author, rewording=asked)
    assert client.get("/polls/reworded/nonsense/").status_code == 422
    assert says(idea) == ("Lamps", 1)


@pytest.mark.parametrize("phase", ["proposing", "voting", "over", "coming"])
def test_only_in_review(phase):
    idea = make_idea(make_poll(phase), "Lamps", author=make_person("Ana"))
    with pytest.raises(RuleBroken):
        ask(idea)
    assert not Rewording.objects.exists()


def test_not_answered_when_voting_opens_it_is_not_made(idea, client):
    asked = ask(idea)
    shift(idea.poll, 3)
    asked = Rewording.objects.get(pk=asked.pk)
    with pytest.raises(RuleBroken, match="Voting has begun"):
        actions.agree_to_words(by=idea.author, rewording=asked)
    for method in (client.get, client.post):
        page = method(path(asked, idea.author), {"answer": "yes"})
        assert "Voting has begun" in page.content.decode() and "Yes, use these words" not in page.content.decode()
    assert says(idea) == ("Lamps", 1)
    desk = client_of(idea.poll.owner).get(f"/admin/polls/ideas/{idea.pk}/").content.decode()
    assert "did not answer in time" in desk


def test_while_the_poll_is_suspended_nobody_answers(idea):
    asked = ask(idea)
    IdeaPoll.objects.filter(pk=idea.poll_id).update(suspended_at=now())
    with pytest.raises(RuleBroken):
        actions.agree_to_words(by=idea.author, rewording=asked)
    assert says(idea) == ("Lamps", 1)


def test_a_former_member_can_not_be_asked(idea):
    Idea.objects.filter(pk=idea.pk).update(author=None)
    with pytest.raises(RuleBroken, match="has left"):
        ask(idea)
    desk = client_of(idea.poll.owner).get(f"/admin/polls/ideas/{idea.pk}/").content.decode()
    assert "Whoever wrote this idea has left" in desk and "Ask its author" not in desk


@pytest.mark.parametrize("remove_texts", [False, True])
def test_who_leaves_is_not_asked_any_more(idea, client, remove_texts):
    asked, ana = ask(idea), idea.author
    token = path(asked, ana)
    actions.forget_author(person=ana, remove_texts=remove_texts)
    assert not Rewording.objects.waiting().exists() and Rewording.objects.exists() != remove_texts
    assert client.post(token, {"answer": "yes"}).status_code == (422 if remove_texts else 404)
    deliver_all()
    assert not Letter.objects.filter(kind="rewording_asked").exists()
    assert says(idea)[1] == 1


@pytest.mark.parametrize("change", [{"hidden": True}, {"state": "withdrawn"}, {"state": "merged"}])
def test_not_what_is_hidden_or_gone(idea, change):
    asked = ask(idea)
    Idea.objects.filter(pk=idea.pk).update(**change)
    with pytest.raises(RuleBroken):
        actions.agree_to_words(by=idea.author, rewording=asked)
    actions.take_words_back(by=idea.poll.owner, rewording=asked)
    with pytest.raises(RuleBroken):
        ask(idea)


def test_what_was_found_not_possible_can_be_put_in_other_words(idea):
    actions.review_idea(by=idea.poll.owner, idea=idea, feasible=False, reason="Twelve lamps are too many.")
    actions.agree_to_words(by=idea.author, rewording=ask(idea))
    assert says(idea) == (TITLE, 2)


def test_an_idea_that_changed_meanwhile_takes_no_older_words(idea, client):
    asked = ask(idea)
    Idea.objects.filter(pk=idea.pk).update(title="Lanterns", version=2)
    with pytest.raises(RuleBroken, match="changed since"):
        actions.agree_to_words(by=idea.author, rewording=asked)
    assert "changed since" in client.get(path(asked, idea.author)).content.decode()
    assert says(idea) == ("Lanterns", 2)
    actions.take_words_back(by=idea.poll.owner, rewording=asked)
    with pytest.raises(RuleBroken, match="while you wrote"):
        ask(idea, seen=1)


def test_one_question_at_a_time_and_it_can_be_taken_back(idea, client):
    asked = ask(idea)
    with pytest.raises(RuleBroken, match="already"):
        ask(idea, title="Lanterns")
    for _twice in range(2):
        actions.take_words_back(by=idea.poll.owner, rewording=asked)
    deliver_all()
    assert not Letter.objects.filter(kind="rewording_asked").exists(), "nobody is asked about what is off"
    assert "took this back" in client.post(path(asked, idea.author), {"answer": "yes"}).content.decode()
    assert says(idea) == ("Lamps", 1)
    ask(idea, title="Lanterns")


def test_an_answer_is_given_once(idea):
    asked = ask(idea)
    actions.decline_words(by=idea.author, rewording=asked)
    for deed in (actions.agree_to_words, actions.decline_words):
        with pytest.raises(RuleBroken, match="answered this already"):
            deed(by=idea.author, rewording=asked)
    assert says(idea) == ("Lamps", 1)


def test_what_an_official_sent_for_the_city_is_theirs_to_change():
    noor = make_official()
    idea = make_idea(make_poll("review", owner=noor), "Lamps", author=noor, by_the_city=True)
    ask(idea)
    assert says(idea) == (TITLE, 2)
    deliver_all()
    assert not Letter.objects.filter(kind__startswith="rewording").exists()


def test_a_letter_to_an_account_that_was_joined_since_lets_the_other_one_answer(idea, client):
    asked, gone = ask(idea), idea.author
    deliver_all()
    letter = Letter.objects.get(kind="rewording_asked")
    kept, last = make_person("Ana", email="ana-2@mail.example"), make_person("Ana", email="ana-3@mail.example")
    join(kept, gone)
    join(last, kept)
    link = path(asked, gone)
    assert link in letter.text and "Yes, use these words" in client.get(link).content.decode()
    assert "You said yes" in client.post(link, {"answer": "yes", "said": ""}).content.decode()
    assert says(idea) == (TITLE, 2)


def test_an_address_that_was_given_up_since_answers_for_nobody(idea, client):
    asked, gone = ask(idea), idea.author
    kept = make_person("Ana", email="ana-2@mail.example")
    join(kept, gone)
    people.leave_address(by=kept, address=FormerAddress.objects.get())
    assert client.post(path(asked, gone), {"answer": "yes", "said": ""}).status_code == 404
    assert says(idea) == ("Lamps", 1)


def test_the_author_finds_the_question_on_the_page_of_the_idea_and_nobody_else_does(idea, client):
    asked = ask(idea)
    page = f"/polls/{idea.poll.slug}/ideas/{idea.ref}/"
    assert path(asked, idea.author) in client_of(idea.author).get(page).content.decode()
    for other in (client, client_of(make_person("Bea")), client_of(idea.poll.owner)):
        assert "polls/reworded/" not in other.get(page).content.decode()


def test_at_the_desk_what_was_typed_stays_and_what_waits_shows_its_difference(idea):
    desk, at = client_of(idea.poll.owner), f"/admin/polls/ideas/{idea.pk}/"
    assert "Propose other words" in desk.get(at).content.decode()
    typed = {"deed": "reword", "words-title": TITLE, "words-body": BODY, "words-reason": "Short.", "words-seen": "1"}
    answer = desk.post(at, typed)
    assert answer.status_code == 422 and BODY in answer.content.decode() and not Rewording.objects.exists()
    assert "Say in a sentence why" in answer.content.decode()
    Idea.objects.filter(pk=idea.pk).update(version=2, body="Twelve.")
    typed["words-reason"] = WHY
    answer = desk.post(at, typed)
    assert answer.status_code == 422 and "while you wrote" in answer.content.decode()
    assert 'name="words-seen" value="2"' in answer.content.decode(), "seen now, it can be sent"
    assert desk.post(at, {**typed, "words-seen": "2"}).status_code == 302
    page = desk.get(at).content.decode()
    assert "[came in:" in page and "has not answered" in page
    asked = Rewording.objects.get()
    assert desk.post(at, {"deed": "unreword", "rewording": asked.pk}).status_code == 302
    assert not Rewording.objects.waiting().exists()


def test_the_database_keeps_one_question_and_no_change_without_a_yes(idea):
    asked = ask(idea)
    given = {"idea": idea, "title": "x", "body": "y", "reason": WHY, "of_version": 1, "by": idea.poll.owner}
    with pytest.raises(IntegrityError), transaction.atomic():
        Rewording.objects.create(**given)
    revision = idea.revisions.create(n=1, title="x", body="y")
    with pytest.raises(IntegrityError), transaction.atomic():
        Rewording.objects.filter(pk=asked.pk).update(revision=revision)
