"""Wagtail's other upload: the portrait in an editor's own settings."""

from django.db.models.signals import pre_save
from django.dispatch import receiver
from wagtail.users.models import UserProfile

from core.errors import RuleBroken
from files.pictures import cleaned_file


@receiver(pre_save, sender=UserProfile)
def keep_pixels_only(sender: type[UserProfile], instance: UserProfile, **kwargs: object) -> None:
    """A new portrait goes through the one door; what is refused there is not kept."""
    if instance.avatar and not instance.avatar._committed:
        try:
            instance.avatar = cleaned_file(instance.avatar.file)
        except RuleBroken:
            instance.avatar = None
