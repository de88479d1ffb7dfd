"""Ideas that became one: who supports the one that leads away is asked, once, and its author hears what becomes of it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ideas import bells, letter_links
from ideas.models import Idea, MergeLink, MergeSuggestion, Support, last_kept
from notices.actions import post, post_to_all
from notices.links import button
from people.deeds import hears
from people.models import Deed, Person


def link_of(deed: Deed) -> MergeLink:
    rows = MergeLink.objects.select_related("duplicate__poll", "duplicate__author__user", "kept__poll")
    return rows.get(pk=deed.ids["merge"])


def answer(link: MergeLink, person: Person, label: Any) -> dict[str, Any]:
    return button(label, "ideas:merge_answer", token=letter_links.MERGED.token_of(link, person))


@hears(bells.idea_merged, bells.idea_adopted)
def ask_its_supporters(deed: Deed) -> None:
    """Not who supports the other already, nor the authors; not if it was undone meanwhile. Merged again, nobody is asked again."""
    link = link_of(deed)
    if link.undone_at is not None:
        return
    kept, _depth = last_kept(link.kept)
    there = Support.objects.filter(idea=kept, person__isnull=False).values("person")
    asked = Support.objects.filter(idea=link.duplicate, person__isnull=False).exclude(person__in=there)
    for support in asked.select_related("person__user").order_by("pk"):
        person = support.person
        if person is None or person.pk in (kept.author_id, link.duplicate.author_id):
            continue
        post(
            kind="adoption_asked" if link.adopted else "merge_asked", to=person, event_key=f"merge:{link.duplicate_id}:{link.kept_id}:asked", good_until=link.at + MergeLink.GOOD_FOR,
            context={"idea": link.duplicate, "kept": kept, "note": link.reason, **answer(link, person, _("Support this idea"))},
        )  # fmt: skip


@hears(bells.idea_merged)
def tell_its_author(deed: Deed) -> None:
    """With the offer to be named beside the other author."""
    link = link_of(deed)
    author = link.duplicate.author
    if author is None or link.undone_at is not None:
        return
    kept, _depth = last_kept(link.kept)
    offered = link.offers_co_authorship(author)
    there = (
        answer(link, author, _("Name me beside its author"))
        if offered
        else button(_("See the idea"), "ideas:idea_page", slug=kept.poll.slug, ref=kept.ref)
    )
    post(
        kind="idea_merged", to=author, event_key=f"merge:{link.pk}",
        context={"idea": link.duplicate, "kept": kept, "note": link.reason, "offered": offered, **there},
    )  # fmt: skip


@hears(bells.suggestion_answered)
def tell_who_suggested_it(deed: Deed) -> None:
    """What came of it. Whose own idea leads to the other one has the letter about that."""
    rows = MergeSuggestion.objects.select_related("idea__poll", "other", "by__user")
    said = rows.filter(pk=deed.ids["suggestion"]).first()
    if said is None or (said.answer == "yes" and said.idea.state == Idea.State.MERGED):
        return
    see = button(_("See the idea"), "ideas:idea_page", slug=said.idea.poll.slug, ref=said.idea.ref)
    post(
        kind="suggestion_answered",
        to=said.by,
        event_key=f"suggestion:{said.pk}",
        context={"idea": said.idea, "kept": said.other, "agreed": said.answer == "yes", "note": said.said, **see},
    )


@hears(bells.idea_withdrawn)
def tell_its_supporters(deed: Deed) -> None:
    """As a line of the digest, as long as it is so."""
    idea = Idea.objects.select_related("poll").get(pk=deed.ids["idea"])
    supporters = Support.objects.filter(idea=idea, person__isnull=False).exclude(person=idea.author)
    if idea.state != Idea.State.WITHDRAWN or idea.hidden:
        return
    post_to_all(
        kind="supported_idea_withdrawn",
        people=[row.person for row in supporters.select_related("person__user").order_by("pk") if row.person],
        event_key=f"idea:{idea.pk}:withdrawn",
        context={"idea": idea, **button(_("See the idea"), "ideas:idea_page", slug=idea.poll.slug, ref=idea.ref)},
    )


@hears(bells.merge_undone)
def tell_that_it_stands_again(deed: Deed) -> None:
    link = link_of(deed)
    idea = link.duplicate
    if idea.author is not None:
        see = button(_("See the idea"), "ideas:idea_page", slug=idea.poll.slug, ref=idea.ref)
        post(kind="merge_undone", to=idea.author, event_key=f"merge:{link.pk}:undone", context={"idea": idea, **see})
