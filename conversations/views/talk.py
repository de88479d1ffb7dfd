"""Where people ask and answer: the page of a thing, which its room gives an address, and the page of one thread."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext

from conversations import actions, kinds, talk
from conversations.forms import CommentForm
from conversations.models import Comment
from conversations.permissions import can_write
from core.doors import anyone, door
from core.errors import RuleBroken, show_refusal
from people.permissions import signed_in


def talk_page(request: HttpRequest, thing: Any) -> HttpResponse:
    """First words on a thing with their answers, and the form to say something. The caller has asked who may see it."""
    kind = kinds.kind_for(thing)
    assert kind.talk is not None
    order = talk.HELPFUL if request.GET.get("order") == talk.HELPFUL else talk.NEWEST
    form = _form(request, thing, labels=kind.talk.labels)
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            row = actions.comment(by=request.person, thing=thing, **form.cleaned_data)
            return _said(request, row)
        except RuleBroken as refusal:
            show_refusal(form, refusal)
    page = talk.first_words(thing.subject, request.person, order, request.GET.get("after", ""))
    context = {
        "kind": kind, "thing": thing, "named": kind.named(thing), "page": page, "form": form, "order": order,
        "here": kind.talk.page(thing), "report_key": kind.key(thing), "rests": kind.talk.rests(thing),
    }  # fmt: skip
    return render(request, "conversations/talk_page.html", context, status=_status(form))


@door(anyone, methods="GET POST")
def thread(request: HttpRequest, ref: str) -> HttpResponse:
    """What somebody asked or said, everything that was answered, and the form to answer."""
    first = get_object_or_404(Comment.objects.with_people(), ref=ref, parent=None)
    kind, thing = kinds.thing_of(first.subject)
    if kind.talk is None or not kind.can_see(request.person, thing):
        raise Http404
    said, more = talk.thread(first, request.person, request.GET.get("after", ""))
    if not said.shown and not said.answers:
        raise Http404
    form = _form(request, thing) if first.is_shown else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            row = actions.comment(by=request.person, thing=thing, answer_to=first, **form.cleaned_data)
            return _said(request, row)
        except RuleBroken as refusal:
            show_refusal(form, refusal)
    context = {
        "kind": kind, "thing": thing, "named": kind.named(thing), "each": said, "form": form, "next": more,
        "back": kind.talk.page(thing), "rests": kind.talk.rests(thing),
    }  # fmt: skip
    return render(request, "conversations/thread_page.html", context, status=_status(form))


@door(signed_in, methods="POST")
def comment_helpful(request: HttpRequest, ref: str) -> HttpResponse:
    """One press, and the same press takes it back."""
    comment = _seen(request, ref)
    try:
        if "not" in request.POST:
            actions.find_no_longer_helpful(by=request.person, comment=comment)
        else:
            actions.find_helpful(by=request.person, comment=comment)
    except RuleBroken as refusal:
        messages.error(request, str(refusal))
    return redirect(talk.thread_path(comment))


@door(signed_in, methods="GET POST")
def comment_remove(request: HttpRequest, ref: str) -> HttpResponse:
    """Take one's own words back: asked once."""
    comment = get_object_or_404(Comment.objects.select_related("subject", "parent"), ref=ref, by=request.person)
    if comment.state == Comment.State.REMOVED:
        raise Http404
    kind, thing = kinds.thing_of(comment.subject)
    if request.method == "POST":
        try:
            actions.remove(by=request.person, comment=comment)
            messages.success(request, gettext("Your words are gone."))
        except RuleBroken as refusal:
            messages.error(request, str(refusal))
        return redirect(kind.talk.page(thing) if kind.talk else kind.named(thing).url)
    return render(request, "conversations/comment_remove.html", {"comment": comment, "back": talk.thread_path(comment)})


def _form(request: HttpRequest, thing: Any, *, labels: tuple[str, ...] = ()) -> CommentForm | None:
    """None for who may not write here; readers without an account find a link. What was sent while the talk rests comes back."""
    kind = kinds.kind_for(thing)
    rests = kind.talk is not None and bool(kind.talk.rests(thing))
    if not can_write(request.person, thing) or (rests and request.method != "POST"):
        return None
    return CommentForm(request.POST if request.method == "POST" else None, labels=labels)


def _status(form: CommentForm | None) -> int:
    return 422 if form is not None and form.is_bound else 200


def _said(request: HttpRequest, row: Comment) -> HttpResponse:
    if row.state == Comment.State.HELD:
        words = gettext("Only you see it for now: %(why)s Somebody of the city looks at it.")
        messages.info(request, words % {"why": row.get_hold_reason_display()})
    elif row.parent is None:
        messages.success(request, gettext("It is here now. You hear when somebody answers."))
    else:
        messages.success(request, gettext("Your answer is here now."))
    return redirect(talk.thread_path(row))


def _seen(request: HttpRequest, ref: str) -> Comment:
    """One that this person sees, on a thing that they see."""
    rows = Comment.objects.shown_to(request.person).select_related("subject", "parent")
    comment = get_object_or_404(rows, ref=ref)
    kind, thing = kinds.thing_of(comment.subject)
    if not kind.can_see(request.person, thing):
        raise Http404
    return comment
