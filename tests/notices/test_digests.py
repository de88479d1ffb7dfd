"""One digest with a line for each thing that is new: what somebody follows, why they read it, and one a day at most."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from city.context import zone
from conversations.actions import comment, decide_case, follow, report
from core import clock
from core.clock import now
from core.errors import RuleBroken
from ideas.actions import support_idea
from ideas.models import Idea, Phase
from notices.actions import choose_digest, choose_notices, news_for, post, tell_at_once, write_digests
from notices.models import Digest, Letter
from people.system import SYSTEM
from projects import bells
from projects.models import Event, Project
from tests.builders import make_event, make_hood, make_person, make_project
from tests.ideas.builders import make_idea, make_poll, vote
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def amal(db):
    return make_person("Amal")


@pytest.fixture
def project(db):
    return make_project(status="active", title="Creek clean-up")


def rang(bell, on, by=None, **ids):
    with transaction.atomic():
        bell.ring(by=by or SYSTEM(), on=on, **ids)


def new_date(project, **ahead):
    event = make_event(project, starts_in=timedelta(**(ahead or {"days": 20})))
    rang(bells.event_scheduled, event, event=event.pk)
    return event


def wait_until(weekday, hour):
    """The next such moment by the clock on the town hall: Monday is 0."""
    local = now().astimezone(zone())
    day = local + timedelta(days=(weekday - local.weekday()) % 7)
    moment = day.replace(hour=hour, minute=0, second=0, microsecond=0)
    clock.shift(moment + timedelta(days=7 if moment <= local else 0) - local)


def digests():
    return list(Letter.objects.filter(kind="digest").order_by("pk"))


def thursday():
    """The usual time has come, and the worker comes by twice."""
    write_digests()
    wait_until(3, 17)
    write_digests()
    write_digests()
    return digests()


def test_once_a_week_somebody_hears_what_is_new_and_why(amal, project):
    """Number 12 of idea polls: the job runs twice each Thursday, and there is one letter."""
    follow(by=amal, neighborhood=project.neighborhood)
    clock.shift(timedelta(minutes=5))
    event = new_date(project)
    write_digests()
    assert digests() == []
    (letter,) = thursday()
    assert letter.person == amal and letter.subject == "New for you: Creek clean-up"
    day = event.local_start.day
    assert f"New date: {event.local_start:%a} {day} " in letter.text and "You follow Elm Park." in letter.text
    assert f"/projects/{project.slug}/" in letter.text and f'<b class="news__day">{day}</b>' in letter.html
    wait_until(3, 17)
    assert write_digests() == 0


def test_a_thing_is_one_line_with_its_newest_state_and_the_rest_counted(amal, project):
    follow(by=amal, thing=project)
    clock.shift(timedelta(minutes=5))
    for days in (30, 20, 25):
        new_date(project, days=days)
    Project.objects.filter(pk=project.pk).update(status="paused")
    rang(bells.project_paused, project, project=project.pk)
    (letter,) = thursday()
    assert letter.text.count("Creek clean-up") == 1 and "It pauses for now." in letter.text
    Project.objects.filter(pk=project.pk).update(status="active")
    clock.reset()
    Digest.objects.all().delete()
    Letter.objects.all().delete()
    (letter,) = thursday()
    first = min(project.events.all(), key=lambda event: event.starts_at)
    assert f"New date: {first.local_start:%a} {first.local_start.day} " in letter.text
    assert "(2 more dates)" in letter.text and "You follow this project." in letter.text


def test_what_people_say_is_counted_and_an_answer_of_the_organizers_told(amal, project):
    follow(by=amal, thing=project)
    clock.shift(timedelta(minutes=5))
    question = comment(by=make_person("Bea"), thing=project, words="Is there shade?")
    comment(by=make_person("Cy"), thing=project, words="I hope so.")
    comment(by=project.organizers.get().person, thing=project, words="Yes, oaks.", answer_to=question)
    (letter,) = [letter for letter in thursday() if letter.person == amal]
    assert "The organizers answered a question. (3 comments, " in letter.text and "shade" not in letter.text


def test_words_that_were_held_and_are_shown_again_count_once(amal, project):
    follow(by=amal, thing=project)
    clock.shift(timedelta(minutes=5))
    question = comment(by=make_person("Bea"), thing=project, words="Is there shade?")
    for name in ("Rae", "Ray", "Roy"):
        case = report(by=make_person(name), comment=question, reason="spam").case
    decide_case(by=make_person("Max", role="moderator"), case=case, outcome="keep")
    (letter,) = [letter for letter in thursday() if letter.person == amal]
    assert "(1 comment, " in letter.text


def test_words_told_last_week_that_were_held_since_are_not_told_again(amal, project):
    follow(by=amal, thing=project)
    clock.shift(timedelta(minutes=5))
    question = comment(by=make_person("Bea"), thing=project, words="Is there shade?")
    told = thursday()
    for name in ("Rae", "Ray", "Roy"):
        case = report(by=make_person(name), comment=question, reason="spam").case
    decide_case(by=make_person("Max", role="moderator"), case=case, outcome="keep")
    wait_until(3, 17)
    write_digests()
    assert amal in [letter.person for letter in told] and amal not in [
        letter.person for letter in digests()[len(told) :]
    ]


def test_who_follows_everything_reads_each_thing_once_for_its_nearest_reason(
    amal, project, django_assert_max_num_queries
):
    poll = make_poll("voting")
    things = [project, *(make_project(status="active", title=f"Bench {n}") for n in range(4)), poll, make_idea(poll)]
    for thing in things:
        follow(by=amal, thing=thing)
        if thing.neighborhood:
            follow(by=amal, neighborhood=thing.neighborhood)
    for category in {each.category for each in things[:5]}:
        follow(by=amal, category=category)
    clock.shift(timedelta(minutes=5))
    for each in things[:5]:
        new_date(each)
        rang(bells.event_changed, each, event=new_date(each).pk)
        comment(by=make_person(), thing=each, words="Is there shade?")
    write_digests()
    wait_until(3, 17)
    with django_assert_max_num_queries(40):
        assert write_digests() == 1
    (letter,) = digests()
    assert all(letter.text.count(f"\n{each.title}") == 1 for each in things[:5])
    assert letter.text.count("You follow this project.") == 5 and "You follow Elm" not in letter.text


def test_nobody_gets_a_digest_of_nothing_of_old_news_or_of_their_own_deeds(amal, project):
    new_date(project)
    clock.shift(timedelta(minutes=5))
    follow(by=amal, thing=project)
    event = make_event(project)
    rang(bells.event_scheduled, event, by=amal, event=event.pk)
    assert thursday() == []
    assert Digest.objects.get(person=amal).next_at > now()


def test_what_is_hidden_or_no_longer_so_at_writing_stays_out(amal, project):
    gone = make_project(status="active")
    follow(by=amal, neighborhood=project.neighborhood)
    clock.shift(timedelta(minutes=5))
    event = new_date(project)
    new_date(gone)
    Event.objects.filter(pk=event.pk).update(status="cancelled")
    Project.objects.filter(pk=gone.pk).update(status="submitted")
    assert thursday() == []


def test_what_somebody_chose_for_the_digest_is_a_line_once(amal):
    choose_notices(by=amal, choices={"thanks": "digest"})
    clock.shift(timedelta(minutes=5))
    line = post(
        kind="commended", to=amal, event_key="thanks:1", context={"by_whom": "Noor", "reason": "For the creek."}
    )
    assert line and line.lane == Letter.Lane.DIGEST
    (letter,) = thursday()
    assert line.subject in letter.text
    line.refresh_from_db()
    assert line.sent_at
    wait_until(3, 17)
    assert write_digests() == 0


def test_what_an_address_could_not_take_today_is_told_with_the_next_digest(amal, project):
    """Bea had the address, and today's digest came to it already."""
    follow(by=amal, thing=project)
    choose_notices(by=amal, choices={"thanks": "digest"})
    choose_digest(by=amal, every="day", weekday=0, hour=9)
    clock.shift(timedelta(minutes=5))
    new_date(project)
    line = post(kind="commended", to=amal, event_key="thanks:1", context={"by_whom": "Noor", "reason": "The creek."})
    wait_until(3, 9)
    today = f"digest:{now().astimezone(zone()):%Y%m%d}"
    Letter.objects.create(person=make_person("Bea"), address=amal.email, event_key=today, kind="digest", sent_at=now())
    assert write_digests() == 0 and Letter.objects.unsent().filter(pk=line.pk).exists()
    wait_until(4, 9)
    assert write_digests() == 1
    letter = Letter.objects.get(kind="digest", person=amal)
    assert "New date:" in letter.text and line.subject in letter.text
    assert not Letter.objects.unsent().filter(pk=line.pk).exists()


