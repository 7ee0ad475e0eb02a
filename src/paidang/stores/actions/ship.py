"""Telling a platform that a parcel left. The wish is written with its entry; the worker sends it (ADR 0036)."""

import re
from datetime import datetime

from django.db import transaction

from paidang.channels.link.documents import DONE, PAID, PART_SHIPPED, SHIPPED, Parcel
from paidang.channels.platforms import PLATFORMS
from paidang.contracts.queries import get_contract
from paidang.kit.outcome import NotFound, UnableTo
from paidang.kit.sentence import say
from paidang.orders.actions import ship_parcel
from paidang.orders.models import OrderHold
from paidang.orders.queries.parcels import get_parcel, list_parcels, open_lines
from paidang.orders.rules.carriers import our_code, platform_code
from paidang.orders.rules.holding import KINDS, NEXT_STEPS
from paidang.stores.actions.connect import check_may_operate
from paidang.stores.actions.recording import record
from paidang.stores.models import OutgoingAct, StoreOrder
from paidang.stores.queries import get_link, lock_links
from paidang.stores.rules.states import FAILED, LINK_STATES, SHIP, WAITING, WORKING
from paidang.stores.rules.wording import ORDER_STATES
from paidang.team.models import Person

WAYBILL = re.compile(r"[A-Za-z0-9-]{5,40}")
TO_SHIP = (PAID, PART_SHIPPED)
LEFT = (SHIPPED, DONE)


class UnableToShip(UnableTo):
    """Codes: ORDER_NOT_SHIPPED, ORDER_HELD, WAYBILL_WRONG, ORDER_WRONG_STATE, STORE_WRONG_STATE."""

    code = "ORDER_NOT_SHIPPED"


@transaction.atomic
def ship_order(*, person: Person, at: datetime, code: str, order_id: str, parcel: Parcel) -> OutgoingAct:
    """Have the platform told that a parcel of an order left. The same parcel again is the same act.

    The order itself changes when the platform has taken it and says so.
    """
    contract = get_contract(code)
    check_may_operate(person, contract)
    order = StoreOrder.objects.select_related("contract").filter(contract=contract, order_id=order_id).first()
    if order is None:
        raise NotFound(
            say("订单 {order_id} 不是从接口来的", order_id=order_id),
            remedy=say("连接店铺以后的订单才能在这里发货。"),
        )
    return _ask(order, person, at, parcel)


@transaction.atomic
def ship_packed(
    *,
    person: Person,
    at: datetime,
    code: str,
    parcel_code: str,
    carrier: str,
    waybill: str,
    weight_g: int | None = None,
    freight_fen: int | None = None,
) -> list[OutgoingAct]:
    """Let a packed parcel go, and have the platform of each of its orders told; whoever packs may do it, on both sides.

    What the platform says has left already it is not told again; what it has cancelled or locked keeps the parcel here.
    `carrier` is ours or a platform's code; each platform is told its own.
    """
    contract = get_contract(code)
    lines = list(get_parcel(contract, parcel_code).lines.order_by("line_id"))
    orders = StoreOrder.objects.select_related("link").filter(
        contract=contract, order_id__in={line.order_id for line in lines}
    )
    lock_links({order.link_id for order in orders})
    words = {order.link.platform: PLATFORMS[order.link.platform].carriers for order in orders}
    packed = ship_parcel(
        person=person, at=at, code=code, parcel_code=parcel_code, carrier=our_code(carrier, words.values()),
        waybill=waybill, weight_g=weight_g, freight_fen=freight_fen,
    )  # fmt: skip
    acts = []
    for order in orders.exclude(state__in=LEFT).order_by("order_id"):
        is_whole = len(list_parcels(contract.pk, order.order_id)) == 1 and not any(
            one.units for one in open_lines(contract.pk, [order.order_id]).values()
        )
        own = () if is_whole else tuple(line.line_id for line in lines if line.order_id == order.order_id)
        named = platform_code(packed.carrier, words[order.link.platform])
        acts.append(_ask(order, person, at, Parcel(named, packed.waybill, own)))
    return acts


def _ask(order: StoreOrder, person: Person, at: datetime, parcel: Parcel) -> OutgoingAct:
    contract, order_id = order.contract, order.order_id
    waybill = parcel.waybill.strip().upper()
    if not WAYBILL.fullmatch(waybill) or not parcel.carrier.strip():
        raise UnableToShip(
            say("快递或运单号不对"), code="WAYBILL_WRONG", remedy=say("运单号是 5 到 40 位字母和数字。")
        )
    link = get_link(order.link_id, lock=True)
    key = f"{order_id} {waybill}"
    if known := OutgoingAct.objects.filter(link=link, kind=SHIP, key=key).exclude(state=FAILED).first():
        return known
    check_not_held(contract.pk, order_id)
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


def check_not_held(contract_id: int, order_id: str) -> None:
    """UnableToShip, naming the hold and the next step, while an order is held."""
    holds = OrderHold.objects.filter(contract_id=contract_id, order_id=order_id, released_at=None).order_by(
        "pk"
    )
    if hold := holds.first():
        raise UnableToShip(
            say("订单 {order} 被拦截：{why}", order=order_id, why=KINDS[hold.kind]),
            code="ORDER_HELD",
            remedy=NEXT_STEPS[hold.kind],
        )
