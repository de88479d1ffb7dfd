"""What conversations keep of a person, for export and erasure."""

from people.personal import delete_rows, register


def register_all() -> None:
    register("conversations.Subject", "person", keeps="what was reported stays with somebody without a name")
    register(
        "conversations.Follow",
        "person",
        columns=("subject__kind", "neighborhood__name", "category", "at"),
        erase=delete_rows("conversations.Follow", "person"),
    )
