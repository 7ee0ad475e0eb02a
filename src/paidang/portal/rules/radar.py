"""A radar chart as places in a drawing of 260 by 220, with room for words at its sides: rings, spokes, the shape, where each word stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import cos, pi, sin

CENTRE = (130, 110)
RADIUS = 78
RINGS = 3


@dataclass(frozen=True, slots=True)
class Radar:
    """`rings` and `shape` are the points of polygons; `spokes` end points; `words` places of the axes' words and their anchor."""

    rings: list[str]
    spokes: list[tuple[float, float]]
    shape: str
    words: list[tuple[float, float, str]]


def radar_of(shares: Sequence[Fraction]) -> Radar:
    """The drawing of some shares, 0 to 1, the first at the top and on clockwise; at least three."""
    count = len(shares)
    ends = [_place(nth, count, Fraction(1)) for nth in range(count)]
    return Radar(
        rings=[
            _points([_place(nth, count, Fraction(ring, RINGS)) for nth in range(count)])
            for ring in range(1, RINGS + 1)
        ],
        spokes=ends,
        shape=_points([_place(nth, count, share) for nth, share in enumerate(shares)]),
        words=[_word(nth, count) for nth in range(count)],
    )


def _place(nth: int, count: int, share: Fraction, more: int = 0) -> tuple[float, float]:
    angle = 2 * pi * nth / count
    away = RADIUS * float(share) + more
    return round(CENTRE[0] + away * sin(angle), 1), round(CENTRE[1] - away * cos(angle), 1)


def _word(nth: int, count: int) -> tuple[float, float, str]:
    x, y = _place(nth, count, Fraction(1), 14)
    side = round(sin(2 * pi * nth / count), 3)
    return x, y + 4, "middle" if side == 0 else "start" if side > 0 else "end"


def _points(places: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in places)
