"""The outbox in the back office: what waits, what does not get through and why; and how every letter looks.

Operators see kinds, subjects and masked addresses. What letters say is between the city and the one who reads them.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import Count, Q
from django.db.models.functions import TruncDate
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext, ngettext

from core import posted
from core.clock import now
from core.doors import door
from core.errors import RuleBroken
from core.when import local
from notices import actions, kinds, samples, texting
from notices.models import Bounce, Letter
from notices.templatetags.notices_tags import masked
from people.permissions import administrator

SHOWN, DAYS = 50, 14


@door(administrator)
def outbox(request: HttpRequest) -> HttpResponse:
    letters = Letter.objects.exclude(lane=Letter.Lane.DIGEST)
    today = local(now()).replace(hour=0, minute=0, second=0, microsecond=0)
    lately = letters.filter(created_at__gte=today - timedelta(days=DAYS - 1))  # today is one of them
    late = Q(sent_at__isnull=True)
    counts: dict[str, Any] = {
        "written": Count("pk"),
        "left": Count("sent_at"),
        "back": Count("bounce"),
        "failing": Count("pk", filter=late & ~Q(problem="")),
    }
    unsent = Letter.objects.unsent().exclude(lane=Letter.Lane.DIGEST)
    return render(
        request,
        "notices/outbox_admin.html",
        {
            "texts": texting.is_on(),
            "waiting": unsent.count(),
            "for_later": unsent.filter(due_at__gt=now(), attempts=0).count(),
            "lines": Letter.objects.unsent().filter(lane=Letter.Lane.DIGEST).count(),
            "failing": [_row(letter) for letter in Letter.objects.failing().order_by("-attempts", "pk")[:SHOWN]],
            "failing_count": Letter.objects.failing().count(),
            "given_up": Letter.objects.given_up().count(),
            "put_away": Letter.objects.put_away().count(),
            "stopped": Bounce.objects.standing().filter(hard=True).values("letter__address").distinct().count(),
            "kinds": _by_category(lately.values("kind").annotate(**counts).order_by("kind")),
            "days": lately.annotate(day=TruncDate("created_at")).values("day").annotate(**counts).order_by("-day"),
            "categories": [
                (one, [(kind.name, _named(kind.name)) for kind in kinds.KINDS.values() if kind.category is one])
                for one in kinds.in_use()
            ],
        },
    )


def _named(kind: str) -> str:
    """A letter by its subject, with facts that belong to nobody. A kind that is written no more has its old name alone."""
    return actions.render_subject(kind, samples.facts(kind)) if kind in kinds.KINDS else kind


def _by_category(rows: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """Counts of kinds below the category of each, in the order of the page on which people choose."""
    found: dict[str, list[dict[str, Any]]] = {str(one.title): [] for one in kinds.in_use()}
    for row in rows:
        kind = kinds.KINDS.get(row["kind"])
        title = str(kind.category.title) if kind else gettext("Not written any more")
        found.setdefault(title, []).append({**row, "name": _named(row["kind"])})
    return [(title, below) for title, below in found.items() if below]


def _row(letter: Letter) -> dict[str, Any]:
    address = masked(letter.address)
    return {
        "ref": letter.ref,
        "category": kinds.KINDS[letter.kind].category.title if letter.kind in kinds.KINDS else "",
        "subject": letter.subject,
        "address": address,
        "problem": letter.problem.replace(letter.address, address),
        "attempts": letter.attempts,
        "due_at": letter.due_at,
    }


@door(administrator, methods="POST")
def outbox_retry(request: HttpRequest) -> HttpResponse:
    """One letter, or all that do not get through."""
    done = actions.retry_letters(by=request.person, ref=posted.text(request, "ref"))
    messages.success(
        request, ngettext("%(n)s letter is tried again now.", "%(n)s letters are tried again now.", done) % {"n": done}
    )
    return redirect("outbox")


@door(administrator, methods="POST")
def outbox_test(request: HttpRequest) -> HttpResponse:
    """A test letter to oneself, or a test text message."""
    if posted.text(request, "by") == "text":
        try:
            number = masked(actions.send_test_text(by=request.person).address)
            said = gettext("A test text message to %(number)s is on its way.")
            messages.success(request, said % {"number": number})
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        return redirect("outbox")
    actions.send_test(to=request.person)
    said = gettext("A test letter to %(address)s is on its way.")
    messages.success(request, said % {"address": request.person.email})
    return redirect("outbox")


@door(administrator)
def letter_preview(request: HttpRequest, kind: str) -> HttpResponse:
    """The real templates of a letter, in each language, with facts that belong to nobody."""
    words, language = _sample(request, kind)
    languages = [(code, str(name), code == language) for code, name in settings.LANGUAGES]
    page = {
        "kind": kind,
        "name": words["subject"] if language == get_language() else _named(kind),
        "category": kinds.KINDS[kind].category,
        "words": words,
        "languages": languages,
        "language": language,
    }
    return render(request, "notices/letter_preview_admin.html", page)


@door(administrator)
def letter_preview_html(request: HttpRequest, kind: str) -> HttpResponse:
    """The letter alone, as a mail program shows it."""
    return HttpResponse(_sample(request, kind)[0]["html"])


def _sample(request: HttpRequest, kind: str) -> tuple[dict[str, str], str]:
    if kind not in kinds.KINDS:
        raise Http404
    language = request.GET.get("language", "")
    language = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    return actions.render(kind, language, samples.facts(kind)), language
