"""The moderators' desk: one list of everything that waits, with one decision for one case or for many."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from conversations import actions, desk
from conversations.forms import DecisionForm
from conversations.models import Case, CaseMove, CaseQuerySet, Rule
from conversations.permissions import (
    can_decide,
    can_decide_appeal,
    cases_for,
    decides,
    moderator,
    reads_the_log,
    safeguarding_officer,
)
from core import posted
from core.doors import door
from core.errors import RuleBroken, show_refusal
from people.models import Person

A_PAGE, OF_THE_LOG = 50, 100
SHOWS = (("waiting", _("Waiting")), ("appeals", _("Appeals")), ("decided", _("Decided")))


@door(moderator, methods="GET POST")
def case_list(request: HttpRequest) -> HttpResponse:
    """The oldest first; a tick on several, one decision for all of them."""
    return _list(request, safeguarding=False)


@door(safeguarding_officer, methods="GET POST")
def safeguarding_list(request: HttpRequest) -> HttpResponse:
    """Nobody but its officers sees these."""
    return _list(request, safeguarding=True)


def _list(request: HttpRequest, *, safeguarding: bool) -> HttpResponse:
    form = DecisionForm(request.POST if request.method == "POST" else None)
    mine = cases_for(request.person).filter(safeguarding=safeguarding)
    if form.is_bound and form.is_valid() and _decide_many(request, mine, form):
        return redirect(request.get_full_path())
    show, rule = request.GET.get("show", ""), request.GET.get("rule", "")
    show = show if show in dict(SHOWS) else "waiting"
    cases = {"waiting": mine.waiting, "appeals": mine.appealed, "decided": mine.decided}[show]()
    if rule in Rule.values:
        cases = cases.filter(pk__in=cases.filter(reports__reason=rule).values("pk"))
    n = max(1, posted.whole(request.GET.get("page", "")))
    found = list(cases.for_lists()[(n - 1) * A_PAGE : n * A_PAGE + 1])
    if n > 1 and not found:  # all of this page are decided meanwhile
        return redirect(f"{request.path}?show={show}&rule={rule}")
    page = {
        "lines": desk.lines(found[:A_PAGE]), "next": n + 1 if len(found) > A_PAGE else 0, "form": form, "show": show, "shows": SHOWS, "rule": rule,
        "rules": Rule.choices, "ticked": request.POST.getlist("case"), "safeguarding": safeguarding,
        "waiting": mine.waiting().count(), "appeals": mine.appealed().count(),
        "page_title": gettext("Safeguarding") if safeguarding else gettext("Moderation"),
    }  # fmt: skip
    return render(request, "conversations/admin/case_list.html", page, status=422 if form.is_bound else 200)


def _decide_many(request: HttpRequest, mine: CaseQuerySet, form: DecisionForm) -> bool:
    """Each for itself: one that a colleague decided meanwhile keeps no other from it. False if the form has to come again."""
    cases = list(mine.waiting().filter(ref__in=map(posted.plain, request.POST.getlist("case")))[:A_PAGE])
    if not cases:
        form.add_error(None, gettext("Tick what you decide about."))
        return False
    done, read = 0, dict(each.partition(":")[::2] for each in request.POST.getlist("read"))
    for case in cases:
        try:
            actions.decide_case(by=request.person, case=case, read=read.get(case.ref, ""), **form.cleaned_data)
            done += 1
        except RuleBroken as refusal:
            if refusal.code in ("rule", "words", "outcome") or len(cases) == 1:
                show_refusal(form, refusal)
                return False
            messages.warning(request, str(refusal))
    if done:
        messages.success(request, ngettext("%(n)d case is decided.", "%(n)d cases are decided.", done) % {"n": done})
    return True


@door(decides, methods="GET POST")
def case_desk(request: HttpRequest, ref: str) -> HttpResponse:
    """One case: the words, what was said about them, what happened so far, and the next decision."""
    rows = cases_for(request.person).for_lists()
    case = get_object_or_404(rows.select_related("appeal_by", "comment__parent"), ref=ref)
    form = DecisionForm(request.POST if request.method == "POST" and "outcome" in request.POST else None)
    words = request.POST.get("words", "") if request.method == "POST" else ""
    refusal = ""
    try:
        if "appeal" in request.POST:
            overturn = request.POST["appeal"] == "overturn"
            actions.decide_appeal(by=request.person, case=case, overturn=overturn, words=posted.plain(words))
        elif form.is_bound and form.is_valid():
            read = posted.text(request, "read")
            actions.decide_case(by=request.person, case=case, read=read, **form.cleaned_data)
        if request.method == "POST" and (form.is_valid() or "appeal" in request.POST):
            messages.success(request, gettext("Saved."))
            return redirect("case_desk", ref=ref)
    except RuleBroken as broken:
        if "appeal" in request.POST:
            refusal = str(broken)
        else:
            show_refusal(form, broken)
    page = {
        "case": case, "line": desk.line(case), "form": form, "words": words, "refusal": refusal,
        "moves": case.moves.select_related("by"), "may": _may(request.person, case),
        "page_title": gettext("Safeguarding") if case.safeguarding else gettext("Moderation"),
    }  # fmt: skip
    return render(request, "conversations/admin/case_desk.html", page, status=422 if request.method == "POST" else 200)


def _may(person: Person, case: Case) -> str:
    """Which decision is this person's: the first, the one on the appeal, or none."""
    if case.state == Case.State.OPEN and can_decide(person, case):
        return "decide"
    return "appeal" if case.state == Case.State.APPEALED and can_decide_appeal(person, case) else ""


@door(reads_the_log)
def case_log(request: HttpRequest) -> HttpResponse:
    """Everything that was done, by whom and why; nothing of safeguarding, and nothing that tells who reported."""
    before = posted.whole(request.GET.get("before", ""))
    moves = CaseMove.objects.filter(case__safeguarding=False).exclude(what=CaseMove.What.REPORTED)
    moves = moves.exclude(case__about=request.person).select_related(
        "case__comment", "case__subject", "by", "case__about"
    )
    found = list((moves.filter(pk__lt=before) if before else moves)[: OF_THE_LOG + 1])
    page: dict[str, Any] = {"moves": found[:OF_THE_LOG], "page_title": gettext("Log of moderation")}
    page["next"] = found[OF_THE_LOG - 1].pk if len(found) > OF_THE_LOG else 0
    return render(request, "conversations/admin/case_log.html", page)
