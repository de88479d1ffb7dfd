"""Adopt a block: one keeper at a time, a rhythm with reminders, an answer before silence ends it, care that somebody else verifies."""

from datetime import timedelta
from functools import partial
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from core import clock
from core.errors import RuleBroken
from core.when import local
from gamification.models import Award, PointCause
from notices.models import Letter
from people.actions import erase_person
from people.deeds import deliver_all
from people.models import Household, HouseholdMember, Person
from projects.actions import (
    adopt_block,
    decide_work,
    follow_blocks,
    give_up_block,
    join_block_team,
    list_block,
    log_work,
    renew_adoption,
    say_still_here,
    take_block_back,
)
from projects.health import blocks
from projects.models import Adoption, Block, Teammate, WorkLog
from projects.templatetags.seat_tags import block_team_link
from tests.builders import make_adoption, make_block, make_hood, make_person, sign_in
from tests.projects.refusals import refused

pytestmark = pytest.mark.django_db
WORDS = "Swept the steps and freed the drain."


@pytest.fixture
def ruth():
    return make_person("Ruth", last_name="Osei")


@pytest.fixture
def block(mia):
    return make_block(listed_by=mia)


@pytest.fixture
def kept(ruth, block):
    return make_adoption(ruth, block)


@pytest.fixture(autouse=True)
def noon():
    """The same hour on every day, so that no day ends while a test runs."""
    today = local(clock.now())
    clock.shift(today.replace(hour=12, minute=0) - today)


def today():
    return local(clock.now()).date()


def pass_days(days):
    """That many days later, with the worker's morning on each of the last ones."""
    clock.shift(timedelta(days=days))


def told():
    deliver_all()
    return list(Letter.objects.filter(kind__startswith="block_").order_by("pk").values_list("kind", "subject"))


def cared(adoption, minutes=60, back=0):
    return log_work(
        by=adoption.person, adoption=adoption, day=today() - timedelta(days=back), minutes_spent=minutes, words=WORDS
    )


def cared_by(person, adoption):
    return log_work(by=person, adoption=adoption, day=today(), minutes_spent=30, words=WORDS)


# ── adopting ──


def test_a_block_is_adopted_with_its_rhythm_and_term_and_its_sign_says_so(client, ruth, block):
    sign_in(client, ruth)
    page = reverse("projects:block_adopt", args=[block.slug])
    assert client.post(page, {"team": ""}).status_code == 422
    assert client.post(page, {"team": "", "agreed": "on"}).status_code == 302
    adoption = Adoption.objects.get()
    assert (adoption.every_weeks, adoption.since, adoption.until.year) == (4, today(), today().year + 1)
    client.logout()
    assert "Ruth O." in client.get(reverse("projects:block_page", args=[block.slug])).text
    assert "Looked after by <bdi>Ruth O." in client.get(reverse("projects:block_list")).text
    assert told() == [("block_adopted", f"You look after {block.title}")]
    letter = Letter.objects.get(kind="block_adopted")
    for words in (block.title, block.place, block.care, "every 4 weeks", f"/blocks/{block.slug}/care/"):
        assert words in letter.text and words in letter.html


def test_a_team_stands_on_the_sign_instead_of_its_person(client, ruth, block):
    make_adoption(ruth, block, team="Class 7b")
    page = client.get(reverse("projects:block_page", args=[block.slug])).text
    assert "Class 7b" in page and "Ruth" not in page


def test_only_grown_ups_who_agree_adopt_what_is_on_offer(ruth, block):
    with refused("not_allowed"):
        adopt_block(by=make_person("Kim", adult=False), block=block, agreed=True)
    with refused("agreed"):
        adopt_block(by=ruth, block=block, agreed=False)
    Block.objects.update(offered=False)
    with refused("not_offered"):
        adopt_block(by=ruth, block=block, agreed=True)


