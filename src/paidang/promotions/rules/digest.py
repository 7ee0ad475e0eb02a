"""What the brand says yes to, named by a digest: a word on other terms is no word on these."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from paidang.kit.clause import clause


@dataclass(frozen=True, slots=True)
class Promised:
    """All that the brand sees of a promotion before it answers; `lines`: SKU, price in fen, units. The deadline is NOT in."""

    channel: str
    store: str
    title: str
    words: str
    starts_at: datetime
    ends_at: datetime
    by_link: bool
    budget_fen: int | None
    lines: Sequence[tuple[str, int, int]]


@clause("OP-2-B-4")
def digest_of(promised: Promised) -> str:
    """The SHA-256 of it, in hexadecimal; the order of the lines does not matter, nor the zone of the moments."""
    said = [
        promised.channel, promised.store, promised.title, promised.words,
        promised.starts_at.astimezone(UTC).isoformat(), promised.ends_at.astimezone(UTC).isoformat(),
        promised.by_link, promised.budget_fen, sorted(promised.lines),
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
