"""What a correction of a settled month comes to: its rows stay as they are, the difference is an adjustment (SPEC §7)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from paidang.settlement.rules.components import Bases, carry_out, earn
from paidang.settlement.rules.statement import Statement
from paidang.settlement.rules.terms import Terms


@dataclass(frozen=True, slots=True)
class SentMonth:
    """A sent statement and the terms it was settled under."""

    terms: Terms
    statement: Statement


@dataclass(frozen=True, slots=True)
class Correction:
    """The adjustment to propose, positive in b's favour, by the month it comes from; their sum is its amount.

    `carried_out` is the loss that should go out of the last month, `was_carried_out` the one that did: while they
    differ, later months are settled with the wrong loss brought in, and their difference is to be adjusted as well.
    """

    by_month: tuple[tuple[str, int], ...]
    carried_out: int
    was_carried_out: int

    @property
    def amount(self) -> int:
        return sum(amount for _month, amount in self.by_month)


def correct(months: Sequence[SentMonth], corrected: Statement) -> Correction:
    """Compare a corrected statement with the sent one, the first of `months`, and carry its loss through the later ones.

    `corrected` is the same month settled again from the corrected facts, by the same terms. Of the later months only
    what their components come to with the other loss is compared; their rows, charges and adjustments stand.
    """
    first, *later = months
    amounts = [
        (str(first.statement["month"]), _figure(corrected, "due_b") - _figure(first.statement, "due_b"))
    ]
    carried = _figure(corrected, "carried_out")
    for month in later:
        amount, carried = _with_other_loss(month, carried)
        amounts.append((str(month.statement["month"]), amount))
    return Correction(tuple(amounts), carried, _figure(months[-1].statement, "carried_out"))


def _with_other_loss(month: SentMonth, carried_in: int) -> tuple[int, int]:
    """What b's components gain in a month when another loss is brought in, and the loss that then goes out."""
    terms, totals = month.terms, _totals(month.statement)
    bases = Bases(totals["gross_sales"], totals["revenue"], totals["profit"])
    name = str(month.statement["month"])
    earned, was = earn(replace(terms, carried_in=carried_in), bases, name), earn(terms, bases, name)
    difference = sum(each.amount for each in earned) - sum(each.amount for each in was)
    return difference, carry_out(terms.profit_share, totals["profit"] + carried_in)


def _figure(statement: Statement, name: str) -> int:
    value: Any = statement[name]
    return int(value)


def _totals(statement: Statement) -> dict[str, int]:
    totals: Any = statement["totals"]
    return dict(totals)
