"""How far the permission for the land is."""

from django import forms
from django.utils.translation import gettext_lazy as _

from projects.models import Project

from .fields import Choice, Photo

WORDS = [
    (Project.Land.NONE, _("No permission is needed")),
    (Project.Land.ASKED, _("The owner is asked")),
    (Project.Land.GRANTED, _("The owner has said yes")),
]


class LandForm(forms.Form):
    use_required_attribute = False
    land = Choice(
        label=_("How far is it?"), choices=WORDS, asked=_("Say whether somebody has to allow it"), long_words=True
    )
    paper = Photo(
        label=_("A photo of the document"),
        help_text=_("JPEG, PNG or WebP, up to 8 MB. Only your co-leads and the city's reviewers see it."),
        error_messages={"empty": _("This file is empty. Choose another picture.")},
    )
