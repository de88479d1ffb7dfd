"""The doors of ideas."""

from core.clock import now
from ideas import letter_links
from ideas.actions import edit_idea, merge_ideas, propose_words, withdraw_idea
from ideas.models import DoneCheck, Idea, MergeLink, OutcomeListener
from tests.doors_table import Scene, row
from tests.ideas.builders import frozen, make_idea, make_ideas, make_poll, opened
from tests.ideas.hours import make_hour, make_question


def voting(scene: Scene) -> dict:
    poll = make_poll("voting")
    make_ideas(poll, 3)
    return {"slug": opened(poll).slug}


def by_code(scene: Scene) -> dict:
    poll = make_poll("voting", eligibility_level=3)
    make_ideas(poll, 3)
    return {"slug": opened(poll).slug}


def collecting(scene: Scene) -> dict:
    return {"slug": make_poll("proposing").slug}


def own_idea(scene: Scene) -> dict:
    """An idea that the owner wrote, while ideas are collected."""
    idea = make_idea(make_poll("proposing"), "Lamps along the creek", author=scene.owner)
    return {"slug": idea.poll.slug, "ref": idea.ref}


def result(scene: Scene) -> dict:
    poll = make_poll("voting")
    make_ideas(poll, 3)
    frozen(opened(poll))
    return {"slug": poll.slug}


def chosen(scene: Scene) -> dict:
    """An idea of the owner that was voted for, and waits for a project."""
    idea = make_idea(make_poll("over"), "Lamps along the creek", author=scene.owner, state=Idea.State.SELECTED)
    return {"slug": idea.poll.slug, "ref": idea.ref}


def hour(scene: Scene) -> dict:
    return {"slug": make_hour("live").slug}


def own_question(scene: Scene) -> dict:
    """A question of the owner in an hour that goes on."""
    question = make_question(make_hour("live"), person=scene.owner)
    return {"slug": question.hour.slug, "ref": question.ref}


def office_hour(scene: Scene) -> dict:
    return {"pk": make_hour("live").pk}


def asked_whether_done(scene: Scene) -> dict:
    """The link of the owner's letter, which is all that it asks for."""
    idea = make_idea(make_poll("over"), "Lamps along the creek", state=Idea.State.DONE)
    OutcomeListener.objects.create(poll=idea.poll, person=scene.owner)
    return {
        "token": letter_links.DONE.token_of(
            DoneCheck.objects.create(idea=idea, due_at=now(), asked_at=now()), scene.owner
        )
    }


def office_idea(scene: Scene) -> dict:
    return {"pk": make_idea(make_poll("proposing"), "Lamps along the creek", author=scene.owner).pk}


def office_poll(scene: Scene) -> dict:
    return {"pk": make_poll("voting").pk}


def changed_idea(scene: Scene) -> dict:
    given = own_idea(scene)
    idea = Idea.objects.get(ref=given["ref"], poll__slug=given["slug"])
    edit_idea(by=scene.owner, idea=idea, title="Lamps along the path", body=idea.body)
    return given


def withdrawn(scene: Scene) -> dict:
    given = own_idea(scene)
    withdraw_idea(by=scene.owner, idea=Idea.objects.get(ref=given["ref"], poll__slug=given["slug"]))
    return given


def merged(scene: Scene) -> dict:
    """The owner's idea led to another one, and that can still be undone."""
    given = own_idea(scene)
    idea = Idea.objects.get(ref=given["ref"], poll__slug=given["slug"])
    merge_ideas(by=idea.poll.owner, duplicate=idea, kept=make_idea(idea.poll), reason="Both ask for lamps.")
    return given


def merge_link(scene: Scene) -> dict:
    merged(scene)
    return {"token": letter_links.MERGED.token_of(MergeLink.objects.latest("pk"), scene.owner)}


def other_words(scene: Scene) -> dict:
    """The link of the owner's letter: the city proposes other words for their idea."""
    idea = make_idea(make_poll("review"), "Lamps", author=scene.owner)
    words = {"title": "Lamps along the path", "body": idea.body, "reason": "So that all see which one.", "seen": 1}
    return {"token": letter_links.REWORDED.token_of(propose_words(by=idea.poll.owner, idea=idea, **words), scene.owner)}


