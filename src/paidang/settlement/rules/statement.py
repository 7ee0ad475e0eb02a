"""The statement: totals, components, who owes whom (SPEC §5, §9). `settle` is the law as one pure function."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from paidang.kit.sentence import say
from paidang.settlement.rules.arithmetic import fits_64_bits
from paidang.settlement.rules.components import Bases, Earned, carry_out, earn
from paidang.settlement.rules.dates import debts_due, statement_dates
from paidang.settlement.rules.errors import BadInput, BadPlace
from paidang.settlement.rules.facts import Charge, Facts
from paidang.settlement.rules.rows import Settled, SettledRow, settle_rows
from paidang.settlement.rules.terms import Terms

Statement = dict[str, object]


@dataclass(frozen=True, slots=True)
class LateMonth:
    """Rows whose own month is earlier than the statement's."""

    month: str
    revenue: int
    profit: int
    rows: int


@dataclass(frozen=True, slots=True)
class Sums:
    """What an engine adds up over the settled rows; everything else in a statement follows from it.

    `logistics` is the shared part, `paid_by_b` what b paid for a or for both, `paid_by_a_for_b` what a paid for b;
    postage is in `logistics` (as income, below 0) and in `postage` (above 0), and in neither of the last two.
    """

    gross_sales: int
    refunded: int
    cost: int
    tax: int
    logistics: int
    logistics_a: int
    logistics_b: int
    postage: int
    paid_by_b: int
    paid_by_a_for_b: int
    platform_fees: int
    lines: int
    refunds: int
    late: tuple[LateMonth, ...]
    held: tuple[tuple[str, str], ...]

    @property
    def revenue(self) -> int:
        return self.gross_sales + self.refunded


def settle(terms: Terms, facts: Facts, month: str, *, version: int = 1) -> tuple[Statement, Settled]:
    """Settle one month: the statement, and the rows behind every figure of it."""
    settled = settle_rows(terms, facts, month)
    return make_statement(terms, add_up(settled, month), month, version=version), settled


def add_up(settled: Settled, month: str) -> Sums:
    """Add up the settled rows."""
    lines = [row for row in settled.rows if row.kind == "line"]
    refunds = [row for row in settled.rows if row.kind == "refund"]
    charges = settled.charges
    postage = [charge for charge in charges if charge.kind == "postage"]
    carried = [charge for charge in charges if charge.kind != "postage"]
    return Sums(
        gross_sales=sum(row.revenue for row in lines),
        refunded=sum(row.revenue for row in refunds),
        cost=sum(row.cost for row in settled.rows),
        tax=sum(row.tax for row in settled.rows),
        logistics=_amount(charge for charge in charges if charge.is_shared),
        logistics_a=_amount(charge for charge in charges if charge.borne_by == "a"),
        logistics_b=_amount(charge for charge in charges if charge.borne_by == "b"),
        postage=-_amount(postage),
        paid_by_b=_amount(charge for charge in carried if charge.paid_by == "b" and charge.borne_by != "b"),
        paid_by_a_for_b=_amount(
            charge for charge in carried if charge.paid_by == "a" and charge.borne_by == "b"
        ),
        platform_fees=sum(row.platform_fee for row in settled.rows),
        lines=len(lines),
        refunds=len(refunds),
        late=_late_months(settled.rows, month),
        held=settled.held,
    )


def _amount(charges: Iterable[Charge]) -> int:
    return sum(charge.amount for charge in charges)


def _late_months(rows: Iterable[SettledRow], month: str) -> tuple[LateMonth, ...]:
    late: dict[str, list[SettledRow]] = defaultdict(list)
    for row in rows:
        if row.month < month:
            late[row.month].append(row)
    return tuple(
        LateMonth(own, sum(row.revenue for row in of_it), sum(row.profit for row in of_it), len(of_it))
        for own, of_it in sorted(late.items())
    )


