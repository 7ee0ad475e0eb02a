"""Six months as a line: places in a drawing of 960 by 260, whole numbers, the larger value above."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

WIDTH, HEIGHT, MARGIN = 960, 260, 40


@dataclass(frozen=True, slots=True)
class Sparkline:
    """`runs`: the points of each stretch without a gap, as SVG writes them; `last`: where the latest month stands, if
    it is known; `target`: how high the target lies."""

    runs: Sequence[str]
    last: tuple[int, int] | None
    target: int | None


def sparkline(values: Sequence[Fraction | None], target: Fraction | None) -> Sparkline:
    """The line of these values. A month of which nothing is known is a gap, not nought; alike values lie on the ground."""
    known = [value for value in (*values, target) if value is not None]
    low, high = (min(known), max(known)) if known else (Fraction(0), Fraction(0))
    step = Fraction(WIDTH - 2 * MARGIN, max(1, len(values) - 1))
    points = [
        None if value is None else (round(MARGIN + step * at), _height(value, low, high))
        for at, value in enumerate(values)
    ]
    return Sparkline(
        runs=[" ".join(f"{x},{y}" for x, y in run) for run in _runs(points) if len(run) > 1],
        last=points[-1] if points else None,
        target=None if target is None else _height(target, low, high),
    )


def _height(value: Fraction, low: Fraction, high: Fraction) -> int:
    ground, tall = HEIGHT - MARGIN, HEIGHT - 2 * MARGIN
    return ground if high == low else round(ground - tall * (value - low) / (high - low))


def _runs(points: Sequence[tuple[int, int] | None]) -> list[list[tuple[int, int]]]:
    runs: list[list[tuple[int, int]]] = [[]]
    for point in points:
        if point is None:
            runs.append([])
        else:
            runs[-1].append(point)
    return runs