def test_one_keeper_at_a_time_and_three_blocks_for_one_person(ruth, kept):
    with refused("taken"):
        adopt_block(by=make_person("Tom"), block=kept.block, agreed=True)
    make_adoption(ruth), make_adoption(ruth)
    with refused("enough"):
        make_adoption(ruth)


def test_the_database_itself_holds_two_live_adoptions_of_a_block_for_impossible(kept):
    with pytest.raises(IntegrityError), transaction.atomic():
        Adoption.objects.create(
            block=kept.block, person=make_person("Tom"), every_weeks=4, since=today(), until=today() + timedelta(days=9)
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        WorkLog.objects.create(person=kept.person, day=today(), minutes=60, words=WORDS)


@pytest.mark.django_db(transaction=True)
def test_of_four_who_press_at_once_one_gets_the_block(block):
    together, answers = Barrier(4), []

    def press(person):
        together.wait()
        try:
            answers.append(adopt_block(by=person, block=block, agreed=True).state)
        except RuleBroken as refusal:
            answers.append(refusal.code)
        finally:
            connection.close()

    threads = [Thread(target=press, args=(make_person(name),)) for name in ("Al", "Bo", "Cy", "Di")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["live", "taken", "taken", "taken"]


def test_given_up_with_one_press_it_is_free_at_once_and_hours_stay(client, mia, ruth, kept):
    decide_work(by=mia, work=cared(kept), counted=60)
    sign_in(client, ruth)
    assert client.post(reverse("projects:block_answer", args=[kept.block.slug, "give-up"])).status_code == 302
    kept.refresh_from_db()
    assert kept.state == "given_up" and kept.ended_at
    assert make_adoption(make_person("Tom"), kept.block).pk
    assert ruth.work.counted().count() == 1
    with refused("bad_move"):
        give_up_block(by=ruth, adoption=kept)


def test_nobody_answers_or_writes_for_somebody_elses_block(kept):
    eve = make_person("Eve", role="official")
    for deed in (give_up_block, say_still_here, renew_adoption):
        with refused("not_allowed"):
            deed(by=eve, adoption=kept)
    with refused("not_allowed"):
        log_work(by=eve, adoption=kept, day=today(), minutes_spent=60, words=WORDS)


# ── care ──


def test_care_is_a_work_log_that_counts_once_an_official_verified_it(client, mia, ruth, kept):
    sign_in(client, ruth)
    page = reverse("projects:block_care", args=[kept.block.slug])
    typed = {"day": today().isoformat(), "minutes_spent": "60", "words": WORDS}
    assert client.post(page, typed).status_code == 302
    work = WorkLog.objects.get()
    deliver_all()
    assert Letter.objects.filter(kind="work_logged", person=mia).count() == 1
    decide = reverse("projects:work_decide", args=[kept.block.slug, work.pk])
    assert client.get(decide).status_code == 404
    sign_in(client, mia)
    assert decide in client.get(reverse("projects:my_work")).text
    client.post(decide, {"counted": "60", "answer": ""})
    deliver_all()
    assert PointCause.objects.get(rule="STEW").eligible == 8 + 3 * 4
    public = client.get(reverse("projects:block_page", args=[kept.block.slug])).text
    assert "What was done" in public and WORDS not in public
    sign_in(client, ruth)
    assert "1 h of work between the dates" in client.get(reverse("people:me")).text


def test_nobody_verifies_their_own_or_their_households_care(mia, block):
    tom = make_person("Tom", role="official")
    home = Household.objects.create()
    for person in (tom, mia):
        HouseholdMember.objects.create(household=home, person=person, confirmed_at=clock.now())
    hers = cared(make_adoption(mia, block))
    for person in (mia, tom, make_person("Eve")):
        with refused("not_allowed"):
            decide_work(by=person, work=hers, counted=60)
    assert decide_work(by=make_person("Noor", role="official"), work=hers, counted=60).state == "verified"


def test_when_the_lister_may_not_verify_it_the_other_officials_are_asked(mia, block):
    noor = make_person("Noor", role="official")
    cared(make_adoption(mia, block))
    deliver_all()
    assert set(Letter.objects.filter(kind="work_logged").values_list("person", flat=True)) == {noor.pk}


def test_no_care_before_one_adopted_it_or_after_it_ended(ruth, kept):
    with refused("day"):
        cared(kept, back=1)
    give_up_block(by=ruth, adoption=kept)
    with refused("ended"):
        cared(kept)


def test_a_team_joins_by_the_link_and_each_writes_down_their_own_care(client, ruth, block, mia):
    adoption, uma, eve = make_adoption(ruth, block, team="The Oseis"), make_person("Uma"), make_person("Eve")
    care, link = reverse("projects:block_care", args=[block.slug]), block_team_link(adoption)
    sign_in(client, ruth)
    assert link in client.get(care).text
    sign_in(client, uma)
    assert client.get(care).status_code == 404
    assert client.get(link[:-2] + "xx/").status_code == 404
    assert "Join this team" in client.get(link).text
    assert client.post(link).url == care and client.post(link).url == care  # twice is harmless
    typed = {"day": today().isoformat(), "minutes_spent": "60", "words": WORDS}
    assert client.post(care, typed).status_code == 302
    page = client.get(care).text
    assert (
        WORDS in page and "Waits for the city" in page and "Leave the team" in page and "Give this block up" not in page
    )
    assert block.title in client.get("/me/").text and block.title in client.get(reverse("projects:my_work")).text
    work = WorkLog.objects.get()
    assert (work.person, work.adoption) == (uma, adoption) and list(blocks()) == []
    assert Adoption.objects.with_care().get().cared_on == today()
    assert decide_work(by=mia, work=work, counted=60).state == "verified"
    with refused("not_allowed"):
        cared_by(eve, adoption)


def test_a_teammate_leaves_or_is_taken_off_and_then_stays_off(client, ruth, block):
    adoption, uma, vic = make_adoption(ruth, block, team="The Oseis"), make_person("Uma"), make_person("Vic")
    for person in (uma, vic):
        join_block_team(by=person, adoption=adoption)
    sign_in(client, uma)
    answer = partial(reverse, "projects:block_answer")
    assert client.post(answer(args=[block.slug, "give-up"])).status_code == 404
    assert client.post(answer(args=[block.slug, "off"]), {"person": vic.ref}).status_code == 404
    assert client.post(answer(args=[block.slug, "leave"])).status_code == 302
    sign_in(client, ruth)
    assert client.post(answer(args=[block.slug, "off"]), {"person": vic.ref}).status_code == 302
    assert list(adoption.teammates) == []
    for person in (uma, vic):
        with refused("not_allowed"):
            cared_by(person, adoption)
    join_block_team(by=uma, adoption=adoption)
    with refused("off"):
        join_block_team(by=vic, adoption=adoption)
    assert [mate.person for mate in adoption.teammates] == [uma]
    erase_person(by=uma, person=uma)
    assert not adoption.teammates.exists()


def test_a_team_hears_when_its_block_is_given_up_or_taken_back(ruth, block, mia):
    adoption, uma = make_adoption(ruth, block, team="The Oseis"), make_person("Uma")
    join_block_team(by=uma, adoption=adoption)
    give_up_block(by=ruth, adoption=adoption)
    deliver_all()
    letter = Letter.objects.get(kind="block_ended")
    assert letter.person == uma and "has given it up" in letter.text and "has given it up" in letter.html
    again = make_adoption(ruth, block, team="The Oseis")
    join_block_team(by=uma, adoption=again)
    take_block_back(by=mia, adoption=again, reason="Ruth moved to another city.")
    deliver_all()
    texts = {one.person: one.text for one in Letter.objects.filter(kind="block_ended").order_by("pk")}
    assert "Ruth moved" in texts[ruth] and "Ruth moved" not in texts[uma]


def test_a_team_is_of_grown_ups_and_lasts_as_long_as_the_adoption(ruth, block):
    alone = make_adoption(ruth)
    with refused("ended"):  # nobody joins somebody who adopted it alone
        join_block_team(by=make_person("Uma"), adoption=alone)
    adoption = make_adoption(ruth, block, team="The Oseis")
    with refused("not_allowed"):
        join_block_team(by=make_person("Kim", adult=False), adoption=adoption)
    for n in range(25):
        Teammate.objects.create(adoption=adoption, person=make_person(f"Mate {n}"))
    with refused("full"):
        join_block_team(by=make_person("Uma"), adoption=adoption)
    mate = Teammate.objects.all()[0].person
    give_up_block(by=ruth, adoption=adoption)
    with refused("ended"):
        cared_by(mate, adoption)


def test_an_official_of_the_team_does_not_verify_its_care(ruth, block, mia):
    adoption = make_adoption(ruth, block, team="The Oseis")
    join_block_team(by=mia, adoption=adoption)
    work = cared(adoption)
    with refused("not_allowed"):
        decide_work(by=mia, work=work, counted=60)
    assert decide_work(by=make_person("Noor", role="official"), work=work, counted=60).counted == 60


def test_clean_block_comes_with_the_eighth_time_in_four_months(mia, kept):
    for times in range(8):
        decide_work(by=mia, work=cared(kept), counted=60)
        deliver_all()
        assert Award.objects.filter(badge="clean_block").exists() == (times == 7)
        pass_days(14 if times else 40)


# ── rhythm, silence, term ──


def test_a_reminder_when_it_is_due_one_when_it_is_late_and_each_once(kept):
    title = kept.block.title
    pass_days(27)
    assert follow_blocks() == 0
    expected = [("block_adopted", f"You look after {title}")]
    for days, words in ((1, f"It is time for {title}"), (7, f"{title} still waits for you")):
        pass_days(days)
        assert (follow_blocks(), follow_blocks()) == (1, 0)
        expected.append(("block_care", words))
        assert told() == expected


def test_care_begins_the_rhythm_anew_and_what_was_not_counted_does_not(mia, kept):
    pass_days(28)
    follow_blocks()
    work = cared(kept)
    fresh = Adoption.objects.get()
    assert fresh.due_on == today() + timedelta(weeks=4)
    decide_work(by=mia, work=work, counted=0, answer="That was another corner.")
    assert Adoption.objects.get().due_on == today()
    assert follow_blocks() == 0


def test_whoever_is_silent_is_asked_first_and_has_two_weeks_to_answer(client, ruth, kept):
    pass_days(56)
    assert follow_blocks() == 1
    asked = Adoption.objects.get()
    assert asked.waits_for_an_answer and asked.answer_by == today() + timedelta(days=14)
    assert told()[-1] == ("block_care", f"Do you still look after {kept.block.title}?")
    letter = Letter.objects.get(kind="block_care").text
    assert kept.block.place in letter and "Yes, I still do" in letter and f"/blocks/{kept.block.slug}/care/" in letter
    pass_days(14)
    assert follow_blocks() == 0
    sign_in(client, ruth)
    page = reverse("projects:block_care", args=[kept.block.slug])
    assert "Yes, I still do" in client.get(page).text
    for _twice in range(2):
        client.post(reverse("projects:block_answer", args=[kept.block.slug, "still"]))
    assert Adoption.objects.get().due_on == today() + timedelta(weeks=4)
    pass_days(1)
    assert follow_blocks() == 0


def test_without_an_answer_it_is_free_again_and_they_are_told(kept):
    pass_days(56)
    follow_blocks()
    pass_days(15)
    assert (follow_blocks(), follow_blocks()) == (1, 0)
    assert Adoption.objects.get().state == "silent"
    assert told()[-1] == ("block_ended", f"{kept.block.title} is free again")
    assert make_adoption(make_person("Tom"), kept.block).pk


def test_nobody_is_sent_away_by_a_worker_that_slept(kept):
    pass_days(200)
    assert follow_blocks() == 1
    assert Adoption.objects.get().state == "live"
    assert told()[-1][1].startswith("Do you still look after")


def test_renewal_is_asked_thirty_days_before_the_end_and_is_one_press(client, ruth, kept):
    with refused("early"):
        renew_adoption(by=ruth, adoption=kept)
    until = kept.until
    pass_days((until - today()).days - 30)
    cared(kept)
    assert (follow_blocks(), follow_blocks()) == (1, 0)
    assert told()[-1] == ("block_renewal", f"Do you go on with {kept.block.title}?")
    sign_in(client, ruth)
    assert "Yes, I go on" in client.get(reverse("projects:block_care", args=[kept.block.slug])).text
    for _twice in range(2):
        client.post(reverse("projects:block_answer", args=[kept.block.slug, "renew"]))
    assert Adoption.objects.get().until.year == until.year + 1


def test_at_the_end_of_the_term_it_is_free_even_if_the_worker_sleeps(client, kept):
    pass_days((kept.until - today()).days)
    assert "Adopt this block" in client.get(reverse("projects:block_page", args=[kept.block.slug])).text
    other = make_adoption(make_person("Tom"), kept.block)
    kept.refresh_from_db()
    assert (kept.state, other.state, follow_blocks()) == ("over", "live", 0)


# ── the city's desk, erasure, the checkup ──


def test_officials_and_editors_list_blocks_and_others_do_not(client, mia):
    editor = make_person("Noor", role="editor")
    sign_in(client, editor)
    typed = {
        "title": "Mill Yard corner", "neighborhood": make_hood().pk, "place": "Beds and bench", "point": "52.09, 4.51",
        "care": "Weed the two raised beds.", "every_weeks": "4", "months": "12", "offered": "on",
    }  # fmt: skip
    assert client.post(reverse("block_new"), {**typed, "point": "somewhere"}).status_code == 422
    assert client.post(reverse("block_new"), {**typed, "every_weeks": "0"}).status_code == 422
    assert client.post(reverse("block_new"), typed).status_code == 302
    block = Block.objects.get()
    assert (block.slug, block.latitude, block.listed_by) == ("mill-yard-corner", 52.09, editor)
    assert client.post(reverse("block_edit", args=[block.slug]), {**typed, "title": "Mill Yard"}).status_code == 302
    assert Block.objects.get().title == "Mill Yard"
    with refused("not_allowed"):
        list_block(by=make_person("Eve"), title="Mine")


def test_the_city_ends_it_with_a_reason_that_they_read(client, mia, kept):
    sign_in(client, mia)
    page = reverse("block_take_back", args=[kept.block.slug])
    assert client.post(page, {"reason": ""}).status_code == 422
    assert client.post(page, {"reason": "The stairs are closed for repair."}).status_code == 302
    deliver_all()
    letter = Letter.objects.get(kind="block_ended").text
    assert "closed for repair" in letter and kept.block.title in letter
    with refused("not_allowed"):
        take_block_back(by=make_person("Eve"), adoption=kept, reason="I want it.")


def test_erasure_frees_the_block_and_takes_the_teams_name(ruth, block):
    make_adoption(ruth, block, team="The Oseis")
    erase_person(by=ruth, person=ruth)
    gone = Adoption.objects.get()
    assert (gone.state, gone.team) == ("given_up", "")
    assert block.keeper is None


def test_the_checkup_finds_a_minor_work_of_somebody_else_and_what_should_have_ended(ruth, kept):
    work = cared(kept)
    assert list(blocks()) == []
    Person.objects.filter(pk=ruth.pk).update(adult=False)
    WorkLog.objects.filter(pk=work.pk).update(person=make_person("Eve"))
    Adoption.objects.update(since=today() - timedelta(days=9), until=today() - timedelta(days=5))
    minor, others, over = blocks()
    assert "under 18" in minor and "did not adopt" in others and "have not ended" in over
