"""Everything somebody can do where people talk to each other."""

from .following import follow, stop, unfollow
from .subjects import subject_of

__all__ = ["follow", "stop", "subject_of", "unfollow"]
