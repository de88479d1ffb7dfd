"""Polls as everybody reads them: the list, one poll by its phase, its results and its files."""

from typing import Any

from django.db.models import Exists, OuterRef, Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from city.context import the_city
from core.doors import anyone, door
from core.signs import status
from ideas import sharing, words
from ideas.models import Answer, DoubleVote, Idea, IdeaPoll, LiveHour, MovedUp, Result, Support
from ideas.permissions import can_manage, can_support, has_confirmed_email

from .pages import part
from .voters import way_to_own
from .voting import vote_page

PAST, PAGE = 20, 20
SHAPES = {"selected": ("won", "done", "good"), "tie_pending": ("tie", "tie", "warn")}
OF_ITS_PROJECT = ["idea_project__idea"] + [
    f"idea_project__project__{name}" for name in ("slug", "title", "status", "hidden", "completed_at")
]
TYPES = {"csv": "text/csv", "json": "application/json", "py": "text/x-python", "pb": "text/plain"}


@door(anyone)
def poll_list(request: HttpRequest) -> HttpResponse:
    """Open ones first, then what comes, then what was."""
    polls = IdeaPoll.objects.public().for_pages()
    ahead = list(polls.not_over().order_by("phases__closes_at", "pk"))
    context = {
        "open": [poll for poll in ahead if poll.state_at() in ("proposing", "voting")],
        "coming": [poll for poll in ahead if poll.state_at() in ("coming", "review")],
        "hours": list(LiveHour.objects.for_pages().ahead()),
    }
    context["past"], *context["past_on"] = part(request, "past", polls.over(), PAST)
    context["past_hours"], *context["hours_on"] = part(request, "past-hours", LiveHour.objects.for_pages().over(), PAST)
    return render(request, "ideas/poll_list.html", context)


@door(anyone)
def poll_page(request: HttpRequest, slug: str) -> HttpResponse:
    """What can be done now: propose and support, read, or vote. A counted poll is its results."""
    poll = get_object_or_404(IdeaPoll.objects.visible_to(request.person).for_pages(), slug=slug)
    state = poll.state_at()
    if state == "voting" and poll.suspended_at is None:
        return vote_page(request, poll)
    if poll.counted_at is not None and poll.newest_result is not None:
        return redirect("ideas:poll_results", slug)
    context = {"poll": poll, "state": state, **_ideas_of(request, poll)}
    if state == "over":
        context["own_url"] = way_to_own(request, poll)
    if state != "draft":
        context["share"] = sharing.of_poll(request, poll)
    return render(request, "ideas/poll_page.html", context)


def _ideas_of(request: HttpRequest, poll: IdeaPoll) -> dict[str, Any]:
    standing = Idea.objects.filter(poll=poll).standing().for_lists()
    order, after = request.GET.get("order", ""), request.GET.get("after", "")
    given = request.GET.get("seed", "")
    seed = int(given) if given.isascii() and given.isdigit() and len(given) < 11 else poll.day_seed
    if order == "supported" and poll.tells_supports:
        ideas, following = standing.page_by("supports", after, PAGE)
    elif order == "discussed":
        ideas, following = standing.page_by("said", after, PAGE)
    elif order == "newest":
        ideas, following = standing.page_by("pk", after, PAGE)
    else:
        order = ""
        ideas, following = standing.page_in_random_order(seed, after, PAGE)
    person = request.person
    supported: set[int] = set()
    if person is not None:
        mine = Support.objects.filter(person=person, idea__in=[idea.pk for idea in ideas])
        supported = set(mine.values_list("idea", flat=True))
    query = f"order={order}" if order else f"seed={seed}"
    return {
        "ideas": ideas,
        "supported": supported,
        "order": order,
        "first": not after,
        "next_url": f"?{query}&after={following}" if following else "",
        "can_take_part": has_confirmed_email(person),
        "can_support": can_support(person, poll),
        "can_manage": can_manage(person, poll),
    }


@door(anyone)
def poll_results(request: HttpRequest, slug: str) -> HttpResponse:
    """Public from the count on, certified or not: the ballots' file is public too, so there is nothing to hide."""
    poll = _with_its_cases(slug)
    result = poll.newest_result
    if result is None:
        return redirect("ideas:poll_page", slug)
    return _results(request, poll, result)


@door(anyone)
def older_results(request: HttpRequest, slug: str, n: int) -> HttpResponse:
    """A count that a lot or a correction has replaced: it stays as it was, for everybody to compare."""
    poll = _with_its_cases(slug)
    newest = poll.newest_result
    if newest is None or newest.n == n:
        return redirect("ideas:poll_results", slug)
    return _results(request, poll, get_object_or_404(poll.results.without_files(), n=n))


def _with_its_cases(slug: str) -> IdeaPoll:
    """`had_doubles`: nearly no poll ever had any, so most pages need not ask."""
    cases = DoubleVote.objects.ever_in_force().filter(poll=OuterRef("pk"))
    return get_object_or_404(IdeaPoll.objects.public().for_pages().annotate(had_doubles=Exists(cases)), slug=slug)


