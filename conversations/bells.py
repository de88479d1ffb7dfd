"""What others may hear of conversations. Ids are primary keys."""

from people.deeds import Bell

comment_posted = Bell("conversations.comment_posted")  # comment: everybody can read it now
comment_held = Bell("conversations.comment_held")  # comment: it waits until somebody has looked
comment_removed = Bell("conversations.comment_removed")  # comment: its author took it back
