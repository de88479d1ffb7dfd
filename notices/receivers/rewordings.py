"""Other words for an idea: its author is asked, and whoever asked hears the answer."""

from django.utils.translation import gettext_lazy as _

from ideas import bells, letter_links
from ideas.models import Rewording
from notices.actions import post
from notices.links import button
from people.deeds import hears
from people.models import Deed


def rewording_of(deed: Deed) -> Rewording | None:
    """None if its author left and took their words along."""
    rows = Rewording.objects.select_related("idea__poll__department", "idea__author__user", "by__user")
    return rows.filter(pk=deed.ids["rewording"]).first()


@hears(bells.rewording_asked)
def ask_its_author(deed: Deed) -> None:
    """Not what was answered or taken back meanwhile."""
    asked = rewording_of(deed)
    author = asked.idea.author if asked is not None and asked.is_waiting else None
    if asked is None or author is None:
        return
    idea, poll = asked.idea, asked.idea.poll
    opens_at = poll.voting.opens_at if poll.voting else None
    press = button(
        _("See the words and decide"), "ideas:rewording_answer", token=letter_links.REWORDED.token_of(asked, author)
    )
    post(
        kind="rewording_asked",
        to=author,
        event_key=f"rewording:{asked.pk}",
        good_until=opens_at,
        context={
            "idea": idea,
            "poll": poll,
            "note": asked.reason,
            "office": poll.department.name,
            "opens_at": opens_at,
            **press,
        },
    )


@hears(bells.rewording_answered)
def tell_who_asked(deed: Deed) -> None:
    """Not who is the author, too."""
    asked = rewording_of(deed)
    if asked is None or not asked.answer or asked.by_id == asked.idea.author_id:
        return
    see = button(_("See the idea"), "ideas_office:idea", pk=asked.idea_id)
    post(
        kind="rewording_answered",
        to=asked.by,
        event_key=f"rewording:{asked.pk}:answered",
        context={
            "idea": asked.idea,
            "poll": asked.idea.poll,
            "agreed": asked.answer == "yes",
            "note": asked.said,
            **see,
        },
    )
