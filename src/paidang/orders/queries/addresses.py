"""Reads on addresses of our own word."""

import json

from paidang.channels.link.documents import Receiver
from paidang.orders.models import OrderAddress
from paidang.orders.queries.sealed import ADDRESS, unseal
from paidang.team.rules.vault import Unreadable


def owner_of(contract_id: int, order_id: str) -> str:
    """What an address is bound to."""
    return f"order:{contract_id}:{order_id}"


def find_address(contract_id: int, order_id: str) -> Receiver | None:
    """Where an order goes by our own word; None where that says nothing, or no longer."""
    row = OrderAddress.objects.filter(contract_id=contract_id, order_id=order_id, replaced_at=None).first()
    if row is None or not row.sealed:
        return None
    try:
        text = unseal(row.sealed, purpose=ADDRESS, owner=owner_of(contract_id, order_id))
    except Unreadable:
        return None
    return Receiver(**json.loads(text))


def list_addresses(contract_id: int, order_id: str) -> list[OrderAddress]:
    """Every version, the newest first; encrypted as they are."""
    found = OrderAddress.objects.select_related("by").filter(contract_id=contract_id, order_id=order_id)
    return list(found.order_by("-version"))