def _results(request: HttpRequest, poll: IdeaPoll, result: Result) -> HttpResponse:
    older = result != poll.newest_result
    outcome = result.outcome
    ideas = {
        idea.ref: idea
        for idea in poll.ideas.filter(ref__in=[line["ref"] for line in outcome["ideas"]])
        .select_related("idea_project__project")
        .only("poll", "ref", "title", "hidden", "language", "suspended_reason", "state", *OF_ITS_PROJECT)
        .prefetch_related(Prefetch("answers", Answer.objects.select_related("department", "by")))
    }
    titles = {ref: str(idea.shown_title) for ref, idea in ideas.items()}
    numbers, unit = words.measured(outcome)
    certification = poll.certification_of(result)
    context = {
        "poll": poll,
        "own_url": way_to_own(request, poll),
        "share": None if older else sharing.of_poll(request, poll, "ideas:poll_results"),
        "result": result,
        "older": older,
        "correction": poll.corrections.select_related("asked_by", "confirmed_by")
        .filter(counting__result=result)
        .first(),
        "counting": None if older else poll.counting,
        "outcome": outcome,
        "usable": poll.usable_votes(sum(line["state"] != "suspended" for line in outcome["ideas"])),
        "headline": words.headline(outcome),
        "rows": _rows(poll, outcome, ideas, titles, numbers),
        "unit": unit,
        "rounds": words.rounds(outcome, titles),
        "pairs": words.pairs(outcome, titles),
        "payments": words.payments(outcome, titles),
        "answers": _answers(outcome, ideas),
        "figures": _figures(poll, outcome["totals"]),
        "hoods": _hoods(request, poll, outcome, titles),
        **_doubles(poll, result),
        "files": _files(result),
        "lot_to_draw": bool(result.open_ties) and not older and not certification and not poll.counting,
        "lots": [tie for tie in outcome["ties"] if tie["lot"]],
        "moved_up": []
        if older or not poll.next_moves_up
        else list(MovedUp.objects.filter(idea__poll=poll).select_related("idea", "instead_of")),
        "earlier": list(poll.results.filter(n__lt=result.n).only("n").order_by("n")) if result.n > 1 else [],
        "suspensions": list(
            poll.suspensions.exclude(confirmed_at=None).prefetch_related("idea", "asked_by", "confirmed_by")
        ),
        "certification": certification,
        "titles": titles,
    }
    return render(request, "ideas/poll_results.html", context)


@door(anyone)
def poll_file(request: HttpRequest, slug: str, n: int, name: str) -> HttpResponse:
    """One of the files of a count, as it was written. It never changes, so it may be kept."""
    if name not in Result.FILES:
        raise Http404
    field = name.replace(".", "_")
    poll = get_object_or_404(IdeaPoll.objects.public().only("pk"), slug=slug)
    text = get_object_or_404(Result.objects.filter(poll=poll, n=n).values_list(field, flat=True))
    if not text:
        raise Http404
    response = HttpResponse(text.encode(), content_type=f"{TYPES[name.rpartition('.')[2]]}; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _rows(
    poll: IdeaPoll, outcome: dict[str, Any], ideas: dict[str, Idea], titles: dict[str, str], numbers: dict[str, int]
) -> list[dict[str, Any]]:
    reasons = {ref: idea.suspended_reason for ref, idea in ideas.items()}
    rows = []
    # Equal shares buy in another order than that of the votes: such a list has neither numbers nor a line where money ends.
    by_votes = poll.count_rule != IdeaPoll.CountRule.EQUAL_SHARES
    first_out = _first_after_the_winners(outcome["ideas"]) if by_votes else ""
    for line in outcome["ideas"]:
        drawn, shape, tone = SHAPES.get(line["state"], ("not", "no", ""))
        cut = _cut(poll) if line["ref"] == first_out else ""
        said = {"won": gettext("Won"), "tie": gettext("Tie")}.get(drawn, gettext("Not chosen"))
        if line["state"] == "suspended":
            said = gettext("Suspended")
        rows.append(
            {
                "name": titles.get(line["ref"], line["ref"]),
                "language": words.language_of(ideas[line["ref"]]) if line["ref"] in ideas else "",
                "ref": line["ref"],
                "url": reverse("ideas:idea_page", args=[poll.slug, line["ref"]]) if line["ref"] in ideas else "",
                "value": numbers[line["ref"]],
                "ballots": line["ballots"],
                "cost": line["cost"],
                "rank": line["rank"] if by_votes else None,
                "outcome": drawn,
                "said": said,
                "status": status(shape, said, tone),
                "why": words.why(line, outcome, titles, reasons),
                "cut": cut,
            }
        )
    return rows


