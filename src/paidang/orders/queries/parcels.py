"""Reads on parcels: what of an order is packed, what is still to be packed."""

from collections.abc import Collection, Mapping

from django.db import connection

from paidang.contracts.models import Contract
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.orders.models import OrderPerson, Parcel
from paidang.orders.rules.packing import Open


def get_parcel(contract: Contract, code: str, *, lock: bool = False) -> Parcel:
    """The parcel; NotFound if the contract has none of that code. Locked, others wait for this transaction."""
    found = Parcel.objects.filter(contract=contract, code=code)
    if lock:
        found = found.select_for_update(of=("self",), no_key=True)
    parcel = found.first()
    if parcel is None:
        raise NotFound(say("合同 {code} 下没有包裹 {parcel}", code=contract.code, parcel=code[:40]))
    return parcel


def list_parcels(contract_id: int, order_id: str) -> list[Parcel]:
    """The parcels that hold anything of an order, with their lines, the oldest first; unpacked ones are not in."""
    found = Parcel.objects.filter(contract_id=contract_id, lines__order_id=order_id, unpacked_at=None)
    return list(found.prefetch_related("lines").distinct().order_by("packed_at", "pk"))


def open_lines(contract_id: int, order_ids: Collection[str]) -> Mapping[str, Open]:
    """By line what of these orders is still to be packed: sold, less refunded, less what is in parcels, less what left."""
    with connection.cursor() as cursor:
        cursor.execute(
            """select l.line_id, l.order_id, l.sku,
                case when l.shipped_at is not null or l.completed_at is not null then 0 else greatest(0, l.quantity
                    - coalesce((select sum(r.quantity) from orders_refund r
                        where r.contract_id = l.contract_id and r.line_id = l.line_id), 0)
                    - coalesce((select sum(p.quantity) from orders_parcelline p join orders_parcel b on b.id = p.parcel_id
                        where p.contract_id = l.contract_id and p.order_id = l.order_id and p.line_id = l.line_id
                          and b.unpacked_at is null), 0)) end::bigint
            from orders_orderline l where l.contract_id = %s and l.order_id = any(%s) order by l.line_id""",
            [contract_id, list(order_ids)],
        )
        return {line_id: Open(order_id, sku, units) for line_id, order_id, sku, units in cursor.fetchall()}


def same_of(contract_id: int, order_ids: Collection[str]) -> Mapping[str, str]:
    """By order what person and address are told apart by; empty where nothing is known of them."""
    found = OrderPerson.objects.filter(contract_id=contract_id, order_id__in=order_ids)
    return dict(found.values_list("order_id", "same"))
