"""What others may hear of people. Ids are primary keys."""

from .deeds import Bell

code_asked = Bell("people.code_asked")  # code: somebody wants a sign-in code at an address
person_joined = Bell("people.person_joined")  # person: a new person is known to the city
role_granted = Bell("people.role_granted")  # grant
role_ended = Bell("people.role_ended")  # grant

dependant_added = Bell("people.dependant_added")  # person: a child under a guardian
household_asked = Bell("people.household_asked")  # ask: a letter to an address, known or not
household_answered = Bell("people.household_answered")  # ask, together

agreement_published = Bell("people.agreement_published")  # version: asked for from its first moment on
agreement_signed = Bell("people.agreement_signed")  # version, person
consent_asked = Bell("people.consent_asked")  # ask: a letter to an address, known or not
consent_given = Bell("people.consent_given")  # consent
consent_refused = Bell("people.consent_refused")  # ask
consent_revoked = Bell(
    "people.consent_revoked"
)  # consent: it was taken back, or the guardian answers for the child no more
photos_answered = Bell("people.photos_answered")  # person, allowed: may pictures of them be public?
credential_recorded = Bell("people.credential_recorded")  # credential, person
credential_withdrawn = Bell("people.credential_withdrawn")  # credential, person

address_changed = Bell("people.address_changed")  # change: the account has another e-mail
address_stopped = Bell("people.address_stopped")  # change: whoever reads the old address took it back
accounts_joined = Bell("people.accounts_joined")  # kept, gone, former: two accounts are one person's
factor_reset_asked = Bell("people.factor_reset_asked")  # reset: an administrator asks, for somebody who lost theirs
factor_reset_stopped = Bell("people.factor_reset_stopped")  # reset
factor_reset_done = Bell("people.factor_reset_done")  # reset: the second factor is off, a day later
