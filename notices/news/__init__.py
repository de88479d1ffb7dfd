"""What is new with the things people follow, worked out from the deeds when it is read; nothing is written for it before."""

from .facts import BELLS, Fact, Item, News, gather
from .following import Following, Found, following
from .words import Line, line_of

__all__ = ["BELLS", "Fact", "Following", "Found", "Item", "Line", "News", "following", "gather", "line_of"]
