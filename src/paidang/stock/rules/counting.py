"""What a count means for the books, and whose reservation has to go where less is there than was promised."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from paidang.kit.clause import clause


@dataclass(frozen=True, slots=True)
class Count:
    """What somebody counted: units fit for sale of a SKU in a warehouse, what is reserved included."""

    warehouse: str
    sku: str
    quantity: int
    counted_at: datetime


@dataclass(frozen=True, slots=True)
class Promise:
    """What is reserved for a line in one warehouse."""

    line_id: str
    order_id: str
    paid_at: datetime
    reserved: int


@clause("OP-4-B-4")
def difference(*, counted: int, on_hand: int, moved_since: int) -> int:
    """How many more than the books were there: they are compared as they stood when it was counted.

    `moved_since`: by how much the books changed through what happened after the count.

    >>> difference(counted=650, on_hand=648, moved_since=-3)  # the books had 651 when it was counted
    -1
    """
    return counted - (on_hand - moved_since)


def give_up(promises: Iterable[Promise], units: int) -> list[tuple[Promise, int]]:
    """Which reservations to take back so that `units` are free: the newest payments first, none more than needed.

    >>> from datetime import UTC
    >>> old, new = (Promise(name, name, datetime(2026, 3, day, tzinfo=UTC), 2) for name, day in (("a", 1), ("b", 2)))
    >>> [(promise.line_id, n) for promise, n in give_up([old, new], 3)]
    [('b', 2), ('a', 1)]
    """
    given: list[tuple[Promise, int]] = []
    for promise in sorted(promises, key=lambda one: (one.paid_at, one.line_id), reverse=True):
        if units <= 0:
            break
        taken = min(units, promise.reserved)
        given.append((promise, taken))
        units -= taken
    return given
