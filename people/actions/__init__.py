"""What people do about themselves and their roles. One public function for each deed."""

from .codes import NameNeeded, Redeemed, ask_code, introduce, redeem_code
from .personal import erase_person, export_person
from .profile import set_profile
from .roles import appoint_administrator, end_role, grant_role
from .walk_ins import meet_walk_in

__all__ = [
    "NameNeeded",
    "Redeemed",
    "appoint_administrator",
    "ask_code",
    "end_role",
    "erase_person",
    "export_person",
    "grant_role",
    "introduce",
    "meet_walk_in",
    "redeem_code",
    "set_profile",
]
