"""Telling a platform that a parcel left. The wish is written with its entry; the worker sends it (ADR 0036)."""

import re
from datetime import datetime

from django.db import transaction

from paidang.channels.link.documents import PAID, PART_SHIPPED, Parcel
from paidang.channels.platforms import PLATFORMS
from paidang.contracts.queries import get_contract
from paidang.kit.outcome import NotFound, UnableTo
from paidang.kit.sentence import say
from paidang.stores.actions.connect import check_may_operate
from paidang.stores.actions.recording import record
from paidang.stores.models import OutgoingAct, StoreOrder
from paidang.stores.queries import get_link
from paidang.stores.rules.states import FAILED, LINK_STATES, SHIP, WAITING, WORKING
from paidang.stores.rules.wording import ORDER_STATES
from paidang.team.models import Person

WAYBILL = re.compile(r"[A-Za-z0-9-]{5,40}")
TO_SHIP = (PAID, PART_SHIPPED)


class UnableToShip(UnableTo):
    """Codes: ORDER_NOT_SHIPPED, WAYBILL_WRONG, ORDER_WRONG_STATE, STORE_WRONG_STATE."""

    code = "ORDER_NOT_SHIPPED"


@transaction.atomic
def ship_order(*, person: Person, at: datetime, code: str, order_id: str, parcel: Parcel) -> OutgoingAct:
    """Have the platform told that a parcel of an order left. The same parcel again is the same act.

    The order itself changes when the platform has taken it and says so.
    """
    contract = get_contract(code)
    check_may_operate(person, contract)
    order = StoreOrder.objects.filter(contract=contract, order_id=order_id).first()
    if order is None:
        raise NotFound(
            say("订单 {order_id} 不是从接口来的", order_id=order_id),
            remedy=say("连接店铺以后的订单才能在这里发货。"),
        )
    waybill = parcel.waybill.strip().upper()
    if not WAYBILL.fullmatch(waybill) or not parcel.carrier.strip():
        raise UnableToShip(
            say("快递或运单号不对"), code="WAYBILL_WRONG", remedy=say("运单号是 5 到 40 位字母和数字。")
        )
    link = get_link(order.link_id, lock=True)
    key = f"{order_id} {waybill}"
    if known := OutgoingAct.objects.filter(link=link, kind=SHIP, key=key).exclude(state=FAILED).first():
        return known
    if link.state not in WORKING:
        raise UnableToShip(
            say("店铺 {store} {state}，现在发不出去", store=link.store, state=LINK_STATES[link.state]),
            code="STORE_WRONG_STATE",
            remedy=say("先把店铺接上。"),
        )
    if not PLATFORMS[link.platform].carriers:
        raise UnableToShip(
            say("{platform}的接口不能发货", platform=PLATFORMS[link.platform].label),
            remedy=say("请在它的后台填运单号。"),
        )
    if order.state not in TO_SHIP:
        raise UnableToShip(
            say("订单 {order_id} 是“{state}”", order_id=order_id, state=ORDER_STATES[order.state]),
            code="ORDER_WRONG_STATE",
            remedy=say("待发货的订单才能发货。"),
        )
    act = OutgoingAct.objects.create(
        contract=contract, link=link, kind=SHIP, key=key, state=WAITING, next_at=at, asked_by=person, asked_at=at,
        body={
            "order_id": order_id, "carrier": parcel.carrier.strip(), "waybill": waybill, "line_ids": list(parcel.line_ids),
        },
    )  # fmt: skip
    record(link, person, at, "stores.ship_asked", {"order": order_id, "waybill": waybill})
    return act
