"""How the city answers, in figures for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.doors import anyone, door
from ideas import statistics


@door(anyone)
def answer_figures(request: HttpRequest) -> HttpResponse:
    """By quarter and department, always with n, never ranked."""
    return render(
        request, "ideas/answer_figures.html", {"quarters": statistics.quarters(), "fewest": statistics.FEWEST}
    )