ROWS = [
    row("ideas:poll_list", GET="200"),
    row("ideas:answer_figures", GET="200"),
    row("ideas:done_reply", asked_whether_done, GET="200", POST="422"),
    row("ideas:poll_feed", GET="200"),
    row("ideas:answer_feed", GET="200"),
    row("ideas:idea_feed", voting, GET="200"),
    row("ideas:area_feed", lambda s: {"slug": make_poll("voting").neighborhood.slug}, GET="200"),
    row("ideas:poll_card", voting, GET="200"),
    row("ideas:poll_page", voting, GET="200"),
    row("ideas:ballot_cast", voting, POST="in 302 302 302 302 302"),
    row("ideas:code_page", by_code, GET="200", POST="422", data={"code": "abcd-efgh-jkmn"}),
    row("ideas:outcome_hear", by_code, GET="in 200 200 200 200 200", POST="in 302 302 302 302 302"),
    row("ideas:ballot_object", voting, GET="in 302 302 302 302 302", POST="in 302 302 302 302 302"),
    row("ideas:ballot_confirm", voting, POST="in 302 302 302 302 302"),
    row("ideas:ballot_own", result, GET="in 200 200 200 200 200"),
    row("ideas:ballot_remove", voting, GET="in 200 200 200 200 200", POST="in 302 302 302 302 302"),
    row(
        "ideas:idea_add",
        collecting,
        GET="in 200 200 200 200 200",
        POST="in 422 422 422 422 422",
        data={"title": "Lamps"},
    ),
    row("ideas:idea_look_alikes", collecting, GET="in 200 200 200 200 200"),
    row("ideas:idea_page", own_idea, GET="200"),
    row("ideas:poll_picture", lambda s: {**voting(s), "version": "old"}, GET="302"),
    row("ideas:idea_picture", lambda s: {**own_idea(s), "version": "old"}, GET="302"),
    row("ideas:idea_talk", own_idea, GET="200", POST="200 422 422 422 422 422"),
    row(
        "ideas:idea_edit",
        own_idea,
        GET="in 404 200 404 404 404",
        POST="in 404 422 404 404 404",
        data={"title": "Lamps"},
    ),
    row("ideas:idea_map", collecting, GET="200"),
    row("ideas:idea_points", collecting, GET="200"),
    row("ideas:idea_adopt", withdrawn, POST="in 302 302 302 302 302"),
    row("ideas:idea_changes", changed_idea, GET="200"),
    row("ideas:idea_support", own_idea, POST="in 302 302 302 302 302"),
    row("ideas:idea_withdraw", own_idea, GET="in 404 200 404 404 404", POST="in 404 422 404 404 404"),
    row(
        "ideas:idea_merge",
        own_idea,
        GET="in 404 404 200 404 200",
        POST="in 404 404 422 404 422",
        data={"kept": "2026-999"},
    ),
    row(
        "ideas:idea_same",
        own_idea,
        GET="in 404 200 404 404 404",
        POST="in 404 422 404 404 404",
        data={"other": "2026-999"},
    ),
    row("ideas:merge_undo", merged, POST="in 404 404 302 404 302"),
    row("ideas:merge_answer", merge_link, GET="200", POST="200"),
    row("ideas:rewording_answer", other_words, GET="200", POST="200", data={"answer": "yes", "said": ""}),
    row("ideas:idea_start_project", chosen, POST="in 404 302 302 404 302"),
    row("ideas:poll_results", result, GET="200"),
    row("ideas:older_results", lambda s: {**result(s), "n": 1}, GET="302"),
    row("ideas:poll_file", lambda s: {**result(s), "n": 1, "name": "outcome.json"}, GET="200"),
    row("ideas:hour_page", hour, GET="200"),
    row("ideas:hour_now", hour, GET="200"),
    row("ideas:hour_calendar", hour, GET="200"),
    row("ideas:hour_picture", lambda s: {**hour(s), "version": "old"}, GET="302"),
    row("ideas:question_ask", hour, GET="in 200 200 200 200 200", POST="in 422 422 422 422 422", data={"text": ""}),
    row("ideas:question_support", own_question, POST="in 302 302 302 302 302"),
    row("ideas:question_withdraw", own_question, GET="in 404 200 404 404 404", POST="in 404 302 404 404 404"),
    row("ideas:hour_desk", hour, GET="in 403 403 200 403 200", POST="in 403 403 404 403 404"),
    row("ideas_office:hours", GET="in 403 403 200 403 200"),
    row("ideas_office:hour_create", GET="in 403 403 200 403 200", POST="in 403 403 422 403 422", data={"title": "Ask"}),
    row(
        "ideas_office:hour_edit",
        office_hour,
        GET="in 403 403 200 403 200",
        POST="in 403 403 422 403 422",
        data={"title": "Ask"},
    ),
    row("ideas_office:polls", GET="in 403 403 200 403 200"),
    row("ideas_office:answers", GET="in 403 403 200 403 200"),
    row(
        "ideas_office:idea",
        office_idea,
        GET="in 403 403 200 403 200",
        POST="in 403 403 422 403 422",
        data={"deed": "answer"},
    ),
    row("ideas_office:poll", office_poll, GET="in 403 403 200 403 200"),
    row(
        "ideas_office:poll_codes",
        lambda s: {"pk": make_poll("voting", eligibility_level=3).pk},
        GET="in 403 403 200 403 200",
        POST="in 403 403 200 403 200",
        data={"do": "make", "number": "2"},
    ),
    row("ideas_office:poll_phone", office_poll, GET="in 403 403 200 403 200"),
    row("ideas_office:poll_phone_frame", lambda s: {**office_poll(s), "shown": "ballot"}, GET="in 403 403 200 403 200"),
    row("ideas_office:poll_wave", office_poll, GET="in 403 403 200 403 200"),
    row("ideas_office:waves", GET="in 403 403 403 403 200"),
    row(
        "ideas_office:paper",
        office_poll,
        GET="in 403 403 200 403 200",
        POST="in 403 403 422 403 422",
        data={"deed": "enter"},
    ),
    row(
        "ideas_office:doubles",
        office_poll,
        GET="in 403 403 200 403 200",
        POST="in 403 403 422 403 422",
        data={"deed": "ask"},
    ),
    row("ideas_office:paper_print", lambda s: {**office_poll(s), "what": "ballot"}, GET="in 403 403 200 403 200"),
    row("ideas_office:poll_act", lambda s: {**office_poll(s), "deed": "publish"}, POST="in 403 403 422 403 422"),
    row(
        "ideas_office:poll_create",
        GET="in 403 403 200 403 200",
        POST="in 403 403 422 403 422",
        data={"question": "Which?"},
    ),
    row(
        "ideas_office:poll_edit",
        office_poll,
        GET="in 403 403 200 403 200",
        POST="in 403 403 422 403 422",
        data={"question": "Which?"},
    ),
]
