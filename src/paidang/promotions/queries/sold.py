"""What was sold of promotions: the lines of their stores and SKUs that were paid while they were on. Refunds are NOT taken off."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from paidang.promotions.models import Promotion


@dataclass(frozen=True, slots=True)
class Sale:
    """So many lines that are alike: the same units of a SKU at the same price on a day, in the same span of the promotion."""

    sku: str
    quantity: int
    unit_price_fen: int
    minus_fen: int
    span: int
    lines: int
    at: datetime

    @property
    def units(self) -> int:
        return self.quantity * self.lines

    @property
    def revenue_fen(self) -> int:
        """Of one line."""
        return self.unit_price_fen * self.quantity - self.minus_fen


# Lines are many, kinds of lines are few: added up where they lie.
_SALES = """
    select q.promotion_id, l.sku, l.quantity, l.unit_price_fen, l.merchant_discount_fen,
           floor(extract(epoch from l.paid_at - p.starts_at) / %(span_s)s)::int as span, count(*), min(l.paid_at)
    from promotions_promotion p join promotions_promotionline q on q.promotion_id = p.id
    join orders_orderline l on l.contract_id = p.contract_id and l.sku = q.sku and l.paid_at >= p.starts_at
      and l.paid_at < p.ends_at and l.channel = p.channel and l.store = p.store and not l.gift
    where p.contract_id = %(contract)s and p.id = any(%(promotions)s)
    group by 1, 2, 3, 4, 5, 6, (l.paid_at at time zone 'Asia/Shanghai')::date"""


def list_sales(promotions: Sequence[Promotion], *, hours: int) -> dict[int, list[Sale]]:
    """What was sold of each promotion, by its id."""
    found: dict[int, list[Sale]] = defaultdict(list)
    if not promotions:
        return found
    asked: dict[str, Any] = {
        "contract": promotions[0].contract_id,
        "promotions": [one.pk for one in promotions],
        "span_s": hours * 3600,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SALES, asked)
        for promotion_id, *sale in cursor.fetchall():
            found[promotion_id].append(Sale(*sale))
    return found
