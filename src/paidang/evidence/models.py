"""Chains, their entries, and the heads that documents in people's hands carry. Entries are never changed."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Chain(models.Model):
    """One chain per contract, and one per organisation for what concerns no contract. `orgs` may read and append."""

    name = models.UUIDField(default=uuid.uuid4, unique=True)
    orgs = ArrayField(models.BigIntegerField(), default=list)
    head_seq = models.BigIntegerField(default=0)
    head_hash = models.CharField(max_length=64, default="0" * 64)


class Entry(models.Model):
    """One act, with the hash of the entry before. `person` and `org` are ids, so that erasure leaves the chain whole."""

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="entries", db_index=False)
    seq = models.BigIntegerField()
    at = models.DateTimeField()
    org = models.BigIntegerField()
    person = models.BigIntegerField(null=True)
    act = models.CharField(max_length=60)
    subject = models.CharField(max_length=120)
    facts = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="evidence_entry_seq")]
        indexes = [models.Index(fields=["chain", "act", "at"], name="evidence_entry_act")]
        ordering = ["chain", "seq"]


class HeldHead(models.Model):
    """The head that a statement, receipt or download carries, and which organisation holds that document."""

    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="heads")
    seq = models.BigIntegerField()
    hash = models.CharField(max_length=64)
    document = models.CharField(max_length=200)
    holder = models.BigIntegerField()
    at = models.DateTimeField()
