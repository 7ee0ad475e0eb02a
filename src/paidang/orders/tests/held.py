"""What is held, for the tests of all slices that hold orders."""

from paidang.contracts.models import Contract
from paidang.orders.models import OrderHold


def held_orders(contract: Contract) -> set[str]:
    """The orders of a contract that may not be shipped now."""
    found = OrderHold.objects.filter(contract=contract, released_at=None)
    return set(found.values_list("order_id", flat=True))
