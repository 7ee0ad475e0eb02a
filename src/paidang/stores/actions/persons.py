"""Seeing who gets the goods, taking it along, changing it: each with its reason and its entry (OP-5)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from paidang.channels.link.documents import Receiver
from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.evidence.rules.chain import text_digest
from paidang.kit.clause import clause
from paidang.kit.outcome import NotAllowed, UnableTo
from paidang.kit.sentence import say
from paidang.orders.actions import hold_by_person
from paidang.orders.actions.addresses import keep_address
from paidang.orders.actions.allowed import check_may_handle
from paidang.orders.actions.noting import lock_orders, note, record
from paidang.orders.queries.parcels import list_parcels
from paidang.orders.rules.persons import wrong_with_address
from paidang.orders.rules.states import ON_HOLD, PART_SHIPPED, WAITING
from paidang.orders.rules.working import EXPORTED, READDRESSED, REASON_CHARS, SEEN
from paidang.stores.queries.receivers import order_state, receiver_of
from paidang.stores.rules.seeing import may_see
from paidang.team.models import Person

EXPORT_MAX = 500


class UnableToTouchPersons(UnableTo):
    """Codes: PERSONS_NOT_SHOWN, REASON_MISSING, ADDRESS_WRONG, ORDER_WRONG_STATE, PARCEL_WRONG_STATE, TOO_MANY_ORDERS."""

    code = "PERSONS_NOT_SHOWN"


@clause("OP-5-A")
@transaction.atomic
def see_receiver(*, person: Person, at: datetime, code: str, order_id: str) -> Receiver:
    """Show who gets the goods to somebody who ships or serves the buyer, while the order is open; on record each time."""
    contract = get_contract(code)
    [order_id] = lock_orders(contract, [order_id])
    _check_may_see(person, contract, order_id)
    note(contract, person, at, SEEN, {order_id: (say("查看收货信息"), {})})
    record(contract, person, at, "orders.person_seen", [order_id])
    return receiver_of(contract.pk, order_id)


@clause("OP-5-A")
@transaction.atomic
def export_receivers(
    *, person: Person, at: datetime, code: str, order_ids: Sequence[str], reason: str
) -> list[tuple[str, Receiver]]:
    """Take receivers along, for a reason that goes on record; of every order one must be allowed to see it."""
    contract = get_contract(code)
    words = reason.strip()[:REASON_CHARS]
    if not words:
        raise UnableToTouchPersons(
            say("导出收货信息要写理由"),
            code="REASON_MISSING",
            remedy=say("理由会存证，双方都能看到是谁在何时导出的。"),
        )
    if not 0 < len(order_ids) <= EXPORT_MAX:
        raise UnableToTouchPersons(say("一次导出 1 到 {most} 单", most=EXPORT_MAX), code="TOO_MANY_ORDERS")
    orders = lock_orders(contract, order_ids)
    for order_id in orders:
        _check_may_see(person, contract, order_id)
    said = say("导出收货信息：{reason}", reason=words)
    note(contract, person, at, EXPORTED, {order_id: (said, {}) for order_id in orders})
    record(contract, person, at, "orders.persons_exported", orders, {"reason_sha256": text_digest(words)})
    return [(order_id, receiver_of(contract.pk, order_id)) for order_id in orders]


@transaction.atomic
def readdress_order(
    *, person: Person, at: datetime, code: str, order_id: str, receiver: Receiver, by_buyer: bool, reason: str
) -> None:
    """Change where an order goes, before it is packed. What was before stays, encrypted, in the order's history."""
    contract = get_contract(code)
    check_may_handle(person, contract)
    [order_id] = lock_orders(contract, [order_id])
    words = reason.strip()[:REASON_CHARS]
    if not words:
        raise UnableToTouchPersons(say("改地址要写理由"), code="REASON_MISSING")
    if wrong := wrong_with_address(receiver):
        raise UnableToTouchPersons(say("地址不对：{wrong}", wrong=wrong), code="ADDRESS_WRONG")
    if order_state(contract, order_id) not in (WAITING, ON_HOLD, PART_SHIPPED):
        raise UnableToTouchPersons(
            say("订单 {order} 已经发出或了结，地址改不了", order=order_id),
            code="ORDER_WRONG_STATE",
            remedy=say("已发出的请联系快递改派。"),
        )
    if packed := [one for one in list_parcels(contract.pk, order_id) if not one.shipped_at]:
        raise UnableToTouchPersons(
            say("订单 {order} 已装进包裹 {parcel}", order=order_id, parcel=packed[0].code),
            code="PARCEL_WRONG_STATE",
            remedy=say("请先拆箱，再改地址。"),
        )
    keep_address(contract, order_id, receiver, person=person, at=at, by_buyer=by_buyer, reason=words)
    who = say("买家要求") if by_buyer else say("乙方要求")
    note(
        contract,
        person,
        at,
        READDRESSED,
        {order_id: (say("改收货地址（{who}）：{reason}", who=who, reason=words), {})},
    )
    record(contract, person, at, "orders.readdressed", [order_id], {"by_buyer": by_buyer})
    hold_by_person(contract, person=person, at=at, order_ids=[order_id])


def _check_may_see(person: Person, contract: Contract, order_id: str) -> None:
    if not may_see(person.org.kind, person.roles, order_state(contract, order_id)):
        raise NotAllowed(
            say("{name} 现在看不到订单 {order} 的收货信息", name=person.name, order=order_id),
            remedy=say("只有发货和客服的人，在订单还没了结时看得到。"),
        )
