"""The forecast of a promotion, SKU by SKU, from what its shop sold before. Reckoned at each look, kept nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from paidang.catalog.queries.names import titles_of
from paidang.contracts.models import Contract
from paidang.kit.period import day_of
from paidang.promotions.models import Promotion
from paidang.promotions.queries.board import Board
from paidang.promotions.queries.check import Asked, Plan, plan_of
from paidang.promotions.queries.history import Ended, History, load_history
from paidang.promotions.rules.forecast import Forecast, Past, discount_of, lift_of
from paidang.promotions.rules.usual import Rhythm, back_test, level_of, origins_of, rhythm_of


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


def forecast_plan(contract: Contract, plan: Plan, before: date) -> Forecasts:
    """What a plan's SKUs would sell, as it was known before a day."""
    skus = {one.sku for one in plan.lines}
    titles = titles_of(contract, skus)
    history = load_history(contract, plan.shop, skus, before)
    bare = [Forecast(one.sku, titles.get(one.sku) or one.sku, one.units, 0) for one in plan.lines]
    if history is None:
        return Forecasts(bare, None)
    rhythm = rhythm_of(history.shop, before)
    rhythms = {day: rhythm_of(history.shop, day) for day in origins_of(history.shop)}
    past = [one for one in (_past(history, each, rhythm) for each in history.ended) if one]
    weight = rhythm.of_span(plan.starts_at, plan.ends_at)
    rows = []
    for line, row in zip(plan.lines, bare, strict=True):
        own = history.skus[line.sku]
        row = replace(row, days=len(own.ordinary(before)))
        level = level_of(own, rhythm, before)
        if level is not None:
            row = replace(row, usual=level * weight, tested=back_test(own, rhythms))
            row = _lifted(row, history, past, line, before)
        rows.append(row)
    return Forecasts(rows, history.shop.last)


def _lifted(row: Forecast, history: History, past: Sequence[Past], line: Asked, before: date) -> Forecast:
    usual_fen = history.usual_fen(line.sku, before)
    if usual_fen is None:
        return row
    discount = discount_of(line.price_fen, usual_fen)
    return replace(row, discount=discount, lift=lift_of(past, discount))


def _past(history: History, one: Ended, rhythm: Rhythm) -> Past | None:
    """One that is over, beside what was to be expected before it began; None where that was not known."""
    first = day_of(one.starts_at)
    level = level_of(history.skus[one.sku], rhythm, first)
    usual_fen = history.usual_fen(one.sku, first)
    if level is None or usual_fen is None:
        return None
    weight = rhythm.of_span(one.starts_at, one.ends_at)
    return Past(one.sku, discount_of(one.price_fen, usual_fen), one.sold, level * weight)


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
