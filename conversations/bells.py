"""What others may hear of conversations. Ids are primary keys."""

from people.deeds import Bell

comment_posted = Bell("conversations.comment_posted")  # comment: everybody can read it now
comment_held = Bell("conversations.comment_held")  # comment: it waits until somebody has looked
comment_removed = Bell("conversations.comment_removed")  # comment: its author took it back
report_made = Bell("conversations.report_made")  # case: not of safeguarding, which rings for its officers only
safeguarding_reported = Bell("conversations.safeguarding_reported")  # case
case_decided = Bell("conversations.case_decided")  # case: its room hides its thing, or shows it again
case_appealed = Bell("conversations.case_appealed")  # case
appeal_decided = Bell("conversations.appeal_decided")  # case: what was decided before stands, or is taken back
