"""Appending to a chain, in the transaction of the act itself."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from paidang.evidence.models import Chain, Entry, HeldHead
from paidang.evidence.rules.chain import entry_hash
from paidang.kit.period import utc


def append(
    chain_id: int,
    *,
    at: datetime,
    org_id: int,
    person_id: int | None,
    act: str,
    subject: str,
    facts: Mapping[str, object] | None = None,
) -> Entry:
    """Append one act to a chain, and return the entry. `at` is the caller's clock reading, in any zone.

    Must run inside the transaction of the act: both are written, or neither. Appenders to one chain wait for
    each other; different contracts never do.
    """
    assert connection.in_atomic_block, "evidence belongs into the transaction of its act"
    chain = Chain.objects.select_for_update().get(pk=chain_id)
    entry = Entry(
        chain=chain,
        seq=chain.head_seq + 1,
        at=utc(at),
        org=org_id,
        person=person_id,
        act=act,
        subject=subject,
        facts=dict(facts or {}),
        previous=chain.head_hash,
    )
    entry.hash = entry_hash(
        chain=str(chain.name),
        entry={
            "seq": entry.seq,
            "at": entry.at.isoformat(timespec="microseconds"),
            "org": entry.org,
            "person": entry.person,
            "act": entry.act,
            "subject": entry.subject,
            "facts": entry.facts,
            "previous": entry.previous,
        },
    )
    entry.save(force_insert=True)
    chain.head_seq, chain.head_hash = entry.seq, entry.hash
    chain.save(update_fields=["head_seq", "head_hash"])
    return entry


def hand_out_head(entry: Entry, *, document: str, holder_org_id: int) -> HeldHead:
    """Record that a document carrying this head is now in an organisation's hands."""
    return HeldHead.objects.create(
        chain_id=entry.chain_id,
        seq=entry.seq,
        hash=entry.hash,
        document=document,
        holder=holder_org_id,
        at=entry.at,
    )
