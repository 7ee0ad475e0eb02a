"""Incidents with their evidence, and the penalties of platforms.

A notice, its clock and what follows from it belong to the contract's life (`contracts.Notice`); an incident points at it.
"""

from django.db import models
from django.db.models import Q

from paidang.contracts.models import Contract, Notice
from paidang.incidents.rules import points
from paidang.incidents.rules.words import (
    CLOSED,
    FAULTS,
    FILE_BYTES_MAX,
    KINDS,
    STATES,
    VERDICTS,
    WORDS_MAX,
)
from paidang.team.models import Person


def _contract() -> "models.ForeignKey[Contract, Contract]":
    return models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")


def _person(*, null: bool = True) -> "models.ForeignKey[Person | None, Person | None]":
    return models.ForeignKey(Person, on_delete=models.PROTECT, null=null, related_name="+")


class Incident(models.Model):
    """Something that went wrong under a contract, as one side reports it; `number` counts within the contract.

    `side` reported it; `at_fault` is whom it names (a, b, "" unknown or somebody else). `turn` follows from the state.
    `found_by` says in words who noticed it and how; `link` where it is to be seen.
    """

    contract = _contract()
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=20)
    side = models.CharField(max_length=1)
    at_fault = models.CharField(max_length=1, blank=True)
    channel = models.CharField(max_length=40, blank=True)
    store = models.CharField(max_length=200, blank=True)
    found_by = models.CharField(max_length=200)
    seen_at = models.DateTimeField()
    words = models.CharField(max_length=WORDS_MAX)
    link = models.CharField(max_length=500, blank=True)
    source = models.CharField(max_length=300, blank=True, help_text="the row it was reported from")
    state = models.CharField(max_length=10)
    turn = models.CharField(max_length=1, blank=True)
    turned_at = models.DateTimeField(help_text="since when it is in its state")
    reported_by = _person(null=False)
    reported_at = models.DateTimeField()
    verdict = models.CharField(max_length=10, blank=True)
    answer = models.CharField(max_length=WORDS_MAX, blank=True)
    answered_by = _person()
    answered_at = models.DateTimeField(null=True)
    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, null=True, related_name="+")
    close_words = models.CharField(max_length=WORDS_MAX, blank=True)
    closed_by = _person()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="incident_number"),
            models.CheckConstraint(
                name="incident_words",
                condition=Q(
                    kind__in=list(KINDS),
                    state__in=list(STATES),
                    side__in=["a", "b"],
                    at_fault__in=list(FAULTS),
                    verdict__in=["", *VERDICTS],
                ),
            ),
            models.CheckConstraint(
                name="incident_turn",
                condition=Q(turn="", state__in=CLOSED) | Q(turn__in=["a", "b"]) & ~Q(state__in=CLOSED),
            ),
            models.CheckConstraint(
                name="incident_answered_whole",
                condition=Q(verdict="", answered_by=None, answered_at=None)
                | ~Q(verdict="") & Q(answered_by__isnull=False, answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="incident_closed_whole",
                condition=Q(closed_by__isnull=False, closed_at__isnull=False, state__in=CLOSED)
                | Q(closed_by=None, closed_at=None) & ~Q(state__in=CLOSED),
            ),
        ]
        indexes = [models.Index(fields=["contract", "state"], name="incident_by_state")]

    @property
    def code(self) -> str:
        """What people call it: `W-0012`."""
        return f"W-{self.number:04d}"


class IncidentFile(models.Model):
    """A picture or a PDF as evidence, kept as it was given and known by its hash; never changed, never taken away."""

    contract = _contract()
    incident = models.ForeignKey(Incident, on_delete=models.PROTECT, related_name="files")
    side = models.CharField(max_length=1)
    name = models.CharField(max_length=255)
    media = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveIntegerField()
    content = models.BinaryField()
    added_by = _person(null=False)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["incident", "sha256"], name="incident_file_once"),
            models.CheckConstraint(
                name="incident_file_sane", condition=Q(size_bytes__lte=FILE_BYTES_MAX, side__in=["a", "b"])
            ),
        ]


class Penalty(models.Model):
    """What a platform took from a store: points, money, under which of its rules; whose fault by each side's word (TC 3.1).

    `money_fen` in fen. `appeal_by` is the last day to appeal. `points` and `money_fen` are what is left after an appeal;
    what was taken at first stays in the evidence.
    """

    contract = _contract()
    number = models.PositiveIntegerField()
    channel = models.CharField(max_length=40)
    store = models.CharField(max_length=200)
    penalised_on = models.DateField()
    rule = models.CharField(max_length=200)
    points = models.PositiveIntegerField(default=0)
    money_fen = models.BigIntegerField(default=0)
    cause = models.CharField(max_length=WORDS_MAX)
    brand_says = models.CharField(max_length=4, blank=True)
    agency_says = models.CharField(max_length=4, blank=True)
    appeal_by = models.DateField(null=True)
    outcome = models.CharField(max_length=10)
    outcome_words = models.CharField(max_length=WORDS_MAX, blank=True)
    entered_by = _person(null=False)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="penalty_number"),
            models.UniqueConstraint(
                fields=["contract", "channel", "store", "penalised_on", "rule"], name="penalty_once"
            ),
            models.CheckConstraint(
                name="penalty_sane",
                condition=Q(
                    money_fen__gte=0,
                    outcome__in=list(points.OUTCOMES),
                    brand_says__in=list(points.FAULTS),
                    agency_says__in=list(points.FAULTS),
                ),
            ),
        ]
        indexes = [models.Index(fields=["contract", "penalised_on"], name="penalty_by_day")]

    @property
    def code(self) -> str:
        """What people call it: `F-0003`."""
        return f"F-{self.number:04d}"