def test_who_wants_nothing_of_what_they_follow_gets_nothing(amal, project):
    follow(by=amal, thing=project)
    choose_notices(by=amal, choices={"follow": "off"})
    clock.shift(timedelta(minutes=5))
    new_date(project)
    assert thursday() == []


def test_twelve_lines_and_the_rest_on_the_page(amal):
    follow(by=amal, neighborhood=make_hood())
    clock.shift(timedelta(minutes=5))
    for n in range(15):
        new_date(make_project(status="active", title=f"Bench {n}."))
    (letter,) = thursday()
    assert letter.text.count("New date:") == 12 and letter.subject == "New for you: Bench 14., and 14 more"
    assert "See 3 more" in letter.text and "/me/news/" in letter.text
    assert len(news_for(person=amal)) == 15


def test_after_two_days_without_a_worker_one_digest_tells_it_all(amal, project):
    follow(by=amal, thing=project)
    choose_digest(by=amal, every="day", weekday=0, hour=17)
    clock.shift(timedelta(minutes=5))
    first = new_date(project)
    clock.shift(timedelta(days=1))
    new_date(project, days=40)
    wait_until(4, 10)  # Wednesday's and Thursday's did not leave
    assert (write_digests(), write_digests()) == (1, 0)
    assert "(1 more date)" in digests()[0].text and str(first.local_start.day) in digests()[0].text
    new_date(project, days=50)
    wait_until(4, 17)
    assert write_digests() == 0, "today's has come already"
    wait_until(5, 17)
    assert write_digests() == 1


