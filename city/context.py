"""What header and footer of every page say about the city: one cached look-up."""

from dataclasses import dataclass

from django.core.cache import cache

from .models import CitySettings, Neighborhood

KEY = "city:face"


@dataclass(frozen=True)
class City:
    name: str
    office: str
    address: str
    time_zone: str
    hoods: tuple


def the_city(request=None) -> City:
    """The city's face, from the cache; five minutes old at most, dropped when its rows are saved."""
    found = cache.get(KEY)
    if found is None:
        row = CitySettings.objects.select_related(None).first() or CitySettings()
        hoods = tuple(Neighborhood.objects.defer("boundary"))
        found = City(row.name, row.office, row.address, row.time_zone, hoods)
        cache.set(KEY, found, 300)
    return found


def city(request) -> dict:
    """Context processor: `city`, looked up only by templates that use it."""
    from django.utils.functional import SimpleLazyObject

    return {"city": SimpleLazyObject(the_city)}


def forget(**kwargs) -> None:
    """Signal receiver: rows of the face changed."""
    cache.delete(KEY)
