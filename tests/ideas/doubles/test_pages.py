"""What the desk, the voter and the public read of second ballots."""

from django.core.cache import cache

from ideas import health
from ideas.actions import drop_double, object_to_double
from ideas.models import DoubleVote
from tests.builders import make_person
from tests.ideas.builders import close, counted, frozen, make_poll
from tests.support.visitors import client_of

from .cases import ANSWER, NOT_ME, WHY, B, aside, ask, certify, confirm, fresh, page, settle, two, void_of, words_of


def test_the_desk_takes_two_officials_through_it(poll, pair, second):
    cache.clear()
    mine, theirs = client_of(poll.owner), client_of(second)
    typed = {"deed": "ask", "first": pair[0].email, "second": "who@mail.example", "reason": WHY}
    answer = mine.post(page(poll), typed)
    shown = words_of(answer)
    assert answer.status_code == 422 and "Nobody has an account with who@mail.example" in shown
    assert f'value="{pair[0].email}"' in shown and WHY in shown
    assert mine.post(page(poll), {**typed, "second": pair[1].email}).status_code == 302
    case = DoubleVote.objects.get()
    assert "You asked for this." in words_of(mine.get(page(poll)))
    assert "1 waits for a second official." in words_of(theirs.get(f"/admin/polls/{poll.pk}/"))
    shown = words_of(theirs.get(page(poll)))
    assert pair[0].email in shown and pair[1].email in shown and "I have looked at the proof" in shown
    assert "Idea number" not in shown and "Bea" not in shown
    answer = theirs.post(page(poll), {"deed": "confirm"})
    assert answer.status_code == 422 and "Tick what you have looked at." in words_of(answer)
    answer = mine.post(page(poll), {"deed": "confirm", "case": case.pk})
    assert answer.status_code == 422 and "Somebody else must confirm" in words_of(answer)
    assert theirs.post(page(poll), {"deed": "confirm", "case": case.pk}).status_code == 302
    shown = words_of(theirs.get(page(poll)))
    assert "Set aside" in shown and pair[1].email not in shown, "what is decided names nobody"
    object_to_double(by=pair[1], poll=poll, words=NOT_ME)
    assert "1 objection waits for an answer." in words_of(mine.get(f"/admin/polls/{poll.pk}/"))
    assert NOT_ME in words_of(mine.get(page(poll)))
    given = {"deed": "answer", "case": case.pk, f"c{case.pk}-accepted": "yes", f"c{case.pk}-answer": "Short."}
    answer = mine.post(page(poll), given)
    assert answer.status_code == 422 and "Answer in a sentence" in words_of(answer) and "Short." in words_of(answer)
    assert mine.post(page(poll), {**given, f"c{case.pk}-answer": ANSWER}).status_code == 302
    assert mine.post(page(poll), {"deed": "sign", "case": case.pk}).status_code == 422
    assert theirs.post(page(poll), {"deed": "sign", "case": case.pk, "back": "1"}).status_code == 302
    assert mine.post(page(poll), {**given, f"c{case.pk}-answer": ANSWER}).status_code == 302
    assert theirs.post(page(poll), {"deed": "sign", "case": case.pk}).status_code == 302
    assert void_of(pair[1]) == ""


def test_one_can_be_taken_back_and_another_polls_is_not_found(poll, pair, second):
    case, theirs = ask(poll, pair), client_of(second)
    other = make_poll("voting")
    assert theirs.post(page(other), {"deed": "back", "case": case.pk}).status_code == 404
    assert theirs.post(page(other), {"deed": "sign", "case": case.pk}).status_code == 404
    assert theirs.post(page(poll), {"deed": "back", "case": case.pk}).status_code == 302
    assert DoubleVote.objects.get().ended_at and not list(health.doubles())


def test_nobody_finds_out_by_trying_who_has_an_account_or_who_voted(poll, pair, second):
    cache.clear()
    mine, theirs = client_of(poll.owner), client_of(second)
    typed = {"deed": "ask", "first": pair[0].email, "second": "who@mail.example", "reason": WHY}
    for _ in range(10):
        assert "Nobody has an account" in words_of(mine.post(page(poll), typed))
    assert "tried ten times" in words_of(mine.post(page(poll), typed))
    assert "tried ten times" in words_of(mine.post(page(poll), {**typed, "second": pair[1].email}))
    none, real = ask(poll, (pair[0], make_person("Silent"))), ask(poll, pair)
    for _ in range(10):
        assert "nothing to set aside" in words_of(theirs.post(page(poll), {"deed": "confirm", "case": none.pk}))
    for case in (none, real):
        assert "tried ten times" in words_of(theirs.post(page(poll), {"deed": "confirm", "case": case.pk}))
    cache.clear()
    assert theirs.post(page(poll), {"deed": "confirm", "case": real.pk}).status_code == 302


def test_colleagues_see_what_was_asked_for_and_taken_back(poll, pair, second):
    case = ask(poll, pair, "They were never one person, I only wanted to know it.")
    drop_double(by=poll.owner, case=case)
    shown = words_of(client_of(second).get(page(poll))).partition("Asked for and taken back")[2]
    assert "I only wanted to know it." in shown and shown.count(poll.owner.full_name) == 2
    assert pair[0].email not in shown and pair[1].email not in shown


