"""Officials run polls and answer ideas here, inside Wagtail's admin. Every deed is an action; no screen skips a rule."""
