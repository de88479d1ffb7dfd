"""What officials write down about checks and trainings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.lines import Line, MailLine
from people.models import Credential, Person, person_at


class CredentialForm(forms.Form):
    """Somebody by their e-mail, what was shown, and its dates."""

    person = MailLine(label=_("E-mail of the person"), help_text=_("They have signed in here at least once."))
    kind = forms.ChoiceField(label=_("What it is"), choices=Credential.Kind.choices)
    issued_on = forms.DateField(label=_("Issued on"), widget=forms.DateInput(attrs={"type": "date"}))
    expires_on = forms.DateField(
        label=_("Holds until"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The last day on which it counts."),
    )

    def clean_person(self) -> Person:
        person = person_at(self.cleaned_data["person"].lower())
        if person is None:
            raise forms.ValidationError(_("Nobody has signed in with this address yet. Ask them to sign in once."))
        return person


class AgreementForm(forms.Form):
    """A new wording. `subjects` are the choices of what it is for, as `scope:about`."""

    subject = forms.ChoiceField(label=_("What it is for"))
    title = Line(label=_("Title"), max_length=120)
    text = Line(
        label=_("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 14, "dir": "auto"}),
        help_text=_("In plain words. Once it is published, not a letter of it can change: publish a new wording instead."),
    )  # fmt: skip
    valid_from = forms.DateTimeField(
        label=_("Begins"), required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=_("Leave it empty to begin now. From then on, everybody is asked for this wording."),
    )  # fmt: skip
    valid_until = forms.DateTimeField(
        label=_("Ends"), required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=_("Leave it empty if it holds until a new wording begins."),
    )  # fmt: skip
    needs_guardian = forms.BooleanField(
        label=_("For somebody under 18, a parent or guardian signs"), required=False, initial=True
    )

    def __init__(self, *args: Any, subjects: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["subject"].choices = subjects  # type: ignore[attr-defined]

    @property
    def words(self) -> dict[str, Any]:
        """What the action takes."""
        found = dict(self.cleaned_data)
        scope, _colon, about = found.pop("subject").partition(":")
        return {"scope": scope, "about": about, **found}
