"""What orders do to stock: reserved when paid, out when shipped, back when returned (OP-2-A-3). Never more than there is.

A line is served from one warehouse: the first that has all of it, else the one that has most. What no warehouse has is
a shortage. Who has a reservation keeps it; of those who wait, what has left the warehouse comes first, then the oldest
payment.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from paidang.kit.clause import clause
from paidang.stock.rules.kinds import (
    ADJUSTED,
    COUNTED,
    RELEASED,
    RESERVED,
    RETURNED,
    RETURNED_DAMAGED,
    SHIPPED,
)


@dataclass(frozen=True, slots=True)
class Need:
    """What a line's facts ask for, in units: to be held, gone (since `gone_at`), back fit for sale, back unfit."""

    line_id: str
    sku: str
    order_id: str
    paid_at: datetime
    held: int = 0
    gone: int = 0
    fit: int = 0
    damaged: int = 0
    gone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """What stock has done for a line so far (`models.Reservation`)."""

    warehouse: int | None = None
    reserved: int = 0
    short: int = 0
    shipped: int = 0
    missing: int = 0
    fit: int = 0
    damaged: int = 0


@dataclass(frozen=True, slots=True)
class Move:
    """One entry of the ledger: the signed change of each balance of one warehouse and SKU."""

    warehouse: int
    sku: str
    kind: str
    on_hand: int = 0
    reserved: int = 0
    damaged: int = 0
    line_id: str = ""
    order_id: str = ""
    happened_at: datetime | None = None
    reason: str = ""


@dataclass(slots=True)
class Shelf:
    """The balances of one warehouse and SKU, kept up while lines are followed."""

    on_hand: int
    reserved: int
    damaged: int
    counted_at: datetime

    @property
    def free(self) -> int:
        return self.on_hand - self.reserved


Shelves = Mapping[tuple[int, str], Shelf]


@dataclass(slots=True)
class Followed:
    """The entries to write, and what stock has done for each line by then."""

    moves: list[Move] = field(default_factory=list)
    holds: list[tuple[Need, Hold]] = field(default_factory=list)


@clause("OP-2-A-3", "OP-4-B-2")
def follow(lines: Iterable[tuple[Need, Hold]], shelves: Shelves) -> Followed:
    """Bring what stock does for these lines to what they need. `shelves` are left with the balances after it."""
    by_sku: dict[str, list[int]] = {}
    for warehouse, sku in sorted(shelves):
        by_sku.setdefault(sku, []).append(warehouse)
    done = Followed()
    served = [_Line(need, hold, by_sku.get(need.sku, []), shelves, done.moves) for need, hold in lines]
    for line in served:  # first all that gives units back
        line.take_back()
        line.ship_reserved()
        line.release()
        line.come_back()
    served_first = sorted(served, key=lambda one: (one.need.gone == 0, one.need.paid_at, one.need.line_id))
    moves = -1
    while moves < len(done.moves):  # again: a line that changes its warehouse leaves units to those before it
        moves = len(done.moves)
        for line in served_first:
            line.ship_more()
            line.reserve_more()
    done.holds = [(line.need, line.hold()) for line in served]
    return done


