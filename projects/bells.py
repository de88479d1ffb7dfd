"""What others may hear of projects. The ids are primary keys; receivers read the facts as they are when they hear."""

from people.deeds import Bell

# A proposal on its way; `transition` is the row with the words of the decision.
project_submitted = Bell("projects.project_submitted")  # project
project_opened = Bell("projects.project_opened")  # project, transition: a Super User's, to be read afterwards
changes_requested = Bell("projects.changes_requested")  # project, transition
project_approved = Bell("projects.project_approved")  # project, transition
project_rejected = Bell("projects.project_rejected")  # project, transition
project_completed = Bell("projects.project_completed")  # project
project_paused = Bell("projects.project_paused")  # project, transition
project_resumed = Bell("projects.project_resumed")  # project, transition: it goes on
project_cancelled = Bell("projects.project_cancelled")  # project
access_answered = Bell("projects.access_answered")  # project: who leads it has looked at steps, seats, toilet, shade

team_joined = Bell("projects.team_joined")  # project, person: a new co-lead or helper
team_left = Bell("projects.team_left")  # project, person: left, or was taken off by somebody else
lead_offered = Bell("projects.lead_offered")  # project, person: asked to take the lead
lead_taken = Bell("projects.lead_taken")  # project, person, before (None where nobody led)

event_scheduled = Bell("projects.event_scheduled")  # event
event_changed = Bell("projects.event_changed")  # event: another time or meeting point (series: as part of its change)
event_cancelled = Bell(
    "projects.event_cancelled"
)  # event (series); its live sign-ups are cancelled in the same transaction
series_changed = Bell("projects.series_changed")  # series, with the events that changed and those that ended with it
date_near = Bell("projects.date_near")  # event, which, starts: a week or two hours before it begins
event_closed = Bell("projects.event_closed")  # event: the roster is settled
event_reopened = Bell("projects.event_reopened")  # event: an official opened the roster again

slot_joined = Bell("projects.slot_joined")  # signup: a seat, a place in the queue, or a question to the organizers
signup_approved = Bell("projects.signup_approved")  # signup: the organizer's yes; a seat, or a place in the queue
signup_refused = Bell("projects.signup_refused")  # signup: the organizer's no, with a reason
slot_left = Bell("projects.slot_left")  # signup
seat_offered = Bell("projects.seat_offered")  # signup: held until offer_expires_at, or "first to accept takes it"
offer_accepted = Bell("projects.offer_accepted")  # signup
offer_declined = Bell("projects.offer_declined")  # signup
party_shrunk = Bell("projects.party_shrunk")  # signup: fewer of them come
offer_lapsed = Bell("projects.offer_lapsed")  # signup: back in the queue, or removed after the second
consent_lapsed = Bell("projects.consent_lapsed")  # signup: nobody said yes in time, the place is free again
place_confirmed = Bell("projects.place_confirmed")  # signup: what was missing is there
places_taken_back = Bell("projects.places_taken_back")  # consent, signups: a guardian has taken the yes back
person_barred = Bell("projects.person_barred")  # barring
barring_appealed = Bell("projects.barring_appealed")  # barring
barring_decided = Bell("projects.barring_decided")  # barring
wording_begins = Bell("projects.wording_begins")  # version: from now on it is asked for
credential_ends = Bell("projects.credential_ends")  # credential, event, days: 30 or 7

party_skipped = Bell("projects.party_skipped")  # signup: places are free, but not for all of them
broadcast_sent = Bell("projects.broadcast_sent")  # broadcast: organizers wrote to the people of a date
names_asked = Bell("projects.names_asked")  # signup: places of a team have no name, a day before names are due
team_trimmed = Bell("projects.team_trimmed")  # signup: places without a name went on, 72 hours before the start
queue_moved = Bell("projects.queue_moved")  # signup: put to the front by hand
still_coming_asked = Bell("projects.still_coming_asked")  # signup: 48 hours before the start
still_coming_reminded = Bell("projects.still_coming_reminded")  # signup: 24 hours before it, without an answer
still_coming_said = Bell("projects.still_coming_said")  # signup
seat_released = Bell("projects.seat_released")  # signup: no answer, and somebody waits

attendance_confirmed = Bell("projects.attendance_confirmed")  # attendance: verified minutes, once
attendance_revised = Bell("projects.attendance_revised")  # attendance, revision: changed after the close

absence_disputed = Bell("projects.absence_disputed")  # dispute: somebody says that they came after all
dispute_decided = Bell("projects.dispute_decided")  # dispute: put right, or kept with a reason
# What came of a date.
recap_shared = Bell("projects.recap_shared")  # event: "what we did together" goes to everybody who came
pair_published = Bell("projects.pair_published")  # pair: two pictures from one spot are public
pair_removed = Bell("projects.pair_removed")  # event: the organizers took a pair of pictures away
pair_refused = Bell("projects.pair_refused")  # pair

# At the organizer's desk.
signed_up_by_phone = Bell("projects.signed_up_by_phone")  # signup: an organizer did it for somebody without e-mail
roster_exported = Bell("projects.roster_exported")  # event, young: names left the site as a file
hours_imported = Bell("projects.hours_imported")  # official, count: past hours from a file

work_logged = Bell("projects.work_logged")  # work: somebody wrote down what they did between the dates
work_decided = Bell("projects.work_decided")  # work: verified, adjusted or rejected

block_adopted = Bell("projects.block_adopted")  # adoption
care_reminded = Bell("projects.care_reminded")  # adoption, told: it is time, it is late, or whether they still do it
keeper_answered = Bell("projects.keeper_answered")  # adoption: they still look after it
renewal_asked = Bell("projects.renewal_asked")  # adoption: 30 days before the end of its term
adoption_renewed = Bell("projects.adoption_renewed")  # adoption
block_team_joined = Bell("projects.block_team_joined")  # adoption: somebody helps to look after it
block_team_left = Bell("projects.block_team_left")  # adoption: they left, or were taken off the team
adoption_ended = Bell("projects.adoption_ended")  # adoption: given up, silent, over, or ended by the city
