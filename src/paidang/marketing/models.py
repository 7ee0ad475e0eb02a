"""Proposals with their versions, what was spent on them, vouchers, which spend each stands behind, and what of it was claimed.

Amounts are fen. Nothing here is deleted: a spend or a voucher that was wrong is withdrawn, with its reason.
"""

from django.db import models
from django.db.models import F, Q

from paidang.contracts.models import Contract
from paidang.marketing.rules.states import APPROVED, ASKED_BACK, DECLINED, EVENT, KINDS, STATES
from paidang.settlement.models import Reimbursement
from paidang.team.models import Organisation, Person

WORDS_MAX, PLAN_MAX = 500, 4000
ANSWERS = (APPROVED, DECLINED, ASKED_BACK)
BY_HAND, IMPORTED = "hand", "import"
READ, TYPED = "read", "typed"


def _contract() -> "models.ForeignKey[Contract, Contract]":
    return models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", db_index=False)


def _person() -> "models.ForeignKey[Person, Person]":
    return models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)


def _person_later() -> "models.ForeignKey[Person | None, Person | None]":
    """Who did what has not been done yet."""
    return models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, db_index=False)


class Proposal(models.Model):
    """One campaign that the agency proposes, by its number under the contract. Its words and money stand in its versions.

    `result_*`: what came of it, against the goal of the version that was approved.
    """

    contract = _contract()
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=10)
    made_by = _person()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    result_count = models.PositiveIntegerField(null=True)
    result_words = models.CharField(max_length=WORDS_MAX, blank=True)
    result_by = _person_later()
    result_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="proposal_number"),
            models.CheckConstraint(
                name="proposal_words", condition=Q(kind__in=list(KINDS), state__in=list(STATES))
            ),
        ]
        indexes = [models.Index(fields=["contract", "state", "number"], name="proposal_list")]

    @property
    def is_event(self) -> bool:
        return self.kind == EVENT


class ProposalVersion(models.Model):
    """What the agency asks in one version, and the brand's word on it. Once asked, its terms never change (a trigger).

    The latest approved version is what may be spent by. `skus` empty: every good of the store. `store` "": no one store.
    """

    contract = _contract()
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="versions")
    version = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    plan = models.CharField(max_length=PLAN_MAX)
    place = models.CharField(max_length=200, blank=True)
    goal_sales_fen = models.BigIntegerField(null=True)
    goal_count = models.PositiveIntegerField(null=True)
    goal_unit = models.CharField(max_length=40, blank=True)
    budget_fen = models.BigIntegerField()
    since = models.DateField()
    until = models.DateField()
    store = models.CharField(max_length=200, blank=True)
    skus = models.JSONField(default=list)
    written_by = _person()
    written_at = models.DateTimeField()
    asked_at = models.DateTimeField(null=True)
    answer_by = models.DateField(null=True)
    verdict = models.CharField(max_length=10, blank=True)
    approved_fen = models.BigIntegerField(null=True)
    answer = models.CharField(max_length=WORDS_MAX, blank=True)
    answered_by = _person_later()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["proposal", "version"], name="proposal_version"),
            models.CheckConstraint(
                name="proposal_terms",
                condition=Q(budget_fen__gt=0, since__lte=F("until"))
                & (Q(goal_sales_fen__gt=0) | Q(goal_count__gt=0) & ~Q(goal_unit="")),
            ),
            models.CheckConstraint(
                name="proposal_answered",
                condition=Q(verdict="", answered_by=None, answered_at=None, approved_fen=None)
                | Q(verdict=APPROVED, answered_by__isnull=False, answered_at__isnull=False)
                & Q(approved_fen__gt=0, approved_fen__lte=F("budget_fen"), asked_at__isnull=False)
                | Q(verdict__in=[DECLINED, ASKED_BACK], answered_by__isnull=False, answered_at__isnull=False)
                & Q(approved_fen=None, asked_at__isnull=False)
                & ~Q(answer=""),
            ),
        ]


