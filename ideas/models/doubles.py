"""Two accounts of one person, proved: the later ballot is set aside by two officials, and whoever cast it may object."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q

from core import clock
from people.models import Person

from .ballots import PollVoter
from .polls import IdeaPoll
from .results import Certification


class DoubleVoteQuerySet(models.QuerySet):
    def waiting(self):
        """For the second official."""
        return self.filter(confirmed_at=None, ended_at=None)

    def in_force(self):
        """The later ballot does not count."""
        return self.filter(confirmed_at__isnull=False, ended_at=None)

    def objected(self):
        """Two officials owe whoever cast it an answer."""
        return self.in_force().filter(objected_at__isnull=False, settled_at=None)

    def may_be_objected_to(self):
        """Set aside a moment ago: whoever cast it has hardly had the time to read so."""
        since = clock.now() - DoubleVote.TIME_TO_OBJECT
        return self.in_force().filter(objected_at=None, confirmed_at__gt=since, set_aside__person__isnull=False)

    def lifted(self):
        """An objection was right, and the ballot counts again."""
        return self.filter(accepted=True, settled_at__isnull=False, ended_at=F("settled_at"))

    def ever_in_force(self):
        """Whatever became of them since, in the order in which they came into force."""
        return self.filter(confirmed_at__isnull=False).order_by("confirmed_at", "pk")

    def against(self, person: Person, poll: IdeaPoll):
        """Why this person's ballot does not count."""
        return self.in_force().filter(poll=poll, set_aside__person=person)

    def asked_about(self, person: Person):
        """It waits, and this is one of the two accounts."""
        return self.waiting().filter(Q(one=person) | Q(other=person))

    def forget_words(self) -> int:
        """What voter and city said to each other goes, and an objection that was not settled never was. Returns in how many."""
        self.filter(settled_at=None).update(**DoubleVote.NO_OBJECTION)
        return self.update(**DoubleVote.FORGOTTEN)


class DoubleVote(models.Model):
    """Somebody proved to be two accounts of one person. While it waits it names the two, and says nothing of votes; once it is
    confirmed it names the two marks on the roll, and no account besides. The cut takes both marks, and every word between voter
    and city; the reason stays, which names nobody."""

    REASON, LEAST_REASON = 300, 40  # letters; as many as a ballot's reason holds
    WORDS, LEAST_WORDS = 1000, 20
    TIME_TO_OBJECT = timedelta(days=3)  # nobody is written to, so they need time to come by

    # What an account that ends, and the cut, take away.
    FORGOTTEN = {"objection": "", "answer": ""}
    # An objection that nobody answers any more.
    NO_OBJECTION = {
        **FORGOTTEN, "objected_at": None, "even_if_seen": False, "accepted": None, "answered_by": None,
        "answered_at": None,
    }  # fmt: skip

    # Once it is decided.
    NO_ACCOUNTS = {"one": None, "other": None}

    poll = models.ForeignKey(IdeaPoll, on_delete=models.PROTECT, related_name="doubles")
    one = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="While it waits: of the two accounts that with the lower number.",
    )  # fmt: skip
    other = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kept = models.ForeignKey(
        PollVoter, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", help_text="Whose ballot stands."
    )
    set_aside = models.ForeignKey(
        PollVoter, null=True, blank=True, on_delete=models.SET_NULL, related_name="set_aside_in"
    )
    kept_account = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        help_text="Whose it was when it was set aside: they decide nothing here, also once they took that ballot back.",
    )  # fmt: skip
    reason = models.CharField(max_length=REASON, help_text="Everybody reads it: how it was proved, and no names.")
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=clock.now)
    confirmed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(
        null=True, blank=True, help_text="The ballot is void since then; alike for all that became void together."
    )
    objection = models.TextField(max_length=WORDS, blank=True)
    objected_at = models.DateTimeField(null=True, blank=True)
    even_if_seen = models.BooleanField(
        default=False, help_text="The voter wants it counted although two public counts then show what they chose."
    )
    accepted = models.BooleanField(null=True, blank=True, help_text="What the answer says to the objection.")
    answer = models.TextField(max_length=WORDS, blank=True, help_text="For the voter alone.")
    answered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True, help_text="The second official signed the answer.")
    ended_at = models.DateTimeField(
        null=True, blank=True, help_text="Taken back, lifted, or the ballot is gone or void for another reason."
    )
    ended_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Who took it back."
    )

    objects = DoubleVoteQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["set_aside"], condition=Q(ended_at=None), name="one_double_vote_case_per_ballot"
            ),
            models.CheckConstraint(
                condition=Q(kept=None) | Q(set_aside=None) | ~Q(kept=F("set_aside")), name="double_vote_of_two_accounts"
            ),
            models.UniqueConstraint(fields=["poll", "one", "other"], name="two_accounts_asked_about_once"),
            models.CheckConstraint(
                condition=Q(one=None, other=None)
                | Q(one__lt=F("other"), confirmed_at=None, ended_at=None, kept=None, set_aside=None, kept_account=None),
                name="double_vote_names_accounts_or_marks",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=False) | Q(kept=None, set_aside=None, kept_account=None),
                name="double_vote_that_waits_tells_of_no_vote",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("asked_by")), name="double_vote_by_two_officials"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="double_vote_confirmed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(objected_at=None) | Q(confirmed_at__isnull=False), name="objection_after_the_fact"
            ),
            models.CheckConstraint(
                condition=Q(signed_by=None) | ~Q(signed_by=F("answered_by")), name="objection_answered_by_two_officials"
            ),
            models.CheckConstraint(
                condition=Q(settled_at=None) | Q(signed_by__isnull=False, accepted__isnull=False),
                name="objection_settled_by_somebody",
            ),
        ]

    def was_in_force_at(self, at: datetime) -> bool:
        """As a count of that moment found it."""
        begun = self.confirmed_at is not None and self.confirmed_at <= at
        return begun and (self.ended_at is None or self.ended_at > at)

    @property
    def may_object(self) -> bool:
        """Once, until somebody stands for the result, or has asked a second official to."""
        if self.objected_at is not None or self.poll.voided_at is not None:
            return False
        return not Certification.objects.of_the_newest_count().filter(result__poll=self.poll).exists()
