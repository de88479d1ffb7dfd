"""Larkhaven: six neighborhoods on both sides of Lantern Creek, and the offices that answer."""

from city.models import CitySettings, Department, Neighborhood

# The map is drawn on a 600 by 580 grid; one unit is about ten metres.
WEST, NORTH, UNIT_X, UNIT_Y = 4.500, 52.120, 0.000146, 0.00009
HOODS = {
    "Elm Park": (
        "E",
        "circle",
        "elm",
        9800,
        (212, 238),
        "300,160 350,160 420,230 340,310 340,380 200,380 200,260 260,200",
    ),
    "Old Harbor": (
        "H",
        "shield",
        "harbor",
        7400,
        (406, 246),
        "460,190 580,190 580,520 270,520 270,490 340,420 340,310",
    ),
    "Millside": ("M", "square", "mill", 11200, (26, 214), "20,200 260,200 200,260 200,380 20,380"),
    "Northgate": ("N", "triangle", "north", 14100, (26, 32), "20,20 300,20 300,160 260,200 20,200"),
    "Quarry Hill": ("Q", "hexagon", "quarry", 8300, (330, 32), "300,20 580,20 580,190 460,190 420,230 350,160 300,160"),
    "Saltmarsh": ("S", "diamond", "salt", 5600, (26, 392), "20,380 340,380 340,420 270,490 270,520 20,520"),
}
DEPARTMENTS = ("Parks Office", "Streets Office", "Office for Residents")


def at(x: float, y: float) -> tuple[float, float]:
    """A point of the drawn map as (longitude, latitude)."""
    return round(WEST + x * UNIT_X, 6), round(NORTH - y * UNIT_Y, 6)


def lay_out(site) -> None:
    """Neighborhoods, departments and the city's name; safe to call again."""
    for name, (letter, shape, color, residents, label, points) in HOODS.items():
        ring = [at(*map(float, pair.split(","))) for pair in points.split()]
        longitude, latitude = at(*label)
        Neighborhood.objects.get_or_create(
            slug=name.lower().replace(" ", "-"),
            defaults={
                "name": name, "letter": letter, "shape": shape, "color_key": color, "residents": residents,
                "boundary": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
                "label_x": longitude, "label_y": latitude,
            },
        )  # fmt: skip
    for name in DEPARTMENTS:
        slug = name.lower().replace(" ", "-")
        Department.objects.get_or_create(slug=slug, defaults={"name": name, "email": f"{slug}@larkhaven.example"})
    CitySettings.objects.get_or_create(site=site, defaults={"contact_email": "residents@larkhaven.example"})
