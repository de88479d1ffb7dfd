"""What others may hear of idea polls. Ballots ring nothing: the vote is secret. Ids are primary keys."""

from people.deeds import Bell

poll_published = Bell("ideas.poll_published")  # everybody may read it now: poll
voting_extended = Bell("ideas.voting_extended")  # more time than was said first: poll
phase_moved = Bell("ideas.phase_moved")  # what is open now ends sooner or later than was said: poll
level_raised = Bell("ideas.level_raised")  # voters are asked for more than before: poll
voting_opened = Bell("ideas.voting_opened")  # the list of ideas on the ballot is written down: poll
suspension_asked = Bell("ideas.suspension_asked")  # a second person must confirm it: poll, suspension
suspended = Bell("ideas.suspended")  # an idea or the poll is set aside: poll, suspension
resumed = Bell("ideas.resumed")  # it counts again: poll, suspension
idea_submitted = Bell("ideas.idea_submitted")  # a new idea can be read: idea
idea_edited = Bell("ideas.idea_edited")  # its words changed: idea, revision
rewording_asked = Bell("ideas.rewording_asked")  # the city asks its author about other words: idea, rewording
rewording_answered = Bell("ideas.rewording_answered")  # yes or no: idea, rewording
rewording_withdrawn = Bell("ideas.rewording_withdrawn")  # the city asks no more: idea, rewording
idea_held = Bell("ideas.idea_held")  # nobody else reads it until somebody has looked: idea
idea_shown = Bell("ideas.idea_shown")  # it was held, and everybody reads it now: idea
idea_withdrawn = Bell("ideas.idea_withdrawn")  # its author took it back: idea
idea_merged = Bell("ideas.idea_merged")  # it leads to another from now on: idea, merge
merge_undone = Bell("ideas.merge_undone")  # it is an idea of its own again: idea, merge
merge_suggested = Bell("ideas.merge_suggested")  # an author says that two ask for the same: idea, suggestion
suggestion_answered = Bell("ideas.suggestion_answered")  # merged, noted, or a no: idea, suggestion
ideas_noted = Bell("ideas.ideas_noted")  # while people vote, a note says that two ask for the same: idea, merge
idea_adopted = Bell("ideas.idea_adopted")  # somebody took up what its author took back, as a new idea: idea, merge
idea_reviewed = Bell("ideas.idea_reviewed")  # an official set cost or feasibility: idea
poll_frozen = Bell("ideas.poll_frozen")  # nothing can be saved any more; once for each poll: poll
lot_recorded = Bell("ideas.lot_recorded")  # a tie of this result was decided by a lot drawn in public: poll, result
override_asked = Bell("ideas.override_asked")  # a second official must sign: poll, result
result_certified = Bell("ideas.result_certified")  # an official stands for the result: poll, result
correction_asked = Bell("ideas.correction_asked")  # a second person must confirm it: poll, correction
correction_confirmed = Bell("ideas.correction_confirmed")  # it is counted anew: poll, correction
recount_differed = Bell("ideas.recount_differed")  # the nightly recount came to something else: poll, result
idea_answered = Bell("ideas.idea_answered")  # the city answered: idea, answer
idea_moved_up = Bell("ideas.idea_moved_up")  # it takes the place of one that is not possible: idea, moved
project_started = Bell("ideas.project_started")  # somebody turns the idea into a project: idea, project
done_asked = Bell("ideas.done_asked")  # those who asked to hear say whether it is: idea, check
duty_reopened = Bell("ideas.duty_reopened")  # too many said no, an answer is owed again: idea, check
idea_done = Bell("ideas.idea_done")  # its project is completed: idea, project
hour_made = Bell("ideas.hour_made")  # a live hour stands on the site: hour
hour_changed = Bell("ideas.hour_changed")  # its dates, its place, or who answers: hour
question_asked = Bell("ideas.question_asked")  # a resident asks in a live hour: question
question_held = Bell("ideas.question_held")  # nobody else reads it until somebody has looked: question
question_withdrawn = Bell("ideas.question_withdrawn")  # whoever asked took it back: question
question_answered = Bell("ideas.question_answered")  # the city answered: question
question_declined = Bell("ideas.question_declined")  # the city does not answer, and says why: question
hour_ended = Bell("ideas.hour_ended")  # what was not answered is owed now: hour
