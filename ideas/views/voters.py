"""Who votes here: whoever is signed in, or whoever typed a code on this device. Nothing about a code is kept on the server."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from ideas import eligibility
from ideas.bearers import Bearer
from ideas.models import IdeaPoll, PollVoter
from people.models import Person

SALT = "ideas.bearer"
STAYS = 2 * 3600  # seconds on one device; the ballot stays saved, the code opens it again


def voter_of(request: HttpRequest, poll: IdeaPoll) -> Person | Bearer | None:
    """By what this poll asks for."""
    level = eligibility.level(poll.eligibility_level)
    return bearer_of(request, poll) if level and level.by_code else request.person


def bearer_of(request: HttpRequest, poll: IdeaPoll) -> Bearer | None:
    try:
        given = signing.loads(request.COOKIES.get(_cookie(poll), ""), salt=SALT, max_age=STAYS)
        found = Bearer(*given)
    except (signing.BadSignature, TypeError):
        return None
    return found if found.may_vote_in(poll) else None


def keeper_of(request: HttpRequest, poll: IdeaPoll) -> Person | Bearer | None:
    """Whose ballot there is to look at, or to take back: who votes here, or whoever is signed in and voted before the poll asked
    for a code."""
    voter = voter_of(request, poll)
    if voter is None and request.person is not None:
        return request.person if PollVoter.objects.filter(poll=poll, person=request.person).exists() else None
    return voter


def way_to_own(request: HttpRequest, poll: IdeaPoll) -> str:
    """After the close: where one's own ballot is shown, or where a code opens it; "" for whoever has none to see."""
    if poll.cut_at is not None:
        return ""
    me = voter_of(request, poll) or request.person
    if me is not None and PollVoter.objects.filter(poll=poll, **in_the_roll(me)).exists():
        return reverse("ideas:ballot_own", args=[poll.slug])
    level = eligibility.level(poll.eligibility_level)
    return level.url(poll) if level and level.by_code and level.url else ""


def remember(answer: HttpResponse, poll: IdeaPoll, bearer: Bearer) -> None:
    given: list[Any] = [bearer.poll_id, bearer.level, bearer.key, bearer.right]
    answer.set_cookie(
        _cookie(poll), signing.dumps(given, salt=SALT), max_age=STAYS,
        httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip


def forget(answer: HttpResponse, poll: IdeaPoll) -> None:
    answer.delete_cookie(_cookie(poll), samesite="Lax")


def way_in(poll: IdeaPoll, back: str, kept: str = "") -> str:
    """Where somebody shows who they are, or their code, and comes back from with what they chose."""
    level = eligibility.level(poll.eligibility_level)
    kept = f"?{kept}" if kept else ""
    if level and level.by_code and level.url:
        return level.url(poll) + kept
    return f"{reverse('people:sign_in')}?{urlencode({'next': back + kept})}"


def in_the_roll(voter: Person | Bearer, prefix: str = "") -> dict[str, Any]:
    """As a filter of marks on the roll."""
    key, value = ("eligibility_hash", voter.key) if isinstance(voter, Bearer) else ("person", voter)
    return {prefix + key: value}


def _cookie(poll: IdeaPoll) -> str:
    return f"engage_ballot_{poll.pk}"
