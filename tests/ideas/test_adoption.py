"""What its author took back, somebody else may take up within 7 days; supports carry over only by consent."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core.clock import now
from core.errors import RuleBroken
from files.actions import remove_picture, take_picture
from ideas import actions
from ideas.letter_links import MERGED
from ideas.models import Idea, MergeLink, all_that_lead_to, distinct_supporters
from notices.models import Letter
from people.deeds import deliver_all
from tests.builders import make_person
from tests.ideas.builders import make_idea, make_poll
from tests.support.pictures import telling_jpeg
from tests.support.visitors import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def withdrawn() -> Idea:
    ana = make_person("Ana")
    idea = make_idea(make_poll("proposing"), "Reeds at the pond", author=ana, category="planting", latitude=52.0)
    actions.support_idea(by=make_person("Bea"), idea=idea)
    actions.withdraw_idea(by=ana, idea=idea, reason="I move away.")
    idea.refresh_from_db()
    return idea


def test_somebody_else_takes_it_up_and_its_supporters_are_asked(withdrawn, client):
    cy, bea = make_person("Cy"), withdrawn.support_rows.get().person
    mine = actions.adopt_idea(by=cy, idea=withdrawn)
    assert (mine.author, mine.title, mine.category, mine.supports) == (cy, withdrawn.title, "planting", 0)
    assert distinct_supporters(mine, all_that_lead_to(mine)) == 0, "no support without consent"
    deliver_all()
    link = MergeLink.objects.get()
    letter = Letter.objects.get(kind="adoption_asked")
    path = f"/polls/merged/{MERGED.token_of(link, bea)}/"
    assert letter.person == bea and path in letter.text
    assert "You support this idea now." in client.post(path).content.decode()
    mine.refresh_from_db()
    assert mine.supports == 1
    page = client.get(f"/polls/{mine.poll.slug}/ideas/{withdrawn.ref}/").content.decode()
    assert "Somebody else took it up:" in page and f"/ideas/{mine.ref}/" in page


def test_its_supporters_hear_of_it_in_their_digest(withdrawn):
    deliver_all()
    letter = Letter.objects.get(kind="supported_idea_withdrawn")
    assert (letter.person, letter.lane) == (withdrawn.support_rows.get().person, Letter.Lane.DIGEST)


def test_once_and_not_by_its_own_author(withdrawn):
    with pytest.raises(RuleBroken, match="yourself"):
        actions.adopt_idea(by=withdrawn.author, idea=withdrawn)
    actions.adopt_idea(by=make_person("Cy"), idea=withdrawn)
    with pytest.raises(RuleBroken, match="already"):
        actions.adopt_idea(by=make_person("Dag"), idea=withdrawn)


def test_not_after_7_days(withdrawn, time_machine):
    withdrawn.poll.phases.exclude(kind="proposing").delete()
    withdrawn.poll.phases.update(closes_at=now() + timedelta(days=8))
    time_machine.move_to(withdrawn.withdrawn_at + timedelta(days=7), tick=False)
    with pytest.raises(RuleBroken, match="any more"):
        actions.adopt_idea(by=make_person("Cy"), idea=Idea.objects.get(pk=withdrawn.pk))


@pytest.mark.parametrize("change", [{"hidden": True}, {"state": "open"}, {"withdrawn_at": None}])
def test_not_what_is_hidden_or_still_there_or_taken_back_long_ago(withdrawn, change):
    Idea.objects.filter(pk=withdrawn.pk).update(**change)
    with pytest.raises(RuleBroken, match="any more"):
        actions.adopt_idea(by=make_person("Cy"), idea=withdrawn)


def test_if_it_is_taken_back_again_the_first_one_stays_withdrawn(withdrawn):
    cy = make_person("Cy")
    mine = actions.adopt_idea(by=cy, idea=withdrawn)
    actions.withdraw_idea(by=cy, idea=mine)
    withdrawn.refresh_from_db()
    assert withdrawn.state == "withdrawn"
    with pytest.raises(RuleBroken):
        actions.undo_merge(by=mine.poll.owner, link=MergeLink.objects.get())


def test_by_one_press_on_its_page(withdrawn):
    page = f"/polls/{withdrawn.poll.slug}/ideas/{withdrawn.ref}/"
    assert "Make it my idea" not in client_of(withdrawn.author).get(page).content.decode()
    cy = client_of(make_person("Cy"))
    assert "Make it my idea" in cy.get(page).content.decode()
    answer = cy.post(f"{page}adopt/", follow=True)
    assert "It is your idea now." in answer.content.decode()
    assert "Make it my idea" not in client_of(make_person("Dag")).get(page).content.decode()


@pytest.fixture
def pictured(withdrawn, settings, tmp_path) -> Idea:
    settings.MEDIA_ROOT = tmp_path
    file = SimpleUploadedFile("reeds.jpg", telling_jpeg(), "image/jpeg")
    withdrawn.picture = take_picture(upload=file, alt="Reeds in the wind")
    withdrawn.save(update_fields=["picture"])
    return withdrawn


def test_its_picture_goes_along_with_its_description(pictured, client):
    mine = actions.adopt_idea(by=make_person("Cy"), idea=pictured)
    assert mine.picture == pictured.picture
    assert "Reeds in the wind" in client.get(f"/polls/{mine.poll.slug}/ideas/{mine.ref}/").content.decode()


def test_a_picture_that_is_gone_hinders_nobody(pictured):
    stale = Idea.objects.get(pk=pictured.pk)
    remove_picture(picture=pictured.picture)
    assert actions.adopt_idea(by=make_person("Cy"), idea=stale).picture is None


def test_whoever_took_the_picture_can_still_take_it_away(pictured):
    mine = actions.adopt_idea(by=make_person("Cy"), idea=pictured)
    actions.forget_author(person=pictured.author, remove_texts=True)
    mine.refresh_from_db()
    assert mine.picture is None and mine.title == "Reeds at the pond"
