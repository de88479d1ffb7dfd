"""Neighborhoods with their shapes and marks, departments, and how the city calls itself."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from shapely.errors import GEOSException
from shapely.geometry import shape
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting


class Neighborhood(models.Model):
    """A part of the city: a letter, a shape and a color that stand for it everywhere, and its boundary."""

    class Shape(models.TextChoices):
        CIRCLE = "circle", _("circle")
        SHIELD = "shield", _("shield")
        SQUARE = "square", _("square")
        TRIANGLE = "triangle", _("triangle")
        HEXAGON = "hexagon", _("hexagon")
        DIAMOND = "diamond", _("diamond")

    class Color(models.TextChoices):
        ELM = "elm", _("green")
        HARBOR = "harbor", _("teal")
        MILL = "mill", _("ochre")
        NORTH = "north", _("vermilion")
        QUARRY = "quarry", _("violet")
        SALT = "salt", _("magenta")

    name = models.CharField(max_length=60, unique=True)
    slug = models.SlugField(unique=True)
    letter = models.CharField(max_length=1)
    shape = models.CharField(max_length=10, choices=Shape)
    color_key = models.CharField(max_length=10, choices=Color)
    boundary = models.JSONField(default=dict, blank=True, help_text="GeoJSON Polygon; longitude, latitude.")
    label_x = models.FloatField(default=0, help_text="Where the mark stands on the map, longitude.")
    label_y = models.FloatField(default=0)
    residents = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A boundary is a valid polygon on the globe, or nothing yet."""
        if not self.boundary:
            return
        try:
            outline = shape(self.boundary)
        except (KeyError, TypeError, ValueError, AttributeError, GEOSException):
            outline = None
        if outline is None or outline.geom_type != "Polygon" or outline.is_empty or not outline.is_valid:
            raise ValidationError(
                {
                    "boundary": _(
                        "This is no polygon. Give GeoJSON with “type”: “Polygon”, and a ring that ends where it begins."
                    )
                }
            )
        west, south, east, north = outline.bounds
        if west < -180 or east > 180 or south < -90 or north > 90:
            raise ValidationError({"boundary": _("Give degrees: longitude first, then latitude.")})


class Department(models.Model):
    """A named office that reviews, answers and keeps dates."""

    name = models.CharField(max_length=80, unique=True)
    slug = models.SlugField(unique=True)
    email = models.EmailField(blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@register_setting(icon="home")
class CitySettings(BaseSiteSetting):
    """How the city calls itself; shown in header, footer and letters."""

    name = models.CharField(max_length=80, default="City of Larkhaven")
    office = models.CharField(max_length=120, default="Office for Residents")
    address = models.CharField(max_length=200, blank=True, default="Town Hall, 1 Bridge Street")
    time_zone = models.CharField(max_length=40, default="Europe/Amsterdam")
    contact_email = models.EmailField(blank=True)

    class Meta:
        verbose_name = _("city")
