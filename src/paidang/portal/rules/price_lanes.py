"""Where prices stand on a line: which edition holds on which days, and a worst price beside its floor. In hundredths of the width."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from paidang.kit.period import add_months

LEFT, RIGHT = 30, 80
"""Between these a price line's marks stand: beside them is room for their labels."""
PAST, NOW, NEXT = "past", "now", "next"


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a lane: from `x` on for `width`; `kind` PAST, NOW, NEXT or a draft's NEXT; the word written on it."""

    x: float
    width: float
    kind: str
    word: str


@dataclass(frozen=True, slots=True)
class Window:
    """The days that a timeline shows, both in."""

    first: date
    last: date

    def place(self, day: date) -> float:
        """Where a day begins."""
        days = (self.last - self.first).days + 1
        return round(100 * min(max((day - self.first).days, 0), days) / days, 2)


def window_around(today: date) -> Window:
    """From two whole months back to the end of the next one."""
    month = today.replace(day=1)
    return Window(add_months(month, -2), add_months(month, 2) - timedelta(1))


def lane(
    window: Window, begins: Sequence[tuple[date, str]], today: date, *, until: date | None = None
) -> list[Piece]:
    """The pieces of a lane: each begins on its day and ends with the next one, or before `until`."""
    pieces = []
    ends = [*(day for day, _word in begins[1:]), date.max]
    for (day, word), following in zip(begins, ends, strict=False):
        end = min(following, until or window.last + timedelta(1))
        left, right = window.place(day), window.place(end)
        if right > left:
            kind = NOW if day <= today < following else NEXT if day > today else PAST
            pieces.append(Piece(left, round(right - left, 2), kind, word))
    return pieces


@dataclass(frozen=True, slots=True)
class Axis:
    """A worst price and its floor on one line: their places, and where the stretch between them begins and how wide it is."""

    worst: float
    floor: float
    from_: float
    width: float
    is_below: bool


def axis(worst_fen: int, floor_fen: int, others: Iterable[int]) -> Axis:
    """The marks, with room for the other prices that matter (list price, promotional price)."""
    low, high = min(worst_fen, floor_fen), max(worst_fen, floor_fen, *others)
    span = max(high - low, 1)

    def place(fen: int) -> float:
        return round(LEFT + (RIGHT - LEFT) * (fen - low) / span, 2)

    worst, floor = place(worst_fen), place(floor_fen)
    return Axis(worst, floor, min(worst, floor), round(abs(worst - floor), 2), worst_fen < floor_fen)
