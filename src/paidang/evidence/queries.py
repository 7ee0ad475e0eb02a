"""Reads on the chain."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from django.core.cache import cache
from django.db.models import Count

from paidang.evidence.models import Chain, HeldHead
from paidang.evidence.models import Entry as EntryRow
from paidang.evidence.rules.chain import Entry, Head, Verdict, verify
from paidang.evidence.rules.files import CHAIN_FILE, HEADS_FILE, chain_lines, heads_text
from paidang.evidence.rules.wording import acts_of

LONG, LATELY_S = 5_000, 600
"""A chain of so many entries takes longer to verify than its page may take; within so many seconds it is not done anew."""


def iter_entries(chain_id: int, *, after: int = 0) -> Iterator[Entry]:
    """A chain's entries after one, from the first on without it, as the rules know them."""
    rows = EntryRow.objects.filter(chain_id=chain_id, seq__gt=after)
    for row in rows.order_by("seq").iterator(chunk_size=2000):
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


def verify_chain_lately(chain_id: int, *, at: datetime) -> tuple[Verdict, datetime]:
    """The same, and since when it is known. Of a long chain the entries that were found unaltered in the last LATELY_S are
    believed, and the ones since are verified; the verdict is as old as that.
    """
    known: tuple[int, str, datetime] | None = cache.get(f"verified:{chain_id}")
    if known is None or not EntryRow.objects.filter(chain_id=chain_id, seq=known[0], hash=known[1]).exists():
        verdict = verify_chain(chain_id)
        remember_verdict(chain_id, verdict, at=at)
        return verdict, at
    heads = get_heads(chain_id)
    before = EntryRow.objects.filter(
        chain_id=chain_id, seq__in=[one.seq for one in heads if one.seq <= known[0]]
    )
    verdict = verify(
        chain=str(Chain.objects.get(pk=chain_id).name),
        entries=iter_entries(chain_id, after=known[0]),
        heads=heads,
        since=dict(before.values_list("seq", "hash")) | {known[0]: known[1]},
    )
    return verdict, known[2]


def remember_verdict(chain_id: int, verdict: Verdict, *, at: datetime) -> None:
    """Believe a long chain for a while, if it was found unaltered."""
    if verdict.is_unaltered and verdict.entries >= LONG:
        last = EntryRow.objects.values_list("hash", flat=True).get(chain_id=chain_id, seq=verdict.entries)
        cache.set(f"verified:{chain_id}", (verdict.entries, last, at), LATELY_S)


def list_held(chain_id: int) -> list[HeldHead]:
    """Who holds which document with which head, the latest first."""
    return list(HeldHead.objects.filter(chain_id=chain_id).order_by("-seq", "document", "holder"))


def list_entries(chain_id: int, *, kind: str = "", before: int | None = None, limit: int) -> list[EntryRow]:
    """A page of entries, the latest first: of one heading of `rules.wording`, below a number."""
    found = EntryRow.objects.filter(chain_id=chain_id).order_by("-seq")
    if kind:
        found = found.filter(act__in=acts_of(kind))
    if before is not None:
        found = found.filter(seq__lt=before)
    return list(found[:limit])


def list_entries_about(chain_id: int, subject: str) -> list[EntryRow]:
    """What was done with one thing, the latest first."""
    return list(EntryRow.objects.filter(chain_id=chain_id, subject=subject).order_by("-seq"))


def find_entries(hashes: Sequence[str]) -> list[EntryRow]:
    """The entries with these hashes, of the chains one may see."""
    return list(EntryRow.objects.filter(hash__in=hashes))


def count_acts(chain_id: int) -> dict[str, int]:
    """How often each act stands on the chain."""
    rows = EntryRow.objects.filter(chain_id=chain_id).order_by().values_list("act").annotate(n=Count("pk"))
    return dict(rows)


def get_chain(chain_id: int) -> Chain:
    """The chain with its head."""
    return Chain.objects.get(pk=chain_id)


def get_ends(chain_id: int) -> tuple[EntryRow | None, EntryRow | None]:
    """The first and the last entry."""
    found = EntryRow.objects.filter(chain_id=chain_id)
    return found.order_by("seq").first(), found.order_by("-seq").first()


def pack_chain(chain_id: int, *, about: str) -> bytes:
    """A zip of `evidence.jsonl` and `heads.json`, of one moment: what `paidang evidence verify` takes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, pieces in iter_chain_files(chain_id, about=about):
            with bundle.open(name, "w") as file:
                file.writelines(pieces)
    return packed.getvalue()


def iter_chain_files(chain_id: int, *, about: str) -> Iterator[tuple[str, Iterable[bytes]]]:
    """The two files of a chain by name, each in pieces as they are read."""
    name = str(Chain.objects.get(pk=chain_id).name)
    lines = chain_lines(chain=name, about=about, entries=iter_entries(chain_id))
    yield CHAIN_FILE, (line.encode() + b"\n" for line in lines)
    yield HEADS_FILE, [heads_text(chain=name, heads=get_heads(chain_id)).encode()]
