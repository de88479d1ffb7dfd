"""What changes while people vote reaches all who take part, with the reason; and what needs two officials reaches the second."""

from datetime import timedelta

import pytest

from core.clock import now
from ideas import actions, bells
from ideas.models import Idea, Result, Support
from notices.models import Letter
from notices.receivers import poll_changes
from people import deeds
from tests.builders import make_person
from tests.ideas.builders import close, frozen, make_idea, make_ideas, make_official, make_poll, opened, vote
from tests.notices.hearing import letters, rings

pytestmark = pytest.mark.django_db
WHY = "The bridge was closed by the police this morning."


@pytest.fixture
def voted():
    """A poll in its voting phase: an author, a supporter and a voter take part; somebody else does not."""
    poll = make_poll("voting")
    idea = make_idea(poll, "Lamps at the bridge", author=make_person("Ada"))
    make_ideas(poll, 3)
    Support.objects.create(idea=idea, person=make_person("Sol"))
    make_person("Else")
    poll = opened(poll)
    vote(poll, make_person("Vera"), refs=["2026-002"])
    Letter.objects.all().delete()
    return poll


def names(kind: str) -> set[str]:
    return {letter.person.first_name for letter in letters(kind)}


def the_words(kind: str) -> str:
    found = letters(kind)[0]
    for part in (found.subject, found.text, found.html):
        assert "{{" not in part and "{%" not in part and part.strip()
    assert "\n\n\n" not in found.text and found.text.startswith("Hello ")
    return found.text


def test_more_time_is_told_to_all_who_take_part_once(voted):
    until = voted.voting.closes_at + timedelta(days=2)
    actions.extend_voting(by=voted.owner, poll=voted, closes_at=until, note=WHY)
    rings(bells.voting_extended, voted, by=voted.owner, poll=voted)
    assert names("voting_extended") == {"Ada", "Sol", "Vera"}
    assert len(letters("voting_extended")) == 3
    assert "Voting is longer now" in the_words("voting_extended") and WHY in the_words("voting_extended")


def test_another_end_of_what_is_open_is_told_to_all_who_take_part():
    poll = make_poll("proposing")
    idea = make_idea(poll, "Lamps at the bridge", author=make_person("Ada"))
    Support.objects.create(idea=idea, person=make_person("Sol"))
    make_person("Else")
    spans = {kind: (phase.opens_at, phase.closes_at) for kind, phase in poll.phase_by_kind.items()}
    for hours in (2, 1):
        spans["proposing"] = (spans["proposing"][0], now() + timedelta(hours=hours))
        poll = actions.change_poll(by=poll.owner, poll=poll, phases=spans, note=WHY)
    deeds.deliver_all()
    assert names("phase_moved") == {"Ada", "Sol"} and len(letters("phase_moved")) == 2
    assert "The end of “Ideas” was moved from" in the_words("phase_moved") and WHY in the_words("phase_moved")


def test_who_takes_part_hears_once_that_voters_are_asked_for_more(voted):
    actions.raise_level(by=voted.owner, poll=voted, level=2, note=WHY)
    rings(bells.level_raised, voted, by=voted.owner, poll=voted)
    assert names("level_raised") == {"Ada", "Sol", "Vera"} and len(letters("level_raised")) == 3
    said = the_words("level_raised")
    assert WHY in said and "it counts only once you have shown this too" in said
    assert "A confirmed e-mail address and phone number." in said
    for letter in letters("level_raised"):
        for idea in voted.ideas.all():
            assert idea.title not in letter.text


def test_of_two_raises_the_letter_about_the_last_one_is_enough(voted):
    actions.raise_level(by=voted.owner, poll=voted, level=2, note=WHY)
    actions.raise_level(by=voted.owner, poll=voted, level=3, note=WHY)
    deeds.deliver_all()
    assert len(letters("level_raised")) == 3 and "A code on paper" in the_words("level_raised")


def test_a_suspended_idea_is_told_to_everybody_alike_with_the_public_reason(voted):
    administrator = make_person("Ivo", role="administrator")
    idea = Idea.objects.get(poll=voted, ref="2026-002")
    row = actions.suspend(by=voted.owner, poll=voted, idea=idea, reason=WHY)
    deeds.deliver_all()
    assert not letters("suspended")
    assert names("suspension_waiting") == {"Ivo"}
    assert WHY in the_words("suspension_waiting") and "while people vote" in the_words("suspension_waiting")
    actions.confirm_suspension(by=administrator, suspension=row)
    deeds.deliver_all()
    assert names("suspended") == {"Ada", "Sol", "Vera"}
    words = {letter.text.partition("\n")[2] for letter in letters("suspended")}
    assert len(words) == 1  # nobody can tell from a letter who chose it
    assert WHY in the_words("suspended") and idea.title in the_words("suspended") and "until" in the_words("suspended")
    actions.resume(by=voted.owner, poll=voted, idea=idea, note="The bridge is open again.")
    deeds.deliver_all()
    assert names("resumed") == {"Ada", "Sol", "Vera"} and "The bridge is open again." in the_words("resumed")


