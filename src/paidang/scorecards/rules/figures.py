"""Figures that add up: each keeps its numerator and denominator, so that the share of several stores is that of all their rows.

An average of averages says nothing: a store of ten orders would weigh as much as one of ten thousand.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from paidang.kit.period import previous_month

MONTHS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class Figure:
    """What was counted or summed up; of a share `of` is what it is a part of, None of a plain amount (fen) or number."""

    n: int
    of: int | None = None

    def __add__(self, other: "Figure") -> "Figure":
        if (self.of is None) is not (other.of is None):
            raise ValueError("a share and an amount have no sum")
        return Figure(self.n + other.n, None if self.of is None else self.of + (other.of or 0))

    @property
    def value(self) -> Fraction | None:
        """The share exactly, or the amount; None for a share of nothing."""
        if self.of is None:
            return Fraction(self.n)
        return Fraction(self.n, self.of) if self.of else None


@dataclass(frozen=True, slots=True)
class Place:
    """What a figure is about: a contract, or one of its stores; without `contract_id` all contracts together."""

    contract_id: int = 0
    channel: str = ""
    store: str = ""

    @property
    def wider(self) -> "tuple[Place, ...]":
        """Itself and what it is a part of."""
        found = (self, Place(self.contract_id), Place())
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of one place in a month `YYYY-MM`; `stands_alone`: it is in no sum, like a platform's rating of one store."""

    place: Place
    measure: str
    month: str
    figure: Figure
    stands_alone: bool = False


Sums = Mapping[tuple[Place, str, str], Figure]
"""By place, measure and month."""


def add_up(rows: Iterable[Row]) -> Sums:
    """Each figure for its place and for all that the place is a part of. What no row tells is in no sum: it is not nought."""
    sums: dict[tuple[Place, str, str], Figure] = {}
    for row in rows:
        for place in (row.place,) if row.stands_alone else row.place.wider:
            key = (place, row.measure, row.month)
            sums[key] = sums[key] + row.figure if key in sums else row.figure
    return sums


def months_to(month: str) -> list[str]:
    """The six months that end with this one.

    >>> months_to("2026-02")[0]
    '2025-09'
    """
    found = [month]
    while len(found) < MONTHS_SHOWN:
        found.append(previous_month(found[-1]))
    return found[::-1]
