"""What others may hear of points, badges and thanks."""

from people.deeds import Bell

badge_awarded = Bell("gamification.badge_awarded")  # a badge is new, or held again: award
commended = Bell("gamification.commended")  # an official thanked somebody in writing: commendation
super_user_invited = Bell("gamification.super_user_invited")  # the facts are there, the person may accept: standing
super_user_accepted = Bell("gamification.super_user_accepted")  # the person said yes, an official decides: standing
super_user_confirmed = Bell("gamification.super_user_confirmed")  # an official confirmed: standing
super_user_refused = Bell("gamification.super_user_refused")  # an official said no, with a reason: standing
