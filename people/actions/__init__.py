"""What people do about themselves and their roles. One public function for each deed."""

from .codes import NameNeeded, Redeemed, ask_code, introduce, redeem_code
from .profile import set_profile

__all__ = ["NameNeeded", "Redeemed", "ask_code", "introduce", "redeem_code", "set_profile"]
