"""The shape of what people type about themselves and those they answer for."""

from .accounts import AddressForm, AgeFields, CodeForm, LostFactorForm, NameForm, NewAddressForm, ProfileForm, RoleForm
from .family import ChildForm, HouseholdForm
from .safety import AgreementForm, CredentialForm

__all__ = [
    "AddressForm",
    "AgeFields",
    "AgreementForm",
    "ChildForm",
    "CodeForm",
    "CredentialForm",
    "HouseholdForm",
    "LostFactorForm",
    "NameForm",
    "NewAddressForm",
    "ProfileForm",
    "RoleForm",
]
