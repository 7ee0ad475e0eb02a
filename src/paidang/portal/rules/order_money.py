"""What one order is worth to both parties, reckoned by the rows of settlement itself, counted yet or not."""

from dataclasses import dataclass, replace

from paidang.kit.period import month_of, next_month
from paidang.settlement.rules.components import share_profit
from paidang.settlement.rules.facts import Facts
from paidang.settlement.rules.rows import SettledRow, settle_rows
from paidang.settlement.rules.terms import Terms


@dataclass(frozen=True, slots=True)
class Money:
    """An order's rows, its profit and party b's part of it; None where the contract reckons no profit or a price is missing.

    `held` are lines and refunds without a factory price. What b earns is what this order alone would bring: the
    month's share is rounded once, for all its orders together.
    """

    rows: dict[str, SettledRow]
    held: frozenset[str]
    profit: int | None
    part_b: int | None
    share_a: str
    share_b: str


def reckon(terms: Terms, facts: Facts) -> Money:
    """Reckon an order's facts as if all of them counted today."""
    # Every row counts: recognition at payment, up to the month after the last thing that happened.
    moments = [line.paid_at for line in facts.order_lines]
    moments += [refund.refunded_at for refund in facts.refunds]
    moments += [charge.charged_at for charge in facts.logistics] + [
        fee.charged_at for fee in facts.platform_fees
    ]
    settled = settle_rows(replace(terms, recognition="paid"), facts, next_month(month_of(max(moments))))
    held = frozenset(row_id for row_id, _reason in settled.held)
    rows = {f"{row.kind}:{row.row_id}": row for row in settled.rows}
    share = terms.profit_share
    if not terms.profit_counts or held:
        return Money(rows, held, None, None, "", "")
    profit = sum(row.profit for row in settled.rows)
    if share is None:
        return Money(rows, held, profit, None, "", "")
    return Money(rows, held, profit, share_profit(share, profit), _millionths(share.a), _millionths(share.b))


def _millionths(rate: int) -> str:
    return f"{rate // 1_000_000}.{rate % 1_000_000:06d}"
