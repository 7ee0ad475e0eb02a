"""What an order of 人人商城's open interface (龙虾助手) says. Pure.

It tells what the buyer paid, by line and in all, but not when, nor when the order was done: the order's own time stands for
the payment, and a note says so; the back office's export knows both and corrects it. What is paid beyond the lines is postage. A closed order does not say
whether it had been paid: it gives no facts, and refunds come by the export.
"""

from collections.abc import Sequence
from dataclasses import replace

from paidang.channels.link.documents import (
    CANCELLED,
    UNPAID,
    Document,
    MappedDocument,
    OrderHead,
    Parcel,
    Receiver,
)
from paidang.channels.link.record import Record
from paidang.channels.mapping import NO_CODE, Context, Line, Mapped, Whole, line_ids, lines_as_facts
from paidang.channels.renren.words import ORDER_STATE, UNITS
from paidang.kit.money import yuan
from paidang.kit.sentence import say


def map_document(document: Document, context: Context) -> MappedDocument:
    """Map an order's body: `order` of the list, `codes` of its goods by goods and option, `express` where it was sent."""
    mapped = Mapped()
    whole = Record(mapped, 0, document.body, UNITS)
    head = _map_order(
        whole.inner("order"), whole.inner("codes"), whole.inner("express"), document.id, context
    )
    if mapped.faults:
        mapped.facts, mapped.skipped = [], ""
        return MappedDocument(head if mapped.lacks_codes_alone else None, mapped, head.modified_at)
    return MappedDocument(head, mapped, head.modified_at)


def goods_key(goods_id: object, option_id: object) -> str:
    """The name of one choice of goods."""
    return f"{goods_id}-{option_id or 0}"


def _map_order(order: Record, codes: Record, express: Record, order_id: str, context: Context) -> OrderHead:
    word = order.text("status")
    state = ORDER_STATE.get(word, "")
    if not state:
        order.fault("status", say("不认识的订单状态"), "unknown_state")
    if order.id("order_no") != order_id:
        order.fault("order_no", say("不是所要的订单 {order_id}", order_id=order_id), "wrong_document")
    created_at = order.time("create_time")
    if not created_at:
        order.fault("create_time", say("没有下单时间"))
    if state == UNPAID:
        order.mapped.skipped = say("未付款")
        apart = replace(order, mapped=Mapped())
        _add_facts(apart, replace(codes, mapped=apart.mapped), "", context)
        order.mapped.unpaid = apart.mapped.facts
    elif state == CANCELLED:
        order.mapped.skipped = say("已关闭，接口不说有没有付过款，以导出的订单为准")
    else:
        _add_facts(order, codes, created_at, context)
    address = order.text("address").split(" ")
    province, city, district = (*address[:3], "", "", "")[:3]
    return OrderHead(
        order_id=order_id,
        state=state,
        platform_state=word,
        created_at=created_at,
        modified_at="",
        paid_at="" if state in (UNPAID, CANCELLED) else created_at,
        parcels=_parcels(express),
        receiver=Receiver(
            name=order.text("buyer_name"),
            phone=order.text("buyer_mobile"),
            province=province,
            city=city,
            district=district,
            address=" ".join(address[3:]),
        ),
        buyer_words=order.text("buyer_remark"),
    )


def _parcels(express: Record) -> tuple[Parcel, ...]:
    waybill = express.text("express_sn")
    return (Parcel(express.text("express_com"), waybill),) if waybill else ()


def _add_facts(order: Record, codes: Record, created_at: str, context: Context) -> None:
    """The lines at their prices, each with its own discount, once they add up to what was paid."""
    rows = order.many("goods_info")
    if not rows:
        order.fault("goods_info", say("订单里没有商品"), "empty")
    lines = _read_lines(rows, codes, order.text("order_no"))
    paid = order.fen("pay_price", is_needed=True)
    goods = sum(line.total_fen - line.merchant_discount_fen for line in lines)
    if paid < goods:
        words = say("比各行实付合计 {goods} 少", goods=yuan(goods))
        order.fault("pay_price", words, "does_not_add_up")
    if order.mapped.faults:
        return
    order.mapped.notes.append(say("接口没有付款和完成时间，付款先按下单时间记，导入后台的订单导出后会更正"))
    whole = Whole(
        order_id=order.text("order_no"),
        channel=context.channel or "renren_mall",
        store=context.store,
        merchant_discount_fen=0,
        platform_discount_fen=0,
        postage_fen=paid - goods,
        paid_at=created_at,
        shipped_at="",
        completed_at="",
    )
    order.mapped.facts = lines_as_facts(whole, lines)


def _read_lines(rows: Sequence[Record], codes: Record, order_id: str) -> list[Line]:
    keys = [goods_key(row.text("goods_id"), row.text("option_id")) for row in rows]
    skus = [codes.text(key) or row.text("goods_code") for key, row in zip(keys, rows, strict=True)]
    lines = []
    for row, key, sku, line_id in zip(rows, keys, skus, line_ids(order_id, skus), strict=True):
        if not sku:
            words = say("商品 {key} 没有编码，不知道是哪个商品。请在商城后台填商品编码", key=key)
            row.fault("goods_id", words, NO_CODE)
        quantity, price, paid = (
            row.count("total"),
            row.fen("price_unit", is_needed=True),
            row.fen("price", is_needed=True),
        )
        if paid > price * quantity:
            words = say("比单价 × 数量 {goods} 多", goods=yuan(price * quantity))
            row.fault("price", words, "does_not_add_up")
        lines.append(Line(row.row, line_id, sku, quantity, price, max(0, price * quantity - paid)))
    return lines
