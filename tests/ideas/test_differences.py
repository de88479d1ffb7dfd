"""What changed in an idea's words is shown word by word, for eyes and for ears."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ideas.actions import edit_idea
from ideas.differences import GONE, NEW, SAME, pieces
from tests.builders import make_person
from tests.ideas.builders import make_idea, make_poll
from tests.support.visitors import client_of

WORDS = st.lists(st.sampled_from(["lamps", "at", "the", "bridge", ".", "\n", "مصابيح", "12", "-", "é"]), max_size=30)


def test_words_that_came_and_went_are_told_apart():
    found = pieces("Ten lamps at the bridge", "Twelve lamps at the old bridge")
    assert found == [
        (GONE, "Ten"), (NEW, "Twelve"), (SAME, " lamps at the "), (NEW, "old "), (SAME, "bridge"),
    ]  # fmt: skip


@given(WORDS.map(" ".join), WORDS.map(" ".join))
def test_nothing_is_lost_or_made_up(old, new):
    found = pieces(old, new)
    assert "".join(text for kind, text in found if kind != NEW) == old
    assert "".join(text for kind, text in found if kind != GONE) == new


@pytest.mark.django_db
def test_the_page_shows_each_change_and_runs_no_words(client):
    ana = make_person("Ana")
    idea = make_idea(make_poll("proposing"), "Ten lamps", author=ana)
    page = f"/polls/{idea.poll.slug}/ideas/{idea.ref}/"
    assert client.get(f"{page}changes/").status_code == 404, "nothing changed yet"
    edit_idea(by=ana, idea=idea, title="Twelve lamps", body="<b>So</b> that one sees the steps.")
    assert f"{page}changes/" in client.get(page).content.decode()
    shown = client.get(f"{page}changes/").content.decode()
    assert '<del><bdi class="vh">[went out: </bdi>Ten<bdi class="vh">]</bdi></del>' in shown
    assert '<ins><bdi class="vh">[came in: </bdi>Twelve<bdi class="vh">]</bdi></ins>' in shown
    assert "&lt;" in shown and "<b>So" not in shown and ana.public_name in shown


@pytest.mark.django_db
def test_what_is_hidden_shows_no_earlier_words(client):
    ana = make_person("Ana")
    idea = make_idea(make_poll("proposing"), "Ten lamps", author=ana)
    edit_idea(by=ana, idea=idea, title="Twelve lamps", body="So that one sees the steps.")
    type(idea).objects.filter(pk=idea.pk).update(hidden=True)
    path = f"/polls/{idea.poll.slug}/ideas/{idea.ref}/changes/"
    assert client.get(path).status_code == 404
    assert "Twelve" in client_of(ana).get(path).content.decode()
