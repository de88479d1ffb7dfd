"""Places of the demo city with people at work in them, and which category of project they stand for."""

from collections.abc import Callable
from random import Random

from cms.demo.art.paper import Paper

from .green import bench, garden, planting, playground
from .rooms import care, mentoring
from .streets import market, mural, repair
from .water import beach, cleanup, creek_after, creek_before, lanterns

Scene = Callable[[Paper, Random], None]

SCENES: dict[str, Scene] = {
    scene.__name__: scene
    for scene in (
        cleanup, beach, planting, garden, mentoring, repair, bench, care, market, playground, mural, lanterns,
        creek_before, creek_after,
    )
}  # fmt: skip
CATEGORIES = {
    "cleanup": ("cleanup", "beach"),
    "planting": ("planting", "garden"),
    "mentoring": ("mentoring",),
    "repair": ("repair", "bench", "playground"),
    "care": ("care",),
    "other": ("market", "mural", "lanterns"),
}
