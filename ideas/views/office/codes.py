"""Rights to vote without a name: a sheet of codes, which is shown once, or a register; and taking them back."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.cache import never_cache

from core import posted, qr, sheets
from core.doors import door
from core.errors import RuleBroken
from ideas import actions, eligibility, registers
from ideas.forms.codes import RegisterForm, RevokeForm, SheetForm
from ideas.models import IdeaPoll, RightSheet
from ideas.words import when_to_vote
from people.permissions import official

from .found import own_poll, valid


@door(official, methods="GET POST")
@never_cache
def poll_codes(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheets of a poll; a new one is the answer to the press that made it, on paper or as a file, and never again."""
    poll = own_poll(request, pk)
    level = eligibility.level(poll.eligibility_level)
    if level is None or not level.by_code:
        raise Http404
    do = posted.text(request, "do")
    register = poll.eligibility_level == 4
    given = (request.POST, request.FILES) if do == "make" else ()
    form = (RegisterForm if register else SheetForm)(*given)
    revoke = RevokeForm(request.POST if do == "revoke" else None)
    status = 200
    try:
        if do == "make" and register:
            return _taken_in(request, poll, valid(form).cleaned_data)
        if do == "make":
            sheet, codes = actions.make_codes(by=request.person, poll=poll, **valid(form).cleaned_data)
            return _shown_once(request, poll, sheet, codes)
        if do == "revoke":
            taken = actions.revoke_codes(by=request.person, poll=poll, **valid(revoke).cleaned_data)
            messages.success(
                request, ngettext("%(n)s code taken back.", "%(n)s codes taken back.", taken) % {"n": taken}
            )
            return redirect("ideas_office:poll_codes", pk)
    except RuleBroken as refusal:
        refused = form if do == "make" else revoke
        if not refused.errors:  # else it says itself what to change
            refused.add_error(None, str(refusal))
        status = 422
    used, back = Q(rights__used=True), Q(rights__revoked_at__isnull=False)
    made = poll.right_sheets.annotate(used=Count("rights", used), back=Count("rights", back)).select_related("made_by")
    context = {
        "poll": poll,
        "sheets": made,
        "form": form,
        "revoke": revoke,
        "register": register,
        "closed": poll.state_at(request.received_at) == "over",
    }
    return render(request, "ideas/office_codes.html", context, status=status)


def _taken_in(request: HttpRequest, poll: IdeaPoll, given: dict[str, Any]) -> HttpResponse:
    lines = registers.read(given["file"].read(registers.BYTES_AT_MOST + 1))
    _sheet, new = actions.take_register(by=request.person, poll=poll, lines=lines, note=given["note"])
    words = ngettext(
        "%(lines)s line read, %(new)s new. The file itself is not kept.",
        "%(lines)s lines read, %(new)s new. The file itself is not kept.",
        len(lines),
    )
    messages.success(request, words % {"lines": len(lines), "new": new})
    return redirect("ideas_office:poll_codes", poll.pk)


def _shown_once(request: HttpRequest, poll: IdeaPoll, sheet: RightSheet, codes: list[tuple[int, str]]) -> HttpResponse:
    page = request.build_absolute_uri(reverse("ideas:code_page", args=[poll.slug]))
    rows = [(f"{sheet.n}-{n}", "-".join((code[:4], code[4:8], code[8:]))) for n, code in codes]
    if "file" in request.POST:
        head = (gettext("Number"), gettext("Code"), gettext("Address"), gettext("When"))
        lines = [(n, code, f"{page}#{code}", when_to_vote(poll)) for n, code in rows]
        return sheets.download(f"codes-{poll.slug}-{sheet.n}", head, lines)
    slips = [
        (n, code, qr.svg(f"{page}#{code}", title=gettext("Square code that opens this ballot"))) for n, code in rows
    ]
    context = {"poll": poll, "sheet": sheet, "slips": slips, "page": page.partition("://")[2]}
    return render(request, "ideas/office_code_sheet.html", context)