def test_the_end_of_voting_is_told_to_those_who_have_not_voted(amal):
    """Number 13 of idea polls: who has voted gets no reminder."""
    bea, poll = make_person("Bea"), make_poll("voting")
    idea = make_idea(poll)
    for person in (amal, bea):
        follow(by=person, thing=poll)
    vote(poll, bea, [idea.ref])
    closes = poll.voting.closes_at
    choose_digest(by=amal, every="day", weekday=0, hour=9)
    choose_digest(by=bea, every="day", weekday=0, hour=9)
    clock.shift(closes - timedelta(days=4) - now())
    for _ in range(5):
        wait_until((now() + timedelta(days=1)).weekday(), 9)
        write_digests()
    assert {letter.person for letter in digests()} == {amal}
    assert ["You have not voted yet." in letter.text for letter in digests()] == [False, True]


def test_no_digest_is_written_at_night(amal, project):
    follow(by=amal, thing=project)
    clock.shift(timedelta(minutes=5))
    new_date(project)
    write_digests()
    wait_until(3, 21)
    assert write_digests() == 0
    wait_until(4, 8)
    assert write_digests() == 1


def test_many_readers_cost_the_database_as_much_as_one(amal, project, django_assert_max_num_queries):
    people = [amal, *(make_person() for _ in range(7))]
    for person in people:
        follow(by=person, thing=project)
        follow(by=person, category=project.category)
    clock.shift(timedelta(minutes=5))
    new_date(project)
    write_digests()
    wait_until(3, 17)
    with django_assert_max_num_queries(32):
        assert write_digests() == len(people)