def _first_after_the_winners(lines: list[dict[str, Any]]) -> str:
    """Where the cut is drawn. Within a budget a cheap idea may win below a dear one: then there is no such line."""
    states = [line["state"] in SHAPES for line in lines]
    return (
        lines[states.index(False)]["ref"]
        if False in states and states == sorted(states, reverse=True) and states[0]
        else ""
    )


def _cut(poll: IdeaPoll) -> str:
    if poll.spends_budget:
        return gettext("The budget ends here")
    if poll.winners_k:
        end = ngettext("The only place ends here", "Places for %(n)s ideas end here", poll.winners_k)
        return end % {"n": words.number_word(poll.winners_k)}
    return gettext("Fewer than %(n)s votes") % {"n": words.grouped(poll.min_support_to_pass or 1)}


def _answers(outcome: dict[str, Any], ideas: dict[str, Idea]) -> list[Idea]:
    """Those the city has answered, by the date of the next step; then those without one."""

    def when(idea: Idea) -> tuple[bool, str]:
        due_on = idea.newest_answer.due_on if idea.newest_answer else None
        return due_on is None, str(due_on)

    on_ballot = [ideas[line["ref"]] for line in outcome["ideas"] if line["ref"] in ideas]
    return sorted((idea for idea in on_ballot if idea.newest_answer), key=when)


def _of_those_who_could(totals: dict[str, Any]) -> dict[str, Any]:
    """The share in whole per cent, of the number that the city gave; nothing where it gave none, or too small a one."""
    eligible, cast = totals["eligible"] or 0, totals["cast"]
    share = (200 * cast + eligible) // (2 * eligible) if eligible >= cast and eligible else 0
    said = gettext("of the %(n)s people who could vote") % {"n": words.grouped(eligible)}
    return {"value": share, "unit": "%", "words": said}


def _hoods(request: HttpRequest, poll: IdeaPoll, outcome: dict[str, Any], titles: dict[str, str]) -> dict[str, Any]:
    """A column for each neighborhood, a row for each idea of which something can be told; empty where nothing can."""
    kept = poll.countings.order_by("pk").values_list("hoods", flat=True).first() or {}
    names = {str(hood.pk): hood.name for hood in the_city(request).hoods}
    columns = [pk for pk in kept.get("voters", {}) if pk in names]
    rows = [
        {"name": titles.get(line["ref"], line["ref"]), "cells": [cells.get(pk) for pk in columns]}
        for line in outcome["ideas"]
        if (cells := kept.get("chose", {}).get(line["ref"]))
    ]
    if not rows:
        return {}
    return {"columns": [(names[pk], kept["voters"][pk]) for pk in columns], "rows": rows}


def _files(result: Result) -> list[dict[str, Any]]:
    """What is offered; without the ballots there is nothing that recount.py could count."""
    useless = () if result.ballots_csv_published else ("recount.py",)
    return [{"name": name, "size": size} for name, size in result.file_sizes.items() if name not in useless]


def _doubles(poll: IdeaPoll, result: Result) -> dict[str, list[DoubleVote]]:
    """Second ballots of one person that this count left out, with the reasons; and what two officials had set aside before it,
    whatever became of that: who confirms learns that two people voted, and everybody may ask why they had to."""
    rows = poll.doubles.ever_in_force().filter(confirmed_at__lte=result.computed_at)
    cases = list(rows.select_related("asked_by", "confirmed_by")) if poll.had_doubles else []  # type: ignore[attr-defined]
    aside = [case for case in cases if case.was_in_force_at(result.computed_at)]
    return {"doubles": aside, "once_aside": [case for case in cases if case not in aside]}


def _figures(poll: IdeaPoll, totals: dict[str, Any]) -> list[dict[str, Any]]:
    late, unconfirmed = poll.late_refusals, totals.get("unconfirmed", 0)
    cast = ngettext("ballot, sent online", "ballots, all of them online", totals["cast"])
    paper = (totals["paper"] or 0) + totals["spoiled"]  # of those on paper the count names the valid ones
    if paper:
        cast = gettext("ballots: %(online)s online, %(paper)s on paper") % {
            "online": words.grouped(totals["online"] or 0),
            "paper": words.grouped(paper),
        }
    return [
        {"value": totals["cast"], "words": cast},
        _of_those_who_could(totals),
        {"value": totals["blank"], "words": ngettext("ballot left empty", "ballots left empty", totals["blank"])},
        {
            "value": totals["spoiled"],
            "words": ngettext(
                "of those on paper is spoiled and counts for no idea",
                "of those on paper are spoiled and count for no idea",
                totals["spoiled"],
            ),
        },
        {
            "value": unconfirmed,
            "words": ngettext(
                "ballot that was not confirmed in time and does not count",
                "ballots that were not confirmed in time and do not count",
                unconfirmed,
            ),
        },
        {
            "value": totals["voided"],
            "words": ngettext(
                "ballot that does not count, because another vote of the same person does",
                "ballots that do not count, because another vote of the same person does",
                totals["voided"],
            ),
        },
        {"value": late, "words": gettext("in time, but not through before the count")},
    ]
