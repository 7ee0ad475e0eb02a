"""What a correction of a settled month comes to: its rows stay as they are, the difference is an adjustment (SPEC §7)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from paidang.settlement.rules.components import Bases, carry_out, earn
from paidang.settlement.rules.statement import Statement
from paidang.settlement.rules.terms import Terms


@dataclass(frozen=True, slots=True)
class SentMonth:
    """A sent statement and the terms it was settled under; `corrected`: the same month settled again from the corrected
    facts, by the same terms. None where the correction does not touch its facts.
    """

    terms: Terms
    statement: Statement
    corrected: Statement | None = None


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


def correct(months: Sequence[SentMonth]) -> Correction:
    """Compare corrected statements with the sent ones, and carry the loss that should have been through the months after.

    `months` are all that were sent from the first corrected one on. Of a month that is not corrected only what its
    components come to with the other loss is compared; its rows, charges and adjustments stand.
    """
    amounts = []
    carried = _figure(months[0].statement, "carried_in")
    for month in months:
        amount, carried = _corrected(month, carried)
        amounts.append((str(month.statement["month"]), amount))
    return Correction(tuple(amounts), carried, _figure(months[-1].statement, "carried_out"))


@dataclass(frozen=True, slots=True)
class Difference:
    """What a month comes to otherwise: `amount` in b's favour; by name the figures that differ, before and after."""

    month: str
    amount: int
    figures: tuple[tuple[str, int, int], ...]


_SHOWN = ("revenue", "cost", "tax", "logistics", "platform_fees", "profit")


def compare(
    before: Sequence[SentMonth], after: Sequence[SentMonth], through: str = "9999-12"
) -> list[Difference]:
    """Month by month what one correction comes to more than another; `before` may begin later: what is not in it was right.

    `through`: the last month that was sent when `before` was agreed on; the loss that it moves into later ones was not.
    """
    agreed = correct(before).by_month if before else ()
    was = {month: amount for month, amount in agreed if month <= through}
    was_by_month = {str(one.statement["month"]): one.corrected or one.statement for one in before}
    found = []
    for one, (month, amount) in zip(after, correct(after).by_month, strict=True):
        figures = tuple(_differing(was_by_month.get(month, one.statement), one.corrected or one.statement))
        if figures or amount != was.get(month, 0):
            found.append(Difference(month, amount - was.get(month, 0), figures))
    return found


def _differing(was: Statement, now: Statement) -> Iterator[tuple[str, int, int]]:
    """Totals first, then what party b is owed for the month."""
    for name in _SHOWN:
        if _totals(was)[name] != _totals(now)[name]:
            yield name, _totals(was)[name], _totals(now)[name]
    if _figure(was, "due_b") != _figure(now, "due_b"):
        yield "due_b", _figure(was, "due_b"), _figure(now, "due_b")


def _corrected(month: SentMonth, carried_in: int) -> tuple[int, int]:
    """What b gains in a month by its correction and by another loss brought in, and the loss that then goes out."""
    right = month.corrected or month.statement
    terms, totals = month.terms, _totals(right)
    bases = Bases(totals["gross_sales"], totals["revenue"], totals["profit"])
    name = str(month.statement["month"])
    earned, was = earn(replace(terms, carried_in=carried_in), bases, name), earn(terms, bases, name)
    other_loss = sum(each.amount for each in earned) - sum(each.amount for each in was)
    difference = _figure(right, "due_b") - _figure(month.statement, "due_b")
    return difference + other_loss, carry_out(terms.profit_share, totals["profit"] + carried_in)


def _figure(statement: Statement, name: str) -> int:
    value: Any = statement[name]
    return int(value)


def _totals(statement: Statement) -> dict[str, int]:
    totals: Any = statement["totals"]
    return dict(totals)
