"""Pictures that people sent: re-encoded, stripped of everything but the image, in ready-made widths."""

from django.db import models

from core import clock
from core.refs import new_ref


class Picture(models.Model):
    """One picture. `files.actions.take_picture` is the only door; nothing else writes rows here.

    `widths` maps a width in pixels to the stored name of that rendition (WebP); `file` is the largest.
    """

    ref = models.CharField(max_length=16, unique=True, default=new_ref)
    file = models.FileField(upload_to="pictures/", max_length=200)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    widths = models.JSONField(default=dict)
    alt = models.CharField(max_length=250, blank=True)
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return self.alt or self.ref

    @property
    def src(self) -> str:
        return self.file.url

    @property
    def small(self) -> str:
        """The narrowest one, for letters."""
        return self.file.storage.url(self.widths[min(self.widths, key=int)]) if self.widths else self.src

    @property
    def srcset(self) -> str:
        """For <img srcset>: every ready-made width."""
        url = self.file.storage.url
        return ", ".join(
            f"{url(name)} {width}w" for width, name in sorted(self.widths.items(), key=lambda kv: int(kv[0]))
        )
