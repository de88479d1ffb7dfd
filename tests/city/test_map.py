"""The map with its numbers."""

from types import SimpleNamespace

from city.map import CityMap


def test_numbers_at_one_place_cover_no_other():
    thing = SimpleNamespace(latitude=0.0, longitude=0.0, neighborhood_id=None)
    city = CityMap("<g/>", 600, 0, 0, 1, 1, {})
    placed = city.with_pins([(n, thing, False) for n in range(1, 21)])._placed()
    spots = [(x, y) for _full, x, y, _number in placed]
    assert len(set(spots)) == 20
    for n, (x, y) in enumerate(spots):
        assert all(max(abs(x - other_x), abs(y - other_y)) >= 36 for other_x, other_y in spots[:n])
