"""The ledger as people and accounting programs read it: entries with their words, and the postings of one's own side."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from paidang.kit.period import month_of_day
from paidang.kit.sentence import Sentence
from paidang.settlement.models import Payment
from paidang.settlement.queries.accounts import Account
from paidang.settlement.rules.ledger import Entry, Posting, books
from paidang.settlement.rules.ledger_words import entry_words


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One entry with its words and what its payer owes after it; `payment` of a payment and of its reversal."""

    entry: Entry
    words: Sentence
    balance: int
    payment: Payment | None


def list_ledger(account: Account, now: datetime) -> list[LedgerLine]:
    """The entries of both directions, the oldest first."""
    debts = {debt.key: debt for debt in account.debts(now)}
    payments = {one.pk: one for one in account.payments}
    owed = {"a": 0, "b": 0}
    lines = []
    for entry in account.entries(now):
        owed[entry.payer] += entry.amount
        payment = payments.get(entry.payment or 0)
        reversal = getattr(payment, "reversal", None)
        words = entry_words(
            entry, debts[entry.debt], by_bank=bool(payment and payment.bank_line_id),
            reason=reversal.reason if reversal else "",
        )  # fmt: skip
        lines.append(LedgerLine(entry, words, owed[entry.payer], payment))
    return lines


@dataclass(frozen=True, slots=True)
class Booked:
    """An entry as one's own books have it; `number` counts within its month, from 1. `other`: the other side's name, and its id."""

    month: str
    number: int
    code: str
    other: str
    other_id: int
    line: LedgerLine
    postings: Sequence[Posting]


def list_booked(accounts: Iterable[Account], org_id: int, now: datetime, month: str = "") -> list[Booked]:
    """What the organisation books of these contracts, by day; of one month, or of all of them."""
    found = sorted(
        _all(accounts, now), key=lambda one: (one[1].entry.day, one[1].entry.at, one[0].contract.code)
    )
    booked = []
    for of_month, lines in groupby(found, key=lambda one: month_of_day(one[1].entry.day)):
        if month and of_month != month:
            continue
        for number, (account, line) in enumerate(lines, start=1):
            side = account.contract.side_of(org_id)
            other = account.contract.agency if side == "a" else account.contract.brand
            booked.append(
                Booked(
                    of_month, number, account.contract.code, other.name if other else "", other.pk if other else 0, line,
                    list(books([line.entry], side)),
                )
            )  # fmt: skip
    return booked


def _all(accounts: Iterable[Account], now: datetime) -> Iterator[tuple[Account, LedgerLine]]:
    for account in accounts:
        for line in list_ledger(account, now):
            yield account, line
