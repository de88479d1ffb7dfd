"""What people do about themselves and their roles. One public function for each deed."""

from .absences import end_absence, plan_absence
from .addresses import (
    ask_address,
    change_of,
    end_session,
    end_sessions,
    leave_address,
    prove_address,
    stop_address,
    stop_key,
)
from .agreements import publish_agreement, sign_agreement, sign_on_paper
from .codes import NEW_ADDRESS, NameNeeded, Redeemed, ask_code, introduce, redeem_code
from .consents import answer_consent_ask, answer_photos, ask_consent, give_consent, revoke_consent
from .credentials import record_credential, withdraw_credential
from .family import (
    add_dependant,
    answer_household_ask,
    ask_household,
    leave_household,
    remove_dependant,
    tie_party,
)
from .joining import join_accounts, plan_join
from .lost_factors import ask_factor_reset, carry_out_factor_resets, reset_key, reset_of, stop_factor_reset
from .personal import erase_person, export_person
from .profile import come_of_age, set_profile
from .roles import appoint_administrator, end_role, grant_role
from .walk_ins import meet_walk_in

__all__ = [
    "NEW_ADDRESS",
    "NameNeeded",
    "Redeemed",
    "add_dependant",
    "answer_consent_ask",
    "answer_household_ask",
    "answer_photos",
    "appoint_administrator",
    "ask_address",
    "ask_code",
    "ask_consent",
    "ask_factor_reset",
    "ask_household",
    "carry_out_factor_resets",
    "change_of",
    "come_of_age",
    "end_absence",
    "end_role",
    "end_session",
    "end_sessions",
    "erase_person",
    "export_person",
    "give_consent",
    "grant_role",
    "introduce",
    "join_accounts",
    "leave_address",
    "leave_household",
    "meet_walk_in",
    "plan_absence",
    "plan_join",
    "prove_address",
    "publish_agreement",
    "record_credential",
    "redeem_code",
    "remove_dependant",
    "reset_key",
    "reset_of",
    "revoke_consent",
    "set_profile",
    "sign_agreement",
    "sign_on_paper",
    "stop_address",
    "stop_factor_reset",
    "stop_key",
    "tie_party",
    "withdraw_credential",
]
