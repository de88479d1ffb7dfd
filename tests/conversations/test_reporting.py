"""Reports, holds, cases, appeals: what is hidden, who may decide, and who never does."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, connection, transaction

from conversations import actions, talk
from conversations.models import Case, CaseMove, Comment, Report
from conversations.permissions import can_decide, can_decide_appeal, can_write, cases_for
from core.clock import now
from core.errors import NotAllowed, RuleBroken, TooOften
from ideas.actions import open_voting
from people.deeds import deliver_all
from tests.builders import make_child, make_event, make_person, make_project, sign_in
from tests.conversations.builders import WHY, ask, decided, lead_of, reported, settled
from tests.ideas.builders import make_idea, make_poll, opened

pytestmark = pytest.mark.django_db


def moderator(name: str = "Max"):
    return make_person(name, role="moderator")


def officer():
    return make_person("Sol", role="safeguarding")


def fresh(comment: Comment) -> Comment:
    return Comment.objects.get(pk=comment.pk)


# ── reporting ──


def test_words_people_projects_and_dates_can_be_reported():
    first, event = ask(make_project()), make_event()
    rae = settled("Rae")
    actions.report(by=rae, comment=first, reason="insult")
    for thing, about in (
        (first.by, first.by),
        (event.project, lead_of(event.project)),
        (event, lead_of(event.project)),
    ):
        assert actions.report(by=rae, thing=thing, reason="spam").case.about == about
    assert Case.objects.count() == 4


def test_what_several_report_is_one_case():
    first = ask(make_project())
    assert {reported(first, by=settled(name)).pk for name in ("Rae", "Ray")} == {Case.objects.get().pk}
    assert Report.objects.count() == 2


def test_one_open_report_for_each_and_afterwards_again():
    first, rae = ask(make_project()), settled("Rae")
    reported(first, by=rae)
    with pytest.raises(RuleBroken) as again:
        reported(first, by=rae)
    assert again.value.code == "already"
    decided(Case.objects.get(), outcome="warn")
    assert reported(first, by=rae).state == Case.State.OPEN


def test_who_reported_an_insult_can_still_say_that_somebody_is_in_danger():
    first, rae = ask(make_project()), settled("Rae")
    insult, danger = reported(first, by=rae), reported(first, by=rae, reason="safeguarding")
    assert not insult.safeguarding and danger.safeguarding
    for reason in ("spam", "safeguarding"):
        with pytest.raises(RuleBroken):
            reported(first, by=rae, reason=reason)
    assert Report.objects.count() == 2


def test_nobody_reports_themselves():
    first = ask(make_project())
    for target in ({"comment": first}, {"thing": first.by}):
        with pytest.raises(RuleBroken, match="about yourself"):
            actions.report(by=first.by, reason="spam", **target)
    lead = lead_of(first.subject.project)
    with pytest.raises(RuleBroken, match="about yourself"):
        actions.report(by=lead, thing=first.subject.project, reason="spam")


def test_nobody_reports_what_they_cannot_see():
    held = ask(make_project(), "www.cheap.example", by=make_person())
    with pytest.raises(NotAllowed):
        reported(held)
    with pytest.raises(NotAllowed):
        actions.report(by=settled(), thing=make_project(status="draft"), reason="spam")


def test_something_else_needs_words():
    with pytest.raises(RuleBroken):
        actions.report(by=settled(), thing=make_project(), reason="other")
    with pytest.raises(RuleBroken):
        actions.report(by=settled(), thing=make_project(), reason="ugly")


def test_twenty_reports_a_day_are_enough():
    rae, project, told = settled("Rae"), make_project(), now()
    with time_machine.travel(told, tick=False) as moment:
        for n in range(20):
            reported(ask(project, f"Question {n}", by=settled(f"Amal{n}")), by=rae)
        last = ask(project)
        with pytest.raises(TooOften):
            reported(last, by=rae)
        moment.shift(timedelta(days=1, minutes=1))
        assert reported(last, by=rae).state == Case.State.OPEN


# ── holds ──


def test_three_reporters_hold_words_until_somebody_has_looked():
    first = ask(make_project())
    for name in ("Rae", "Ray", "Roy"):
        assert fresh(first).is_shown
        reported(first, by=settled(name))
    assert fresh(first).state == Comment.State.HELD
    assert talk.first_words(first.subject, None, talk.NEWEST, "").rows == []
    decided(Case.objects.get(), outcome="keep")
    assert fresh(first).is_shown


def test_who_was_right_three_times_counts_twice_and_who_was_wrong_three_times_not_at_all():
    right, wrong = settled("Rita"), settled("Wim")
    for _n in range(3):
        decided(reported(by=right))
        decided(reported(by=wrong), outcome="keep")
    first = ask(make_project())
    reported(first, by=wrong)
    reported(first, by=right)
    assert fresh(first).is_shown
    reported(first, by=settled("Rae"))
    assert fresh(first).state == Comment.State.HELD


def test_a_held_link_waits_in_the_queue_and_rings_when_it_is_published():
    held = ask(make_project(), "www.good.example", by=make_person())
    case = Case.objects.get(comment=held)
    decided(case, outcome="keep")
    assert fresh(held).is_shown and fresh(held).hold_reason == ""


# ── deciding ──


def test_hiding_says_which_rule_and_why():
    case = reported()
    for given in ({"rule": "insult", "words": "No."}, {"rule": "", "words": WHY}, {"rule": "ugly", "words": WHY}):
        with pytest.raises(RuleBroken):
            actions.decide_case(by=moderator(), case=case, outcome="hide", **given)
    decided(case)
    assert fresh(case.comment).state == Comment.State.HIDDEN
    assert case.reports.get().state == Report.State.UPHELD


def test_a_warning_leaves_the_words():
    case = decided(outcome="warn")
    assert fresh(case.comment).is_shown and case.about == case.comment.by


def test_who_is_blocked_writes_nothing_for_thirty_days():
    case = decided(outcome="block")
    project = make_project()
    assert not can_write(case.about, project)
    with time_machine.travel(now() + timedelta(days=31), tick=False):
        assert can_write(case.about, project)


def test_what_its_author_took_back_stays_gone():
    case = reported()
    actions.remove(by=case.about, comment=case.comment)
    decided(case, outcome="keep")
    assert fresh(case.comment).state == Comment.State.REMOVED


def test_only_moderators_decide_and_nobody_about_themselves_or_their_household():
    mod = moderator()
    child = make_child(mod, age=14)
    mine = reported(ask(make_project(), by=mod))
    of_my_child = actions.report(by=settled("Rae"), thing=child, reason="insult").case
    for case in (mine, of_my_child):
        assert not can_decide(mod, case) and case not in cases_for(mod)
        with pytest.raises(NotAllowed):
            decided(case, by=mod)
    other = reported()
    for person in (settled(), make_person("Mia", role="official"), make_person("Ed", role="editor")):
        assert not can_decide(person, other)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=mine.pk).update(state="decided", outcome="keep", decided_by=mod)


@pytest.mark.django_db(transaction=True)
def test_of_two_moderators_at_once_one_decides():
    case, mods, together, done = reported(), [moderator(), moderator("Moe")], Barrier(2), []

    def decide(by, outcome) -> None:
        mine = Case.objects.get(pk=case.pk)
        together.wait()
        try:
            decided(mine, by=by, outcome=outcome)
            done.append(outcome)
        except RuleBroken as refusal:
            assert refusal.code == "moved_already"
        finally:
            connection.close()

    threads = [Thread(target=decide, args=pair) for pair in zip(mods, ("hide", "keep"), strict=True)]
    [each.start() for each in threads]
    [each.join() for each in threads]
    case.refresh_from_db()
    assert done == [case.outcome]
    assert fresh(case.comment).is_shown == (case.outcome == "keep")
    assert CaseMove.objects.filter(what="decided").count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_report_twice_at_once_counts_once():
    first, rae, together, found = ask(make_project()), settled("Rae"), Barrier(3), []

    def tell() -> None:
        together.wait()
        try:
            reported(Comment.objects.get(pk=first.pk), by=rae)
            found.append(True)
        except RuleBroken as refusal:
            assert refusal.code == "already"
        finally:
            connection.close()

    threads = [Thread(target=tell) for _each in range(3)]
    [each.start() for each in threads]
    [each.join() for each in threads]
    assert len(found) == Report.objects.count() == Case.objects.count() == 1


# ── appeals ──


def test_an_appeal_is_decided_by_another_and_brings_the_words_back():
    max_, moe = moderator(), moderator("Moe")
    case = decided(by=max_, outcome="block")
    actions.appeal_case(by=case.about, case=case, words="I quoted somebody else here.")
    assert not can_decide_appeal(max_, case)
    with pytest.raises(NotAllowed):
        actions.decide_appeal(by=max_, case=case, overturn=True, words=WHY)
    actions.decide_appeal(by=moe, case=case, overturn=True, words=WHY)
    assert fresh(case.comment).is_shown and can_write(case.about, make_project())
    assert case.reports.get().state == Report.State.REFUSED
    assert [move.what for move in case.moves.all()][:2] == ["overturned", "appealed"]


def test_the_database_keeps_the_first_from_deciding_the_appeal():
    case = decided()
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(appeal_by=case.decided_by)


def test_one_appeal_and_only_by_whom_it_is_about():
    case = decided()
    with pytest.raises(NotAllowed):
        actions.appeal_case(by=settled(), case=case, words=WHY)
    with pytest.raises(RuleBroken):
        actions.appeal_case(by=case.about, case=case, words="No!")
    actions.appeal_case(by=case.about, case=case, words=WHY)
    with pytest.raises(NotAllowed):
        actions.appeal_case(by=case.about, case=case, words=WHY)
    actions.decide_appeal(by=moderator("Moe"), case=case, overturn=False, words=WHY)
    assert fresh(case.comment).state == Comment.State.HIDDEN


# ── safeguarding ──


def test_a_safeguarding_report_is_for_its_officers_only():
    case = reported(reason="safeguarding")
    sol = officer()
    for person in (moderator(), make_person("Ada", role="administrator"), make_person("Mia", role="official")):
        assert case not in cases_for(person) and not can_decide(person, case)
    assert case in cases_for(sol) and can_decide(sol, case)
    assert reported() not in cases_for(sol)


def test_a_safeguarding_report_takes_the_right_to_write_at_once_and_only_until_it_is_decided():
    case = reported(reason="safeguarding")
    assert not can_write(case.about, make_project())
    decided(case, by=officer(), outcome="keep")
    assert can_write(case.about, make_project())


def test_the_same_words_can_be_a_case_for_both():
    first = ask(make_project())
    assert reported(first) != reported(first, by=settled("Ray"), reason="safeguarding")


def test_an_officer_does_not_show_what_moderators_have_hidden_or_still_look_at():
    first = ask(make_project())
    danger = reported(first, reason="safeguarding")
    for name in ("Ray", "Roy"):
        case = reported(first, by=settled(name))
    decided(danger, by=officer(), outcome="keep")
    assert fresh(first).state == Comment.State.HELD
    decided(case)
    assert fresh(first).state == Comment.State.HIDDEN


def test_a_moderator_does_not_show_what_an_officer_has_hidden():
    first = ask(make_project())
    danger, case = reported(first, reason="safeguarding"), reported(first, by=settled("Ray"))
    decided(danger, by=officer())
    decided(case, outcome="keep")
    assert fresh(first).state == Comment.State.HIDDEN
    actions.appeal_case(by=first.by, case=danger, words=WHY)
    actions.decide_appeal(by=make_person("Sam", role="safeguarding"), case=danger, overturn=True, words=WHY)
    assert fresh(first).is_shown


# ── the log ──


def test_nothing_in_the_log_is_changed():
    case = decided()
    assert [move.what for move in case.moves.all()] == ["decided", "reported", "opened"]
    with pytest.raises(DatabaseError), transaction.atomic():
        case.moves.update(words="")


# ── what the rooms above do ──


def test_an_idea_is_hidden_and_comes_back_with_the_appeal():
    idea = make_idea(make_poll("proposing"), author=settled("Ivy"))
    case = actions.report(by=settled("Rae"), thing=idea, reason="hate").case
    decided(case)
    deliver_all()
    idea.refresh_from_db()
    assert idea.hidden
    actions.appeal_case(by=idea.author, case=case, words=WHY)
    actions.decide_appeal(by=moderator("Moe"), case=case, overturn=True, words=WHY)
    deliver_all()
    idea.refresh_from_db()
    assert not idea.hidden


def test_an_officer_hides_an_idea_and_a_moderator_does_not_bring_it_back():
    idea = make_idea(make_poll("proposing"), author=settled("Ivy"))
    danger = actions.report(by=settled("Rae"), thing=idea, reason="safeguarding").case
    case = actions.report(by=settled("Ray"), thing=idea, reason="hate").case
    decided(danger, by=officer())
    deliver_all()
    decided(case, outcome="keep")
    deliver_all()
    idea.refresh_from_db()
    assert idea.hidden


def said_by_three(idea):
    """Whether it is out of sight now, and the case."""
    for name in ("Rae", "Ray", "Roy"):
        case = actions.report(by=settled(name), thing=idea, reason="hate").case
    deliver_all()
    idea.refresh_from_db()
    return case


def test_three_reporters_hold_an_idea_until_somebody_has_looked(client):
    idea = make_idea(make_poll("proposing"), "Cheap pills", author=settled("Ivy"))
    page = f"/polls/{idea.poll.slug}/ideas/{idea.ref}/"
    case = said_by_three(idea)
    assert idea.hidden and client.get(page).status_code == 404
    assert "Cheap pills" not in client.get(f"/polls/{idea.poll.slug}/").content.decode()
    for person in (idea.author, moderator()):
        sign_in(client, person)
        assert "Cheap pills" in client.get(page).content.decode()
    assert idea.body in client.get(f"/admin/moderation/{case.ref}/").content.decode()
    decided(case, outcome="keep")
    deliver_all()
    client.logout()
    assert "Cheap pills" in client.get(page).content.decode()


def test_three_who_are_against_an_idea_take_nothing_off_a_ballot():
    voting = make_poll("voting")
    idea = make_idea(voting)
    opened(voting)
    case = said_by_three(idea)
    assert not idea.hidden
    decided(case)
    deliver_all()
    idea.refresh_from_db()
    assert idea.hidden and idea.state == "on_ballot"


def test_an_idea_held_by_reports_comes_on_the_ballot_in_its_own_words():
    poll = make_poll("proposing")
    held, hidden = make_idea(poll), make_idea(poll)
    said_by_three(held)
    decided(said_by_three(hidden))
    deliver_all()
    assert held.hidden
    with time_machine.travel(poll.voting.opens_at + timedelta(minutes=1), tick=False):
        open_voting(poll=poll)
        for idea in (held, hidden):
            idea.refresh_from_db()
        assert (held.hidden, hidden.hidden) == (False, True)


def test_what_the_city_proposes_stands_until_somebody_has_looked():
    idea = make_idea(make_poll("proposing"), by_the_city=True)
    said_by_three(idea)
    assert not idea.hidden


def test_what_no_room_hides_is_not_said_to_be_hidden():
    case = actions.report(by=settled("Rae"), thing=make_event(), reason="spam").case
    with pytest.raises(RuleBroken, match="can’t be hidden"):
        decided(case)
    assert decided(case, outcome="block").about == lead_of(case.subject.event.project)
