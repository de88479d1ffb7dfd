"""The form with which editors add pictures."""

from django.core.exceptions import ValidationError
from django.core.files import File
from wagtail.images.forms import BaseImageForm

from core.errors import RuleBroken
from files.pictures import cleaned_file


class ImageForm(BaseImageForm):
    """Wagtail's own, with the one door for uploads in front."""

    def clean_file(self) -> File:
        """Only pixels go on; a refusal is a sentence beside the field."""
        upload = self.cleaned_data["file"]
        if "file" not in self.changed_data:
            return upload
        try:
            return cleaned_file(upload)
        except RuleBroken as refusal:
            raise ValidationError(str(refusal), code=refusal.code) from None
