"""The sandbox's messages (TMC) by HTTP: what happened to orders and refunds since the last ones, until it is confirmed."""

import json
from typing import Any

from paidang.channels.link.documents import ASKED, CANCELLED, CLOSED, DONE, PAID, REFUNDED, SHIPPED, UNPAID
from paidang.channels.taobao.sandbox_call import Call, Many, Method, invalid, shown_time
from paidang.channels.taobao.sandbox_records import payment_fen, refunds_of, status_of
from paidang.kit.money import yuan_text

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
ORDER_CHANGED, CASE_CHANGED = "taobao_trade_TradeChanged", "taobao_refund_RefundSellerAgreeAgreement"
CASE_CONTENT = ("refund_id", "tid", "oid", "refund_fee", "status", "refund_phase", "buyer_nick")
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
        call.memory.confirmed += call.memory.messages.pop(int(text), None) is not None
    return {"is_success": True}


def queue_get(call: Call) -> dict[str, Any]:
    """How many messages wait in a group; there is one."""
    name = call.text("group_name")
    _tell(call)
    waiting, confirmed = len(call.memory.messages), call.memory.confirmed
    queue = {"name": name, "broker_name": "sandbox", "put_total": waiting + confirmed, "get_total": confirmed}
    return {"datas": Many("tmc_queue_info", [queue])}


def jdp_user_add(call: Call) -> dict[str, Any]:
    """Asking for orders to be written into a database of one's own (RDS): agreed to, and nothing is written."""
    call.text("rds_name")
    return {"is_success": True}


def _tell(call: Call) -> None:
    """Make a message of each order and refund whose state is not the one last told of."""
    for order in call.shop.orders.values():
        if _is_news(call, order.order_id, order.state):
            content = {
                "tid": int(order.order_id),
                "oid": int(order.lines[0].line_id),
                "status": status_of(order),
                "payment": yuan_text(payment_fen(order)),
                "type": "guarantee_trade",
                "buyer_nick": order.buyer,
            }
            _add(call, ORDER_TOPIC.get(order.state, ORDER_CHANGED), content)
    for case in call.shop.cases.values():
        if _is_news(call, case.case_id, case.state):
            for refund in refunds_of(call.shop, case):
                content = {name: refund[name] for name in CASE_CONTENT}
                _add(call, CASE_TOPIC.get(case.state, CASE_CHANGED), content)


def _is_news(call: Call, subject: str, state: str) -> bool:
    was, call.memory.told[subject] = call.memory.told.get(subject), state
    return was != state


def _add(call: Call, topic: str, content: dict[str, Any]) -> None:
    memory = call.memory
    if topic not in memory.topics:
        return
    number = memory.number()
    memory.messages[number] = {
        "id": number,
        "topic": topic,
        "pub_app_key": "12497914",
        "pub_time": shown_time(call.now),
        "user_id": 2200000000001,
        "user_nick": call.shop.name,
        "content": json.dumps({**content, "seller_nick": call.shop.name}, ensure_ascii=False),
    }


METHODS: dict[str, Method] = {
    "taobao.tmc.user.permit": user_permit,
    "taobao.tmc.messages.consume": messages_consume,
    "taobao.tmc.messages.confirm": messages_confirm,
    "taobao.tmc.queue.get": queue_get,
    "taobao.jushita.jdp.user.add": jdp_user_add,
}
