"""What was sold in a proposal's days, and in as many days before. It says what happened then, not what caused it (OP-1-C).

A sale counts in every proposal whose days, store and goods it is in. Nothing here moves money.
"""

from dataclasses import dataclass
from datetime import timedelta

from paidang.kit.period import Period, term_period
from paidang.marketing.queries.money import Money
from paidang.orders.queries.sold import Sales, sum_sales


@dataclass(frozen=True, slots=True)
class Result:
    """Sales in the approved days, less what was refunded of them; and in as many days right before."""

    money: Money
    days: Period
    sales: Sales
    before: Sales

    @property
    def per_yuan_fen(self) -> int | None:
        """Net sales for each yuan spent, in fen, rounded down; None where nothing was spent."""
        spent = self.money.spent_fen
        return self.sales.net_fen * 100 // spent if spent else None

    @property
    def change_fen(self) -> int:
        return self.sales.net_fen - self.before.net_fen


def get_result(money: Money) -> Result | None:
    """The result of a proposal that was approved; None for another."""
    approved = money.approved
    if approved is None:
        return None
    days = term_period(approved.since, approved.until)
    of = {"store": approved.store, "skus": approved.skus}
    contract_id = approved.contract_id
    return Result(
        money,
        days,
        sum_sales(contract_id, since=days.start, before=days.end, **of),
        sum_sales(contract_id, since=days.start - timedelta(days=days.days), before=days.start, **of),
    )
