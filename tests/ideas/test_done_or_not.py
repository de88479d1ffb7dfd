"""Four weeks after an idea is called done, those who wanted to hear of it say whether it is; a no opens it again."""

from datetime import timedelta

import pytest

from core import clock
from core.clock import now
from core.errors import RuleBroken
from ideas.actions import answer_idea, certify_result, reply_whether_done
from ideas.letter_links import DONE
from ideas.models import DoneCheck, Duty, IdeaPoll, OutcomeListener
from ideas.tasks import ask_whether_done
from notices.models import Letter
from people.deeds import deliver_all
from tests.builders import make_person
from tests.ideas.builders import frozen, make_idea, make_poll, vote

pytestmark = pytest.mark.django_db
REASON = "The twelve lamps stand along the path, and they burn since Tuesday evening."


@pytest.fixture
def idea():
    """Chosen by nine residents, and called done."""
    poll = make_poll("voting", winners_k=1)
    idea = make_idea(poll, "Lamps along the creek")
    for _n in range(9):
        vote(poll, None, [idea.ref])
    frozen(poll)
    certify_result(by=poll.owner, poll=IdeaPoll.objects.get(pk=poll.pk))
    return done(idea)


def done(idea):
    idea.refresh_from_db()
    answer_idea(by=idea.poll.owner, idea=idea, status="done", reason=REASON, department=idea.poll.department)
    deliver_all()
    return idea


def later(**span):
    clock.shift(timedelta(**span))
    asked = ask_whether_done()
    deliver_all()
    return asked


def voters(idea):
    return [row.person for row in OutcomeListener.objects.filter(poll=idea.poll).order_by("pk")]


def link_in(letter):
    return "/answers/done/" + letter.text.partition("/answers/done/")[2].split()[0]


def test_everybody_on_the_list_is_asked_once_after_four_weeks(idea):
    assert later(days=27) == 0
    assert later(days=2) == 1
    assert later(days=1) == 0
    assert Letter.objects.filter(kind="done_asked").count() == 9


def test_the_link_takes_an_answer_and_another_one_instead(idea, client):
    later(days=29)
    letter = Letter.objects.filter(kind="done_asked").first()
    path = link_in(letter)
    assert "Lamps along the creek" in client.get(path).text
    assert client.post(path, {"is_done": "yes"}).status_code == 422
    assert "Thank you" in client.post(path, {"is_done": "yes", "again": "yes"}).text
    client.post(path, {"is_done": "no", "again": "yes"})
    (reply,) = DoneCheck.objects.get().replies.all()
    assert (reply.listener.person, reply.is_done, reply.again) == (letter.person, False, True)
    assert not client.cookies
    assert client.get("/answers/done/forged/").status_code == 404
    clock.shift(timedelta(days=29))
    assert "over" in client.post(path, {"is_done": "yes", "again": "no"}).text


def test_a_quarter_of_eight_that_says_no_opens_it_again_once(idea, client):
    later(days=29)
    check, page = DoneCheck.objects.get(), f"/polls/{idea.poll.slug}/ideas/{idea.ref}/"
    people = voters(idea)
    for n, person in enumerate(people[:7]):
        reply_whether_done(by=person, check=check, is_done=n > 1, again=True)
    assert idea.duty.done_at and "people who answered" not in client.get(page).text
    reply_whether_done(by=people[7], check=check, is_done=True, again=False)
    duty = Duty.objects.get(idea=idea)
    assert duty.done_at is None and duty.reopened_n == 1 and duty.due_at > now()
    reply_whether_done(by=people[8], check=check, is_done=False, again=False)
    assert Duty.objects.get(idea=idea).reopened_n == 1
    deliver_all()
    (letter,) = Letter.objects.filter(kind="answer_reopened")
    assert letter.address == idea.poll.owner.email
    shown = client.get(page).text
    assert "6 of 9 people who answered say it is done" in shown and "Many people say that this is not done yet" in shown
    done(idea)  # and four weeks later people are asked again
    assert "Many people say" not in client.get(page).text
    assert later(days=29) == 1


def test_fewer_than_a_quarter_changes_nothing(idea):
    later(days=29)
    check = DoneCheck.objects.get()
    for n, person in enumerate(voters(idea)):
        reply_whether_done(by=person, check=check, is_done=n not in (0, 8), again=True)
    assert Duty.objects.get(idea=idea).reopened_n == 0


def test_who_was_not_asked_does_not_answer(idea):
    later(days=29)
    with pytest.raises(RuleBroken, match="not asked"):
        reply_whether_done(by=make_person(), check=DoneCheck.objects.get(), is_done=False, again=False)
    with pytest.raises(RuleBroken, match="damaged"):
        DONE.read(DONE.token_of(DoneCheck(pk=0), make_person()))


def test_nobody_is_asked_about_what_is_called_done_no_more(idea):
    answer_idea(
        by=idea.poll.owner, idea=idea, status="in_progress", reason=REASON, department=idea.poll.department,
        next_step="The last two lamps.", due_on=(now() + timedelta(days=9)).date(),
    )  # fmt: skip
    assert later(days=29) == 0 and not DoneCheck.objects.exists()
