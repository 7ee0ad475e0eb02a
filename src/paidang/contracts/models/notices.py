"""The notices that the two sides of a contract serve on each other, and the files that prove them."""

from django.db import models
from django.db.models import Q

from paidang.contracts.rules.notices import KINDS, OUTCOME_WORDS, VERDICT_WORDS
from paidang.team.models import Person

ENDING = [kind for kind, row in KINDS.items() if row.stands]


class Notice(models.Model):
    """One written notice of a side to the other. What it says is never changed; it is answered once, and closed once.

    `about` names what it concerns (a month, another notice): one open notice for each, side and kind. `deadline` is by
    when it wants an answer or a cure, `last_day` the last day of the contract if it ends it.
    """

    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="notices")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    side = models.CharField(max_length=1)
    about = models.CharField(max_length=80)
    clause = models.CharField(max_length=120, blank=True)
    grounds = models.CharField(max_length=2000)
    facts = models.JSONField(default=dict)
    amount_fen = models.BigIntegerField(null=True)
    deadline = models.DateField(null=True)
    last_day = models.DateField(null=True)
    served_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    served_at = models.DateTimeField()
    verdict = models.CharField(max_length=12, blank=True)
    answer = models.CharField(max_length=2000, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=12, blank=True)
    closed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    close_note = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="notice_number"),
            models.UniqueConstraint(
                fields=["contract", "side", "kind", "about"], condition=Q(outcome=""), name="notice_open_once"
            ),
            models.CheckConstraint(name="notice_kind", condition=Q(kind__in=list(KINDS))),
            models.CheckConstraint(name="notice_side", condition=Q(side__in=["a", "b"])),
            models.CheckConstraint(name="notice_has_grounds", condition=~Q(grounds="") & ~Q(about="")),
            models.CheckConstraint(name="notice_verdict", condition=Q(verdict__in=["", *VERDICT_WORDS])),
            models.CheckConstraint(name="notice_outcome", condition=Q(outcome__in=["", *OUTCOME_WORDS])),
            models.CheckConstraint(
                name="notice_answered_whole",
                condition=Q(verdict="", answered_by=None, answered_at=None)
                | ~Q(verdict="") & Q(answered_by__isnull=False, answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="notice_closed_whole",
                condition=Q(outcome="", closed_at=None) | ~Q(outcome="") & Q(closed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="notice_that_ends_has_a_last_day",
                condition=Q(kind__in=ENDING, last_day__isnull=False) | ~Q(kind__in=ENDING) & Q(last_day=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.contract.code} 通知 {self.number}"


class NoticeFile(models.Model):
    """A file that a side put to a notice: evidence with it or with its answer. Never changed."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="files")
    contract = models.ForeignKey("contracts.Contract", on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=1)
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "side", "sha256"], name="notice_file_once"),
            models.CheckConstraint(name="notice_file_side", condition=Q(side__in=["a", "b"])),
        ]
