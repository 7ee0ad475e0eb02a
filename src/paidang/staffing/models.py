"""Who does what under a contract: posts, absences, shifts, outside firms, days of customer service, quality samples."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from paidang.contracts.models import Contract
from paidang.staffing.rules.roles import ROLES
from paidang.team.models import Person

WORDS_MAX = 1000
SIDES = ["a", "b"]


def _contract() -> "models.ForeignKey[Contract, Contract]":
    return models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")


def _person(*, null: bool = True) -> "models.ForeignKey[Person | None, Person | None]":
    return models.ForeignKey(Person, on_delete=models.PROTECT, null=null, related_name="+")


_ONE_OF_THEM = Q(person__isnull=False, firm=None) | Q(person=None, firm__isnull=False)


class Subcontractor(models.Model):
    """An outside person or firm that one side wants to give work to: with the other side's written consent alone (TC-5-2).

    `sha256` is the digest of name and scope as they were asked for; the consent names it. A consent that was withdrawn holds
    until the day before `ends_on`; `noted_at` is when the other side said that it knows.
    """

    contract = _contract()
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=100)
    scope = models.CharField(max_length=WORDS_MAX)
    sha256 = models.CharField(max_length=64)
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    consents = models.BooleanField(null=True)
    answered_by = _person()
    answered_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=WORDS_MAX, blank=True)
    ends_on = models.DateField(null=True)
    withdrawn_by = _person()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_reason = models.CharField(max_length=WORDS_MAX, blank=True)
    noted_by = _person()
    noted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="subcontractor_withdrawn_whole",
                condition=Q(ends_on=None, withdrawn_by=None, withdrawn_at=None, noted_at=None)
                | Q(
                    consents=True,
                    ends_on__isnull=False,
                    withdrawn_by__isnull=False,
                    withdrawn_at__isnull=False,
                ),
            ),
            models.UniqueConstraint(fields=["contract", "number"], name="subcontractor_number"),
            models.CheckConstraint(
                name="subcontractor_answered_whole",
                condition=Q(consents=None, answered_by=None, answered_at=None)
                | Q(consents__isnull=False, answered_by__isnull=False, answered_at__isnull=False),
            ),
        ]

    def may_work_on(self, day: date) -> bool:
        """Whether it may be given work of a day: with consent, and not withdrawn by then."""
        return bool(self.consents) and (self.ends_on is None or day < self.ends_on)


class Post(models.Model):
    """A role of one side given to a person, or to an outside firm, from a day on; the next post of the role ends it.

    `words` is what is handed over to who comes next; they say themselves that they have taken over.
    """

    contract = _contract()
    role = models.CharField(max_length=20)
    side = models.CharField(max_length=1)
    person = _person()
    firm = models.ForeignKey(Subcontractor, on_delete=models.PROTECT, null=True, related_name="+")
    since = models.DateField()
    words = models.CharField(max_length=WORDS_MAX, blank=True)
    named_by = _person(null=False)
    named_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "role", "side", "since"], name="post_day_once"),
            models.CheckConstraint(name="post_role", condition=Q(role__in=list(ROLES), side__in=SIDES)),
            models.CheckConstraint(name="post_of_one", condition=_ONE_OF_THEM),
        ]


class Absence(models.Model):
    """Who holds a role is away for some days, and who covers."""

    contract = _contract()
    role = models.CharField(max_length=20)
    side = models.CharField(max_length=1)
    since = models.DateField()
    until = models.DateField()
    cover = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    said_by = _person(null=False)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="absence_role", condition=Q(role__in=list(ROLES), side__in=SIDES)),
            models.CheckConstraint(name="absence_days", condition=Q(since__lte=F("until"))),
        ]


class Shift(models.Model):
    """One person, or one place at a firm, ready for a role on a day, from an hour to another; "" is all stores."""

    contract = _contract()
    role = models.CharField(max_length=20)
    side = models.CharField(max_length=1)
    store = models.CharField(max_length=200, blank=True)
    person = _person()
    firm = models.ForeignKey(Subcontractor, on_delete=models.PROTECT, null=True, related_name="+")
    day = models.DateField()
    from_hour = models.PositiveSmallIntegerField()
    until_hour = models.PositiveSmallIntegerField()
    put_by = _person(null=False)
    put_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="shift_hours", condition=Q(from_hour__lt=F("until_hour"), until_hour__lte=24)
            ),
            models.CheckConstraint(name="shift_role", condition=Q(role__in=list(ROLES), side__in=SIDES)),
            models.CheckConstraint(name="shift_of_one", condition=_ONE_OF_THEM),
        ]
        indexes = [models.Index(fields=["contract", "role", "day"], name="shift_by_day")]


class ServiceDay(models.Model):
    """A store's conversations on a day, as the agency's file says; a later file with other figures stands beside it."""

    contract = _contract()
    store = models.CharField(max_length=200)
    day = models.DateField()
    conversations = models.PositiveIntegerField()
    first_response_seconds = models.PositiveIntegerField()
    resolved = models.PositiveIntegerField()
    file_sha256 = models.CharField(max_length=64)
    handed_in_by = _person(null=False)
    handed_in_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "store", "day", "file_sha256"], name="service_day_of_file"
            ),
            models.CheckConstraint(name="service_day_sane", condition=Q(resolved__lte=F("conversations"))),
        ]


class ScoreSheet(models.Model):
    """A version of the brand's score sheet: criteria with weights; the latest is used."""

    contract = _contract()
    number = models.PositiveIntegerField()
    criteria = models.JSONField()
    set_by = _person(null=False)
    set_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "number"], name="score_sheet_number")]


class QualitySample(models.Model):
    """One conversation or case that the brand looked at: `about` says which, `marks` are 0 to 5 by criterion."""

    contract = _contract()
    number = models.PositiveIntegerField()
    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="+")
    store = models.CharField(max_length=200)
    about = models.CharField(max_length=100)
    marks = models.JSONField()
    score = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=WORDS_MAX, blank=True)
    sampled_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    sampled_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="quality_sample_number"),
            models.CheckConstraint(name="quality_sample_score", condition=Q(score__lte=100)),
        ]

    @property
    def answered(self) -> "SampleAnswer | None":
        """What the agency said of it, if it did."""
        return getattr(self, "answer", None)

    @property
    def score_now(self) -> int:
        """The points that count: as the brand decided, if the agency contested and marks were raised."""
        return self.score if self.answered is None or self.answered.score is None else self.answered.score


class SampleAnswer(models.Model):
    """What the agency says of a sample: that it agrees, or which criteria it contests and why; then the brand's decision.

    `contested` are places on the sheet; `marks` and `score` are those after the decision, the sample keeps its own.
    """

    contract = _contract()
    sample = models.OneToOneField(QualitySample, on_delete=models.PROTECT, related_name="answer")
    contested = models.JSONField()
    words = models.CharField(max_length=WORDS_MAX, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()
    marks = models.JSONField(null=True)
    score = models.PositiveSmallIntegerField(null=True)
    decision = models.CharField(max_length=WORDS_MAX, blank=True)
    decided_by = _person()
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="sample_answer_decided_whole",
                condition=Q(marks__isnull=True, score=None, decided_by=None, decided_at=None)
                | Q(marks__isnull=False, score__lte=100, decided_by__isnull=False, decided_at__isnull=False),
            ),
        ]