def test_the_voter_reads_it_on_their_page_and_objects_there(poll, pair, second):
    case, voter = ask(poll, pair), client_of(pair[1])
    at = f"/polls/{poll.slug}/"
    assert "set aside" not in words_of(voter.get(at)), "nothing is said before it is confirmed"
    confirm(poll, second, case)
    shown = words_of(voter.get(at))
    assert "Your ballot was set aside" in shown and WHY in shown and "Send my objection" in shown
    assert pair[0].email not in shown and "Ana" not in shown
    answer = voter.post(f"{at}ballot/object/", {"words": "No!", "even_if_seen": "on"})
    shown = words_of(answer)
    assert (
        answer.status_code == 422 and "Say in a sentence" in shown and "No!</textarea>" in shown and "checked" in shown
    )
    assert voter.post(f"{at}ballot/object/", {"words": NOT_ME, "even_if_seen": "on"}).status_code == 302
    assert DoubleVote.objects.get().even_if_seen
    shown = words_of(voter.get(at))
    assert "You objected" in shown and NOT_ME in shown and "Send my objection" not in shown
    close(poll)
    mine = words_of(voter.get(f"{at}ballot/mine/"))
    assert "Your ballot was set aside" in mine and "You objected" in mine
    frozen(poll)
    assert settle(case, fresh(poll), second, accepted=True)
    mine = words_of(voter.get(f"{at}ballot/mine/"))
    assert "Your ballot counts again." in mine and ANSWER in mine and "Idea number 2" in mine
    for other in (pair[0], second, None):
        assert ANSWER not in words_of(client_of(other).get(f"{at}ballot/mine/", follow=True))
        assert client_of(other).get(f"{at}ballot/object/").status_code == 302


def test_an_objection_after_the_certificate_is_refused_with_the_words_kept(poll, pair, second):
    aside(poll, pair, second)
    frozen(poll)
    voter, at = client_of(pair[1]), f"/polls/{poll.slug}/ballot/"
    assert voter.get(f"{at}object/").status_code == 200
    certify(poll)
    answer = voter.post(f"{at}object/", {"words": NOT_ME})
    assert answer.status_code == 422 and "too late to object" in words_of(answer) and NOT_ME in words_of(answer)
    assert "too late to object" in words_of(voter.get(f"{at}mine/")) and not DoubleVote.objects.objected().exists()


def test_while_people_vote_the_page_says_that_the_ballot_counts_again(poll, pair, second):
    case = aside(poll, pair, second)
    object_to_double(by=pair[1], poll=poll, words=NOT_ME)
    settle(case, poll, second, accepted=True)
    answer = client_of(pair[1]).get(f"/polls/{poll.slug}/")
    assert "Your ballot counts again." in words_of(answer) and ANSWER in words_of(answer)
    assert answer.context["can_vote"] and answer.context["mine"].choices == {B: 1}
    assert ANSWER not in words_of(client_of(pair[0]).get(f"/polls/{poll.slug}/"))


def test_an_objection_that_came_too_late_to_count_says_so_to_the_voter_and_with_the_result(poll, pair, second):
    case = aside(poll, pair, second)
    object_to_double(by=pair[1], poll=poll, words=NOT_ME)
    frozen(poll)
    assert "Even if the objection is right the ballot stays aside" in words_of(client_of(second).get(page(poll)))
    settle(case, fresh(poll), second, accepted=True)
    mine = words_of(client_of(pair[1]).get(f"/polls/{poll.slug}/ballot/mine/"))
    assert "Your objection is right, and we are sorry." in mine and "So it stays aside" in mine and ANSWER in mine
    shown = words_of(client_of(None).get(f"/polls/{poll.slug}/results/"))
    assert "was right, but all was counted by then. The ballot stays" in shown and ANSWER not in shown


def test_the_result_and_the_open_data_say_how_many_and_why(poll, second):
    hostile = f"<script>alert(1)</script> {WHY}"
    confirm(poll, second, ask(poll, two(poll, 1), hostile), ask(poll, two(poll, 2)))
    ask(poll, two(poll, 3))
    frozen(poll)
    for reader in (None, poll.owner):
        shown = words_of(client_of(reader).get(f"/polls/{poll.slug}/results/"))
        assert "2 of these were set aside by two officials, because one person had voted with two accounts" in shown
        assert "&lt;script&gt;alert(1)" in shown and "<script>alert(1)" not in shown and shown.count(WHY) == 2
        assert f"by {poll.owner.full_name} and {second.full_name}." in shown and "mail.example" not in shown
    found = client_of(None).get(f"/api/v1/polls/{poll.slug}/results").json()
    assert found[0]["set_aside"] == [hostile, WHY] and found[0]["outcome"]["totals"]["voided"] == 2


def test_each_count_says_what_it_left_out(poll, second):
    first, other = two(poll, 1), two(poll, 2)
    cases = [aside(poll, pair, second) for pair in (first, other)]
    object_to_double(by=first[1], poll=poll, words=NOT_ME, even_if_seen=True)
    frozen(poll)
    settle(cases[0], fresh(poll), second, accepted=True)
    counted(poll.corrections.get().counting)
    found = client_of(None).get(f"/api/v1/polls/{poll.slug}/results").json()
    assert [len(each["set_aside"]) for each in found] == [1, 2]
    assert "2 of these were set aside" in words_of(client_of(None).get(f"/polls/{poll.slug}/results/1/"))
    assert "1 of these was set aside" in words_of(client_of(None).get(f"/polls/{poll.slug}/results/"))
