"""Reads on promotions: one, many, what is said of them."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Q, QuerySet

from paidang.contracts.models import Contract
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.promotions.models import (
    PackingCapacity,
    Promotion,
    PromotionLine,
    SeasonDates,
    ServicePace,
    Supply,
    UnapprovedSale,
)
from paidang.promotions.rules.states import STANDING

_RELATED = ("contract", "offer", "made_by", "asked_by", "live_by", "withdrawn_by", "offer__answered_by")


def get_promotion(contract: Contract, number: int, *, lock: bool = False) -> Promotion:
    """One of them; NotFound where there is none of that number."""
    found = Promotion.objects.filter(contract=contract, number=number).select_related(*_RELATED)
    promotion = (found.select_for_update(of=("self",)) if lock else found).first()
    if promotion is None:
        raise NotFound(say("没有促销 {number}", number=number), remedy=say("请从促销页打开。"))
    return promotion


def list_promotions(contract: Contract, *, since: datetime) -> list[Promotion]:
    """Those that end after `since`, by their start, with their goods."""
    return list(promotions_of(contract).filter(ends_at__gt=since).order_by("starts_at", "number"))


def list_past(contract: Contract, *, at: datetime, before: int = 0, most: int) -> list[Promotion]:
    """Those that are over by a moment, the latest end first, with their goods; `before`: the number of the one they go on after."""
    found = promotions_of(contract).filter(ends_at__lte=at).order_by("-ends_at", "-number")
    if last := promotions_of(contract).filter(number=before).first() if before else None:
        found = found.filter(Q(ends_at__lt=last.ends_at) | Q(ends_at=last.ends_at, number__lt=last.number))
    return list(found[:most])


def promotions_of(contract: Contract) -> QuerySet[Promotion]:
    """All that were ever written down, with their goods."""
    return Promotion.objects.filter(contract=contract).select_related(*_RELATED).prefetch_related("lines")


def count_goods(contract: Contract) -> int:
    """Of all of them together."""
    return PromotionLine.objects.filter(contract=contract).count()


def find_by_offer(contract: Contract, offer_number: int) -> Promotion | None:
    """The promotion whose offer this is."""
    return Promotion.objects.filter(contract=contract, offer__number=offer_number).first()


def planned_units(contract: Contract, at: datetime) -> dict[str, int]:
    """By SKU, how many units the promotions that stand and are not over are expected to sell."""
    units: Counter[str] = Counter()
    for one in list_promotions(contract, since=at):
        if one.state_at(at) in STANDING:
            units.update({line.sku: line.units for line in one.lines.all()})
    return dict(units)


def list_capacities(contract: Contract) -> list[PackingCapacity]:
    """What holds now of each warehouse of which it was said."""
    found = PackingCapacity.objects.filter(contract=contract).select_related("warehouse", "set_by")
    return list(found.order_by("warehouse", "-pk").distinct("warehouse"))


def get_service_pace(contract: Contract) -> ServicePace | None:
    """What was said last of customer service."""
    found = ServicePace.objects.filter(contract=contract).select_related("set_by")
    return found.order_by("-pk").first()


def list_supplies(contract: Contract) -> list[Supply]:
    """The goods that are on their way, by their day."""
    found = Supply.objects.filter(contract=contract, closed_at=None).select_related("declared_by")
    return list(found.order_by("day", "pk"))


def list_season_dates(contract: Contract) -> Sequence[SeasonDates]:
    """The dates that were entered, by the day on which the sale begins."""
    return list(
        SeasonDates.objects.filter(contract=contract).select_related("entered_by").order_by("sale_from")
    )


def list_unapproved(contract: Contract, *, open_only: bool = False, most: int = 100) -> list[UnapprovedSale]:
    """Sales that nobody approved, the newest first."""
    found = UnapprovedSale.objects.filter(contract=contract).select_related("answered_by")
    if open_only:
        found = found.filter(answered_at=None)
    return list(found.order_by("-day", "sku", "pk")[:most])


def list_gone_out(
    contract: Contract, channel: str, skus: Collection[str], *, since: datetime, before: datetime
) -> list[Promotion]:
    """Promotions of any of the SKUs that went out on a platform and were on at any moment between, by their start."""
    found = Promotion.objects.filter(
        contract=contract, channel=channel, live_at__isnull=False, lines__sku__in=skus, starts_at__lt=before, ends_at__gt=since
    )  # fmt: skip
    return list(found.distinct().order_by("starts_at", "number"))
