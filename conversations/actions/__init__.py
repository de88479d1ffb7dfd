"""Everything somebody can do where people talk to each other."""

from .cases import appeal_case, decide_appeal, decide_case
from .comments import comment, find_helpful, find_no_longer_helpful, remove
from .following import follow, stop, unfollow
from .reports import report
from .subjects import subject_of

__all__ = [
    "appeal_case",
    "comment",
    "decide_appeal",
    "decide_case",
    "find_helpful",
    "find_no_longer_helpful",
    "follow",
    "remove",
    "report",
    "stop",
    "subject_of",
    "unfollow",
]