def make_statement(terms: Terms, sums: Sums, month: str, *, version: int) -> Statement:
    """Make `statement.json` (SPEC §9) from the sums: components, who owes whom, dates.

    Raises BadInput where a figure does not fit 64 bits: the rows do, so the month as a whole is a slip.
    """
    deducted = sums.platform_fees if terms.platform_fees == "deducted" else 0
    profit = sums.revenue - sums.cost - sums.tax - sums.logistics - deducted
    earned = earn(terms, Bases(sums.gross_sales, sums.revenue, profit), month)
    adjustments = sum(adjustment.amount for adjustment in terms.adjustments)
    held_by_collector = sums.revenue + sums.postage - sums.platform_fees
    entitled_b = _entitled_b(terms, sums, earned, adjustments)
    due_b = entitled_b - (held_by_collector if terms.collector == "b" else 0)
    payer = "a" if due_b > 0 else "b" if due_b < 0 else None
    statement: Statement = {
        "month": month,
        "contract": terms.contract,
        "version": version,
        "totals": _totals(sums, profit),
        "counts": {
            "lines": sums.lines,
            "refunds": sums.refunds,
            "held": len(sums.held),
            "late": sum(late.rows for late in sums.late),
        },
        "components": [
            {"kind": each.kind, "clause": each.clause, "base": each.base, "amount": each.amount}
            for each in earned
        ],
        "carried_in": terms.carried_in,
        **_profit_shares(terms, profit, earned),
        "adjustments": adjustments,
        "collector": terms.collector,
        "held_by_collector": held_by_collector,
        "entitled_b": entitled_b,
        "due_b": due_b,
        "payer": payer,
        "amount_due": abs(due_b),
        "held": [{"row_id": row_id, "reason": reason} for row_id, reason in sums.held],
        "late": [
            {"month": late.month, "revenue": late.revenue, "profit": late.profit, "rows": late.rows}
            for late in sums.late
        ],
        "dated_debts": _dated_debts(terms, month),
        "dates": _dates(terms, month),
    }
    too_large = [
        BadPlace("statement.json", None, path, value, say("金额超出64位整数"))
        for path, value in _figures(statement, "")
        if not fits_64_bits(value)
    ]
    if too_large:
        raise BadInput(too_large)
    return statement


def _figures(value: object, path: str) -> Iterator[tuple[str, int]]:
    """Every whole number of a statement with its path."""
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _figures(each, f"{path}.{key}" if path else key)
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _figures(each, f"{path}[{index}]")
    elif isinstance(value, int):
        yield path, value


def _totals(sums: Sums, profit: int) -> dict[str, int]:
    return {
        "gross_sales": sums.gross_sales,
        "refunded": sums.refunded,
        "revenue": sums.revenue,
        "cost": sums.cost,
        "tax": sums.tax,
        "logistics": sums.logistics,
        "logistics_a": sums.logistics_a,
        "logistics_b": sums.logistics_b,
        "postage": sums.postage,
        "platform_fees": sums.platform_fees,
        "profit": profit,
    }


def _entitled_b(terms: Terms, sums: Sums, earned: tuple[Earned, ...], adjustments: int) -> int:
    """What b may keep or is owed: its components, and what it paid for a or for both (SPEC §5)."""
    entitled = sum(each.amount for each in earned) + adjustments
    entitled += sums.tax if terms.tax.paid_by == "b" else 0
    entitled += sums.paid_by_b - sums.paid_by_a_for_b
    entitled -= sums.platform_fees if terms.platform_fees == "b" else 0
    return entitled


def _profit_shares(terms: Terms, profit: int, earned: tuple[Earned, ...]) -> dict[str, int]:
    """The split of the profit, and the loss carried on; all 0 without a profit_share."""
    share = terms.profit_share
    if share is None:
        return {"carried_out": 0, "share_a": 0, "share_b": 0}
    base = profit + terms.carried_in
    share_b = next(each.amount for each in earned if each.kind == "profit_share")
    share_a = base - share_b if base >= 0 or share.loss == "share" else 0
    return {"carried_out": carry_out(share, base), "share_a": share_a, "share_b": share_b}


def _dated_debts(terms: Terms, month: str) -> list[dict[str, object]]:
    return [
        {
            "kind": each.debt.kind,
            "clause": each.debt.clause,
            "amount": each.debt.amount,
            "due_on": each.due_on.isoformat(),
            "provisional": each.provisional,
        }
        for each in debts_due(terms, month)
    ]


def _dates(terms: Terms, month: str) -> dict[str, object]:
    dates = statement_dates(terms.statement, month)
    return {
        "statement_due": dates.statement_due and dates.statement_due.isoformat(),
        "earliest_payment": dates.earliest_payment and dates.earliest_payment.isoformat(),
        "window_end": dates.window_end and dates.window_end.isoformat(),
        "provisional": dates.provisional,
    }
