"""Keeping what orders are found by: place and keyed hashes of who gets the goods, waybills. The rest is encrypted elsewhere."""

from collections.abc import Collection, Mapping

from paidang.channels.link.documents import Receiver
from paidang.orders.models import OrderAddress, OrderPerson, OrderWaybill
from paidang.orders.queries.sealed import found_by
from paidang.orders.rules.persons import keys_of

KEPT = ("province", "city", "name", "phone", "last_four", "same")
PLACE_CHARS, WAYBILL_CHARS = 40, 100


def keep_persons(contract_id: int, receivers: Mapping[str, Receiver], *, by_us: bool = False) -> None:
    """Write by order what its receiver is found by. A platform's word does not count where the address is ours (`by_us`)."""
    if not by_us:
        ours = _readdressed(contract_id, receivers)
        receivers = {order_id: one for order_id, one in receivers.items() if order_id not in ours}
    rows = []
    for order_id, receiver in receivers.items():
        keys = keys_of(receiver)
        rows.append(
            OrderPerson(
                contract_id=contract_id,
                order_id=order_id,
                province=receiver.province.strip()[:PLACE_CHARS],
                city=receiver.city.strip()[:PLACE_CHARS],
                name=found_by(contract_id, "name", keys.name),
                phone=found_by(contract_id, "phone", keys.phone),
                last_four=found_by(contract_id, "last_four", keys.last_four),
                same=found_by(contract_id, "same", keys.same),
            )
        )
    OrderPerson.objects.bulk_create(
        rows,
        batch_size=1000,
        update_conflicts=True,
        unique_fields=["contract", "order_id"],
        update_fields=KEPT,
    )


def keep_waybills(contract_id: int, waybills: Collection[tuple[str, str]]) -> None:
    """Write (order, waybill) for orders to be found by; known ones stay."""
    OrderWaybill.objects.bulk_create(
        (
            OrderWaybill(
                contract_id=contract_id, order_id=order_id, waybill=waybill.strip().upper()[:WAYBILL_CHARS]
            )
            for order_id, waybill in waybills
            if waybill.strip()
        ),
        batch_size=1000,
        ignore_conflicts=True,
    )


def _readdressed(contract_id: int, order_ids: Collection[str]) -> set[str]:
    found = OrderAddress.objects.filter(contract_id=contract_id, order_id__in=order_ids, replaced_at=None)
    return set(found.values_list("order_id", flat=True))
