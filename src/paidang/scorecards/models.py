"""Targets by contract and measure, what each side says to a month, ratings of stores. What rows tell is never kept."""

from django.db import models
from django.db.models import F, Q

from paidang.contracts.models import Contract
from paidang.scorecards.rules.measures import RATINGS, TARGETED
from paidang.scorecards.rules.ratings import SCALES
from paidang.scorecards.rules.spans import SPANS
from paidang.scorecards.rules.targets import COMMENT_CHARS, NOTE_CHARS, PROPOSED, STATES
from paidang.team.models import Person

MONTH = r"^\d{4}-(0[1-9]|1[0-2])$"


class Target(models.Model):
    """A version of a target (`rules.targets`): proposed by one side, in force from a month on once the other agrees.

    `value` is in fen, basis points, or a number, by its measure. What was answered stays as it is.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    measure = models.CharField(max_length=20)
    value = models.BigIntegerField()
    from_month = models.CharField(max_length=7)
    note = models.CharField(max_length=NOTE_CHARS, blank=True)
    state = models.CharField(max_length=8, choices=list(STATES.items()))
    side = models.CharField(max_length=1, help_text="whose proposal it is: a, b")
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="score_target_number"),
            models.UniqueConstraint(
                fields=["contract", "measure"], condition=Q(state=PROPOSED), name="score_target_one_waits"
            ),
            models.CheckConstraint(name="score_target_measure", condition=Q(measure__in=list(TARGETED))),
            models.CheckConstraint(name="score_target_value", condition=Q(value__gte=0)),
            models.CheckConstraint(name="score_target_month", condition=Q(from_month__regex=MONTH)),
            models.CheckConstraint(name="score_target_side", condition=Q(side__in=["a", "b"])),
            models.CheckConstraint(
                name="score_target_answered_whole",
                condition=Q(state=PROPOSED, answered_at=None, answered_by=None)
                | Q(state__in=[state for state in STATES if state != PROPOSED])
                & Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
        ]


class MonthComment(models.Model):
    """What one side says to a contract's month; the highest version counts, one without text is taken back."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    month = models.CharField(max_length=7)
    side = models.CharField(max_length=1)
    version = models.PositiveIntegerField()
    text = models.CharField(max_length=COMMENT_CHARS, blank=True)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "month", "side", "version"], name="score_comment_version"
            ),
            models.CheckConstraint(name="score_comment_month", condition=Q(month__regex=MONTH)),
            models.CheckConstraint(name="score_comment_side", condition=Q(side__in=["a", "b"])),
        ]


class RatingFile(models.Model):
    """Where ratings of stores come from: a table that was imported, or the picture or PDF that a typed one was read from."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200)
    media = models.CharField(max_length=40, help_text="what the bytes are; text/csv for a table")
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    handed_in_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    handed_in_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "sha256"], name="score_rating_file_once")]


class StoreRating(models.Model):
    """What a platform rated a store in a month, in hundredths of a point of `out_of`; the latest of a store and month counts."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(RatingFile, on_delete=models.PROTECT, related_name="+")
    store = models.CharField(max_length=200)
    month = models.CharField(max_length=7)
    description = models.PositiveIntegerField(null=True)
    service = models.PositiveIntegerField(null=True)
    logistics = models.PositiveIntegerField(null=True)
    out_of = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["contract", "month", "store"], name="score_rating_month")]
        constraints = [
            models.CheckConstraint(name="score_rating_month_form", condition=Q(month__regex=MONTH)),
            models.CheckConstraint(name="score_rating_scale", condition=Q(out_of__in=SCALES)),
            models.CheckConstraint(
                name="score_rating_within",
                condition=Q(
                    *(
                        Q(**{f"{part}__isnull": True}) | Q(**{f"{part}__lte": F("out_of") * 100})
                        for part in RATINGS
                    )
                )
                & Q(*(Q(**{f"{part}__isnull": False}) for part in RATINGS), _connector=Q.OR),
            ),
        ]


class IssuedReport(models.Model):
    """A report of a month, its quarter or its year, as one side issued it: the bytes are what both sides have from then on."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    month = models.CharField(max_length=7)
    span = models.CharField(max_length=8)
    language = models.CharField(max_length=2)
    side = models.CharField(max_length=1)
    sha256 = models.CharField(max_length=64)
    document = models.BinaryField()
    issued_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="score_report_number"),
            models.CheckConstraint(name="score_report_month", condition=Q(month__regex=MONTH)),
            models.CheckConstraint(name="score_report_span", condition=Q(span__in=list(SPANS))),
            models.CheckConstraint(name="score_report_side", condition=Q(side__in=["a", "b"])),
        ]
