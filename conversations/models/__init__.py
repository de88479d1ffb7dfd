"""What people talk about, follow or report; what they say there; and who follows what."""

from .comments import Comment, CommentQuerySet, Helpful, Mention
from .subjects import Follow, FollowQuerySet, Subject

__all__ = [
    "Comment",
    "CommentQuerySet",
    "Follow",
    "FollowQuerySet",
    "Helpful",
    "Mention",
    "Subject",
]
