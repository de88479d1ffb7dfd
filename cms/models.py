"""Pages that editors change: home, stories, and plain pages; and the site's own image."""

from django.db import models
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class CustomImage(AbstractImage):
    """An editor's picture; alt text is asked for with the upload."""

    alt = models.CharField(max_length=250, blank=True)
    admin_form_fields = (*Image.admin_form_fields, "alt")

    @property
    def default_alt_text(self) -> str:
        return self.alt


class CustomRendition(AbstractRendition):
    image = models.ForeignKey(CustomImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
