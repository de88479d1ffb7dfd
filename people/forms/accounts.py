"""The shape of what people type about themselves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from city.models import Department, Neighborhood
from core.lines import Line, MailLine
from people.models import Person, Role, person_at


class AddressForm(forms.Form):
    email = MailLine(
        label=_("Your e-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )


class NewAddressForm(AddressForm):
    field_order = ["email"]

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("The other e-mail")


class CodeForm(forms.Form):
    """Six digits; spaces between them are no mistake."""

    code = Line(
        label=_("Six digits"),
        max_length=12,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "input--code", "dir": "ltr"}
        ),
    )

    def clean_code(self) -> str:
        digits = "".join(self.cleaned_data["code"].split())
        if len(digits) != 6 or not digits.isdecimal():
            raise forms.ValidationError(_("The code has six digits, for example 481920."))
        return str(int("1" + digits))[1:]  # also from a keyboard with other numerals


class AgeFields(forms.Form):
    """How old: a tick, or a birth date. Every page that lets newcomers join asks with these two."""

    adult = forms.BooleanField(label=_("I am 18 or older"), required=False)
    birth_day = forms.DateField(
        label=_("Or your birth date"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date", "autocomplete": "bday"}),
        help_text=_("From 13. We keep it only if you are under 18."),
    )

    def clean(self) -> dict[str, Any]:
        found = super().clean() or self.cleaned_data
        if not found.get("adult") and not found.get("birth_day") and "birth_day" not in self.errors:
            self.add_error("adult", _("Please tick this, or give your birth date."))
        return found


class NameForm(AgeFields):
    first_name = Line(
        label=_("Your first name"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    field_order = ["first_name", "adult", "birth_day"]


class ProfileForm(forms.ModelForm):
    class Meta:
        model = Person
        fields = ["first_name", "last_name", "neighborhood", "language", "thanks"]
        labels = {
            "first_name": _("First name"),
            "last_name": _("Last name"),
            "neighborhood": _("My neighborhood"),
            "thanks": _("How I like to be thanked"),
        }
        field_classes = {"first_name": Line, "last_name": Line, "language": Line}
        help_texts = {"last_name": _("Others see only its first letter.")}
        widgets = {
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
            "thanks": forms.RadioSelect,
        }

    def __init__(self, *args: Any, languages: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        hood: Any = self.fields["neighborhood"]
        hood.queryset = Neighborhood.objects.defer("boundary")
        hood.empty_label = _("I’d rather not say")
        self.fields["language"] = forms.ChoiceField(
            label=_("Language of my letters"), choices=languages, initial=self.instance.language
        )

    def _post_clean(self) -> None:
        """The action writes; the form only reads."""


class LostFactorForm(forms.Form):
    """Somebody by their e-mail, and how the administrator knows that it is them."""

    person = MailLine(label=_("E-mail of the person"))
    reason = Line(
        label=_("How do you know that it is them?"),
        max_length=300,
        help_text=_("For example: “Came to my desk with her badge.” Your colleagues read it."),
    )

    def clean_person(self) -> Person:
        person = person_at(self.cleaned_data["person"].lower())
        if person is None:
            raise forms.ValidationError(_("Nobody signs in with this address."))
        return person


class RoleForm(forms.Form):
    """Somebody by their e-mail, a role, and perhaps one department."""

    person = MailLine(label=_("E-mail of the person"), help_text=_("They have signed in here at least once."))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
    department = forms.ModelChoiceField(
        Department.objects.all(), label=_("Department"), required=False, empty_label=_("the whole city")
    )

    def clean_person(self) -> Person:
        person = person_at(self.cleaned_data["person"].lower())
        if person is None:
            raise forms.ValidationError(_("Nobody has signed in with this address yet. Ask them to sign in once."))
        return person
