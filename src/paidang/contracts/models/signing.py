"""Who may sign for an organisation and with which seal, what both sides sign, who has signed it, and a signature on paper."""

from django.db import models
from django.db.models import Q

from paidang.contracts.models.amendment import Amendment
from paidang.contracts.models.contract import Contract, ContractText
from paidang.contracts.rules.signing import CODE, GROUNDS, LETTER, PROOFS
from paidang.team.models import Organisation, Person

SIDES = ("a", "b")
TO_SIGN, SIGNED = "to_sign", "signed"
CONFIRMED, DISPUTED, WITHDRAWN = "confirmed", "disputed", "withdrawn"


class OrganisationSeal(models.Model):
    """What an organisation puts under an electronic signature: a picture of its seal, or, without one, the word that it uses none."""

    org = models.OneToOneField(Organisation, on_delete=models.PROTECT, related_name="+")
    picture = models.BinaryField(null=True)


class Signatory(models.Model):
    """A person who may sign for the organisation, and on what authority. Ended, never changed.

    A letter of authority 授权委托书 is kept as a file with its last day. Who has received a signature sees the row.
    """

    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(max_length=10)
    title = models.CharField(max_length=80, blank=True)
    letter_name = models.CharField(max_length=255, blank=True)
    letter_sha256 = models.CharField(max_length=64, blank=True)
    letter = models.BinaryField(null=True)
    until = models.DateField(null=True)
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(ended_at=None), name="signatory_current"),
            models.CheckConstraint(name="signatory_ground", condition=Q(ground__in=list(GROUNDS))),
            models.CheckConstraint(
                name="signatory_letter_whole",
                condition=Q(ground=LETTER, letter__isnull=False, until__isnull=False)
                | ~Q(ground=LETTER) & Q(letter=None, until=None),
            ),
        ]


class SigningDocument(models.Model):
    """A PDF of exactly one version and its terms, or of a supplementary agreement to it: the one that both sign, and the
    one that carries the signatures. Never changed.

    `terms_sha256` names what was accepted: `queries.Signable.sha256`.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="documents")
    text = models.ForeignKey(ContractText, on_delete=models.PROTECT, related_name="+")
    amendment = models.ForeignKey(Amendment, on_delete=models.PROTECT, null=True, related_name="+")
    terms_sha256 = models.CharField(max_length=64)
    kind = models.CharField(max_length=10, choices=[(TO_SIGN, "待签"), (SIGNED, "已签")])
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "text", "amendment", "terms_sha256", "kind"],
                name="signing_document_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="signing_document_kind", condition=Q(kind__in=[TO_SIGN, SIGNED])),
        ]


class Signing(models.Model):
    """One side's electronic signature under a document's digest, with the entry of the chain that proves it. Never changed.

    `proof` is how the person was known: by a code of the moment, or by a passkey, whose assertion the entry keeps.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="signings")
    document = models.ForeignKey(SigningDocument, on_delete=models.PROTECT, related_name="signings")
    side = models.CharField(max_length=1)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    signatory = models.ForeignKey(Signatory, on_delete=models.PROTECT, related_name="+")
    organisation = models.CharField(max_length=200)
    proof = models.CharField(max_length=10, default=CODE)
    seal = models.BinaryField(null=True)
    at = models.DateTimeField()
    entry_seq = models.BigIntegerField()
    entry_hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "side"], name="signing_once"),
            models.CheckConstraint(name="signing_side", condition=Q(side__in=SIDES)),
            models.CheckConstraint(name="signing_proof", condition=Q(proof__in=list(PROOFS))),
        ]


class PaperSignature(models.Model):
    """A contract, or a supplementary agreement, signed and sealed on paper: one side records day and scan, the other confirms or disputes, once."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="papers")
    text = models.ForeignKey(ContractText, on_delete=models.PROTECT, related_name="+")
    amendment = models.ForeignKey(Amendment, on_delete=models.PROTECT, null=True, related_name="+")
    terms_sha256 = models.CharField(max_length=64)
    side = models.CharField(max_length=1)
    signed_on = models.DateField()
    scan_name = models.CharField(max_length=255)
    scan_sha256 = models.CharField(max_length=64)
    scan = models.BinaryField()
    recorded_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    verdict = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "text", "amendment", "terms_sha256"],
                condition=Q(verdict__in=["", CONFIRMED]),
                name="paper_signature_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(name="paper_signature_side", condition=Q(side__in=SIDES)),
            models.CheckConstraint(
                name="paper_signature_verdict",
                condition=Q(verdict__in=["", CONFIRMED, DISPUTED, WITHDRAWN]),
            ),
            models.CheckConstraint(
                name="paper_signature_answered_whole",
                condition=Q(verdict="", answered_by=None, answered_at=None)
                | ~Q(verdict="") & Q(answered_by__isnull=False, answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="paper_signature_disputed_with_reason", condition=~Q(verdict=DISPUTED) | ~Q(reason="")
            ),
        ]
