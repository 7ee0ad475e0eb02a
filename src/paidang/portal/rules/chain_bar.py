"""Where a chain's bar is vouched for, only unaltered, or bad, and where the heads that people hold stand on it. Places ink."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from paidang.evidence.rules.chain import Verdict

WIDE, NARROW = 600, 320
"""The least width of the bar in px, on a page and on a phone: labels that are apart then are apart on a wider one."""

GLYPH, LETTER, GAP, APART = 12.0, 7.0, 8.0, 1.0
"""Widths in px of a Chinese character, of any other, and between two labels; between two marks in %."""


@dataclass(frozen=True, slots=True)
class Held:
    """A head that somebody holds: at which entry, in which document."""

    seq: int
    document: str
    agrees: bool


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the bar in % of it: `ok` vouched for, `warn` only unaltered, `bad` from the first that is not as it was."""

    kind: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Label:
    """A text at a place in %, of which `anchor` is its start, middle or end."""

    at: float
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class Labels:
    """What one width has room for: documents above the bar, numbers of entries below."""

    names: tuple[Label, ...]
    numbers: tuple[Label, ...]


@dataclass(frozen=True, slots=True)
class ChainBar:
    """The bar, a mark for each head (place in %, ok or bad), and its labels for a page and for a phone."""

    parts: tuple[Part, ...]
    marks: tuple[tuple[float, str], ...]
    wide: Labels
    narrow: Labels


def chain_bar(verdict: Verdict, held: Sequence[Held]) -> ChainBar | None:
    """Draw the chain; nothing for an empty one. A head beyond its end makes the bar longer by what is missing."""
    heads = sorted(held, key=lambda one: one.seq)
    length = max([verdict.entries, *(one.seq for one in heads)])
    if not length:
        return None
    bad = [one.seq for one in heads if not one.agrees] + ([verdict.broken_at] if verdict.broken_at else [])
    unaltered_to = min(min(bad, default=length + 1) - 1, verdict.entries)

    def place(seq: int) -> float:
        return round(seq * 100 / length, 2)

    cuts = (
        ("ok", 0, verdict.complete_to),
        ("warn", verdict.complete_to, unaltered_to),
        ("bad", unaltered_to, length),
    )
    # the verdict's own two numbers come first where there is not room for all, then the latest
    numbers = [verdict.complete_to, verdict.entries, *(one.seq for one in reversed(heads))]
    names = [(place(one.seq), one.document) for one in reversed(heads)]
    counts = [(place(seq), f"{seq:,}") for seq in numbers if seq]
    return ChainBar(
        parts=tuple(Part(kind, place(start), place(end)) for kind, start, end in cuts if start < end),
        marks=_marks([(place(one.seq), one.agrees) for one in heads]),
        wide=Labels(_fit(names, WIDE), _fit(counts, WIDE)),
        narrow=Labels(_fit(names, NARROW), _fit(counts, NARROW)),
    )  # fmt: skip


def _marks(heads: Sequence[tuple[float, bool]]) -> tuple[tuple[float, str], ...]:
    """One mark for heads that stand too near to be told apart, at the last of them; a bad one is always drawn."""
    marks: list[tuple[float, str]] = []
    for at, agrees in reversed(heads):
        if not agrees or all(other - at >= APART for other, _kind in marks):
            marks.append((at, "ok" if agrees else "bad"))
    return tuple(marks)


def _fit(wanted: Sequence[tuple[float, str]], width: int) -> tuple[Label, ...]:
    """Of texts at places those that touch no other, the first ones first; one that would stand out over an end is turned inwards."""
    taken: list[tuple[float, float]] = []
    labels: list[Label] = []
    for at, text in wanted:
        long = sum(GLYPH if unicodedata.east_asian_width(char) in "WF" else LETTER for char in text)
        middle = at * width / 100
        anchor = "start" if middle < long / 2 else "end" if middle > width - long / 2 else "middle"
        start = middle - {"start": 0.0, "middle": long / 2, "end": long}[anchor]
        end = start + long
        if (
            start >= 0
            and end <= width
            and all(end + GAP <= one or other + GAP <= start for one, other in taken)
        ):
            taken.append((start, end))
            labels.append(Label(at, anchor, text))
    return tuple(labels)
