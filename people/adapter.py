"""How allauth speaks to us."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """No sign-up through allauth: people join through our own one flow."""

    def is_open_for_signup(self, request) -> bool:
        return False
