"""What both sides agree to after a statement stands: adjustments, and the files beside a question or a proposal."""

from django.db import models
from django.db.models import Q

from paidang.contracts.models import Contract
from paidang.kit.sentence import say
from paidang.settlement.models.statement import Question, Statement
from paidang.settlement.rules.adjusting import KINDS
from paidang.team.models import Person

WAITING_ANSWER, AGREED, DECLINED, WITHDRAWN = "waiting", "agreed", "declined", "withdrawn"
ANSWERS = [
    (WAITING_ANSWER, say("待答复")),
    (AGREED, say("已同意")),
    (DECLINED, say("不同意")),
    (WITHDRAWN, say("已撤回")),
]
FILE_BYTES_MAX = 10 * 2**20


class Adjustment(models.Model):
    """What one side proposes to set right of a statement that stands; agreed to, the next statement brings it in (SPEC §5, §7).

    `amount_fen` above zero is in the agency's favour. A trigger holds fast what was proposed, lets only the other side
    agree or decline and only the proposer withdraw, each once.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="adjustments")
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="adjustments")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=16)
    amount_fen = models.BigIntegerField()
    reason = models.CharField(max_length=200)
    clause = models.CharField(max_length=80, blank=True)
    rows = models.JSONField(default=list)
    side = models.CharField(max_length=1)
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=ANSWERS, default=WAITING_ANSWER)
    answer = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="adjustment_number"),
            models.CheckConstraint(
                name="adjustment_sane",
                condition=Q(side__in=["a", "b"]) & Q(kind__in=KINDS) & ~Q(amount_fen=0) & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="adjustment_answered_whole",
                condition=Q(state=WAITING_ANSWER, answered_at=None, answered_by=None)
                | ~Q(state=WAITING_ANSWER) & Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
            models.CheckConstraint(
                name="adjustment_declined_with_reason", condition=~Q(state=DECLINED) | ~Q(answer="")
            ),
        ]


class Attachment(models.Model):
    """A file that a side put beside a question, its answer, or a proposed adjustment: kept as given, known by its hash."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, null=True, related_name="files")
    adjustment = models.ForeignKey(Adjustment, on_delete=models.PROTECT, null=True, related_name="files")
    side = models.CharField(max_length=1)
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveIntegerField()
    content = models.BinaryField()
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "side", "sha256"], name="question_file_once"),
            models.UniqueConstraint(fields=["adjustment", "sha256"], name="adjustment_file_once"),
            models.CheckConstraint(
                name="attachment_sane",
                condition=Q(side__in=["a", "b"], size_bytes__gte=1, size_bytes__lte=FILE_BYTES_MAX)
                & (Q(question=None, adjustment__isnull=False) | Q(question__isnull=False, adjustment=None)),
            ),
        ]
