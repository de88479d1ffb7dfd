"""What people talk about, follow or report; what they say there; and who follows what."""

from .comments import Comment, CommentQuerySet, Helpful, Mention
from .reports import Case, CaseMove, CaseQuerySet, Muting, Report, Rule
from .subjects import Follow, FollowQuerySet, Subject

__all__ = [
    "Case",
    "CaseMove",
    "CaseQuerySet",
    "Comment",
    "CommentQuerySet",
    "Follow",
    "FollowQuerySet",
    "Helpful",
    "Mention",
    "Muting",
    "Report",
    "Rule",
    "Subject",
]
