"""What a verdict costs whom, before anybody chooses it: by the very rows of settlement, on the case's own lines."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from paidang.kit.clause import clause
from paidang.kit.period import month_of, next_month
from paidang.settlement.rules.arithmetic import RATE_ONE, round_ratio
from paidang.settlement.rules.facts import Charge, Cost, Facts, OrderLine, Refund
from paidang.settlement.rules.rows import settle_rows
from paidang.settlement.rules.terms import Terms


@dataclass(frozen=True, slots=True)
class Effect:
    """What refunds and charges change, in fen; negative: less. `held`: a price is missing, so profit cannot be told.

    `share_b`: party b's part of the change of profit, by the contract's shares. `to_b`: carriage that one side alone
    answers for and the other has paid: positive, a owes it to b.
    """

    refunded: int
    cost: int
    tax: int
    logistics: int
    profit: int
    share_b: int
    to_b: int
    held: bool

    @property
    def share_a(self) -> int:
        return self.profit - self.share_b


@clause("OP-3-D", "OP-3-E-3")
def effect_of(
    terms: Terms, lines: Sequence[OrderLine], costs: Sequence[Cost], refunds: Sequence[Refund], charges: Sequence[Charge]
) -> Effect:  # fmt: skip
    """What these refunds and charges alone bring into a statement, whenever they count."""
    facts = Facts(tuple(lines), tuple(refunds), tuple(costs), tuple(charges))
    moments = [line.paid_at for line in lines] + [one.refunded_at for one in refunds]
    last = next_month(month_of(max([*moments, *(one.charged_at for one in charges)])))
    settled = settle_rows(replace(terms, recognition="paid"), facts, last)
    rows = [row for row in settled.rows if row.kind in ("refund", "logistics")]
    profit = sum(row.profit for row in rows)
    share = terms.profit_share
    return Effect(
        refunded=sum(row.revenue for row in rows),
        cost=-sum(row.cost for row in rows),
        tax=-sum(row.tax for row in rows),
        logistics=-sum(row.logistics for row in rows),
        profit=profit,
        share_b=round_ratio(profit * share.b, RATE_ONE) if share else 0,
        to_b=sum(
            charge.amount if (charge.borne_by, charge.paid_by) == ("a", "b") else -charge.amount
            for charge in charges
            if (charge.borne_by, charge.paid_by) in (("a", "b"), ("b", "a"))
        ),
        held=bool(settled.held),
    )
