"""What organizers write reaches everybody it is for; of young people the guardians get a copy."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from conversations.bells import comment_posted
from conversations.models import Comment
from notices.actions import post, post_to_all
from notices.families import about_whom
from notices.links import button
from people.deeds import hears
from people.models import Deed, Person
from projects import bells, writing
from projects.models import Broadcast

from .proposals import organizers


@hears(bells.broadcast_sent)
def carry_the_words(deed: Deed) -> None:
    """To the people who were on the list then. Ahead of the date the words are about it: later nobody needs them."""
    broadcast = Broadcast.objects.select_related("event__project", "by").get(pk=deed.ids["broadcast"])
    ahead = broadcast.audience != Broadcast.Audience.CAME and broadcast.at < broadcast.event.ends_at
    letter: dict[str, Any] = {
        "event_key": f"broadcast:{broadcast.pk}",
        "context": {
            "broadcast": broadcast,
            "event": broadcast.event,
            "project": broadcast.event.project,
            "writer": broadcast.by.public_name,
            **button(_("Answer on the site"), "projects:broadcast_page", ref=broadcast.ref),
        },
        "good_until": broadcast.event.ends_at if ahead else None,
    }
    people = Person.objects.filter(pk__in=broadcast.recipients.values("person")).select_related("user").order_by("pk")
    for guardian, children in writing.guardians_of(people).items():
        family = [*([guardian] if guardian in people else []), *children]
        context = {**letter["context"], **about_whom(guardian, family)}
        post(kind="organizers_copy", to=guardian, **{**letter, "context": context})
    # who has the same words for a child has no second letter
    post_to_all(kind="organizers_write", people=[person for person in people if not person.is_minor], **letter)
    for young in people:
        if young.is_minor and young.email:
            post(kind="organizers_write", to=young, **letter)


@hears(comment_posted)
def tell_of_the_answer(deed: Deed) -> None:
    """What somebody says below such a letter reaches those who lead the project."""
    comment = Comment.objects.select_related("subject", "by").get(pk=deed.ids["comment"])
    broadcast = Broadcast.objects.filter(subject=comment.subject_id).select_related("event__project").first()
    if broadcast is None or not comment.is_shown or comment.voice:
        return
    for lead in organizers(broadcast.event.project):
        post(
            kind="message_answered",
            to=lead,
            event_key=f"comment:{comment.ref}",  # who began the thread has no second letter
            context={
                "event": broadcast.event,
                "comment": comment,
                "who": comment.by.public_name,
                **button(_("Read it on the site"), "conversations:thread", ref=comment.begins.ref),
            },
        )