class _Line:
    """One line on its way from `Hold` to `Need`."""

    def __init__(
        self, need: Need, hold: Hold, warehouses: list[int], shelves: Shelves, moves: list[Move]
    ) -> None:
        self.need, self.warehouses, self.shelves, self.moves = need, warehouses, shelves, moves
        self.warehouse, self.reserved, self.short = hold.warehouse, hold.reserved, 0
        self.shipped, self.missing = hold.shipped, hold.missing
        self.fit, self.damaged = hold.fit, hold.damaged

    @property
    def is_bound(self) -> bool:
        """Whether goods have gone from its warehouse or come back to it: then it stays with that."""
        return bool(self.shipped or self.fit or self.damaged)

    def hold(self) -> Hold:
        return Hold(
            self.warehouse, self.reserved, self.short, self.shipped, self.missing, self.fit, self.damaged
        )

    def take_back(self) -> None:
        """Corrected facts: fewer have left than was booked."""
        over = max(0, self.shipped + self.missing - self.need.gone)
        never_booked = min(over, self.missing)
        self.missing -= never_booked
        if over - never_booked:
            self.shipped -= over - never_booked
            self._move(ADJUSTED, on_hand=over - never_booked)

    def ship_reserved(self) -> None:
        units = min(self.need.gone - self.shipped - self.missing, self.reserved)
        if units > 0:
            self.reserved -= units
            self._ship(units, reserved=units)

    def release(self) -> None:
        if self.reserved > self.need.held:
            self._move(RELEASED, reserved=self.need.held - self.reserved)
            self.reserved = self.need.held

    def come_back(self) -> None:
        fit, damaged = self.need.fit - self.fit, self.need.damaged - self.damaged
        if (fit or damaged) and self.warehouse is None:
            self.warehouse = self.warehouses[0]
        if fit > 0:
            self._move(RETURNED, on_hand=fit)
        elif fit < 0:  # only what nobody has been promised since
            fit = -min(-fit, self._shelf().free)
            self._move(ADJUSTED, on_hand=fit)
        if damaged > 0:
            self._move(RETURNED_DAMAGED, damaged=damaged)
        elif damaged < 0:
            damaged = -min(-damaged, self._shelf().damaged)
            self._move(ADJUSTED, damaged=damaged)
        self.fit += fit
        self.damaged += damaged

    def ship_more(self) -> None:
        """What left without a reservation: from what is free, else it is missing in the books."""
        units = self.need.gone - self.shipped
        if units <= 0:
            return
        if not self.is_bound:
            self.warehouse = self._counted_since() or self._with(units) or self.warehouse
        if self.warehouse is not None:
            if not self._is_counted(self.warehouse):
                units = min(units, self._shelf().free)
            if units:
                self._ship(units)
        self.missing = self.need.gone - self.shipped

    def reserve_more(self) -> None:
        units = self.need.held - self.reserved
        if units <= 0:
            return
        if self.warehouse is None or self._shelf().free < units:
            self._go_where_all_is()
        if self.warehouse is not None:
            units = min(self.need.held - self.reserved, self._shelf().free)
            self._move(RESERVED, reserved=units)
            self.reserved += units
        self.short = self.need.held - self.reserved

    def _go_where_all_is(self) -> None:
        """Change to a warehouse that has the whole line, or to any that has some where there is nothing yet."""
        if self.is_bound:
            return
        found = self._with(self.need.held)
        if found is None or (self.reserved and self.shelves[found, self.need.sku].free < self.need.held):
            return
        if self.reserved:
            self._move(RELEASED, reserved=-self.reserved)
            self.reserved = 0
        self.warehouse = found

    def _with(self, units: int) -> int | None:
        """The first warehouse that has so many free, else the one that has most; None where none has any."""
        free = {warehouse: self.shelves[warehouse, self.need.sku].free for warehouse in self.warehouses}
        whole = [warehouse for warehouse, n in free.items() if n >= units]
        most = max(free, key=lambda warehouse: free[warehouse], default=None)
        return whole[0] if whole else most if most is not None and free[most] > 0 else None

    def _counted_since(self) -> int | None:
        return next((one for one in self.warehouses if self._is_counted(one)), None)

    def _is_counted(self, warehouse: int) -> bool:
        """Whether the warehouse was counted after the goods had left: then the count has them out already."""
        counted_at = self.shelves[warehouse, self.need.sku].counted_at
        return self.need.gone_at is not None and self.need.gone_at <= counted_at

    def _ship(self, units: int, *, reserved: int = 0) -> None:
        assert self.warehouse is not None
        self.shipped += units
        self._move(SHIPPED, on_hand=-units, reserved=-reserved, happened_at=self.need.gone_at)
        if self._is_counted(self.warehouse):
            self._move(COUNTED, on_hand=units, happened_at=self.need.gone_at)

    def _shelf(self) -> Shelf:
        assert self.warehouse is not None
        return self.shelves[self.warehouse, self.need.sku]

    def _move(
        self,
        kind: str,
        *,
        on_hand: int = 0,
        reserved: int = 0,
        damaged: int = 0,
        happened_at: datetime | None = None,
    ) -> None:
        assert self.warehouse is not None
        if not (on_hand or reserved or damaged):
            return
        shelf = self._shelf()
        shelf.on_hand += on_hand
        shelf.reserved += reserved
        shelf.damaged += damaged
        self.moves.append(
            Move(
                self.warehouse, self.need.sku, kind, on_hand, reserved, damaged, self.need.line_id,
                self.need.order_id, happened_at,
            )
        )  # fmt: skip
