"""One idea: its page, and what residents do with it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext

from city.map import the_map
from conversations import following, talk
from conversations.views.talk import talk_page
from core.doors import anyone, door
from core.errors import NotAllowed, RuleBroken
from files.actions import remove_picture, take_picture
from ideas import actions, letter_links, sharing
from ideas.differences import pieces
from ideas.forms.ideas import IdeaForm, IdeaWordsForm, WithdrawForm
from ideas.look_alikes import look_alikes
from ideas.models import DoneCheck, Idea, IdeaPoll, IdeaRevision, MergeSuggestion, Rewording, Support
from ideas.permissions import (
    can_answer,
    can_edit_idea,
    can_enter_for_others,
    can_merge,
    can_read_hidden,
    can_start_project,
    can_suggest_merge,
    can_support,
    first_waits,
    has_confirmed_email,
    takes_ideas_of,
)
from ideas.places import Place, nowhere
from ideas.talk import rests_while_people_vote
from people.permissions import signed_in
from projects import results
from projects.forms.fields import Point
from projects.models import BeforeAfter, Project

from .merges import facts_of
from .pages import part

CHANGES = 20  # on one page


def _idea(request: HttpRequest, slug: str, ref: str) -> Idea:
    rows = Idea.objects.visible_to(request.person).filter(poll__in=IdeaPoll.objects.visible_to(request.person))
    rows = rows.select_related(
        "poll__department",
        "department",
        "neighborhood",
        "author",
        "duty",
        "moved_up__instead_of",
        "picture",
        "idea_project__project__outcome_picture",
    )
    return get_object_or_404(
        rows.prefetch_related("poll__phases", "answers__department", "answers__by"), poll__slug=slug, ref=ref
    )


@door(anyone)
def idea_page(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """What it says, where, who supports it, what the city answered, what came of it. Withdrawn: a tombstone."""
    idea, person = _idea(request, slug, ref), request.person
    state = idea.poll.state_at()
    context = {
        "idea": idea,
        "poll": idea.poll,
        "state": state,
        "supported": person is not None and Support.objects.filter(idea=idea, person=person).exists(),
        "can_support": idea.state == Idea.State.OPEN and not idea.hidden and can_support(person, idea.poll),
        "can_edit": state == "proposing" and can_edit_idea(person, idea) and not idea.is_gone,
        "can_withdraw": state in ("proposing", "review") and can_edit_idea(person, idea) and not idea.is_gone,
        "can_start": can_start_project(person, idea),
        "rests": bool(rests_while_people_vote(idea)),
        "can_answer": can_answer(person, idea),
        "can_suggest": not idea.is_gone and not idea.hidden and can_suggest_merge(person, idea),
        "can_merge": not idea.is_gone and can_merge(person, idea.poll),
        "can_adopt": has_confirmed_email(person) and idea.author_id != person.pk and idea.is_up_for_adoption,
        **facts_of(idea, person),
        "reads_hidden": idea.hidden and can_read_hidden(person, idea),
    }
    if idea.poll.published_at is not None and not idea.hidden:
        context["share"] = sharing.of_idea(request, idea)
    if idea.state == Idea.State.DONE or (duty := getattr(idea, "duty", None)) and duty.reopened_n:
        context["replies"] = DoneCheck.objects.told_of(idea)
    project = idea.idea_project.project if hasattr(idea, "idea_project") else None
    if project is not None and project.status == Project.Status.COMPLETED:
        context["figures"], _goal = results.of_project(project)
        context["pair"] = (
            BeforeAfter.objects.public().filter(event__project=project).order_by("-event__starts_at").first()
        )
    if idea.latitude is not None and not idea.hidden and not idea.is_gone:
        context["map"] = the_map().with_pins([(1, idea, False)])
    if context["can_suggest"]:
        context["said_alike"] = list(MergeSuggestion.objects.waiting().filter(idea=idea).select_related("other"))
    if person is not None and state == "review" and can_edit_idea(person, idea):
        asked = Rewording.objects.waiting().filter(idea=idea).first()
        context["asked"] = asked and letter_links.REWORDED.token_of(asked, person)
    if idea.subject_id:
        context["said"] = talk.count(idea.subject_id)
        context["followed"] = person is not None and following.is_followed(person, {"thing": idea})
    return render(request, "ideas/idea_page.html", context)


@door(anyone)
def idea_changes(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """What its words were before, word by word."""
    idea = _idea(request, slug, ref)
    if idea.version == 1 or idea.is_gone or (idea.hidden and not can_read_hidden(request.person, idea)):
        raise Http404
    rows = idea.revisions.select_related("by", "rewording").order_by("-n")
    found, *on = part(request, "page", rows, CHANGES)
    after = rows.filter(n__gt=found[0].n).last() if found else None  # what the newest of this page was changed into
    newer, changes = (after.title, after.body) if after else (idea.title, idea.body), []
    for old in found:
        words = {
            "asked": getattr(old, "rewording", None),
            "title": pieces(old.title, newer[0]),
            "body": pieces(old.body, newer[1]),
        }
        changes.append({"at": old.at, "who": _who_changed(old), **words})
        newer = old.title, old.body
    return render(request, "ideas/idea_changes.html", {"idea": idea, "poll": idea.poll, "changes": changes, "on": on})


def _who_changed(old: IdeaRevision) -> str:
    name = old.by.public_name if old.by else gettext("Former member")
    if not hasattr(old, "rewording"):
        return name
    return gettext("by the city (%(name)s), with the author’s consent") % {"name": name}


@door(anyone, methods="GET POST")
def idea_talk(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """What people say about it."""
    return talk_page(request, _idea(request, slug, ref))


@door(signed_in, methods="GET POST")
def idea_add(request: HttpRequest, slug: str) -> HttpResponse:
    """Look-alikes are shown once before it is sent; they keep nobody from sending it."""
    poll = get_object_or_404(IdeaPoll.objects.visible_to(request.person).for_pages(), slug=slug)
    form = IdeaForm(
        request.POST or None, request.FILES or None, initial={"neighborhood": poll.neighborhood_id},
        for_others=can_enter_for_others(request.person),
    )  # fmt: skip
    alike: list[Idea] = []
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        if not request.POST.get("seen") and not given["picture"]:  # a browser would forget the file
            alike = look_alikes(poll, given["title"], given["category"], _place(given))
        if not alike and (sent := _send(request, poll, form)):
            return sent
    context = {
        "poll": poll,
        "form": form,
        "takes_ideas": takes_ideas_of(request.person, poll),
        "waits": first_waits(request.person, poll),
        **_to_support(request, poll, alike),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "ideas/idea_add.html", context, status=status)


def _place(given: dict[str, Any]) -> Place:
    return Place(given["neighborhood"], *(given["point"] or (None, None)))


def _send(request: HttpRequest, poll: IdeaPoll, form: IdeaForm) -> HttpResponse | None:
    given, picture = form.cleaned_data, None
    try:
        if given["picture"]:
            picture = take_picture(upload=given["picture"], alt=given["alt"])
        idea = actions.submit_idea(
            by=request.person,
            poll=poll,
            title=given["title"],
            body=given["body"],
            category=given["category"],
            place=_place(given),
            on_behalf_of=given.get("on_behalf_of", ""),
            picture=picture,
            language=given["language"] or get_language() or "",
        )
    except RuleBroken as refusal:
        form.add_error("picture" if given["picture"] and picture is None else None, str(refusal))
        if picture is not None:
            remove_picture(picture=picture)
        return None
    if idea.hidden:
        messages.success(
            request,
            gettext(
                "Your idea is sent. Your account is new, so a moderator reads it before others can. You get a letter."
            ),
        )
    else:
        messages.success(request, _sent_words(poll))
    return redirect("ideas:idea_page", poll.slug, idea.ref)


def _sent_words(poll: IdeaPoll) -> str:
    if poll.published_at is None:
        return gettext("The idea is in the draft now. Everybody can read it once the poll is published.")
    return gettext("Your idea is on the page now. Others can support it.")


@door(signed_in)
def idea_look_alikes(request: HttpRequest, slug: str) -> HttpResponse:
    """While somebody types."""
    poll = get_object_or_404(IdeaPoll.objects.visible_to(request.person), slug=slug)
    alike = look_alikes(
        poll, request.GET.get("title", "")[:120], request.GET.get("category", "")[:12], _typed_place(request)
    )
    return render(request, "ideas/_look_alikes.html", {"poll": poll, **_to_support(request, poll, alike)})


def _typed_place(request: HttpRequest) -> Place:
    """The point as far as it is typed."""
    try:
        return Place(None, *(Point().clean(request.GET.get("point", "")) or (None, None)))
    except ValidationError:
        return nowhere


def _to_support(request: HttpRequest, poll: IdeaPoll, alike: list[Idea]) -> dict[str, Any]:
    """Ideas like mine, and which of them I support already."""
    mine = Support.objects.filter(person=request.person, idea__in=[idea.pk for idea in alike])
    may = bool(alike) and can_support(request.person, poll)
    return {
        "alike": alike,
        "can_support": may,
        "supported": set(mine.values_list("idea", flat=True)) if may else set(),
    }


@door(signed_in, methods="POST")
def idea_support(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """One tap, and one tap back."""
    idea = _idea(request, slug, ref)
    wanted = request.POST.get("support") != "no"
    back, _mark, query = request.POST.get("back", "").partition("?")
    here = QueryDict(query).urlencode() if back == "list" else None
    try:
        (actions.support_idea if wanted else actions.unsupport_idea)(by=request.person, idea=idea)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("ideas:idea_page", slug, ref)
    if request.headers.get("HX-Request"):
        idea.refresh_from_db(fields=["supports"])
        context = {
            "idea": idea,
            "poll": idea.poll,
            "supported": wanted,
            "can_support": True,
            "tapped": True,
            "here": here,
        }
        merged = {} if here is not None else facts_of(idea, request.person)
        return render(request, "ideas/_support.html", {**merged, **context})
    if request.POST.get("instead"):
        messages.success(request, gettext("You support this idea now."))
    if here is not None:
        return redirect(f"{reverse('ideas:poll_page', args=[slug])}{here and f'?{here}'}#idea-{ref}")
    return redirect("ideas:idea_page", slug, ref)


@door(signed_in, methods="GET POST")
def idea_edit(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    idea = _idea(request, slug, ref)
    if not can_edit_idea(request.person, idea):
        raise Http404
    form = IdeaWordsForm(
        request.POST or None, initial={"title": idea.title, "body": idea.body, "language": idea.language}
    )
    if form.is_bound and form.is_valid():
        try:
            actions.edit_idea(by=request.person, idea=idea, **form.cleaned_data)
            messages.success(request, gettext("Your words are saved."))
            return redirect("ideas:idea_page", slug, ref)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
    context = {"idea": idea, "poll": idea.poll, "form": form}
    return render(request, "ideas/idea_edit.html", context, status=422 if form.is_bound else 200)


@door(signed_in, methods="GET POST")
def idea_withdraw(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    idea = _idea(request, slug, ref)
    if not can_edit_idea(request.person, idea):
        raise Http404
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw_idea(by=request.person, idea=idea, reason=form.cleaned_data["reason"])
            messages.success(request, gettext("You took your idea back. Its page stays, with your reason."))
            return redirect("ideas:poll_page", slug)
        except RuleBroken as refusal:
            form.add_error(None, str(refusal))
    context = {"idea": idea, "poll": idea.poll, "form": form}
    return render(request, "ideas/idea_withdraw.html", context, status=422 if request.method == "POST" else 200)


@door(signed_in, methods="POST")
def idea_adopt(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """Somebody else took it back: mine from now on."""
    idea = _idea(request, slug, ref)
    try:
        mine = actions.adopt_idea(by=request.person, idea=idea)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("ideas:idea_page", slug, ref)
    messages.success(request, gettext("It is your idea now. Whoever supported it is asked whether they still do."))
    return redirect("ideas:idea_page", slug, mine.ref)


@door(signed_in, methods="POST")
def idea_start_project(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """A draft in the hands of whoever pressed."""
    idea = _idea(request, slug, ref)
    try:
        project = actions.start_project(by=request.person, idea=idea)
    except NotAllowed:
        raise Http404 from None
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
        return redirect("ideas:idea_page", slug, ref)
    messages.success(
        request, gettext("The project is a draft now, and you lead it. Finish it and send it to the city.")
    )
    return redirect("projects:project_page", project.slug)
