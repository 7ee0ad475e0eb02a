"""Files as they came, what reading them found, the rows that wait to be mended, and halves that wait for their other."""

from typing import Any

from django.db import models
from django.db.models import Q

from paidang.contracts.models import Contract
from paidang.intake.rules.states import HALTS, OPEN, ROW_STATES, STATES, WRITTEN
from paidang.kit.sentence import SentenceDecoder, SentenceEncoder
from paidang.team.models import Organisation, Person

GOOD_ROWS, ALL_OR_NOTHING = "good_rows", "all_or_nothing"
SENTENCES: Any = {"encoder": SentenceEncoder, "decoder": SentenceDecoder}
"""A JSONField whose sentences can be said in the language of whoever looks at them later."""


class ImportFile(models.Model):
    """One file that somebody handed in. Its bytes are kept in `ImportPart`, whatever becomes of it, until it is cut to what is
    not about persons: `sha256` stays that of the file as it came, `kept_sha256` is that of what is kept since `cut_at`.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.BigIntegerField()
    format = models.CharField(max_length=20, blank=True)
    channel = models.CharField(max_length=40, blank=True)
    store = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=list(STATES.items()))
    mode = models.CharField(max_length=16, default=GOOD_ROWS)
    words = models.CharField(
        max_length=500, blank=True, default="", help_text="what the brand states with factory prices (OP-3-D)"
    )
    mapping = models.JSONField(
        null=True, help_text="name, version, digest and plan by which a person said what its columns are"
    )
    problem = models.JSONField(null=True, **SENTENCES, help_text="why the file as a whole is refused")
    counts = models.JSONField(default=dict)
    notes = models.JSONField(default=list, **SENTENCES)
    below_floor = models.JSONField(
        default=list, help_text="the first sales below the floor that a test read found"
    )
    received_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(null=True)
    is_quiet = models.BooleanField(
        default=False, help_text="came by a store's interface and went in whole: a person need not look at it"
    )
    awaits_reconciling = models.BooleanField(
        default=False, help_text="its orders are not set against the bills yet: that is done once a minute"
    )
    cut_at = models.DateTimeField(null=True)
    kept_sha256 = models.CharField(max_length=64, blank=True, help_text="empty where nothing is kept")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contract", "sha256"], condition=Q(state=WRITTEN), name="import_written_once"
            ),
            models.CheckConstraint(name="import_state", condition=Q(state__in=list(STATES))),
        ]
        indexes = [
            models.Index(fields=["contract", "received_at"], name="import_latest"),
            models.Index(fields=["contract", "id"], condition=Q(is_quiet=False), name="import_to_look_at"),
            models.Index(
                fields=["contract"], condition=Q(awaits_reconciling=True), name="import_to_reconcile"
            ),
        ]


class ColumnMapping(models.Model):
    """What a header means, as one organisation said it last: files with the same header are read by it by themselves.

    Changing it makes the next version; a file keeps the plan that it was read by.
    """

    org = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    fingerprint = models.CharField(max_length=64)
    name = models.CharField(max_length=80)
    version = models.PositiveIntegerField(default=1)
    plan = models.JSONField()
    titles = models.JSONField(help_text="the header's titles in the order of the file that it was made for")
    saved_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    used_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["org", "fingerprint"], name="column_mapping_once"),
            models.CheckConstraint(name="column_mapping_name", condition=~Q(name="")),
        ]


class ImportPart(models.Model):
    """A piece of a file's bytes; pieces, so that no file has to be in memory as a whole."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(ImportFile, on_delete=models.PROTECT, related_name="parts", db_index=False)
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="import_part_number")]


class Progress(models.Model):
    """How far a running read or write is, in rows. Written beside its transaction, so that others see it at once.

    So there is no reference in the database to what that transaction has not committed yet.
    """

    import_id = models.BigIntegerField(primary_key=True)
    org_id = models.BigIntegerField()
    phase = models.CharField(max_length=20)
    rows_done = models.BigIntegerField()
    rows_total = models.BigIntegerField(null=True)
    at = models.DateTimeField()


class Halt(models.Model):
    """Somebody's wish that a running read or write pause or stop: a row of its own, since the worker holds the file's."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    file = models.OneToOneField(ImportFile, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5, choices=list(HALTS.items()))
    asked_org = models.BigIntegerField()
    asked_by = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(name="halt_kind", condition=Q(kind__in=list(HALTS)))]


class QuarantineRow(models.Model):
    """A bad row, as it stands in the file: `cells` by column. `group`: the order that is read again with it.

    State `found`: found by a test read; `open`: waits to be mended.
    """

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey(ImportFile, on_delete=models.PROTECT, related_name="bad_rows", db_index=False)
    row_number = models.BigIntegerField()
    group = models.CharField(max_length=255, blank=True)
    cells = models.JSONField()
    original = models.JSONField(
        null=True, help_text="the cells as they came, where a person has changed them"
    )
    faults = models.JSONField(**SENTENCES)
    state = models.CharField(max_length=10, choices=list(ROW_STATES.items()))
    reason = models.CharField(max_length=500, blank=True, help_text="why it was discarded")
    done_by = models.BigIntegerField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "row_number"], name="quarantine_row_once"),
            models.CheckConstraint(name="quarantine_state", condition=Q(state__in=list(ROW_STATES))),
        ]
        indexes = [models.Index(fields=["contract"], condition=Q(state=OPEN), name="quarantine_open")]


class HeldOrder(models.Model):
    """An order's rows of one of a platform's two reports, kept for the other: whichever comes second completes it."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", db_index=False)
    format = models.CharField(max_length=20)
    order_id = models.CharField(max_length=255)
    rows = models.JSONField()
    is_paid = models.BooleanField(default=True)
    import_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "format", "order_id"], name="held_order_once")
        ]
