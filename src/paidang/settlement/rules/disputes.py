"""What of a statement is owed whatever becomes of the rows that are questioned: a dispute delays those alone (SPEC §6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from paidang.settlement.rules.statement import Sums, make_statement
from paidang.settlement.rules.terms import Terms


@dataclass(frozen=True, slots=True)
class Touched:
    """What rows bring into the totals of their statement; `paid_by_b` less what a paid for b."""

    gross_sales: int = 0
    refunded: int = 0
    cost: int = 0
    tax: int = 0
    logistics: int = 0
    postage: int = 0
    paid_by_b: int = 0
    platform_fees: int = 0


def undisputed_amount(terms: Terms, figures: Mapping[str, Any], touched: Touched) -> int:
    """The amount due as it would be without the questioned rows, at most what the statement says; 0 if it would turn round.

    Components, tiers and minimum are counted anew on what is left, so that it is exact to the fen.
    """
    whole, rest = _due_b(terms, figures, Touched()), _due_b(terms, figures, touched)
    due_b: int = figures["due_b"]
    without = due_b + rest - whole - touched.paid_by_b
    return max(0, min(abs(due_b), without if due_b > 0 else -without))


def _due_b(terms: Terms, figures: Mapping[str, Any], less: Touched) -> int:
    """What b is due of the totals, less what some rows bring; what b or a paid for the other is left out."""
    totals = figures["totals"]
    sums = Sums(
        gross_sales=totals["gross_sales"] - less.gross_sales, refunded=totals["refunded"] - less.refunded,
        cost=totals["cost"] - less.cost, tax=totals["tax"] - less.tax, logistics=totals["logistics"] - less.logistics,
        logistics_a=0, logistics_b=0, postage=totals["postage"] - less.postage, paid_by_b=0, paid_by_a_for_b=0,
        platform_fees=totals["platform_fees"] - less.platform_fees, lines=0, refunds=0, late=(), held=(),
    )  # fmt: skip
    found = make_statement(terms, sums, figures["month"], version=1)["due_b"]
    assert isinstance(found, int)
    return found
