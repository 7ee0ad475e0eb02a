"""The forecast of a promotion, SKU by SKU, from what its shop sold before. Reckoned at each look; only what is known of a
SKU whatever is planned is kept for a while.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from functools import cache, partial

from paidang.catalog.queries.guard import Shop
from paidang.catalog.queries.names import titles_of
from paidang.contracts.models import Contract
from paidang.contracts.queries.kept import kept
from paidang.kit.period import day_of
from paidang.promotions.models import Promotion
from paidang.promotions.queries.board import Board
from paidang.promotions.queries.check import Asked, Plan, plan_of
from paidang.promotions.queries.history import Ended, History, load_history
from paidang.promotions.rules.forecast import Forecast, Lift, Past, discount_of, half_up, lift_of
from paidang.promotions.rules.usual import MILLION, Rhythm, Trial, back_test, level_of, origins_of, rhythm_of


@dataclass(frozen=True, slots=True)
class Forecasts:
    """A promotion's SKUs as they are planned, each with what history says; `until`: the last day that history knows."""

    rows: Sequence[Forecast]
    until: date | None

    @property
    def expected(self) -> int | None:
        """Units of all SKUs; None where it cannot be told of one of them."""
        found = [one.expected for one in self.rows]
        return None if None in found else sum(one or 0 for one in found)


@dataclass(frozen=True, slots=True)
class Usual:
    """What is known of one SKU whatever is planned: ordinary days, units an average one, how far that was off, the usual price."""

    days: int
    level: Fraction | None
    tested: Trial | None
    usual_fen: int | None


@dataclass(frozen=True, slots=True)
class Known:
    """What a shop's history says before a day, of some SKUs; all that a forecast of them takes, whatever their plan."""

    until: date
    rhythm: Rhythm
    past: Sequence[Past]
    skus: Mapping[str, Usual]


def forecast_plan(contract: Contract, plan: Plan, before: date) -> Forecasts:
    """What a plan's SKUs would sell, as it was known before a day."""
    skus = {one.sku for one in plan.lines}
    titles = titles_of(contract, skus)
    known = kept(
        [contract.pk], ("promotions.known", plan.shop, sorted(skus), before),
        lambda: (_known(contract, plan.shop, skus, before),), rows=_days_read,
    )[0]  # fmt: skip
    bare = [Forecast(one.sku, titles.get(one.sku) or one.sku, one.units, 0) for one in plan.lines]
    if known is None:
        return Forecasts(bare, None)
    weight = known.rhythm.of_span(plan.starts_at, plan.ends_at)
    lift = cache(partial(lift_of, known.past))
    rows = [
        _row(row, known.skus[row.sku], one, weight, lift) for row, one in zip(bare, plan.lines, strict=True)
    ]
    return Forecasts(rows, known.until)


def _days_read(found: tuple[Known | None]) -> int:
    """Of how many days of single SKUs it was reckoned."""
    [known] = found
    return sum(one.days for one in known.skus.values()) if known else 0


def _row(
    row: Forecast, own: Usual, line: Asked, weight: Fraction, lift: Callable[[int], Lift | None]
) -> Forecast:
    row = replace(row, days=own.days)
    if own.level is None:
        return row
    row = replace(row, usual=own.level * weight, tested=own.tested)
    if own.usual_fen is None:
        return row
    discount = discount_of(line.price_fen, own.usual_fen)
    return replace(row, discount=discount, lift=lift(discount))


def _known(contract: Contract, shop: Shop, skus: Collection[str], before: date) -> Known | None:
    history = load_history(contract, shop, skus, before)
    if history is None:
        return None
    rhythm = rhythm_of(history.shop, before)
    rhythms = {day: rhythm_of(history.shop, day) for day in origins_of(history.shop)}
    past = [one for one in (_past(history, each, rhythm) for each in history.ended) if one]
    usual = {sku: _usual(history, sku, rhythm, rhythms, before) for sku in skus}
    return Known(history.shop.last, rhythm, past, usual)


def _usual(history: History, sku: str, rhythm: Rhythm, rhythms: Mapping[date, Rhythm], before: date) -> Usual:
    own = history.skus[sku]
    level = level_of(own, rhythm, before)
    tested = None if level is None else back_test(own, rhythms)
    return Usual(len(own.ordinary(before)), level, tested, history.usual_fen(sku, before))


def _past(history: History, one: Ended, rhythm: Rhythm) -> Past | None:
    """One that is over, beside what was to be expected before it began; None where that was not known."""
    first = day_of(one.starts_at)
    level = level_of(history.skus[one.sku], rhythm, first)
    usual_fen = history.usual_fen(one.sku, first)
    if level is None or usual_fen is None:
        return None
    usual = level * rhythm.of_span(one.starts_at, one.ends_at)
    return Past(one.sku, discount_of(one.price_fen, usual_fen), one.sold, half_up(usual * MILLION))


def forecast_of(promotion: Promotion, at: datetime, board: Board | None = None) -> Forecasts:
    """A stored promotion's: as it is known now or, once it was put before the brand, as it was known then; with what was
    sold where there is a board.
    """
    known = promotion.asked_at or at
    found = forecast_plan(promotion.contract, plan_of(promotion), day_of(min(known, promotion.starts_at)))
    if board is None:
        return found
    sold = {one.sku: one.units for one in board.skus}
    return replace(found, rows=[replace(one, sold=sold.get(one.sku)) for one in found.rows])
