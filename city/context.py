"""What header and footer of every page say about the city: one cached look-up."""

import logging
import time
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.core.cache import cache

from .models import CitySettings, Neighborhood

log = logging.getLogger(__name__)
KEY = "city:face"
_zone: tuple[float, ZoneInfo] = (0.0, ZoneInfo("UTC"))


@dataclass(frozen=True)
class City:
    name: str
    office: str
    address: str
    time_zone: str
    hoods: tuple


def the_city(request=None) -> City:
    """The city's face, from the cache; five minutes old at most, dropped when its rows are saved. Looked up once for a request."""
    if (known := getattr(request, "_city", None)) is not None:
        return known
    found = cache.get(KEY)
    if found is None:
        row = CitySettings.objects.select_related(None).first() or CitySettings()
        hoods = tuple(Neighborhood.objects.defer("boundary"))
        found = City(row.name, row.office, row.address, row.time_zone, hoods)
        cache.set(KEY, found, 300)
    if request is not None:
        request._city = found
    return found


def city(request) -> dict:
    """Context processor: `city`, looked up only by templates that use it."""
    from django.utils.functional import SimpleLazyObject

    return {"city": SimpleLazyObject(lambda: the_city(request))}


def zone() -> ZoneInfo:
    """The clock on the town hall, remembered by each process for a minute: every request asks for it."""
    global _zone
    until, found = _zone
    if time.monotonic() > until:
        try:
            found = ZoneInfo(the_city().time_zone)
        except Exception:  # the database is away or empty: a wrong clock for a moment is no reason to fail
            log.warning("The city's time zone can't be read; %s goes on", found)
        _zone = (time.monotonic() + 60, found)
    return found


def forget_zone() -> None:
    """Let the next to ask for the zone look it up."""
    global _zone
    _zone = (0.0, _zone[1])


def forget(**kwargs) -> None:
    """Signal receiver: rows of the face changed."""
    forget_zone()
    cache.delete(KEY)
