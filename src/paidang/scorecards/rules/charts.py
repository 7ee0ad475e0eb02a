"""Six months of a measure as SVG: bars or a line with the target dashed. Shapes alone; words and numbers stand beside them.

Whole numbers only, in a drawing of 600 by 120: nothing is computed from where ink stands.
"""

from collections.abc import Sequence
from fractions import Fraction

WIDTH, HEIGHT, EDGE = 600, 120, 6
INK, PALE, MARK = "#74305f", "#d9c4d2", "#8d8782"


def bars(values: Sequence[Fraction | None], target: Fraction | None = None) -> str:
    """A bar for each month from nought on, the last darker; what nothing is known of has none."""
    at = _Scale([Fraction(0), *values, target])
    column = WIDTH // max(1, len(values))
    zero = at(Fraction(0))
    drawn = [f'<line x1="0" x2="{WIDTH}" y1="{zero}" y2="{zero}" stroke="{MARK}" stroke-width="1"/>']
    for nth, value in enumerate(values):
        if value is None:
            continue
        top, bottom = sorted((at(value), zero))
        colour = INK if nth == len(values) - 1 else PALE
        drawn.append(
            f'<rect x="{nth * column + column // 5}" y="{top}" width="{column * 3 // 5}" height="{max(bottom - top, 1)}"'
            f' fill="{colour}"/>'
        )
    return _svg([*drawn, *_dashed(target, at)])


def line(values: Sequence[Fraction | None], target: Fraction | None = None) -> str:
    """A line through the months; a month of which nothing is known is a gap, the last is a dot."""
    at = _Scale([*values, target])
    column = WIDTH // max(1, len(values))
    places = [
        None if value is None else (nth * column + column // 2, at(value)) for nth, value in enumerate(values)
    ]
    drawn = []
    for before, after in zip(places, places[1:], strict=False):
        if before and after:
            drawn.append(
                f'<line x1="{before[0]}" y1="{before[1]}" x2="{after[0]}" y2="{after[1]}" stroke="{INK}" stroke-width="2"/>'
            )
    drawn += [
        f'<circle cx="{place[0]}" cy="{place[1]}" r="{5 if nth == len(places) - 1 else 3}" fill="{INK}"/>'
        for nth, place in enumerate(places)
        if place
    ]
    return _svg([*_dashed(target, at), *drawn])


class _Scale:
    """Where a value lies in the drawing, the largest above."""

    def __init__(self, values: Sequence[Fraction | None]) -> None:
        known = [value for value in values if value is not None] or [Fraction(0)]
        self.low, self.high = min(known), max(known)

    def __call__(self, value: Fraction) -> int:
        tall = HEIGHT - 2 * EDGE
        if self.high == self.low:
            return HEIGHT - EDGE
        return HEIGHT - EDGE - round(tall * (value - self.low) / (self.high - self.low))


def _dashed(target: Fraction | None, at: _Scale) -> list[str]:
    if target is None:
        return []
    y = at(target)
    return [
        f'<line x1="0" x2="{WIDTH}" y1="{y}" y2="{y}" stroke="{MARK}" stroke-width="1" stroke-dasharray="6 5"/>'
    ]


def _svg(shapes: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f"{''.join(shapes)}</svg>"
    )
