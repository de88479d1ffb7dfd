"""Sign-in codes, in the fast lane."""

from city.context import the_city
from core.when import hour, local
from notices.actions import post
from notices.models import Letter
from people.bells import code_asked
from people.deeds import hears
from people.models import Code, Deed


@hears(code_asked)
def send_code(deed: Deed) -> None:
    """Six digits to the address that was typed; nothing when the code was used or is over.

    No name: whoever typed it could make the city write their words to a stranger.
    """
    code = Code.objects.get(pk=deed.ids["code"])
    if not code.is_open:
        return
    post(
        kind="code",
        to=None,
        address=code.email,
        event_key=f"code:{code.ref}",
        lane=Letter.Lane.FAST,
        language=code.language,
        good_until=code.expires_at,
        context={
            "digits": code.digits,
            "until": hour(local(code.expires_at, the_city())),
        },
    )
