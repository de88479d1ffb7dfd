"""The shape of what people type about themselves and those they answer for."""

from .accounts import AddressForm, AgeFields, CodeForm, NameForm, ProfileForm, RoleForm
from .family import ChildForm, HouseholdForm

__all__ = [
    "AddressForm",
    "AgeFields",
    "ChildForm",
    "CodeForm",
    "HouseholdForm",
    "NameForm",
    "ProfileForm",
    "RoleForm",
]
