"""Reads on direct customers and on where is delivered to."""

from paidang.orders.models import DeliveryArea, DirectCustomer

DIRECT = "direct"
"""The channel of their orders; the store of such an order is the customer's name."""
OFFLINE = ("offline", "线下", "线下销售", "直销")
"""Other names under which goods might be sold offline: never taken."""


def list_customers(contract_id: int) -> list[DirectCustomer]:
    """All, by name; those that have ended last."""
    found = DirectCustomer.objects.select_related("named_by__org", "confirmed_by")
    return sorted(found.filter(contract_id=contract_id), key=lambda one: (one.ended_at is not None, one.name))


def buying_customers(contract_id: int) -> list[str]:
    """Those whose orders are taken now."""
    found = DirectCustomer.objects.filter(contract_id=contract_id, confirmed_at__isnull=False, ended_at=None)
    return list(found.order_by("name").values_list("name", flat=True))


def list_areas(contract_id: int) -> list[DeliveryArea]:
    """Where is delivered to, of the contract first, then by store."""
    return list(DeliveryArea.objects.filter(contract_id=contract_id).order_by("store"))
