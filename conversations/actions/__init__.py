"""Everything somebody can do where people talk to each other."""

from .comments import comment, find_helpful, find_no_longer_helpful, remove
from .following import follow, stop, unfollow
from .subjects import subject_of

__all__ = [
    "comment",
    "find_helpful",
    "find_no_longer_helpful",
    "follow",
    "remove",
    "stop",
    "subject_of",
    "unfollow",
]