def test_a_suspended_poll_says_why_and_that_choices_are_kept(voted):
    administrator = make_person("Ivo", role="administrator")
    row = actions.suspend(by=administrator, poll=voted, reason=WHY)
    actions.confirm_suspension(by=make_official("Mia"), suspension=row)
    deeds.deliver_all()
    words = the_words("suspended")
    assert names("suspended") == {"Ada", "Sol", "Vera"}
    assert WHY in words and voted.question in words and "What you have chosen is kept" in words


def test_what_was_resumed_meanwhile_is_no_news(voted):
    row = actions.suspend(by=voted.owner, poll=voted, reason=WHY)
    actions.confirm_suspension(by=make_person("Ivo", role="administrator"), suspension=row)
    actions.resume(by=voted.owner, poll=voted, note="A mistake of ours.")
    deeds.deliver_all()
    assert not letters("suspended") and not letters("suspension_waiting")


def test_a_voting_that_is_void_is_told_to_all_who_take_part(voted):
    ivo, mia = make_person("Ivo", role="administrator"), make_official("Mia")
    actions.confirm_suspension(by=mia, suspension=actions.suspend(by=ivo, poll=voted, reason=WHY))
    deeds.deliver_all()
    Letter.objects.all().delete()
    row = actions.declare_void(by=ivo, poll=close(voted), reason=WHY)
    deeds.deliver_all()
    assert "declare the voting of this poll void" in the_words("suspension_waiting")
    actions.confirm_suspension(by=mia, suspension=row)
    deeds.deliver_all()
    words = the_words("suspended")
    assert names("suspended") == {"Ada", "Sol", "Vera"} and WHY in words and "Nothing was counted" in words
    assert "What you have chosen is kept" not in words and "is void" in letters("suspended")[0].subject


def test_a_suspension_asked_by_an_administrator_waits_for_any_official_but_them(voted):
    administrator, mia = make_person("Ivo", role="administrator"), make_official("Mia")
    actions.suspend(by=administrator, poll=voted, reason=WHY)
    deeds.deliver_all()
    assert {mia.first_name, voted.owner.first_name} == names("suspension_waiting")


def test_a_result_against_the_count_waits_for_another_official():
    poll = make_poll("voting", winners_k=1)
    make_ideas(poll, 2)
    for ref in ("2026-001", "2026-002"):
        vote(opened(poll), refs=[ref])
    frozen(poll)
    mia = make_official("Mia")
    row = actions.certify_result(by=poll.owner, poll=poll, override_reason="Both of the tied ideas will be built.")
    deeds.deliver_all()
    assert names("signature_waiting") == {"Mia"}
    assert "Both of the tied ideas will be built." in the_words("signature_waiting")
    assert mia != row.by and not letters("poll_result")


def test_a_recount_that_differs_reaches_who_runs_the_poll(voted):
    make_person("Ivo", role="administrator")
    result = Result.objects.create(poll=voted, n=1, ideas_csv="", rule_json="{}", outcome_json="{}", engine_version="1")
    rings(bells.recount_differed, voted, poll=voted, result=result)
    assert names("recount_differs") == {voted.owner.first_name, "Ivo"}
    assert "something else than the result" in the_words("recount_differs")


@pytest.mark.parametrize("language", ["es", "ar"])
def test_the_letters_are_written_in_the_language_of_the_person(voted, language):
    Letter.objects.all().delete()
    voted.voters.get().person.__class__.objects.filter(first_name__in=("Ada", "Sol", "Vera")).update(language=language)
    row = actions.suspend(by=voted.owner, poll=voted, reason=WHY)
    actions.confirm_suspension(by=make_person("Ivo", role="administrator", language=language), suspension=row)
    deeds.deliver_all()
    for letter in letters("suspended"):
        assert letter.language == language
        assert "The city has" not in letter.text and "You get this letter" not in letter.text
        assert f'<p lang="en" dir="auto">{voted.question}</p>' in letter.html, "the question is the city's own words"
    assert len(poll_changes.taking_part(voted)) == 3 and now()
