"""What the pages that editors change say of themselves to those who pass them on."""

from functools import partial

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from city.context import the_city
from files.boards import board
from files.sharing import Share


def of_front_page(request: HttpRequest, pk: int) -> Share:
    city = the_city(request)
    drawn = board(f"Engage, {city.name}", city, line=gettext("Find something to do"))
    return Share(request.path, drawn, partial(_picture, pk))


def of_page(request: HttpRequest, pk: int, title: str) -> Share:
    return Share(request.path, board(title, the_city(request)), partial(_picture, pk))


def _picture(pk: int, version: str) -> str:
    return reverse("cms:page_picture", args=[pk, version])
