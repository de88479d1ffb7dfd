"""Signs of a wave of made-up accounts, for whoever runs a poll, and for auditors."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from core.doors import door
from ideas import waves
from ideas.models import IdeaPoll
from ideas.permissions import can_manage, can_see_signs, looks_for_waves, reads_all_signs

from .found import page_of


@door(reads_all_signs)
def wave_polls(request: HttpRequest) -> HttpResponse:
    """Polls in which people vote or have voted, until nobody can tell any more who did."""
    polls = IdeaPoll.objects.public().filter(config_locked_at__isnull=False, cut_at=None).for_pages().order_by("-pk")
    return render(request, "ideas/office_waves.html", {"polls": page_of(request, polls)})


@door(looks_for_waves)
def poll_wave(request: HttpRequest, pk: int) -> HttpResponse:
    """One poll's signs, and what one can do."""
    poll = get_object_or_404(IdeaPoll.objects.public().for_pages(), pk=pk)
    if not can_see_signs(request.person, poll):
        get_object_or_404(IdeaPoll.objects.none())
    signs = waves.signs(poll)
    context = {
        "poll": poll,
        "signs": signs,
        "standing_out": sum(sign.stands_out for sign in signs),
        "number": waves.told(waves.first_ballots(poll).count()),
        "can_manage": can_manage(request.person, poll),
        "advise": poll.certification is None,
        "is_open": poll.frozen_at is None and poll.state_at() == "voting",
    }
    return render(request, "ideas/office_wave.html", context)
