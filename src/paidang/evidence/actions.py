"""Appending to a chain, in the transaction of the act itself."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection, transaction

from paidang.evidence.context import get_program
from paidang.evidence.models import Chain, Entry, HeldHead
from paidang.evidence.queries import pack_chain, remember_verdict, verify_chain
from paidang.evidence.rules.chain import Verdict, entry_hash
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
    each other; different contracts never do. What a program did in somebody's name says so (`program`: its token).
    """
    assert connection.in_atomic_block, "evidence belongs into the transaction of its act"
    program = get_program()
    chain = Chain.objects.select_for_update(no_key=True).get(pk=chain_id)
    entry = Entry(
        chain=chain,
        seq=chain.head_seq + 1,
        at=utc(at),
        org=org_id,
        person=person_id,
        act=act,
        subject=subject,
        facts={**(facts or {}), **({"program": program} if program else {})},
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


@transaction.atomic
def check_chain(chain_id: int, *, at: datetime, org_id: int, person_id: int, subject: str) -> Verdict:
    """Verify a chain and put on it who did, and what came out."""
    verdict = verify_chain(chain_id)
    remember_verdict(chain_id, verdict, at=at)
    facts = {"entries": verdict.entries, "broken_at": verdict.broken_at, "complete_to": verdict.complete_to}
    append(
        chain_id,
        at=at,
        org_id=org_id,
        person_id=person_id,
        act="evidence.verified",
        subject=subject,
        facts=facts,
    )
    return verdict


@transaction.atomic
def export_chain(chain_id: int, *, at: datetime, org_id: int, person_id: int, subject: str) -> bytes:
    """A zip of the chain and the heads. The export is an entry itself, and its head is in the exporter's hands from now on."""
    entries = Chain.objects.get(pk=chain_id).head_seq + 1
    entry = append(
        chain_id, at=at, org_id=org_id, person_id=person_id, act="evidence.exported", subject=subject,
        facts={"entries": entries},
    )  # fmt: skip
    hand_out_head(entry, document=f"{subject} 存证下载", holder_org_id=org_id)
    return pack_chain(chain_id, about=subject)
