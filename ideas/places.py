"""Where an idea would stand."""

from dataclasses import dataclass

from city.models import Neighborhood


@dataclass(frozen=True)
class Place:
    """A neighborhood, and perhaps a point in degrees."""

    neighborhood: Neighborhood | None = None
    latitude: float | None = None
    longitude: float | None = None


nowhere = Place()
