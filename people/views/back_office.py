"""What the back office shows of oneself: language, time zone, theme. Name and pictures are kept on the site."""

from wagtail.admin.auth import require_admin_access
from wagtail.admin.views import account as wagtail_account

from core.doors import door
from people.permissions import staff

NOT_HERE = (
    wagtail_account.NameEmailSettingsPanel,
    wagtail_account.AvatarSettingsPanel,
    wagtail_account.ChangePasswordPanel,
)


class OwnAccount(wagtail_account.AccountView):
    def get_panels(self):
        return [panel for panel in super().get_panels() if not isinstance(panel, NOT_HERE)]


own_account = door(staff, methods="GET POST")(require_admin_access(OwnAccount.as_view()))
