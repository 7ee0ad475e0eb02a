"""The sandbox's messages (TMC) by HTTP: what happened to orders and refunds since the last ones, until it is confirmed."""

import json
from typing import Any

from paidang.channels.link.documents import ASKED, CANCELLED, CLOSED, DONE, PAID, REFUNDED, SHIPPED, UNPAID
from paidang.channels.taobao.sandbox_call import Call, Many, Method, in_yuan, invalid, shown_time
from paidang.channels.taobao.sandbox_records import payment_fen, refunds_of, status_of

ORDER_TOPIC = {
    UNPAID: "taobao_trade_TradeCreate",
    PAID: "taobao_trade_TradeBuyerPay",
    SHIPPED: "taobao_trade_TradeSellerShip",
    DONE: "taobao_trade_TradeSuccess",
    CANCELLED: "taobao_trade_TradeClose",
}
CASE_TOPIC = {
    ASKED: "taobao_refund_RefundCreated",
    REFUNDED: "taobao_refund_RefundSuccess",
    CLOSED: "taobao_refund_RefundClosed",
}
CHANGED = "taobao_trade_TradeChanged"
QUANTITY_MAX = 200


def user_permit(call: Call) -> dict[str, Any]:
    """Which topics are told of, from now on."""
    call.memory.topics = set(call.text("topics").split(","))
    return {"is_success": True}


def messages_consume(call: Call) -> dict[str, Any]:
    """At least once: what is not confirmed comes again."""
    quantity = call.number("quantity", 100)
    if not 1 <= quantity <= QUANTITY_MAX:
        raise invalid("quantity")
    _tell(call)
    return {"messages": Many("tmc_message", list(call.memory.messages.values())[:quantity])}


def messages_confirm(call: Call) -> dict[str, Any]:
    for text in call.text("s_message_ids").split(","):
        if not text.isdecimal():
            raise invalid("s_message_ids")
        call.memory.messages.pop(int(text), None)
    return {"is_success": True}


def _tell(call: Call) -> None:
    for order in call.shop.orders.values():
        content = {
            "tid": int(order.order_id),
            "oid": int(order.lines[0].line_id),
            "status": status_of(order),
            "payment": in_yuan(payment_fen(order)),
            "type": "guarantee_trade",
        }
        _tell_once(
            call,
            order.order_id,
            order.state,
            ORDER_TOPIC.get(order.state, CHANGED),
            content | _nicks(call, order.buyer),
        )
    for case in call.shop.cases.values():
        buyer = call.shop.orders[case.order_id].buyer
        for refund in refunds_of(call.shop, case):
            content = {
                name: refund[name]
                for name in ("refund_id", "tid", "oid", "refund_fee", "status", "refund_phase")
            }
            topic = CASE_TOPIC.get(case.state, "taobao_refund_RefundSellerAgreeAgreement")
            _tell_once(call, str(refund["refund_id"]), case.state, topic, content | _nicks(call, buyer))


def _nicks(call: Call, buyer: str) -> dict[str, str]:
    return {"buyer_nick": buyer, "seller_nick": call.shop.name}


def _tell_once(call: Call, subject: str, state: str, topic: str, content: dict[str, Any]) -> None:
    memory = call.memory
    if memory.told.get(subject) == state:
        return
    memory.told[subject] = state
    if topic in memory.topics:
        number = memory.number()
        memory.messages[number] = {
            "id": number,
            "topic": topic,
            "pub_app_key": "12497914",
            "pub_time": shown_time(call.now),
            "user_id": 2200000000001,
            "user_nick": call.shop.name,
            "content": json.dumps(content, ensure_ascii=False),
        }


METHODS: dict[str, Method] = {
    "taobao.tmc.user.permit": user_permit,
    "taobao.tmc.messages.consume": messages_consume,
    "taobao.tmc.messages.confirm": messages_confirm,
}
