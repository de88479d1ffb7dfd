"""What a city counts."""

from django import forms
from django.core.validators import validate_slug
from django.utils.translation import gettext_lazy as _

from core.lines import Line
from projects.models import Category, MetricDefinition


class MetricForm(forms.ModelForm):
    """Kind and short name are chosen once; numbers that stand hang on them."""

    category = forms.ChoiceField(
        label=_("Kind of project"), choices=[("", _("Every kind")), *Category.choices], required=False
    )

    key = Line(
        label=_("Short name"), max_length=30, validators=[validate_slug], help_text=_("Small letters, no spaces: bags")
    )
    name = Line(label=_("What is counted"), max_length=60, help_text=_("As residents read it: Bags of litter"))
    unit = Line(label=_("Unit"), max_length=20, help_text=_("After the number: bags, kg, trees"))

    class Meta:
        model = MetricDefinition
        fields = ("category", "key", "name", "unit", "min", "max_per_person", "position", "offered")
        labels = {
            "min": _("The least that one person reports"),
            "max_per_person": _("The most that one person usually does"),
            "position": _("Place in the list"),
            "offered": _("Ask for it"),
        }
        help_texts = {
            "min": "",
            "max_per_person": _("More has to be confirmed by the lead with a note."),
            "position": _("Small numbers first."),
            "offered": _("Without the tick it is asked for no more; old numbers stay."),
        }

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if self.instance.pk:
            del self.fields["category"], self.fields["key"]
