"""What is owed and how a payment is set against it (SPEC §6; Civil Code 560).

A payment goes to the debt that the payer names, else to the oldest principal that is due; late fees come after all
principals that are due, and what is not due yet comes last. Amounts in fen.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from paidang.kit.clause import clause
from paidang.kit.period import Period, day_of
from paidang.settlement.rules.dates import payment_due
from paidang.settlement.rules.late_fee import Segment, fee_segments
from paidang.settlement.rules.terms import LateFee, Schedule

STATEMENT, SETUP, FIXED_TOTAL = "statement", "setup", "fixed_total"
CONFIRMATION, INVOICE = "confirmation", "invoice"
FEE = "+fee"
"""What follows a debt's key where its late fee is meant."""
REST = "-rest"
"""What follows the key of a statement's debt where what came to be owed after its first part is meant (`rules.claims`)."""


@dataclass(frozen=True, slots=True)
class Debt:
    """One amount that `payer` owes the other side by a day; None: the contract names none, so it may be asked for at once.

    `booked`: at which moment how much of the principal came into the ledger. `waits`: for the confirmation or the invoice
    without which it cannot be asked for. `late_fee` None: paying late costs nothing; `force_majeure` are days that cost nothing.
    """

    key: str
    kind: str
    payer: str
    principal: int
    booked: tuple[tuple[datetime, int], ...]
    due_on: date | None
    clause: str
    late_fee: LateFee | None = None
    force_majeure: tuple[Period, ...] = ()
    late_clause: str = ""
    waits: str = ""
    provisional: bool = False
    month: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """What of a payment goes to one debt: to its principal, or to its late fee."""

    debt: str
    is_fee: bool
    amount: int
    paid_on: date


@dataclass(frozen=True, slots=True)
class Position:
    """How one debt stands at the end of a day."""

    debt: Debt
    on: date
    paid: int
    fee_paid: int
    segments: tuple[Segment, ...]
    paid_on: date | None

    @property
    def open(self) -> int:
        return self.debt.principal - self.paid

    @property
    def fee(self) -> int:
        """The late fee so far, paid or not."""
        return sum(segment.fee for segment in self.segments)

    @property
    def fee_open(self) -> int:
        return max(self.fee - self.fee_paid, 0)

    @property
    def is_due(self) -> bool:
        return not self.debt.waits and (self.debt.due_on is None or self.debt.due_on <= self.on)

    @property
    def days_late(self) -> int:
        if self.open <= 0 or self.debt.waits or self.debt.due_on is None:
            return 0
        return max((self.on - self.debt.due_on).days, 0)


def position_of(debt: Debt, parts: Iterable[Part], on: date) -> Position:
    """The debt at the end of the day `on`. All that was ever set against it counts as paid, also what has a later day:
    no part of a debt is paid twice."""
    mine = [part for part in parts if part.debt == debt.key]
    repaid = [(part.paid_on, part.amount) for part in mine if not part.is_fee]
    segments: list[Segment] = []
    if debt.late_fee and debt.due_on and not debt.waits:
        segments = fee_segments(
            debt.late_fee, principal=debt.principal, due_on=debt.due_on, repaid=repaid, until=on,
            force_majeure=debt.force_majeure,
        )  # fmt: skip
    return Position(
        debt=debt,
        on=on,
        paid=sum(amount for _day, amount in repaid),
        fee_paid=sum(part.amount for part in mine if part.is_fee),
        segments=tuple(segments),
        paid_on=max((part.paid_on for part in mine), default=None),
    )


@clause("OP-3-E-4", "OP-6-C")
def allocate(positions: Sequence[Position], amount: int, named: str = "") -> tuple[list[Part], int]:
    """Set a payment against debts of one payer as they stand on its day; with what is left over of it.

    `named` is the key of the debt that the payer names, with `FEE` for its late fee; "" where none is named. Who names a
    statement names all of it: the part that was questioned comes next. What they do not take goes on as if nothing had
    been named.
    """
    rooms = [(key, is_fee, room) for key, is_fee, room in _in_order(positions) if room > 0]
    rooms.sort(
        key=lambda each: how_named(each[0], each[1], named)
    )  # stable: by age among those that are alike
    taken: list[Part] = []
    for key, is_fee, room in rooms:
        if part := min(room, amount):
            taken.append(Part(key, is_fee, part, positions[0].on))
            amount -= part
    return taken, amount


def how_named(key: str, is_fee: bool, named: str) -> int:
    """0 for the named debt, 1 for the other part of its statement, 2 for any other."""
    if named_key(key, is_fee) == named:
        return 0
    return 2 if is_fee or key.removesuffix(REST) != named.removesuffix(REST) else 1


def named_key(key: str, is_fee: bool) -> str:
    """How a form names a debt or its late fee."""
    return key + FEE if is_fee else key


def _in_order(positions: Sequence[Position]) -> Iterable[tuple[str, bool, int]]:
    """Principals that are due, the oldest first; late fees in the same order; principals that are not due yet."""
    claimable = sorted((each for each in positions if not each.debt.waits), key=_age)
    due = [each for each in claimable if each.is_due]
    yield from ((each.debt.key, False, each.open) for each in due)
    yield from ((each.debt.key, True, each.fee_open) for each in due)
    yield from ((each.debt.key, False, each.open) for each in claimable if not each.is_due)


def _age(position: Position) -> tuple[date, str]:
    debt = position.debt
    since = debt.due_on or (day_of(debt.booked[0][0]) if debt.booked else date.max)
    return since, debt.key


def due_after(
    schedule: Schedule, month: str, accepted_on: date, invoiced_on: date | None
) -> tuple[date | None, bool]:
    """The last day of payment, and whether it is provisional. An invoice that comes after the confirmation moves it."""
    due = payment_due(schedule, month, max(accepted_on, invoiced_on or accepted_on))
    return (due.due_on, due.provisional) if due else (None, False)
