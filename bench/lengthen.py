"""A chain of evidence of any length, beside the rows that `fill.py` inserts."""

from typing import Any


def lengthen_chain(contract: Any, person: Any, entries: int) -> None:
    """So many more entries on the contract's chain, each with its hash."""
    from django.db import connection
    from django.utils import timezone
    from psycopg.types.json import Jsonb

    from paidang.evidence.models import Chain
    from paidang.evidence.rules.chain import entry_hash
    from paidang.kit.period import utc

    chain, at = Chain.objects.get(pk=contract.chain_id), utc(timezone.now())
    facts = {"warehouse": "余杭仓", "sku": "QL-1", "units": 1, "changed": 0}
    said = {
        "org": person.org_id,
        "person": person.pk,
        "act": "stock.counted",
        "subject": contract.code,
        "facts": facts,
    }
    seq, hashes = chain.head_seq, [chain.head_hash]
    for number in range(seq + 1, seq + entries + 1):
        told = said | {"seq": number, "previous": hashes[-1], "at": at.isoformat(timespec="microseconds")}
        hashes.append(entry_hash(chain=str(chain.name), entry=told))
    sql = """insert into evidence_entry (chain_id, seq, at, org, person, act, subject, facts, previous, hash)
        select %(chain)s, %(seq)s + e.n, %(at)s, %(org)s, %(person)s, %(act)s, %(subject)s, %(facts)s, e.previous, e.hash
        from unnest(%(previous)s::varchar[], %(hashes)s::varchar[]) with ordinality e (previous, hash, n)"""
    with connection.cursor() as cursor:
        of_chain = {"chain": chain.pk, "seq": seq, "at": at, "previous": hashes[:-1], "hashes": hashes[1:]}
        cursor.execute(sql, said | of_chain | {"facts": Jsonb(facts)})
    chain.head_seq, chain.head_hash = seq + entries, hashes[-1]
    chain.save(update_fields=["head_seq", "head_hash"])
