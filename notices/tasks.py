"""Letters leave, hurried or swept."""

from celery import shared_task

from . import actions


@shared_task(name="notices.tasks.send_letter")
def send_letter(letter_id: int) -> bool:
    """Right after a letter was written. Twice: the second finds it sent or claimed. Late: the sweep was first."""
    return actions.send_letter(pk=letter_id)


@shared_task(name="notices.tasks.send_due")
def send_due() -> int:
    """Every 20 seconds, for at most 15. Twice at the same time: each letter has one sender. Late: letters wait."""
    return actions.send_due()


@shared_task(name="notices.tasks.write_digests")
def write_digests() -> int:
    """Every ten minutes, by day: digests whose hour has come. Twice at once share the work; late, one tells everything."""
    return actions.write_digests()


@shared_task(name="notices.tasks.tell_at_once")
def tell_at_once() -> int:
    """Every ten minutes, by day: news for those who want it at once. Twice at once share the work; late, it waits in one digest."""
    return actions.tell_at_once()


@shared_task(name="notices.tasks.tell_moderators")
def tell_moderators() -> int:
    """Every morning: what waits on their list. Twice on a day: one letter. Late: it says what waits then."""
    return actions.tell_moderators()


@shared_task(name="notices.tasks.tell_owners")
def tell_owners() -> int:
    """Every morning: answers that are a week late. Twice: one letter for each day that was promised. Late: a little later."""
    return actions.tell_owners()
