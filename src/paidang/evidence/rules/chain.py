"""What an entry's hash covers, and the two verdicts: integrity (nothing changed) and completeness (nothing cut off).

An unkeyed chain does not stop someone who owns the database: they can rewrite all of it. The heads that stand in
statements and receipts, held by the other side, are what shows such a rewrite.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from paidang.kit.sentence import say

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One act. `at` is ISO 8601 in UTC; `facts` carries ids and figures, never personal data."""

    seq: int
    at: str
    org: int
    person: int | None
    act: str
    subject: str
    facts: Mapping[str, object]
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """A chain's head as a document in somebody's hands states it."""

    seq: int
    hash: str
    document: str
    holder: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Integrity: `broken_at` is the first bad entry. Completeness: vouched for up to entry `complete_to`.

    Heads beyond the first bad entry vouch for nothing: they do not say what stood before them.
    """

    entries: int
    broken_at: int | None
    reason: str
    complete_to: int
    missing: Sequence[Head] = field(default_factory=tuple)

    @property
    def is_unaltered(self) -> bool:
        return self.broken_at is None

    @property
    def is_complete(self) -> bool:
        return not self.missing


def text_digest(text: str) -> str:
    """How a free text stands in an entry: its sha256, so that the words can be erased and the chain stays whole."""
    return hashlib.sha256(text.encode()).hexdigest()


def entry_hash(*, chain: str, entry: Mapping[str, object]) -> str:
    """The sha256 of the entry's canonical JSON without its own hash, with the chain's name in front."""
    body = {key: entry[key] for key in ("seq", "at", "org", "person", "act", "subject", "facts", "previous")}
    text = json.dumps({"chain": chain, **body}, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def verify(
    *,
    chain: str,
    entries: Iterable[Entry],
    heads: Iterable[Head] = (),
    since: Mapping[int, str] | None = None,
) -> Verdict:
    """Recompute a chain from its first entry, and hold it against the heads that others hold.

    Names the first entry that was edited, deleted, inserted or moved; a cut tail and a rewrite of the whole
    show as heads that the chain does not contain. `since`: entries, by number, that were verified before, the last of
    them included; then `entries` are those after it.
    """
    hashes = dict(since or {})
    count = max(hashes, default=0)
    previous, broken_at, reason = hashes.get(count, GENESIS), None, ""
    for expected_seq, entry in enumerate(entries, start=count + 1):
        count = expected_seq
        hashes[entry.seq] = entry.hash
        if broken_at is None:
            reason = _fault(chain, entry, expected_seq, previous)
            broken_at = expected_seq if reason else None
        previous = entry.hash
    held = sorted(heads, key=lambda head: head.seq)
    missing = tuple(head for head in held if hashes.get(head.seq) != head.hash)
    bad = [head.seq for head in missing] + ([broken_at] if broken_at else [])
    vouched = [head.seq for head in held if not bad or head.seq < min(bad)]
    return Verdict(count, broken_at, reason, max(vouched, default=0), missing)


def _fault(chain: str, entry: Entry, expected_seq: int, previous: str) -> str:
    if entry.seq != expected_seq:
        return say(
            "序号 {seq} 不是 {expected}：有一条被删、插入或换了位置",
            seq=entry.seq,
            expected=expected_seq,
        )
    if entry.previous != previous:
        return say("前一条的摘要接不上")
    if entry.hash != entry_hash(chain=chain, entry=asdict(entry)):
        return say("内容与摘要不符：这一条被改过")
    return ""
