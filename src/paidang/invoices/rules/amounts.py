"""What stands on a buyer's invoice, in fen: what the buyer paid for each item, less what came back. See ADR 0044.

An item is an order's line, or its postage. Not in: what the platform gave the seller for the buyer (the platform is
invoiced for that, if anybody). Tax is inside the amounts; it is reckoned item by item and rounded half up, as
invoices are, and moves no figure of a statement.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from paidang.kit.clause import clause
from paidang.kit.money import share_out

RATE_WHOLE = 10_000
"""A rate is in hundredths of a percent: 13 % is 1300."""
RATES = (1300, 900, 600, 500, 300, 100, 0)
"""Those that the tax law knows for goods and services, general and simplified."""


@dataclass(frozen=True, slots=True)
class Item:
    """What a buyer paid for one item. `revenue_fen` is with the platform's part; `lost_fen`: what the seller lost, refund by refund."""

    item: str
    sku: str
    quantity: int
    paid_fen: int
    revenue_fen: int
    lost_fen: tuple[int, ...] = ()

    @property
    def kept_fen(self) -> int:
        """What of the buyer's money stayed with the seller."""
        return self.paid_fen - given_back_fen(self.paid_fen, self.revenue_fen, self.lost_fen)


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an invoice, tax included."""

    item: str
    sku: str
    quantity: int
    amount_fen: int
    rate: int
    tax_fen: int


@dataclass(frozen=True, slots=True)
class Balance:
    """What was invoiced of an item, tax included, and what of it was taken back by red-letter invoices."""

    issued_fen: int = 0
    issued_tax_fen: int = 0
    red_fen: int = 0
    red_tax_fen: int = 0
    rate: int = 0

    @property
    def left_fen(self) -> int:
        return self.issued_fen - self.red_fen

    @property
    def left_tax_fen(self) -> int:
        return self.issued_tax_fen - self.red_tax_fen


def given_back_fen(paid_fen: int, revenue_fen: int, lost_fen: Iterable[int]) -> int:
    """What the buyer got back: a refund is told as what the seller loses, the platform's part in it included.

    The inverse of `channels.mapping.lost_fen`, refund by refund; never more than was paid.

    >>> given_back_fen(8000, 10000, [1250, 1250])
    2000
    """
    if not revenue_fen:
        return 0
    return min(paid_fen, sum(-(-lost * paid_fen // revenue_fen) for lost in lost_fen))


def tax_in(amount_fen: int, rate: int) -> int:
    """The tax inside an amount, rounded half up to the fen.

    >>> tax_in(11300, 1300)
    1300
    """
    return (2 * amount_fen * rate + RATE_WHOLE + rate) // (2 * (RATE_WHOLE + rate))


@clause("OP-3-A")
def rows_to_issue(
    items: Sequence[Item], balances: Mapping[str, Balance], rates: Mapping[str, int]
) -> list[Row]:
    """The rows of an invoice for what of these items is not invoiced yet; an item that is, or that cost nothing, has none.

    `rates` by item. Nothing is invoiced twice: where anything of an item stands on an invoice, it waits until that is
    taken back whole.
    """
    found = []
    for one in items:
        if one.kept_fen > 0 and not balances.get(one.item, Balance()).left_fen:
            rate = rates[one.item]
            tax = tax_in(one.kept_fen, rate)
            found.append(Row(one.item, one.sku, one.quantity, one.kept_fen, rate, tax))
    return found


def cut_to(rows: Sequence[Row], amount_fen: int) -> list[Row]:
    """The same rows for less money, shared out by what they come to; for an invoice that was issued for less."""
    shares = share_out(amount_fen, [row.amount_fen for row in rows])
    return [
        Row(row.item, row.sku, row.quantity, share, row.rate, tax_in(share, row.rate))
        for row, share in zip(rows, shares, strict=True)
        if share
    ]


@dataclass(frozen=True, slots=True)
class RedDue:
    """What of an invoice is to be taken back, by item."""

    by_item: Mapping[str, int] = field(default_factory=dict)

    @property
    def amount_fen(self) -> int:
        return sum(self.by_item.values())


@clause("OP-3-A")
def red_due(items: Iterable[Item], balances: Mapping[str, Balance]) -> RedDue:
    """What stands on invoices beyond what of the buyer's money stayed: a refund of what was invoiced calls for a red letter."""
    due = {one.item: balances[one.item].left_fen - one.kept_fen for one in items if one.item in balances}
    return RedDue({item: fen for item, fen in due.items() if fen > 0})


def red_rows(due: RedDue, balances: Mapping[str, Balance], skus: Mapping[str, str]) -> list[Row]:
    """The rows of a red-letter invoice, as amounts above zero. The last one of an item takes back all tax that is left."""
    rows = []
    for item, fen in due.by_item.items():
        balance = balances[item]
        tax = (
            balance.left_tax_fen
            if fen == balance.left_fen
            else min(tax_in(fen, balance.rate), balance.left_tax_fen)
        )
        rows.append(Row(item, skus.get(item, ""), 0, fen, balance.rate, tax))
    return rows
