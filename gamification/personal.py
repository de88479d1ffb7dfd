"""What gamification keeps of a person, for export and erasure."""

from people.personal import AUDIT, delete_rows, register

LEDGER = "the ledger adds up for everybody or for nobody; its lines hold numbers, no names"


def register_all() -> None:
    register("gamification.PointsAccount", "person", columns=("balance",), keeps=LEDGER)
    register(
        "gamification.PointCause",
        "person",
        columns=("rule", "occurred_at", "eligible", "state", "params", "void_reason"),
        keeps=LEDGER,
    )
    register("gamification.LedgerEntry", "person", columns=("amount", "posted_at", "note"), keeps=LEDGER)
    register("gamification.LedgerEntry", "posted_by", keeps=AUDIT)
    register(
        "gamification.Award",
        "person",
        columns=("badge", "period", "awarded_at", "withdrawn_at", "withdrawn_reason"),
        erase=delete_rows("gamification.Award", "person"),
    )
    register(
        "gamification.Commendation",
        "person",
        columns=("citation", "consent", "by__first_name"),
        erase=delete_rows("gamification.Commendation", "person"),
    )
    register("gamification.Commendation", "by", keeps="thanks that an official wrote belong to whom they thank")
