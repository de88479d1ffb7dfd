"""How much is said about an idea."""

from django.db import transaction

from core.locks import lock
from ideas.models import Idea


@transaction.atomic
def count_said(*, idea: Idea) -> None:
    """Write down how many first words everybody may read. Of two at once the second counts what the first one saw, too."""
    lock(idea, field="version")
    words = Idea.objects.with_words().values_list("words", flat=True).get(pk=idea.pk)
    Idea.objects.filter(pk=idea.pk).exclude(said=words).update(said=words)
