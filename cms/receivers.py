"""What the front page shows has changed; and Wagtail's other upload, the portrait in an editor's own settings."""

from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move
from wagtail.users.models import UserProfile

from core.errors import RuleBroken
from files.pictures import cleaned_file
from ideas import bells as ideas
from people.deeds import hears
from people.models import Deed

from . import front, plain, standing
from .models import HomePage, StoryIndexPage, TextPage


@hears(
    ideas.poll_published, ideas.voting_extended, ideas.phase_moved, ideas.voting_opened, ideas.suspended, ideas.resumed, ideas.poll_frozen,
    ideas.idea_answered, ideas.idea_done,
)  # fmt: skip
def draw_the_front_page_anew(deed: Deed) -> None:
    """An open poll, or what the city did, stands there as it was."""
    front.forget()


for signal in (page_published, page_unpublished, page_slug_changed, post_page_move):
    signal.connect(standing.forget)
for kind in (HomePage, StoryIndexPage, TextPage):
    post_save.connect(standing.forget, sender=kind)
    post_delete.connect(standing.forget, sender=kind)
for kind in plain.READ:
    post_save.connect(plain.keep, sender=kind)


@receiver(pre_save, sender=UserProfile)
def keep_pixels_only(sender: type[UserProfile], instance: UserProfile, **kwargs: object) -> None:
    """A new portrait goes through the one door; what is refused there is not kept."""
    if instance.avatar and not instance.avatar._committed:
        try:
            instance.avatar = cleaned_file(instance.avatar.file)
        except RuleBroken:
            instance.avatar = None
