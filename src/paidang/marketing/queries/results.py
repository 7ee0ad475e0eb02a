"""What was sold in a proposal's days so far, and in as many days before. It says what happened then, not what caused it (OP-1-C).

A sale counts in every proposal whose days, store and goods it is in. Nothing here moves money.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from paidang.kit.period import Period, term_period
from paidang.marketing.queries.money import Sums
from paidang.orders.queries.sold import Sales, sum_sales


@dataclass(frozen=True, slots=True)
class Result:
    """Sales in the approved days that have come, less what was refunded of them; and in as many days right before."""

    money: Sums
    days: Period
    seen: Period
    sales: Sales
    before: Sales

    @property
    def per_yuan_fen(self) -> int | None:
        """Net sales for each yuan spent, in fen, rounded down; None where nothing was spent."""
        spent = self.money.spent_fen
        return self.sales.net_fen * 100 // spent if spent else None

    @property
    def is_running(self) -> bool:
        return self.seen != self.days

    @property
    def change_fen(self) -> int:
        return self.sales.net_fen - self.before.net_fen


def get_result(money: Sums, today: date) -> Result | None:
    """The result of a proposal that was approved and has begun; None for another. A day that is not over counts as one."""
    approved = money.approved
    if approved is None or today < approved.since:
        return None
    days = term_period(approved.since, approved.until)
    seen = Period(days.start, min(days.end, today + timedelta(days=1)))
    of = {"store": approved.store, "skus": approved.skus}
    contract_id = approved.contract_id
    return Result(
        money,
        days,
        seen,
        sum_sales(contract_id, since=seen.start, before=seen.end, **of),
        sum_sales(contract_id, since=seen.start - timedelta(days=seen.days), before=seen.start, **of),
    )
