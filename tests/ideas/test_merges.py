"""Ideas that ask for the same: merged by consent before the vote, in chains, never in circles; a note while people vote."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from core.clock import now
from core.errors import NotAllowed, RuleBroken
from ideas import actions
from ideas.letter_links import MERGED
from ideas.models import Idea, MergeLink, MergeSuggestion, Support, all_that_lead_to, distinct_supporters, last_kept
from notices.models import Letter
from people.deeds import deliver_all
from tests.builders import make_person
from tests.ideas.builders import make_idea, make_poll, opened
from tests.people.test_joining import join
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db
WHY = "Both ask for benches along the creek."


def state(idea: Idea) -> str:
    idea.refresh_from_db()
    return idea.state


def three(phase: str = "proposing") -> list[Idea]:
    poll = make_poll(phase)
    return [make_idea(poll, f"Benches along the creek {n}", author=make_person(f"Ana{n}")) for n in "abc"]


def merge(duplicate: Idea, kept: Idea) -> MergeLink:
    return actions.merge_ideas(by=kept.poll.owner, duplicate=duplicate, kept=kept, reason=WHY)


def support(idea: Idea, *people) -> None:
    for person in people:
        actions.support_idea(by=person, idea=idea)


def supports(idea: Idea) -> int:
    idea.refresh_from_db()
    assert idea.supports == Support.objects.filter(idea=idea).count()
    return idea.supports


def test_merge_a_to_b_and_b_to_c_then_c_to_a_is_refused():
    """Number 8: chains lead to the last that is kept, never round."""
    a, b, c = three()
    merge(a, b)
    merge(b, c)
    assert last_kept(a) == (c, 2) and last_kept(b) == (c, 1) and last_kept(c) == (c, 0)
    with pytest.raises(RuleBroken, match="circle"):
        merge(c, a)
    assert [state(idea) for idea in (a, b, c)] == ["merged", "merged", "open"]


def test_what_leads_to_a_merged_idea_leads_to_the_last_that_is_kept():
    a, b, c = three()
    merge(b, c)
    assert merge(a, b).kept == c


def test_each_person_counts_once_however_many_of_the_ideas_they_support():
    a, b, c = three()
    bea, cy, dag, gone = (make_person(name) for name in ("Bea", "Cy", "Dag", "Gone"))
    support(a, bea, cy, gone)
    support(b, bea, dag)
    support(c, cy)
    Support.objects.filter(person=gone).update(person=None)
    merge(a, b)
    merge(b, c)
    assert [supports(idea) for idea in (a, b, c)] == [3, 2, 1], "no support moves"
    assert distinct_supporters(c, all_that_lead_to(c)) == 4


def test_only_officials_of_the_poll_and_moderators_merge_and_they_say_why():
    a, b, _c = three()
    for nobody in (a.author, make_person("Bea")):
        with pytest.raises(NotAllowed):
            actions.merge_ideas(by=nobody, duplicate=a, kept=b, reason=WHY)
    with pytest.raises(RuleBroken, match="why they are the same"):
        actions.merge_ideas(by=a.poll.owner, duplicate=a, kept=b, reason=" same ")
    actions.merge_ideas(by=make_person("Mo", role="moderator"), duplicate=a, kept=b, reason=WHY)
    assert state(a) == "merged"


def test_what_is_withdrawn_hidden_or_of_another_poll_is_not_merged():
    a, b, c = three()
    actions.withdraw_idea(by=b.author, idea=b)
    Idea.objects.filter(pk=c.pk).update(hidden=True)
    for kept in (b, c, a, make_idea(make_poll("proposing"))):
        with pytest.raises(RuleBroken):
            merge(a, kept)
    assert state(a) == "open"


def test_supporters_are_asked_once_and_say_yes_with_one_press_and_without_signing_in(client):
    a, b, _c = three()
    bea, both = make_person("Bea"), make_person("Both")
    support(a, bea, both)
    support(b, both)
    link = merge(a, b)
    deliver_all()
    deliver_all()
    letter = Letter.objects.get(kind="merge_asked")
    path = f"/polls/merged/{MERGED.token_of(link, bea)}/"
    assert letter.person == bea and path in letter.text
    assert "Support this idea" in client.get(path).content.decode()
    assert supports(b) == 1, "looking changes nothing"
    for _twice in range(2):
        assert "You support this idea now." in client.post(path).content.decode()
    assert (supports(a), supports(b)) == (2, 2)


def test_the_link_is_good_for_30_days_and_for_its_person_alone(client, time_machine):
    a, b, _c = three()
    bea = make_person("Bea")
    support(a, bea)
    link = merge(a, b)
    path = f"/polls/merged/{MERGED.token_of(link, bea)}/"
    assert client.post(path[:-3] + "x/").status_code == 422
    stranger = make_person("Stranger")
    assert client.post(f"/polls/merged/{MERGED.token_of(link, stranger)}/").status_code == 404
    time_machine.move_to(link.at + timedelta(days=30), tick=False)
    answer = client.post(path)
    assert answer.status_code == 422 and "good for 30 days" in answer.content.decode()
    assert supports(b) == 0


def test_a_letter_to_an_account_that_was_joined_since_lets_the_other_one_answer(client):
    a, b, _c = three()
    gone, kept = make_person("Bea"), make_person("Bea")
    support(a, gone)
    link = merge(a, b)
    join(kept, gone)
    assert "You support this idea now." in client.post(f"/polls/merged/{MERGED.token_of(link, gone)}/").content.decode()
    assert Support.objects.get(idea=b).person == kept


def test_the_author_of_the_duplicate_is_offered_to_be_named(client):
    a, b, _c = three()
    link = merge(a, b)
    deliver_all()
    assert Letter.objects.get(kind="idea_merged").person == a.author
    page = f"/polls/{b.poll.slug}/ideas/{b.ref}/"
    assert a.author.public_name not in client.get(page).content.decode()
    answer = client.post(f"/polls/merged/{MERGED.token_of(link, a.author)}/")
    assert "You are named beside its author now." in answer.content.decode()
    assert f"{b.author.public_name}, {a.author.public_name}" in client.get(page).content.decode()
    assert supports(b) == 0


def test_a_merge_is_undone_within_14_days_and_not_later(time_machine):
    a, b, _c = three()
    bea = make_person("Bea")
    support(a, bea)
    link = merge(a, b)
    actions.support_kept(by=bea, link=link)
    actions.undo_merge(by=a.poll.owner, link=link)
    assert (state(a), supports(a), supports(b)) == ("open", 1, 1)
    assert last_kept(a) == (a, 0) and distinct_supporters(b, all_that_lead_to(b)) == 1
    with pytest.raises(RuleBroken, match="undone already"):
        actions.undo_merge(by=a.poll.owner, link=link)
    deliver_all()
    assert Letter.objects.get(kind="merge_undone").person == a.author
    link = merge(a, b)
    a.poll.phases.exclude(kind="voting").delete()
    a.poll.phases.update(opens_at=now() + timedelta(days=40), closes_at=now() + timedelta(days=50))
    time_machine.move_to(link.at + timedelta(days=14), tick=False)
    with pytest.raises(RuleBroken, match="14 days"):
        actions.undo_merge(by=a.poll.owner, link=link)


def test_once_undone_the_link_in_the_letter_gives_nothing(client):
    a, b, _c = three()
    bea = make_person("Bea")
    support(a, bea)
    link = merge(a, b)
    actions.undo_merge(by=a.poll.owner, link=link)
    answer = client.post(f"/polls/merged/{MERGED.token_of(link, bea)}/")
    assert answer.status_code == 422 and supports(b) == 0
    deliver_all()
    assert not Letter.objects.filter(kind__in=("merge_asked", "idea_merged")).exists()


def test_merged_again_nobody_is_asked_twice_and_the_letter_still_gives_support(client):
    a, b, _c = three()
    bea = make_person("Bea")
    support(a, bea)
    first = merge(a, b)
    deliver_all()
    actions.undo_merge(by=a.poll.owner, link=first)
    merge(a, b)
    deliver_all()
    assert Letter.objects.get(kind="merge_asked").person == bea
    assert client.post(f"/polls/merged/{MERGED.token_of(first, bea)}/").status_code == 200 and supports(b) == 1


def test_who_has_no_e_mail_any_more_supports_nothing_by_a_letter(client):
    a, b, _c = three()
    bea = make_person("Bea")
    support(a, bea)
    link = merge(a, b)
    type(bea.user).objects.filter(pk=bea.user.pk).update(is_active=False)
    assert client.post(f"/polls/merged/{MERGED.token_of(link, bea)}/").status_code == 404 and supports(b) == 0


def test_if_the_kept_idea_is_withdrawn_what_led_there_stands_again():
    a, b, _c = three()
    merge(a, b)
    actions.withdraw_idea(by=b.author, idea=b)
    assert (state(a), state(b)) == ("open", "withdrawn")


def test_while_people_vote_a_note_stands_on_both_and_nothing_is_merged(client):
    a, b, c = three("voting")
    opened(a.poll)
    with pytest.raises(RuleBroken, match="nothing is merged"):
        merge(a, b)
    by = a.poll.owner
    actions.note_alike(by=by, duplicate=a, kept=b, reason=WHY)
    for pair in ((a, b), (b, a)):
        with pytest.raises(RuleBroken, match="already"):
            actions.note_alike(by=by, duplicate=pair[0], kept=pair[1], reason=WHY)
    actions.note_alike(by=by, duplicate=a, kept=c, reason=WHY)
    assert {state(idea) for idea in (a, b, c)} == {"on_ballot"}
    for here, other in ((a, b), (b, a)):
        page = client.get(f"/polls/{a.poll.slug}/ideas/{here.ref}/").content.decode()
        assert WHY in page and other.title in page


def test_before_voting_there_is_no_mere_note():
    a, b, _c = three()
    with pytest.raises(RuleBroken, match="can still be merged"):
        actions.note_alike(by=a.poll.owner, duplicate=a, kept=b, reason=WHY)


def test_the_database_lets_an_idea_lead_to_one_other_and_never_to_itself():
    a, b, c = three()
    link = merge(a, b)
    for fields in ({"duplicate": a, "kept": c}, {"duplicate": c, "kept": c}):
        with pytest.raises(IntegrityError), transaction.atomic():
            MergeLink.objects.create(reason=WHY, by=link.by, **fields)


def test_the_page_of_the_merged_idea_stays_and_leads_on(client):
    a, b, c = three()
    merge(a, b)
    merge(b, c)
    page = client.get(f"/polls/{a.poll.slug}/ideas/{a.ref}/").content.decode()
    assert WHY in page and f"/ideas/{c.ref}/" in page and "after 2 merges" in page and "Undo the merge" not in page
    page = client.get(f"/polls/{a.poll.slug}/ideas/{c.ref}/").content.decode()
    assert a.title in page and b.title in page


def test_the_form_keeps_what_was_typed_and_says_what_is_wrong():
    a, b, _c = three()
    client = client_of(a.poll.owner)
    path = f"/polls/{a.poll.slug}/ideas/{a.ref}/merge/"
    assert b.title in client.get(path).content.decode()
    answer = client.post(path, {"kept": "2026-999", "reason": WHY})
    assert answer.status_code == 422 and WHY in answer.content.decode()
    assert "no idea with this number" in answer.content.decode()
    assert client.post(path, {"kept": b.ref, "reason": WHY}).status_code == 302 and state(a) == "merged"
    answer = client.post(f"/polls/{a.poll.slug}/ideas/{a.ref}/merge/undo/", follow=True)
    assert "stands for itself again" in answer.content.decode() and state(a) == "open"


def test_what_looks_alike_is_chosen_and_no_number_typed():
    a, b, c = three()
    client, path = client_of(a.poll.owner), f"/polls/{a.poll.slug}/ideas/{a.ref}/merge/"
    form = client.get(path).context["form"]
    assert [value for value, _words in form.fields["alike"].choices] == [b.ref, c.ref, "number"]
    both = client.post(path, {"alike": b.ref, "kept": c.ref, "reason": WHY})
    assert both.status_code == 422 and "Take one of the two" in both.text
    neither = client.post(path, {"kept": "", "reason": WHY})
    assert neither.status_code == 422 and "or write its number" in neither.text
    unnamed = client.post(path, {"alike": "number", "kept": "", "reason": WHY})
    assert unnamed.context["form"].errors.keys() == {"kept"}
    assert client.post(path, {"alike": b.ref, "kept": "", "reason": WHY}).status_code == 302
    assert MergeLink.objects.get().kept == b


@pytest.mark.parametrize("at", ["merge", "same"])
def test_what_can_be_chosen_says_its_language_and_names_what_its_link_opens(at, django_assert_max_num_queries):
    a, b, _c = three()
    Idea.objects.filter(pk=b.pk).update(language="ar")
    client, path = client_of(a.poll.owner if at == "merge" else a.author), f"/polls/{a.poll.slug}/ideas/{a.ref}/{at}/"
    client.get(path)
    with django_assert_max_num_queries(10):  # those alike are looked for without the question's words and with them
        shown = client.get(path).text.partition("<main")[2]
    title = f'<bdi lang="ar" dir="auto">{b.title}</bdi>'
    link = f'<a href="/polls/{a.poll.slug}/ideas/{b.ref}/" target="_blank" rel="noopener">'
    assert (
        f'{title} <span class="quiet">{b.ref}</span> {link}Read the idea<span class="vh"> {title}</span></a>' in shown
    )


def test_while_people_vote_the_note_offers_what_is_on_the_ballot():
    a, b, _c = three("voting")
    opened(a.poll)
    client, path = client_of(a.poll.owner), f"/polls/{a.poll.slug}/ideas/{a.ref}/merge/"
    form = client.get(path).context["form"]
    assert b.ref in dict(form.fields["alike"].choices) and form.fields["kept"].label == "Number of the other idea"
    assert client.post(path, {"alike": b.ref, "reason": WHY}).status_code == 302
    assert MergeLink.objects.get().only_noted


def test_where_nothing_looks_alike_the_number_is_asked_for():
    poll = make_poll("proposing")
    a, b = make_idea(poll, "Benches along the creek"), make_idea(poll, "Music in the old town hall")
    client, path = client_of(poll.owner), f"/polls/{poll.slug}/ideas/{a.ref}/merge/"
    assert "alike" not in client.get(path).context["form"].fields
    assert client.post(path, {"kept": "", "reason": WHY}).status_code == 422
    assert client.post(path, {"kept": b.ref, "reason": WHY}).status_code == 302


def test_an_idea_named_as_its_own_double_is_told_so_before_its_reason():
    a, _b, _c = three()
    path = f"/polls/{a.poll.slug}/ideas/{a.ref}/merge/"
    refused = client_of(a.poll.owner).post(path, {"kept": a.ref, "reason": "Same."})
    assert refused.context["form"].errors.keys() == {"kept"} and "That is this idea" in refused.text


# ── an author says so ──


def suggest(idea: Idea, other: Idea, words: str = "") -> MergeSuggestion:
    return actions.suggest_merge(by=idea.author, idea=idea, other=other, words=words)


def told(person) -> list[str]:
    deliver_all()
    return list(Letter.objects.filter(person=person).order_by("pk").values_list("kind", flat=True))


@pytest.mark.parametrize("phase", ["proposing", "review"])
def test_what_an_author_says_reaches_the_desk_and_their_idea_stays_as_it_is(phase):
    a, b, _c = three(phase)
    suggest(a, b, "Both along the creek.")
    desk = client_of(a.poll.owner).get(f"/admin/polls/{a.poll.pk}/").content.decode()
    assert "Both along the creek." in desk and f"/ideas/{a.ref}/merge/?kept={b.ref}" in desk
    assert f"/ideas/{b.ref}/merge/?kept={a.ref}" in desk
    assert a.poll.question in client_of(a.poll.owner).get("/admin/").content.decode()
    form = client_of(a.poll.owner).get(f"/polls/{a.poll.slug}/ideas/{a.ref}/merge/?kept={b.ref}").content.decode()
    assert f'value="{b.ref}"' in form and "Both along the creek.</span>" in form
    assert form.count("Both along the creek.") == 1, "what is for the city alone is no reason for all"
    assert state(a) == state(b) == "open"
    mine = client_of(a.author).get(f"/polls/{a.poll.slug}/ideas/{a.ref}/").content.decode()
    assert "the city looks at both" in mine
    assert (
        "the city looks at both" not in client_of(b.author).get(f"/polls/{a.poll.slug}/ideas/{a.ref}/").content.decode()
    )


@pytest.mark.parametrize("way", ["there", "back", "over another"])
def test_merged_either_way_whoever_said_so_hears_it_once_and_the_desk_is_empty(way):
    a, b, c = three()
    said = suggest(a, b)
    if way == "over another":
        merge(b, c)
    duplicate, kept = (b, a) if way == "back" else (a, b)
    merge(duplicate, kept)
    said.refresh_from_db()
    assert (said.answer, said.answered_by) == ("yes", a.poll.owner)
    assert not MergeSuggestion.objects.waiting().exists()
    assert told(a.author) == (["suggestion_answered"] if way == "back" else ["idea_merged"])


def test_a_no_says_why_and_what_was_typed_stays():
    a, b, _c = three()
    said = suggest(a, b)
    desk, act = client_of(a.poll.owner), f"/admin/polls/{a.poll.pk}/not-the-same/"
    answer = desk.post(act, {"suggestion": said.pk, f"no-{said.pk}-said": "Not so."})
    assert answer.status_code == 422 and "Not so." in answer.content.decode()
    assert desk.post(act, {"suggestion": said.pk, f"no-{said.pk}-said": "One is at the pond."}).status_code == 302
    assert told(a.author) == ["suggestion_answered"]
    assert "One is at the pond." in Letter.objects.get(kind="suggestion_answered").text
    assert desk.post(act, {"suggestion": said.pk, f"no-{said.pk}-said": "One is at the pond."}).status_code == 422
    with pytest.raises(RuleBroken, match="said this already"):
        suggest(a, b)


def test_a_note_while_people_vote_is_an_answer_too():
    a, b, _c = three("review")
    suggest(a, b)
    a.poll.phases.filter(kind="review").delete()
    a.poll.phases.filter(kind="voting").update(opens_at=now() - timedelta(hours=1))
    opened(a.poll)
    desk = client_of(a.poll.owner).get(f"/admin/polls/{a.poll.pk}/").content.decode()
    assert "Note that another asks for the same" in desk
    actions.note_alike(by=a.poll.owner, duplicate=a, kept=b, reason=WHY)
    assert told(a.author) == ["suggestion_answered"]


def test_only_an_author_says_so_and_only_who_may_merge_says_no():
    a, b, _c = three()
    for nobody in (b.author, a.poll.owner, make_person("Bea")):
        with pytest.raises(NotAllowed):
            actions.suggest_merge(by=nobody, idea=a, other=b)
        assert client_of(nobody).get(f"/polls/{a.poll.slug}/ideas/{a.ref}/same/").status_code == 404
    said = suggest(a, b)
    for nobody in (a.author, b.author):
        with pytest.raises(NotAllowed):
            actions.decline_suggestion(by=nobody, suggestion=said, said="One is at the pond.")


@pytest.mark.parametrize("phase", ["voting", "over"])
def test_before_the_vote_only(phase):
    a, b, _c = three(phase)
    with pytest.raises(RuleBroken, match="before voting"):
        suggest(a, b)
    assert client_of(a.author).get(f"/polls/{a.poll.slug}/ideas/{a.ref}/same/").status_code == 404


def test_not_with_itself_with_what_is_gone_or_with_another_poll_and_not_without_end():
    a, b, c = three()
    actions.withdraw_idea(by=b.author, idea=b)
    Idea.objects.filter(pk=c.pk).update(hidden=True)
    for other in (a, b, c, make_idea(make_poll("proposing"))):
        with pytest.raises(RuleBroken):
            suggest(a, other)
    for _n in range(5):
        suggest(a, make_idea(a.poll))
    with pytest.raises(RuleBroken, match="Wait for its answer"):
        suggest(a, make_idea(a.poll))


def test_what_its_author_takes_back_waits_for_nobody():
    a, b, _c = three()
    suggest(a, b)
    actions.withdraw_idea(by=a.author, idea=a)
    assert "/merge/?kept=" not in client_of(a.poll.owner).get(f"/admin/polls/{a.poll.pk}/").content.decode()


def test_the_authors_form_names_what_looks_alike_and_keeps_what_was_typed():
    a, b, _c = three()
    client, path = client_of(a.author), f"/polls/{a.poll.slug}/ideas/{a.ref}/same/"
    assert b.title in client.get(path).content.decode()
    assert f'value="{b.ref}"' in client.get(f"{path}?other={b.ref}").content.decode()
    answer = client.post(path, {"other": "2026-999", "words": WHY})
    assert answer.status_code == 422 and WHY in answer.content.decode()
    assert "no idea with this number" in answer.content.decode()
    assert client.post(path, {"alike": b.ref, "other": "", "words": WHY}).status_code == 302
    assert MergeSuggestion.objects.get().words == WHY


def test_who_leaves_takes_along_what_they_said():
    from people.actions import erase_person

    a, b, _c = three()
    suggest(a, b)
    erase_person(by=a.author, person=a.author)
    assert not MergeSuggestion.objects.exists()
