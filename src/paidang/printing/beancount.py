"""A ledger as plain text for beancount (https://beancount.github.io), which proves each balance anew."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from paidang.kit.money import yuan_text

CURRENCY = "CNY"


@dataclass(frozen=True, slots=True)
class Posting:
    """An amount in fen (credit below 0) on an account; `codes` are what one's own program calls it by, as metadata."""

    account: str
    fen: int
    codes: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Transaction:
    """One entry in one party's books: with whom, what about, and its postings."""

    day: date
    payee: str
    narration: str
    number: str
    postings: Sequence[Posting]


def beancount_text(transactions: Iterable[Transaction]) -> str:
    """The file: accounts opened with their first day, transactions by day, and each account's balance after the last.

    >>> print(beancount_text([Transaction(date(2026, 4, 17), "青岚", "对账单", "A 1", [
    ...     Posting("Assets:Bank", 5, [("code", "1002.01")]), Posting("Income:X", -5)])]))
    2026-04-17 open Assets:Bank CNY
    2026-04-17 open Income:X CNY
    <BLANKLINE>
    2026-04-17 * "青岚" "对账单"
      number: "A 1"
      Assets:Bank  0.05 CNY
        code: "1002.01"
      Income:X  -0.05 CNY
    <BLANKLINE>
    2026-04-18 balance Assets:Bank  0.05 CNY
    2026-04-18 balance Income:X  -0.05 CNY
    <BLANKLINE>
    """
    ordered = sorted(transactions, key=lambda one: one.day)
    return "".join(f"{line}\n" for line in _lines(ordered))


def _lines(ordered: Sequence[Transaction]) -> Iterator[str]:
    opened: dict[str, date] = {}
    balances: dict[str, int] = defaultdict(int)
    for one in ordered:
        for posting in one.postings:
            opened.setdefault(posting.account, one.day)
            balances[posting.account] += posting.fen
    for account in sorted(opened):
        yield f"{opened[account]} open {account} {CURRENCY}"
    for one in ordered:
        yield ""
        yield f"{one.day} * {_quoted(one.payee)} {_quoted(one.narration)}"
        yield f"  number: {_quoted(one.number)}"
        for posting in one.postings:
            yield f"  {posting.account}  {_yuan(posting.fen)}"
            yield from (f"    {name}: {_quoted(code)}" for name, code in posting.codes)
    if ordered:
        yield ""
        after = ordered[-1].day + timedelta(days=1)
        for account in sorted(balances):
            yield f"{after} balance {account}  {_yuan(balances[account])}"


def _quoted(text: str) -> str:
    bare = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{bare}"'


def _yuan(fen: int) -> str:
    return f"{yuan_text(fen)} {CURRENCY}"