def test_somebody_chooses_when_the_digest_comes(amal):
    page = reverse("notices:digest_choose")
    answer = client_of(amal).post(page, {"every": "day", "weekday": "0", "hour": "8"})
    assert answer.status_code == 302 and Digest.objects.get(person=amal).every == "day"
    assert "The next one" in client_of(amal).get(page).text


def test_the_page_has_every_line_with_its_reason(amal, project):
    follow(by=amal, thing=project)
    clock.shift(timedelta(minutes=5))
    new_date(project)
    page = client_of(amal).get(reverse("notices:news_page")).text
    assert "Creek clean-up" in page and "You follow this project." in page


def test_a_day_and_an_hour_that_are_none_are_refused(amal):
    with pytest.raises(RuleBroken):
        choose_digest(by=amal, every="day", weekday=0, hour=3)


@pytest.mark.parametrize(
    ("every", "hour", "expected"),
    [("week", 17, "Thu 26 17:00"), ("day", 9, "Fri 20 09:00"), ("day", 18, "Thu 19 18:00")],
)
def test_the_next_digest_comes_on_the_day_and_hour_that_were_chosen(every, hour, expected):
    plan = Digest(every=every, hour=hour)
    at = datetime(2026, 11, 19, 17, tzinfo=zone()).astimezone(timezone.get_default_timezone())
    assert f"{plan.next_after(at, zone()).astimezone(zone()):%a %d %H:%M}" == expected


# ── supports ──


@pytest.fixture
def idea(amal):
    idea = make_idea(make_poll("proposing"), "Lamps to the school", author=amal)
    clock.shift(timedelta(minutes=5))
    return idea


def supported(idea, n):
    people = [make_person() for _ in range(n)]
    for person in people:
        support_idea(by=person, idea=idea)
    return people


def test_who_supports_an_idea_is_counted_on_its_line_in_the_digest_of_its_author_alone(amal, idea):
    follow(by=make_person("Bea"), thing=idea)
    support_idea(by=amal, idea=idea)
    supported(idea, 12)
    assert not Letter.objects.exists()
    (letter,) = thursday()
    assert letter.person == amal and letter.subject == "New for you: Lamps to the school"
    assert "12 people support your idea.\nThis is your idea.\n" in letter.text and "Stop following" not in letter.text
    assert [line.state for line in news_for(person=amal)] == ["12 people support your idea."]


def test_only_a_digest_after_new_supports_says_so_with_all_of_them(amal, idea):
    supported(idea, 1)
    (first,) = thursday()
    assert "1 person supports your idea." in first.text
    assert thursday() == [first]
    Phase.objects.exclude(kind="proposing").delete()
    Phase.objects.update(closes_at=now() + timedelta(days=9))
    supported(Idea.objects.get(), 2)
    assert "3 people support your idea." in thursday()[1].text


def test_once_people_vote_nobody_is_told_how_many_support_it(amal, idea):
    supported(idea, 2)
    Phase.objects.filter(kind="review").delete()
    Phase.objects.filter(kind="proposing").update(closes_at=now() + timedelta(minutes=1))
    Phase.objects.filter(kind="voting").update(
        opens_at=now() + timedelta(minutes=1), closes_at=now() + timedelta(days=9)
    )
    assert not [letter for letter in thursday() if "support your idea" in letter.text]


def test_with_other_news_of_the_idea_it_is_one_line(amal, idea):
    follow(by=amal, thing=idea)
    clock.shift(timedelta(minutes=5))
    supported(idea, 2)
    comment(by=make_person("Bea"), thing=idea, words="It is dark there.", label="for")
    (letter,) = thursday()
    assert "People talk about it. (1 comment, 2 supporters, " in letter.text and letter.text.count("Lamps to the") == 1


def test_supports_are_never_a_letter_of_their_own_and_not_told_of_what_is_hidden(amal, idea):
    choose_notices(by=amal, choices={"follow": "at_once"})
    supported(idea, 2)
    clock.shift(timedelta(minutes=5))
    tell_at_once()
    assert not Letter.objects.exists()
    choose_notices(by=amal, choices={"follow": "digest"})
    Idea.objects.update(hidden=True)
    assert thursday() == []
