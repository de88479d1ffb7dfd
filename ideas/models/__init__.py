"""Idea polls: phases, ideas, support, ballots kept apart from voters, results, answers and what came of them; live hours."""

from .answers import Answer, AnswerDraft, Duty, DutyQuerySet, IdeaProject, OutcomeListener, OutcomeRefusal
from .ballots import Ballot, BallotLine, BallotQuerySet, PollKey, PollVoter, PollVoterQuerySet
from .countings import SILENT, Correction, CorrectionQuerySet, Counting, CountingQuerySet
from .doubles import DoubleVote, DoubleVoteQuerySet
from .hours import HourOfficial, LiveHour, LiveHourQuerySet, Question, QuestionQuerySet, QuestionSupport
from .ideas import Idea, IdeaQuerySet, IdeaRevision, Support, read_cursor, shuffled
from .merges import (
    MergeLink,
    MergeLinkQuerySet,
    MergeSuggestion,
    MergeSuggestionQuerySet,
    all_that_lead_to,
    distinct_supporters,
    last_kept,
)
from .moved_up import MovedUp
from .outcomes import ENOUGH_REPLIES, DoneCheck, DoneCheckQuerySet, DoneReply
from .paper import SHEETS_AT_MOST, PaperBatch, PaperBatchQuerySet
from .polls import (
    FREEZE_AFTER,
    LARGE_ENOUGH,
    RANKED_AT_MOST,
    SHUFFLES,
    STOPPED_FOR,
    IdeaPoll,
    IdeaPollQuerySet,
    Phase,
)
from .results import Certification, CertificationQuerySet, Result
from .rewordings import Rewording, RewordingQuerySet
from .rights import RightSheet, VotingRight
from .suspensions import Suspension, SuspensionQuerySet

__all__ = [
    "Answer",
    "AnswerDraft",
    "Ballot",
    "BallotLine",
    "BallotQuerySet",
    "Certification",
    "CertificationQuerySet",
    "Correction",
    "CorrectionQuerySet",
    "Counting",
    "CountingQuerySet",
    "DoneCheck",
    "DoneCheckQuerySet",
    "DoneReply",
    "DoubleVote",
    "DoubleVoteQuerySet",
    "Duty",
    "DutyQuerySet",
    "ENOUGH_REPLIES",
    "FREEZE_AFTER",
    "HourOfficial",
    "Idea",
    "IdeaPoll",
    "IdeaPollQuerySet",
    "IdeaProject",
    "IdeaQuerySet",
    "IdeaRevision",
    "LARGE_ENOUGH",
    "LiveHour",
    "LiveHourQuerySet",
    "MergeLink",
    "MergeLinkQuerySet",
    "MovedUp",
    "MergeSuggestion",
    "MergeSuggestionQuerySet",
    "OutcomeListener",
    "OutcomeRefusal",
    "PaperBatch",
    "PaperBatchQuerySet",
    "Phase",
    "PollKey",
    "PollVoter",
    "PollVoterQuerySet",
    "Question",
    "QuestionQuerySet",
    "QuestionSupport",
    "RANKED_AT_MOST",
    "Result",
    "Rewording",
    "RewordingQuerySet",
    "RightSheet",
    "SHUFFLES",
    "SILENT",
    "SHEETS_AT_MOST",
    "STOPPED_FOR",
    "Support",
    "Suspension",
    "SuspensionQuerySet",
    "VotingRight",
    "all_that_lead_to",
    "distinct_supporters",
    "last_kept",
    "read_cursor",
    "shuffled",
]
