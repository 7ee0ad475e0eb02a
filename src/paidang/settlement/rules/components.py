"""What party b earns: the components of SPEC §4, in order, each amount with its clause and the base it came from."""

from dataclasses import dataclass
from datetime import date

from paidang.kit.period import Period, month_period, term_period
from paidang.settlement.rules.arithmetic import RATE_ONE, round_ratio
from paidang.settlement.rules.terms import (
    COMPONENT_KINDS,
    Commission,
    Minimum,
    MonthlyFee,
    ProfitShare,
    Terms,
    Tier,
)


@dataclass(frozen=True, slots=True)
class Bases:
    """The month's figures that components are counted on."""

    gross_sales: int
    net_sales: int
    profit: int


@dataclass(frozen=True, slots=True)
class Earned:
    """One component's amount, with the base it was counted on (None for a fixed fee)."""

    kind: str
    clause: str
    base: int | None
    amount: int


def earn(terms: Terms, bases: Bases, month: str) -> tuple[Earned, ...]:
    """Evaluate the components in order; a minimum tops up those above it."""
    earned: list[Earned] = []
    for component in terms.components:
        base: int | None
        if isinstance(component, ProfitShare):
            base = bases.profit + terms.carried_in
            amount = share_profit(component, base)
        elif isinstance(component, Commission):
            base = getattr(bases, component.of)
            amount = commission(component, getattr(bases, component.of))
        elif isinstance(component, MonthlyFee):
            base = None
            amount = fee_of_month(component.amount, terms, month)
        else:
            base = sum(each.amount for each in earned)
            amount = top_up(component, base, terms, month)
        earned.append(Earned(COMPONENT_KINDS[type(component)], component.clause, base, amount))
    return tuple(earned)


def share_profit(share: ProfitShare, base: int) -> int:
    """Party b's part of the profit, rounded once; of a loss only where it is shared."""
    if base < 0 and share.loss != "share":
        return 0
    return round_ratio(base * share.b, RATE_ONE)


def carry_out(share: ProfitShare | None, base: int) -> int:
    """The loss that the next statement brings in (<= 0)."""
    if share is not None and share.loss == "carry_forward":
        return min(base, 0)
    return 0


def commission(component: Commission, base: int) -> int:
    """The commission on what lies above the threshold, rounded once."""
    counted = max(base - component.threshold, 0)
    if component.tier_mode == "whole":
        rate = max(
            (tier for tier in component.tiers if tier.start <= counted), key=lambda tier: tier.start
        ).rate
        return round_ratio(counted * rate, RATE_ONE)
    return round_ratio(sum(_slices(component.tiers, counted)), RATE_ONE)


def _slices(tiers: tuple[Tier, ...], counted: int) -> list[int]:
    """Each slice at its own rate, in millionths of a fen, not rounded."""
    ends = [tier.start for tier in tiers[1:]] + [counted]
    return [max(min(end, counted) - tier.start, 0) * tier.rate for tier, end in zip(tiers, ends, strict=True)]


def fee_of_month(amount: int, terms: Terms, month: str) -> int:
    """A monthly amount by the days in force: all of it in a full month, 0 outside the term."""
    days = month_period(month)
    return round_ratio(amount * _days_in_force(terms, days), days.days)


def top_up(component: Minimum, base: int, terms: Terms, month: str) -> int:
    """What is missing to the month's minimum, by days if pro-rated; nothing outside the term, a shared loss included."""
    if not _days_in_force(terms, month_period(month)):
        return 0
    amount = fee_of_month(component.amount, terms, month) if component.prorate else component.amount
    return max(0, amount - base)


def _days_in_force(terms: Terms, days: Period) -> int:
    """Days of the period within the term, both of whose dates are in force; `read_terms` saw to it that they exist."""
    start, end = terms.term_start or date.min, terms.term_end or date.min
    term = Period(start, end) if end == date.max else term_period(start, end)
    first, last = max(term.start, days.start), min(term.end, days.end)
    return max(Period(first, last).days, 0)
