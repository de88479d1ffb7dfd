"""What people do about themselves and their roles. One public function for each deed."""

from .codes import NameNeeded, Redeemed, ask_code, introduce, redeem_code
from .family import (
    add_dependant,
    answer_household_ask,
    ask_household,
    leave_household,
    remove_dependant,
    tie_party,
)
from .personal import erase_person, export_person
from .profile import set_profile
from .roles import appoint_administrator, end_role, grant_role
from .walk_ins import meet_walk_in

__all__ = [
    "NameNeeded",
    "Redeemed",
    "add_dependant",
    "answer_household_ask",
    "appoint_administrator",
    "ask_code",
    "ask_household",
    "end_role",
    "erase_person",
    "export_person",
    "grant_role",
    "introduce",
    "leave_household",
    "meet_walk_in",
    "redeem_code",
    "remove_dependant",
    "set_profile",
    "tie_party",
]
