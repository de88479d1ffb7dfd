"""Proof of hours: my list of them, the paper as page and as file, and the public page that says how one stands."""

from base64 import b64encode
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, get_language_bidi, gettext
from django.views.decorators.cache import never_cache

from city.context import the_city
from core import qr
from core.clock import now
from core.doors import anyone, door
from core.errors import RuleBroken, show_refusal
from core.when import local
from people.permissions import signed_in
from projects import actions, transcript_pdf
from projects.forms.transcripts import TranscriptForm
from projects.models import Transcript


@door(signed_in, methods="GET POST")
@never_cache
def transcript_list(request: HttpRequest) -> HttpResponse:
    """Choose days, get a paper; below it those I have."""
    today = local(now()).date()
    form = TranscriptForm(
        request.POST if request.method == "POST" else None,
        initial={"since": today.replace(month=1, day=1), "until": today},
    )
    if form.is_bound and form.is_valid():
        try:
            issued = actions.issue_transcript(by=request.person, **form.cleaned_data)
            return redirect("projects:transcript_page", number=issued.number)
        except RuleBroken as refusal:
            show_refusal(form, refusal, days="since", future="until")
    mine = request.person.transcripts.order_by("-pk")
    return render(
        request, "projects/transcript_list.html", {"form": form, "mine": mine}, status=422 if form.is_bound else 200
    )


@door(signed_in)
@never_cache
def transcript_page(request: HttpRequest, number: str) -> HttpResponse:
    """The paper as a page that prints well."""
    return render(request, "projects/transcript_page.html", _paper(request, _mine(request, number)))


@door(signed_in)
@never_cache
def transcript_file(request: HttpRequest, number: str) -> HttpResponse:
    """The paper as a tagged PDF; a machine that makes none sends people to the page."""
    found = _mine(request, number)
    if not transcript_pdf.can_print():
        messages.info(request, gettext("This site makes no PDF files. Print this page, or save it as a PDF."))
        return redirect("projects:transcript_page", number=number)
    paper = _paper(request, found)
    paper["square_data"] = b64encode(str(paper["square"]).replace("<svg ", SVG, 1).encode()).decode()
    answer = HttpResponse(transcript_pdf.pdf(paper), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="hours-{found.number}.pdf"'
    return answer


SVG = '<svg xmlns="http://www.w3.org/2000/svg" '  # a picture of its own says what it is; inside a page it need not


@door(signed_in, methods="POST")
def transcript_withdraw(request: HttpRequest, number: str) -> HttpResponse:
    actions.withdraw_transcript(by=request.person, transcript=_mine(request, number))
    messages.success(request, gettext("Withdrawn. Whoever checks it reads so from now on."))
    return redirect("projects:transcript_list")


@door(anyone)
@never_cache
def transcript_verify(request: HttpRequest, token: str) -> HttpResponse:
    """For whoever holds the paper: does it hold? Names nobody who did not want it."""
    found = get_object_or_404(Transcript.objects.select_related("replaced_by", "person"), token=token)
    answer = render(request, "projects/transcript_verify.html", {"transcript": found, "issuer": the_city().name})
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _mine(request: HttpRequest, number: str) -> Transcript:
    found = Transcript.objects.filter(person=request.person, number=number).first()
    if found is None:
        raise Http404
    return found


def _paper(request: HttpRequest, transcript: Transcript) -> dict[str, Any]:
    url = request.build_absolute_uri(reverse("transcript_verify", args=[transcript.token]))
    return {
        "transcript": transcript,
        "lines": list(transcript.lines.all()),
        "issuer": the_city().name,
        "url": url,
        "square": qr.svg(
            url, title=gettext("Square code with the address of the page that says whether this is valid")
        ),
        "can_print": transcript_pdf.can_print(),
        "language": get_language(),
        "direction": "rtl" if get_language_bidi() else "ltr",
    }
