"""Invoices that buyers asked for on their platforms, told with the orders."""

import json
from collections.abc import Sequence

from paidang.channels.link.documents import InvoiceWish
from paidang.stores.models import StoreOrder
from paidang.stores.queries.sealed import PERSONS, unseal
from paidang.team.rules.vault import Unreadable


def read_wishes(contract_id: int, order_ids: Sequence[str]) -> dict[str, InvoiceWish]:
    """What the buyers of these orders want on their invoices; an order without a wish is not among them."""
    wishes = {}
    for order in StoreOrder.objects.filter(contract_id=contract_id, order_id__in=order_ids):
        try:
            kept = json.loads(
                unseal(order.sealed, purpose=PERSONS, owner=f"order:{order.link_id}:{order.order_id}")
            )
        except Unreadable:  # the next pull tells it again
            continue
        if kept["invoice"]:
            wishes[order.order_id] = InvoiceWish(**kept["invoice"])
    return wishes
