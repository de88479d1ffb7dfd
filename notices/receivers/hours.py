"""Questions of live hours: whoever asked hears what the city says, once."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ideas import bells
from ideas.models import Question
from notices.actions import post
from notices.links import button
from people.deeds import hears
from people.models import Deed


def question_of(deed: Deed) -> Question:
    rows = Question.objects.select_related("hour__department", "person__user", "answered_by")
    return rows.get(pk=deed.ids["question"])


def see(question: Question) -> dict[str, Any]:
    return button(_("See the live hour"), "ideas:hour_page", slug=question.hour.slug)


@hears(bells.question_answered, bells.question_declined)
def tell_whoever_asked(deed: Deed) -> None:
    question = question_of(deed)
    if question.person is None or question.hidden:
        return
    post(
        kind="question_answered",
        to=question.person,
        event_key=f"question:{question.pk}",
        context={"question": question, "hour": question.hour, **see(question)},
    )


@hears(bells.question_held)
def tell_the_author(deed: Deed) -> None:
    """Each time anew; not if somebody has looked meanwhile."""
    question = question_of(deed)
    if question.hidden and question.person is not None:
        post(
            kind="talk_held",
            to=question.person,
            event_key=f"question:{question.pk}:held:{deed.pk}",
            context={
                "title": question.hour.title,
                "words": question.text,
                "why": question.get_hold_reason_display(),
                **see(question),
            },
        )
