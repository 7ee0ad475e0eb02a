"""What a promotion sold: per SKU against its plan, in spans of hours, and what it brought. From the orders alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Sum
from django.db.models.functions import Coalesce

from paidang.catalog.queries.floors import retail_days
from paidang.catalog.queries.names import titles_of
from paidang.catalog.rules.guarding import floors_within
from paidang.contracts.models import Contract
from paidang.contracts.queries import Standing, get_standing
from paidang.kit.period import SHANGHAI, day_of, month_of
from paidang.promotions.models import Promotion
from paidang.promotions.queries.check import costs_of, terms_at
from paidang.promotions.queries.sold import Sale, list_sales
from paidang.promotions.rules.worth import Sold, Worth, worths_of
from paidang.settlement.rules.terms import Terms
from paidang.stock.models import SkuPlan, StockLevel
from paidang.stock.rules.offering import sellable

SPANS_MAX = 9
"""So many marks a chart has at most."""


@dataclass(frozen=True, slots=True)
class SkuSold:
    """One SKU: sold of so many planned, revenue and the lowest price of a unit in fen, what is left to sell."""

    sku: str
    title: str
    planned: int
    units: int
    revenue_fen: int
    lowest_fen: int | None
    floor_fen: int | None
    left: int | None

    @property
    def is_below(self) -> bool:
        return self.lowest_fen is not None and self.floor_fen is not None and self.lowest_fen < self.floor_fen


@dataclass(frozen=True, slots=True)
class Board:
    """What was sold of a promotion by a moment. `spans`: units by the moment from which they count. Refunds are NOT taken off."""

    skus: Sequence[SkuSold]
    spans: Sequence[tuple[datetime, int]]
    span_hours: int
    worth: Worth | None

    @property
    def units(self) -> int:
        return sum(one.units for one in self.skus)

    @property
    def planned(self) -> int:
        return sum(one.planned for one in self.skus)

    @property
    def revenue_fen(self) -> int:
        return sum(one.revenue_fen for one in self.skus)

    @property
    def below(self) -> int:
        return sum(one.is_below for one in self.skus)

    @property
    def bars(self) -> list[dict[str, Any]]:
        """The spans as bars of a chart 540 wide; the highest is 78 high."""
        most = max((units for _at, units in self.spans), default=0) or 1
        begins = [at.astimezone(SHANGHAI) for at, _units in self.spans]
        is_one_day = len({at.date() for at in begins}) == 1
        return [
            {
                "units": units, "x": 10 + 60 * n, "middle": 30 + 60 * n,
                "word": f"{at:%H:%M}" if self.span_hours < 24 and (at.hour or is_one_day) else f"{at:%m-%d}",
                "height": units * 78 / most, "y": 96 - units * 78 / most, "above": 91 - units * 78 / most,
            }
            for n, (at, (_at, units)) in enumerate(zip(begins, self.spans, strict=True))
        ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Result:
    """What a promotion came to: units sold of so many planned, and what they brought."""

    planned: int
    units: int
    worth: Worth | None


def load_board(promotion: Promotion, at: datetime, standing: Standing | None = None) -> Board:
    """The lines of its store and SKUs that were paid while it was on. `standing` of its contract, where it is at hand."""
    lines = list(promotion.lines.all())
    skus = [line.sku for line in lines]
    hours = _span_hours(promotion)
    sold = list_sales([promotion], hours=hours)[promotion.pk]
    floors = retail_days(promotion.contract_id, skus)
    left, titles = _left(promotion, skus), titles_of(promotion.contract, skus)
    rows = []
    for line in lines:
        own = [one for one in sold if one.sku == line.sku]
        floor = floors_within(
            floors.get(line.sku, ()), day_of(promotion.starts_at), day_of(promotion.starts_at)
        )
        rows.append(
            SkuSold(
                line.sku, titles.get(line.sku) or line.sku, line.units, sum(one.units for one in own), sum(one.revenue_fen * one.lines for one in own),
                min((one.revenue_fen // one.quantity for one in own), default=None),
                floor[-1][1] if floor else None, left.get(line.sku),
            )
        )  # fmt: skip
    money = _Money(promotion.contract, {one.sku for one in sold}, standing)
    return Board(rows, _spans(promotion, sold, hours, at), hours, money.worth(promotion, sold))


def list_results(promotions: Sequence[Promotion], standing: Standing | None = None) -> dict[int, Result]:
    """What each of these promotions of one contract came to, by id; as few queries for many as for one."""
    if not promotions:
        return {}
    sold = list_sales(promotions, hours=24)
    money = _Money(promotions[0].contract, {sale.sku for sales in sold.values() for sale in sales}, standing)
    return {
        one.pk: Result(
            sum(line.units for line in one.lines.all()),
            sum(sale.units for sale in sold[one.pk]),
            money.worth(one, sold[one.pk]),
        )
        for one in promotions
    }


def _left(promotion: Promotion, skus: Sequence[str]) -> dict[str, int]:
    safety = dict(
        SkuPlan.objects.filter(contract=promotion.contract_id, sku__in=skus).values_list("sku", "safety")
    )
    levels = StockLevel.objects.filter(contract=promotion.contract_id, sku__in=skus).values("sku")
    return {
        sku: sellable(on_hand=on_hand, reserved=reserved, safety=safety.get(sku, 0))
        for sku, on_hand, reserved in levels.annotate(
            h=Coalesce(Sum("on_hand"), 0), r=Coalesce(Sum("reserved"), 0)
        ).values_list("sku", "h", "r")
    }


def _span_hours(promotion: Promotion) -> int:
    hours = -(-(promotion.ends_at - promotion.starts_at) // timedelta(hours=1))
    return next(
        (each for each in (1, 2, 4, 6, 12, 24, 48, 168) if each * SPANS_MAX >= hours), hours // SPANS_MAX + 1
    )


def _spans(
    promotion: Promotion, sold: Sequence[Sale], hours: int, at: datetime
) -> list[tuple[datetime, int]]:
    found: list[tuple[datetime, int]] = []
    since = promotion.starts_at
    while since < min(promotion.ends_at, at):
        found.append((since, sum(one.units for one in sold if one.span == len(found))))
        since += timedelta(hours=hours)
    return found


class _Money:
    """What lines bring, each reckoned like a line of a statement, by the terms of the month in which a promotion begins."""

    def __init__(self, contract: Contract, skus: Iterable[str], standing: Standing | None) -> None:
        self.standing, self.costs = standing or get_standing(contract), costs_of(contract, set(skus))
        self.terms: dict[str, Terms | None] = {}

    def worth(self, promotion: Promotion, sold: Sequence[Sale]) -> Worth | None:
        """None where it cannot be told of one of them."""
        month = month_of(promotion.starts_at)
        if month not in self.terms:
            self.terms[month] = terms_at(self.standing, promotion.starts_at)
        terms, whole = self.terms[month], Worth(0, 0, 0)
        if terms is None:
            return None
        sales = [Sold(one.sku, one.quantity, one.unit_price_fen, one.at, one.minus_fen) for one in sold]
        for sale, one in zip(sold, worths_of(terms, self.costs, sales), strict=True):
            if one is None:
                return None
            whole += one.times(sale.lines)
        return whole
