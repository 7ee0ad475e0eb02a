"""Which orders must leave soon or should have left: of all that are open those that somebody could ship."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from paidang.channels.link.documents import ASKED, CANCELLED, HELD, SPLIT, UNPAID
from paidang.orders.queries.deadlines import list_due
from paidang.orders.queries.holds import held_among
from paidang.orders.rules.deadlines import SOON_H
from paidang.stores.models import StoreCase, StoreOrder

DUE_MAX = 2_000
"""So many are looked at, the most urgent first."""


@dataclass(frozen=True, slots=True)
class Due:
    """An order with the moment by which it must have left. `is_held`: by us, which does not stop the clock."""

    contract_id: int
    order_id: str
    ship_by: datetime
    is_held: bool

    @property
    def pick(self) -> str:
        """The order among all of them."""
        return f"{self.contract_id}~{self.order_id}"


def list_urgent(contract_ids: Sequence[int], *, now: datetime, within_h: int = SOON_H) -> list[Due]:
    """The orders whose moment has passed or comes within so many hours, the most urgent first; at most DUE_MAX.

    What its platform has locked or closed, and what the buyer asks money back for at the platform, nobody may ship: its
    clock stands still.
    """
    found = list_due(contract_ids, before=now + timedelta(hours=within_h), most=DUE_MAX)
    orders = {order_id for _contract, order_id, _by in found}
    told = StoreOrder.objects.filter(contract_id__in=contract_ids, order_id__in=orders)
    stopped = set(
        told.filter(state__in=[HELD, CANCELLED, SPLIT, UNPAID]).values_list("contract_id", "order_id")
    )
    asked = StoreCase.objects.filter(contract_id__in=contract_ids, order_id__in=orders, state=ASKED)
    stopped |= set(asked.values_list("contract_id", "order_id"))
    held = held_among(contract_ids, orders)
    return [
        Due(contract_id, order_id, ship_by, (contract_id, order_id) in held)
        for contract_id, order_id, ship_by in found
        if (contract_id, order_id) not in stopped
    ]
