"""How allauth speaks to us."""

from allauth.account.adapter import DefaultAccountAdapter

from core.limits import asker


class AccountAdapter(DefaultAccountAdapter):
    """No sign-up through allauth: people join through our own one flow. It sends no letters of its own."""

    def is_open_for_signup(self, request) -> bool:
        return False

    def get_client_ip(self, request) -> str:
        return asker.get() or "0.0.0.0"

    def send_mail(self, template_prefix, email, context) -> None:
        raise RuntimeError(f"{template_prefix}: letters are posted by notices")

    def send_notification_mail(self, *args, **kwargs) -> None:
        """The pages say what changed; a letter would come by way of notices."""
