"""What a promotion sold: per SKU against its plan, in spans of hours, and what it brought. From the orders alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Sum
from django.db.models.functions import Coalesce

from paidang.catalog.queries.guard import retail_days
from paidang.catalog.rules.guarding import floors_within
from paidang.kit.period import SHANGHAI, day_of
from paidang.orders.models import OrderLine
from paidang.promotions.models import Promotion
from paidang.promotions.queries.check import costs_of, terms_at
from paidang.promotions.rules.worth import Sold, Worth, worth_of
from paidang.stock.models import SkuPlan, StockLevel
from paidang.stock.rules.offering import sellable

SPANS_MAX = 9
"""So many marks a chart has at most."""


@dataclass(frozen=True, slots=True)
class SkuSold:
    """One SKU: sold of so many planned, revenue and the lowest price of a unit in fen, what is left to sell."""

    sku: str
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
        shape = "%m-%d" if self.span_hours >= 24 else "%H:%M"
        return [
            {
                "units": units, "word": at.astimezone(SHANGHAI).strftime(shape), "x": 10 + 60 * n, "middle": 30 + 60 * n,
                "height": units * 78 / most, "y": 96 - units * 78 / most, "above": 91 - units * 78 / most,
            }
            for n, (at, units) in enumerate(self.spans)
        ]  # fmt: skip


def load_board(promotion: Promotion, at: datetime) -> Board:
    """The lines of its store and SKUs that were paid while it was on."""
    lines = list(promotion.lines.all())
    skus = [line.sku for line in lines]
    sold = list(
        OrderLine.objects.filter(
            contract=promotion.contract_id, channel=promotion.channel, store=promotion.store, sku__in=skus,
            paid_at__gte=promotion.starts_at, paid_at__lt=promotion.ends_at, gift=False,
        ).order_by("paid_at", "line_id")
    )  # fmt: skip
    floors = retail_days(promotion.contract_id, skus)
    left = _left(promotion, skus)
    rows = []
    for line in lines:
        own = [one for one in sold if one.sku == line.sku]
        floor = floors_within(
            floors.get(line.sku, ()), day_of(promotion.starts_at), day_of(promotion.starts_at)
        )
        rows.append(
            SkuSold(
                line.sku, line.units, sum(one.quantity for one in own), sum(_revenue(one) for one in own),
                min((_revenue(one) // one.quantity for one in own), default=None),
                floor[-1][1] if floor else None, left.get(line.sku),
            )
        )  # fmt: skip
    hours = _span_hours(promotion)
    return Board(rows, _spans(promotion, sold, hours, at), hours, _worth(promotion, sold))


def _revenue(line: OrderLine) -> int:
    return line.unit_price_fen * line.quantity - line.merchant_discount_fen


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
    promotion: Promotion, sold: Sequence[OrderLine], hours: int, at: datetime
) -> list[tuple[datetime, int]]:
    found, since = [], promotion.starts_at
    while since < min(promotion.ends_at, at):
        until = since + timedelta(hours=hours)
        found.append((since, sum(one.quantity for one in sold if since <= one.paid_at < until)))
        since = until
    return found


def _worth(promotion: Promotion, sold: Sequence[OrderLine]) -> Worth | None:
    """What these lines bring, each reckoned like a line of a statement; None where it cannot be told of one of them."""
    terms = terms_at(promotion.contract, promotion.starts_at)
    if terms is None:
        return None
    costs = costs_of(promotion.contract, {one.sku for one in sold})
    whole = Worth(0, 0, 0)
    for line in sold:
        one = worth_of(
            terms,
            costs,
            Sold(line.sku, line.quantity, line.unit_price_fen, line.paid_at, line.merchant_discount_fen),
        )
        if one is None:
            return None
        whole += one
    return whole
