"""What gamification keeps of a person, for export and erasure."""

from people.personal import AUDIT, delete_rows, move_rows, register, stays

from .actions.merging import join_awards, join_points, tell_of_points

LEDGER = "the ledger adds up for everybody or for nobody; its lines hold numbers, no names"


def register_all() -> None:
    register("gamification.PointsAccount", "person", columns=("balance",), keeps=LEDGER, merge=stays)
    register(
        "gamification.PointCause",
        "person",
        columns=("rule", "occurred_at", "eligible", "state", "params", "void_reason"),
        keeps=LEDGER,
        merge=join_points,
        says=tell_of_points,
    )
    register("gamification.LedgerEntry", "person", columns=("amount", "posted_at", "note"), keeps=LEDGER, merge=stays)
    register("gamification.LedgerEntry", "posted_by", keeps=AUDIT, merge=stays)
    register(
        "gamification.Award",
        "person",
        columns=("badge", "period", "awarded_at", "withdrawn_at", "withdrawn_reason"),
        erase=delete_rows("gamification.Award", "person"),
        merge=join_awards,
    )
    register(
        "gamification.Commendation",
        "person",
        columns=("citation", "consent", "by__first_name"),
        erase=delete_rows("gamification.Commendation", "person"),
        merge=move_rows("gamification.Commendation", "person"),
    )
    register(
        "gamification.Commendation",
        "by",
        keeps="thanks that an official wrote belong to whom they thank",
        merge=move_rows("gamification.Commendation", "by"),
    )
