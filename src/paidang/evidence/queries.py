"""Reads on the chain."""

from collections.abc import Iterator

from paidang.evidence.models import Chain, HeldHead
from paidang.evidence.models import Entry as EntryRow
from paidang.evidence.rules.chain import Entry, Head, Verdict, verify


def iter_entries(chain_id: int) -> Iterator[Entry]:
    """A chain's entries from the first on, as the rules know them."""
    for row in EntryRow.objects.filter(chain_id=chain_id).order_by("seq").iterator(chunk_size=2000):
        yield Entry(
            seq=row.seq,
            at=row.at.isoformat(timespec="microseconds"),
            org=row.org,
            person=row.person,
            act=row.act,
            subject=row.subject,
            facts=row.facts,
            previous=row.previous,
            hash=row.hash,
        )


def get_heads(chain_id: int) -> list[Head]:
    """The heads that documents in people's hands carry."""
    return [
        Head(seq=row.seq, hash=row.hash, document=row.document, holder=str(row.holder))
        for row in HeldHead.objects.filter(chain_id=chain_id).order_by("seq", "id")
    ]


def verify_chain(chain_id: int) -> Verdict:
    """Both verdicts on a chain as it stands in the database."""
    chain = Chain.objects.get(pk=chain_id)
    return verify(chain=str(chain.name), entries=iter_entries(chain_id), heads=get_heads(chain_id))
