"""What two parties owe each other under one contract as a double-entry ledger, made of what never changes.

Debts, payments and their reversals are facts that nobody can alter; each has its moment. The ledger is a pure function
of them: a new fact appends entries at the end and touches none that stand there.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

from paidang.kit.period import day_of
from paidang.settlement.rules.late_fee import Segment
from paidang.settlement.rules.paying import Debt, Part, position_of

LATE_FEE, PAYMENT, REVERSAL = "late_fee", "payment", "reversal"
RECEIVABLE, PAYABLE, BANK, INCOME, EXPENSE, PENALTY_IN, PENALTY_OUT = (
    "receivable", "payable", "bank", "income", "expense", "penalty_in", "penalty_out",
)  # fmt: skip

# What an entry debits and credits: in the books of who is owed, and in the books of who owes.
_OWED = ((RECEIVABLE, INCOME), (EXPENSE, PAYABLE))
_LATE = ((RECEIVABLE, PENALTY_IN), (PENALTY_OUT, PAYABLE))
_PAID = ((BANK, RECEIVABLE), (PAYABLE, BANK))


@dataclass(frozen=True, slots=True)
class Paid:
    """A payment as it was recorded; `reversed_at` where the record was taken back."""

    id: int
    payer: str
    parts: Sequence[Part]
    recorded_at: datetime
    reversed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: above 0 it adds to what `payer` owes, below 0 it takes from it. `day`: of the debt or of the payment."""

    number: int
    at: datetime
    day: date
    kind: str
    debt: str
    payer: str
    amount: int
    payment: int | None = None
    is_fee: bool = False
    segments: tuple[Segment, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Posting:
    """One side of an entry in one party's books; exactly one of the two amounts is above 0."""

    entry: int
    account: str
    debit: int
    credit: int


def ledger(debts: Iterable[Debt], payments: Iterable[Paid]) -> list[Entry]:
    """All entries of a contract, in the order in which their facts came to be."""
    known = {debt.key: debt for debt in debts}
    book = _Book(known)
    events: list[tuple[datetime, int, str, Callable[[], None]]] = []
    for debt in known.values():
        for at, amount in debt.booked:
            events.append((at, 0, debt.key, partial(book.add, at, day_of(at), debt.kind, debt.key, amount)))
    for paid in payments:
        events.append((paid.recorded_at, 1, f"{paid.id:012d}", partial(book.pay, paid)))
        if paid.reversed_at:
            events.append((paid.reversed_at, 2, f"{paid.id:012d}", partial(book.take_back, paid)))
    for *_order, write in sorted(events, key=lambda event: event[:3]):
        write()
    return book.entries


class _Book:
    """The entries so far, the payments that stand, and which late fee of each debt is booked."""

    def __init__(self, debts: dict[str, Debt]) -> None:
        self.debts = debts
        self.entries: list[Entry] = []
        self.standing: dict[int, Paid] = {}
        self.booked: dict[str, int] = {}

    def add(
        self,
        at: datetime,
        day: date,
        kind: str,
        debt: str,
        amount: int,
        *,
        payment: int | None = None,
        is_fee: bool = False,
        segments: tuple[Segment, ...] = (),
    ) -> None:
        payer = self.debts[debt].payer
        self.entries.append(
            Entry(len(self.entries) + 1, at, day, kind, debt, payer, amount, payment, is_fee, segments)
        )

    def pay(self, paid: Paid) -> None:
        at = paid.recorded_at
        self.standing[paid.id] = paid
        self._book_fees(at, paid)
        for part in paid.parts:
            self.add(at, part.paid_on, PAYMENT, part.debt, -part.amount, payment=paid.id, is_fee=part.is_fee)

    def take_back(self, paid: Paid) -> None:
        at = paid.reversed_at or paid.recorded_at
        del self.standing[paid.id]
        for part in paid.parts:
            self.add(at, day_of(at), REVERSAL, part.debt, part.amount, payment=paid.id, is_fee=part.is_fee)
        self._book_fees(at, paid)

    def _book_fees(self, at: datetime, paid: Paid) -> None:
        """Book what the late fee of each debt touched has come to by its last payment, less what is booked already."""
        parts = [part for each in self.standing.values() for part in each.parts]
        for key in dict.fromkeys(part.debt for part in paid.parts):
            last = max((part.paid_on for part in parts if part.debt == key), default=None)
            segments = position_of(self.debts[key], parts, last).segments if last else ()
            due = sum(segment.fee for segment in segments)
            if change := due - self.booked.get(key, 0):
                self.add(at, last or day_of(at), LATE_FEE, key, change, segments=segments)
            self.booked[key] = due


def balance(entries: Iterable[Entry], payer: str) -> int:
    """What the payer owes by these entries."""
    return sum(entry.amount for entry in entries if entry.payer == payer)


def books(entries: Iterable[Entry], side: str) -> Iterator[Posting]:
    """The postings of one party: two to each entry, debit and credit alike. An amount below 0 changes their places."""
    for entry in entries:
        rows = _PAID if entry.kind in (PAYMENT, REVERSAL) else _LATE if entry.kind == LATE_FEE else _OWED
        debit, credit = rows[1 if entry.payer == side else 0]
        amount = -entry.amount if rows is _PAID else entry.amount
        if amount < 0:
            debit, credit = credit, debit
        yield Posting(entry.number, debit, abs(amount), 0)
        yield Posting(entry.number, credit, 0, abs(amount))
