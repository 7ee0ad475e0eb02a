"""Lines that stock could not serve: paid and not covered, or shipped though the books had none."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q, Sum

from paidang.stock.models import Reservation

OPEN = Q(short__gt=0) | Q(missing__gt=0)


@dataclass(frozen=True, slots=True)
class Shortage:
    """`short` units of a line wait for goods; `missing` units have left that the books did not have."""

    order_id: str
    sku: str
    paid_at: datetime
    short: int
    missing: int


def count_short(contract_id: int) -> tuple[int, int]:
    """How many lines stock could not serve, and how many units of them."""
    found = Reservation.objects.filter(OPEN, contract_id=contract_id).aggregate(
        lines=Count("line_id"), units=Sum(F("short") + F("missing"))
    )
    return int(found["lines"]), int(found["units"] or 0)


def list_short(contract_id: int, *, sku: str = "", most: int = 20) -> list[Shortage]:
    """The lines that wait longest, of one SKU or of all."""
    found = Reservation.objects.filter(OPEN, contract_id=contract_id)
    if sku:
        found = found.filter(sku=sku)
    rows = found.order_by("paid_at", "line_id").values_list("order_id", "sku", "paid_at", "short", "missing")
    return [Shortage(*row) for row in rows[:most]]