class SpendEntry(models.Model):
    """Money laid out for a proposal, to a supplier, on a day. `key` lets a file's row in once; "" where typed by hand."""

    contract = _contract()
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="spends")
    spent_on = models.DateField()
    amount_fen = models.BigIntegerField()
    supplier = models.CharField(max_length=120)
    what = models.CharField(max_length=200)
    source = models.CharField(max_length=6)
    key = models.CharField(max_length=64, blank=True)
    recorded_by = _person()
    recorded_at = models.DateTimeField()
    withdrawn_by = _person_later()
    withdrawn_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=WORDS_MAX, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "key"], condition=~Q(key="") & Q(withdrawn_at=None), name="spend_once"
            ),
            models.CheckConstraint(
                name="spend_sound",
                condition=Q(amount_fen__gt=0, source=BY_HAND, key="")
                | Q(amount_fen__gt=0, source=IMPORTED) & ~Q(key=""),
            ),
            models.CheckConstraint(
                name="spend_withdrawn",
                condition=Q(withdrawn_at=None, withdrawn_by=None, reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(reason=""),
            ),
        ]
        indexes = [models.Index(fields=["proposal", "spent_on"], name="spend_days")]


class Voucher(models.Model):
    """A file that shows that money was spent, under its number: once for all entries of its agency, whatever the contract.

    `amount_from` says whether the amount was read in the file or typed. The brand may question it, once at a time; while
    a question is open nothing behind it is claimed.
    """

    contract = _contract()
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="vouchers")
    number = models.CharField(max_length=40)
    issued_on = models.DateField(null=True)
    seller = models.CharField(max_length=200, blank=True)
    amount_fen = models.BigIntegerField()
    amount_from = models.CharField(max_length=5)
    file_name = models.CharField(max_length=255)
    media = models.CharField(max_length=40)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    brought_by = _person()
    brought_at = models.DateTimeField()
    question = models.CharField(max_length=WORDS_MAX, blank=True)
    questioned_by = _person_later()
    questioned_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=WORDS_MAX, blank=True)
    answered_by = _person_later()
    answered_at = models.DateTimeField(null=True)
    cleared_by = _person_later()
    cleared_at = models.DateTimeField(null=True)
    withdrawn_by = _person_later()
    withdrawn_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=WORDS_MAX, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "number"], condition=Q(withdrawn_at=None), name="voucher_number_once"
            ),
            models.UniqueConstraint(
                fields=["agency", "sha256"], condition=Q(withdrawn_at=None), name="voucher_file_once"
            ),
            models.CheckConstraint(
                name="voucher_sound",
                condition=Q(amount_fen__gt=0, amount_from__in=[READ, TYPED]) & ~Q(number=""),
            ),
            models.CheckConstraint(
                name="voucher_question", condition=Q(questioned_at=None, question="") | ~Q(question="")
            ),
            models.CheckConstraint(
                name="voucher_withdrawn",
                condition=Q(withdrawn_at=None, withdrawn_by=None, reason="")
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(reason=""),
            ),
        ]
        indexes = [models.Index(fields=["proposal", "id"], name="voucher_list")]

    @property
    def is_questioned(self) -> bool:
        """Whether a question of the brand is open: until the brand says that it is settled."""
        return self.questioned_at is not None and self.cleared_at is None


class VoucherPart(models.Model):
    """What of a voucher stands behind one spend. A trigger keeps both from being given out beyond their amount."""

    contract = _contract()
    voucher = models.ForeignKey(Voucher, on_delete=models.PROTECT, related_name="parts")
    spend = models.ForeignKey(SpendEntry, on_delete=models.PROTECT, related_name="parts")
    amount_fen = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="voucher_part_amount", condition=Q(amount_fen__gt=0)),
        ]


class ClaimedPart(models.Model):
    """What of a voucher's part went into a reimbursement; below zero in one that takes another back. Never changed.

    A trigger keeps what is claimed of a part between nothing and all of it.
    """

    contract = _contract()
    part = models.ForeignKey(VoucherPart, on_delete=models.PROTECT, related_name="claimed")
    reimbursement = models.ForeignKey(Reimbursement, on_delete=models.PROTECT, related_name="+")
    amount_fen = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reimbursement", "part"], name="claimed_part_once"),
            models.CheckConstraint(name="claimed_part_amount", condition=~Q(amount_fen=0)),
        ]


class Waiver(models.Model):
    """The agency gives up what is ready to be claimed of a proposal; once the brand takes note, nothing more is claimed of it."""

    contract = _contract()
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="waivers", db_index=False)
    amount_fen = models.BigIntegerField()
    words = models.CharField(max_length=WORDS_MAX)
    waived_by = _person()
    waived_at = models.DateTimeField()
    agreed = models.BooleanField(null=True)
    answer = models.CharField(max_length=WORDS_MAX, blank=True)
    answered_by = _person_later()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["proposal"],
                condition=Q(agreed=None) | Q(agreed=True),
                name="marketing_waiver_one_stands",
            ),
            models.CheckConstraint(name="marketing_waiver_amount", condition=Q(amount_fen__gt=0)),
        ]
