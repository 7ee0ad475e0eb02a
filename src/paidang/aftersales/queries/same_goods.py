"""How the same goods did lately: sold, come back for their quality, sent wrongly."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, Sum

from paidang.aftersales.models import Case, CaseLine
from paidang.aftersales.rules.words import OVER_SHIPPED, QUALITY, WRONG_ITEM
from paidang.orders.models import OrderLine


@dataclass(frozen=True, slots=True)
class SameGoods:
    """Units of a SKU since a moment: sold, asked back for quality, and found to be of bad quality."""

    sku: str
    sold: int
    asked: int
    found: int


def same_goods(contract_id: int, sku: str, *, since: datetime) -> SameGoods:
    """The figures of one SKU."""
    sold = OrderLine.objects.filter(contract_id=contract_id, sku=sku, paid_at__gte=since)
    back = CaseLine.objects.filter(contract_id=contract_id, sku=sku, case__asked_at__gte=since)
    units = back.aggregate(
        asked=Sum("quantity", filter=Q(case__reason=QUALITY)),
        found=Sum("quantity", filter=Q(finding=QUALITY)),
    )
    return SameGoods(
        sku,
        int(sold.aggregate(n=Sum("quantity"))["n"] or 0),
        int(units["asked"] or 0),
        int(units["found"] or 0),
    )


def last_wrong_parcel(contract_id: int, skus: Collection[str]) -> Case | None:
    """The latest case of a wrong or surplus shipment of one of these SKUs or sets: what to look out for (OP-3-E-2)."""
    found = Case.objects.filter(
        contract_id=contract_id, reason__in=[WRONG_ITEM, OVER_SHIPPED], lines__sku__in=skus
    )
    return found.order_by("-asked_at", "-pk").first()
