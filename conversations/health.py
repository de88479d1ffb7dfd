"""What people say hangs together."""

from collections.abc import Iterator

from django.db.models import Count, F

from core.health import checkup

from .models import Comment


@checkup("threads", "What people say is two levels deep, and an answer belongs to what its question is about.")
def threads() -> Iterator[str]:
    answers = Comment.objects.filter(parent__isnull=False)
    for pk in answers.filter(parent__parent__isnull=False).values_list("pk", flat=True):
        yield f"Comment {pk} answers to an answer."
    for pk in answers.exclude(subject=F("parent__subject")).values_list("pk", flat=True):
        yield f"Comment {pk} answers to what was said about something else."


@checkup("helpful", "What people found helpful is counted right.")
def helpful() -> Iterator[str]:
    wrong = Comment.objects.annotate(n=Count("helpfuls")).exclude(n=F("helpful"))
    for pk, counted, n in wrong.values_list("pk", "helpful", "n"):
        yield f"Comment {pk} says {counted} people; {n} pressed."
