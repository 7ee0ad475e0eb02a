"""Contracts, their texts, the decisions on what a text leaves open, both sides' acceptance, and the terms in force."""

from django.db import models
from django.db.models import Q

from paidang.contracts.rules.life import STAGES
from paidang.contracts.rules.signing import ANY, ORDERS
from paidang.evidence.models import Chain
from paidang.team.models import Organisation, Person
from paidang.team.rules.roles import AGENCY, BRAND

DRAFT, IN_FORCE, SETTLED = STAGES


class Contract(models.Model):
    """A contract of exactly two organisations; while a draft is private to its author, one of them is not named yet.

    `state` is the stage alone: draft, in force, settled. What else its life can be (`rules.life`) follows from dates and
    notices and is not stored. `signing_order` says who signs first, `signed_on` is the day of the last signature.
    """

    code = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    brand = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    agency = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    chain = models.OneToOneField(Chain, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(
        max_length=10, default=DRAFT, choices=[(DRAFT, "草稿"), (IN_FORCE, "履行中"), (SETTLED, "已结清")]
    )
    created_at = models.DateTimeField()
    signing_order = models.CharField(max_length=3, default=ANY, choices=[(order, order) for order in ORDERS])
    signed_on = models.DateField(null=True)
    in_force_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="contract_has_a_side", condition=Q(brand__isnull=False) | Q(agency__isnull=False)
            ),
            models.CheckConstraint(
                name="contract_two_sides",
                condition=Q(brand=None) | Q(agency=None) | ~Q(brand=models.F("agency")),
            ),
            models.CheckConstraint(name="contract_stage", condition=Q(state__in=STAGES)),
            models.CheckConstraint(name="contract_signing_order", condition=Q(signing_order__in=ORDERS)),
            models.CheckConstraint(
                name="contract_in_force_is_whole",
                condition=Q(state=DRAFT)
                | Q(
                    brand__isnull=False,
                    agency__isnull=False,
                    in_force_at__isnull=False,
                    signed_on__isnull=False,
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def parties(self) -> tuple[Organisation, Organisation]:
        """Brand and agency; only where both are named."""
        assert self.brand and self.agency, "a draft of one side has no two parties"
        return self.brand, self.agency

    def side_of(self, org_id: int) -> str:
        """`a` for the brand, `b` for the agency: the sides of money, whichever the text calls 甲方."""
        return "a" if org_id == self.brand_id else "b"


class ContractText(models.Model):
    """One version of the text as uploaded, unaltered, and what was read in it. Never changed.

    `document` is the agreement meant, where the file holds several; `party_a` says who the text's 甲方 is. A `composed`
    version was made of the changes that both sides had accepted, so nothing in it is one side's offer. `answer_by` is the
    day by which the other side is asked to answer; nothing happens by itself when it is over.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="texts")
    number = models.PositiveIntegerField()
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    text = models.TextField()
    document = models.PositiveIntegerField(default=0)
    reading = models.JSONField()
    party_a = models.CharField(max_length=10, choices=[(BRAND, "品牌方"), (AGENCY, "代运营")])
    composed = models.BooleanField(default=False)
    answer_by = models.DateField(null=True)
    uploaded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "number"], name="contract_text_number")]


class Decision(models.Model):
    """What the parties decide where the text is silent, blank or contradicts itself.

    One side proposes with a reason; the other agrees: then it stands as addendum 补充约定 `number`. A later proposal
    on the same key replaces it, the earlier one stays on record.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="decisions")
    key = models.CharField(max_length=60)
    value = models.JSONField()
    reason = models.CharField(max_length=500)
    number = models.PositiveIntegerField(null=True)
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    agreed_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "key"], condition=Q(replaced_at=None), name="decision_current"
            ),
            models.UniqueConstraint(fields=["contract", "number"], name="decision_number"),
            models.CheckConstraint(
                name="decision_agreed_whole",
                condition=Q(agreed_by=None, agreed_at=None, number=None)
                | Q(agreed_by__isnull=False, agreed_at__isnull=False, number__isnull=False),
            ),
        ]


class Acceptance(models.Model):
    """One side's word for exactly this text and these terms (their digests), until it is taken back."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="acceptances")
    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text_sha256 = models.CharField(max_length=64)
    terms_sha256 = models.CharField(max_length=64)
    at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "org", "text_sha256", "terms_sha256"],
                condition=Q(withdrawn_at=None),
                name="acceptance_once",
            )
        ]


class AcceptedFinding(models.Model):
    """A finding that a person of either side lets stand as the text is, with the reason; revoked by the same person.

    `key` names code and sentences (`rules.finding_key`): it outlives another reading, not a change of the sentence.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="accepted_findings")
    code = models.CharField(max_length=60)
    key = models.CharField(max_length=64)
    reason = models.CharField(max_length=500)
    accepted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "key"], condition=Q(revoked_at=None), name="accepted_finding_current"
            ),
            models.CheckConstraint(
                name="accepted_finding_has_a_reason", condition=~Q(reason="") & ~Q(key="")
            ),
        ]


class TermsInForce(models.Model):
    """The terms a statement is computed by (SPEC §10), from a day on. Never changed; the row of a later day takes over.

    The first row is that of the contract as accepted. A supplementary agreement writes one for its own day, and one for
    each later day on which the terms change again: of one day the latest row counts.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="terms")
    from_day = models.DateField()
    amendment = models.ForeignKey(
        "contracts.Amendment", on_delete=models.PROTECT, null=True, related_name="+"
    )
    terms = models.JSONField()
    sources = models.JSONField()
    by_hand = models.JSONField(default=list)
    sha256 = models.CharField(max_length=64)
    agreed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "from_day", "amendment"], name="terms_from_day", nulls_distinct=False
            )
        ]
