"""Orders and cases as a store works by them, kept as their platform tells them last, with how they became so."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from paidang.channels.link.documents import DONE, SHIPPED, CaseHead, OrderHead
from paidang.stores.models import OutgoingAct, StoreCase, StoreLink, StoreOrder, StoreOrderChange
from paidang.stores.queries.sealed import PERSONS, seal
from paidang.stores.rules.states import DONE as SENT
from paidang.stores.rules.states import SHIP

LEFT = (SHIPPED, DONE)
TOLD = (
    "state", "platform_state", "created_at", "modified_at", "paid_at", "shipped_at", "completed_at", "parent_id", "parcels",
    "sealed", "asks_invoice",
)  # fmt: skip


def moment(text: str) -> datetime | None:
    """ISO 8601 as a moment; none where there is none."""
    return datetime.fromisoformat(text) if text else None


def shipped_at_of(link: StoreLink, head: OrderHead, at: datetime) -> datetime | None:
    """When an order left: as the platform says, else as we sent it, else as we first saw that it had (its last change)."""
    if said := moment(head.shipped_at):
        return said
    if head.state not in LEFT:
        return None
    known = StoreOrder.objects.filter(link=link, order_id=head.order_id, shipped_at__isnull=False).first()
    if known:
        return known.shipped_at
    sent = OutgoingAct.objects.filter(link=link, kind=SHIP, state=SENT, body__order_id=head.order_id)
    last = sent.order_by("-done_at").first()
    return last.done_at if last else moment(head.modified_at) or at


def keep_orders(link: StoreLink, heads: Sequence[OrderHead], at: datetime) -> None:
    """Write what the platform says of orders; what became of each goes to its history."""
    numbers = [head.order_id for head in heads]
    known = {one.order_id: one for one in StoreOrder.objects.filter(link=link, order_id__in=numbers)}
    orders, others = [], []
    for head in heads:
        order = known.get(head.order_id) or StoreOrder(
            contract_id=link.contract_id, link=link, order_id=head.order_id
        )
        if _tell(order, head, shipped_at_of(link, head, at)):
            others.append(order)
        orders.append(order)
    StoreOrder.objects.bulk_create(
        orders, batch_size=500, update_conflicts=True, unique_fields=["link", "order_id"], update_fields=TOLD
    )
    StoreOrderChange.objects.bulk_create(
        (
            StoreOrderChange(
                contract_id=link.contract_id,
                order=order,
                state=order.state,
                platform_state=order.platform_state,
                parcels=order.parcels,
                at=order.modified_at or at,
                told_at=at,
            )
            for order in others
        ),
        batch_size=500,
    )


def _tell(order: StoreOrder, head: OrderHead, shipped_at: datetime | None) -> bool:
    """Fill the row with what the head says, and answer whether the order became something else by it."""
    parcels = [asdict(parcel) | {"line_ids": list(parcel.line_ids)} for parcel in head.parcels]
    is_other = (order.state, order.platform_state, order.parcels) != (
        head.state,
        head.platform_state,
        parcels,
    )
    order.state, order.platform_state, order.parcels = head.state, head.platform_state, parcels
    order.created_at, order.modified_at = moment(head.created_at), moment(head.modified_at)
    order.paid_at, order.completed_at = moment(head.paid_at), moment(head.completed_at)
    order.shipped_at = shipped_at
    order.parent_id = head.parent_id
    persons = {
        "receiver": asdict(head.receiver),
        "buyer_words": head.buyer_words,
        "seller_words": head.seller_words,
        "invoice": asdict(head.invoice) if head.invoice else None,
    }
    order.asks_invoice = head.invoice is not None
    owner = f"order:{order.link_id}:{head.order_id}"
    order.sealed = seal(json.dumps(persons, ensure_ascii=False), purpose=PERSONS, owner=owner)
    return is_other


def keep_case(link: StoreLink, head: CaseHead) -> None:
    """Write what the platform says of an after-sales case."""
    StoreCase.objects.update_or_create(
        link=link,
        case_id=head.case_id,
        defaults={
            "contract_id": link.contract_id,
            "order_id": head.order_id,
            "line_id": head.line_id,
            "kind": head.kind,
            "state": head.state,
            "platform_state": head.platform_state,
            "amount_fen": head.amount_fen,
            "quantity": head.quantity,
            "reason": head.reason[:500],
            "asked_at": moment(head.asked_at),
            "modified_at": moment(head.modified_at),
            "refunded_at": moment(head.refunded_at),
            "return_waybill": head.return_parcel.waybill if head.return_parcel else "",
        },
    )
