"""What 微信小店's orders and after-sales cases say: heads to work by, and the facts of the money that they moved. Pure.

A line's price is `sale_price`; the shop's coupons and a price changed by hand are the merchant's, points are the platform's.
The order's own sum is held against its parts before any of it counts.
"""

from dataclasses import replace

from paidang.channels.link.documents import (
    CANCELLED,
    DONE,
    REFUND_ONLY,
    REFUNDED,
    RETURN_GOODS,
    UNPAID,
    CaseHead,
    Document,
    InvoiceWish,
    MappedDocument,
    OrderHead,
    Parcel,
    Receiver,
)
from paidang.channels.link.record import Record
from paidang.channels.mapping import (
    NO_CODE,
    Context,
    FactRow,
    Line,
    Mapped,
    Whole,
    later,
    line_ids,
    lines_as_facts,
    lost_fen,
    no_postage,
    refund_as_fact,
    revenue_fen,
)
from paidang.channels.wechat.words import CASE_KIND, CASE_STATE, ORDER_STATE, REFUNDED_WHOLE, UNITS
from paidang.kit.money import yuan
from paidang.kit.sentence import say


def map_document(document: Document, context: Context) -> MappedDocument:
    """Map an order's body (`order` of the interface) or a case's (`case`: an after-sale order; `order`: its order)."""
    mapped = Mapped()
    record = Record(mapped, 0, document.body, UNITS)
    is_case = document.kind == "case"
    head = _map_case(record, document.id, context) if is_case else _map_order(record, document.id, context)
    if mapped.faults:
        mapped.facts = []
        return MappedDocument(head if mapped.lacks_codes_alone else None, mapped, head.modified_at)
    return MappedDocument(head, mapped, head.modified_at)


def _map_order(order: Record, order_id: str, context: Context) -> OrderHead:
    detail = order.inner("order_detail")
    platform_state = order.text("status")
    state = ORDER_STATE.get(platform_state, "")
    if not state:
        order.fault("status", say("不认识的订单状态"), "unknown_state")
    if order.id("order_id") != order_id:
        order.fault("order_id", say("不是所要的订单 {order_id}", order_id=order_id), "wrong_document")
    delivery, pay = detail.inner("delivery_info"), detail.inner("pay_info")
    paid_at, shipped_at = pay.unix_time("pay_time"), delivery.unix_time("ship_done_time")
    modified_at = order.unix_time("update_time")
    lines = _read_lines(detail, order_id)
    parcels = _parcels(delivery, lines, detail)
    received_at = detail.inner("ext_info").unix_time("confirm_receipt_time")
    completed_at = (received_at or modified_at) if state == DONE else ""
    if state in (UNPAID, CANCELLED) and not paid_at:
        order.mapped.skipped = say("未付款")
        apart = replace(order, mapped=Mapped())
        whole, lines = _whole(apart, replace(detail, mapped=apart.mapped), lines, "", "", "", context)
        order.mapped.unpaid = lines_as_facts(whole, lines) if whole else []
    elif not paid_at and state:
        pay.fault("pay_time", say("已付款的订单没有付款时间"), "bad_cell")
    else:
        whole, lines = _whole(order, detail, lines, paid_at, shipped_at, completed_at, context)
        if not order.mapped.faults and whole is not None:
            order.mapped.facts = lines_as_facts(whole, lines)
            if platform_state == REFUNDED_WHOLE:
                order.mapped.facts.append(no_postage(order_id, paid_at))
    return OrderHead(
        order_id=order_id,
        state=state,
        platform_state=platform_state,
        created_at=order.unix_time("create_time"),
        modified_at=modified_at,
        paid_at=paid_at,
        shipped_at=shipped_at,
        completed_at=completed_at,
        parcels=parcels,
        receiver=_receiver(delivery.inner("address_info")),
        buyer_words=detail.inner("ext_info").text("customer_notes"),
        seller_words=detail.inner("ext_info").text("merchant_notes"),
        invoice=_invoice(detail.inner("invoice_info")),
    )


def _read_lines(detail: Record, order_id: str) -> list[Line]:
    products = detail.many("product_infos")
    if not products:
        detail.fault("product_infos", say("订单里没有商品"), "empty")
    ids = line_ids(order_id, [_sku(product) for product in products])
    lines = []
    for product, line_id in zip(products, ids, strict=True):
        if not _sku(product):
            words = say("是空的，不知道是哪个商品。请在商品对照里对上，或在平台后台填商家编码")
            product.fault("sku_code", words, NO_CODE)
        price = product.fen("sale_price", is_needed=True)
        lines.append(Line(product.row, line_id, _sku(product), product.count("sku_cnt"), price))
    return lines


def _sku(product: Record) -> str:
    return product.text("sku_code") or product.text("out_sku_id")


def _whole(
    order: Record,
    detail: Record,
    lines: list[Line],
    paid_at: str,
    shipped_at: str,
    completed_at: str,
    context: Context,
) -> tuple[Whole | None, list[Line]]:
    """The order's discounts and postage, once they add up to what the buyer paid, with the lines' own; None with a fault."""
    price = detail.inner("price_info")
    goods, postage = sum(line.total_fen for line in lines), price.fen("freight")
    merchant = price.fen("discounted_price") + price.fen("change_down_price")
    platform, paid = price.fen("deduction_price"), price.fen("order_price", is_needed=True)
    if price.says("product_price") and price.fen("product_price") != goods:
        price.fault("product_price", say("与各行合计 {goods} 不符", goods=yuan(goods)), "does_not_add_up")
    is_apart = price.says("original_order_price") and price.fen("original_order_price") == goods
    if paid != goods + (0 if is_apart else postage) - merchant - platform:
        words = say(
            "与商品 {goods} 加运费 {postage} 减优惠 {discount} 不符",
            goods=yuan(goods),
            postage=yuan(postage),
            discount=yuan(merchant + platform),
        )
        price.fault("order_price", words, "does_not_add_up")
    on_postage = max(0, merchant - goods)
    if on_postage > postage:
        price.fault("discounted_price", say("优惠比商品和运费还多"), "does_not_add_up")
    if order.mapped.faults:
        return None, lines
    own = _on_their_lines(detail, lines, merchant - on_postage)
    is_refunded_whole = order.text("status") == REFUNDED_WHOLE
    whole = Whole(
        order_id=order.id("order_id"),
        channel=context.channel or "wechat",
        store=context.store,
        merchant_discount_fen=merchant - on_postage - sum(line.merchant_discount_fen for line in own),
        platform_discount_fen=platform,
        postage_fen=0 if is_refunded_whole else postage - on_postage,
        paid_at=paid_at,
        shipped_at=later(shipped_at, paid_at) if shipped_at else "",
        completed_at=completed_at,
    )
    return whole, own


def _on_their_lines(detail: Record, lines: list[Line], merchant: int) -> list[Line]:
    """The merchant's discounts where `real_price`, what each line came to, tells of all of them; else the lines as they are."""
    products = detail.many("product_infos")
    cuts = [line.total_fen - product.fen("real_price") for product, line in zip(products, lines, strict=True)]
    if not all(product.says("real_price") for product in products) or min(cuts) < 0 or sum(cuts) != merchant:
        return lines
    return [replace(line, merchant_discount_fen=cut) for line, cut in zip(lines, cuts, strict=True)]


def _parcels(delivery: Record, lines: list[Line], detail: Record) -> tuple[Parcel, ...]:
    """What left, by waybill; one that holds all lines names none of them."""
    by_sku = {
        (product.text("product_id"), product.text("sku_id")): line.line_id
        for product, line in zip(detail.many("product_infos"), lines, strict=True)
    }
    found = []
    for sent in delivery.many("delivery_product_info"):
        if not sent.text("waybill_id"):
            continue
        ids = [
            by_sku[key]
            for each in sent.many("product_infos")
            if (key := (each.text("product_id"), each.text("sku_id"))) in by_sku
        ]
        is_all = not ids or set(ids) == set(by_sku.values())
        found.append(Parcel(sent.text("delivery_id"), sent.text("waybill_id"), () if is_all else tuple(ids)))
    return tuple(found)


def _receiver(address: Record) -> Receiver:
    return Receiver(
        name=address.text("user_name"),
        phone=address.text("tel_number"),
        province=address.text("province_name"),
        city=address.text("city_name"),
        district=address.text("county_name"),
        address=address.text("detail_info"),
    )


def _invoice(wish: Record) -> InvoiceWish | None:
    title, number = wish.text("title"), wish.text("tax_number")
    return InvoiceWish(title, number, is_company=bool(number)) if title else None


def _map_case(document: Record, case_id: str, context: Context) -> CaseHead:
    case, order = document.inner("case"), document.inner("order")
    platform_state, kind = case.text("status"), CASE_KIND.get(case.text("type"), "")
    state = CASE_STATE.get(platform_state, "")
    if not state:
        case.fault("status", say("不认识的售后状态"), "unknown_state")
    if not kind:
        case.fault("type", say("不认识的售后类型"), "unknown_state")
    if case.id("after_sale_order_id") != case_id:
        case.fault(
            "after_sale_order_id", say("不是所要的售后单 {case_id}", case_id=case_id), "wrong_document"
        )
    asked = case.inner("product_info")
    sold = _line_of(order, asked, case.id("order_id"))
    parcel = case.inner("return_info")
    head = CaseHead(
        case_id=case_id,
        order_id=case.id("order_id"),
        line_id=sold.line_id if sold else "",
        kind=kind,
        state=state,
        platform_state=platform_state,
        amount_fen=case.inner("refund_info").fen("amount"),
        quantity=0 if asked.text("count") in ("", "0") else asked.count("count"),
        reason=case.text("reason_text") or case.text("reason"),
        asked_at=case.unix_time("create_time"),
        modified_at=case.unix_time("update_time"),
        refunded_at=case.unix_time("update_time") if state == REFUNDED else "",
        return_parcel=Parcel(parcel.text("delivery_id"), parcel.text("waybill_id"))
        if parcel.text("waybill_id")
        else None,
    )
    if state != REFUNDED or not head.amount_fen:
        case.mapped.skipped = say("还没有退款") if state != REFUNDED else say("没有退钱")
    elif not case.mapped.faults:
        _add_refund(case, head, order, context)
    return head


def _line_of(order: Record, asked: Record, order_id: str) -> Line | None:
    """The order's line that a case names by its product and SKU; an order of one line needs no name."""
    detail = order.inner("order_detail")
    products = detail.many("product_infos")
    if not products:
        return None
    lines = _read_lines(detail, order_id)
    wanted = (asked.text("product_id"), asked.text("sku_id"))
    for product, line in zip(products, lines, strict=True):
        if (product.text("product_id"), product.text("sku_id")) == wanted:
            return line
    return lines[0] if len(lines) == 1 and not wanted[1] else None


def _add_refund(case: Record, head: CaseHead, order: Record, context: Context) -> None:
    """Money is certain. Units are, where they came back or never left; the cause is the neutral one until a person decides.

    A case that names no goods is about the whole order, if it is about all of its money.
    """
    apart = Mapped()
    _map_order(replace(order, mapped=apart), head.order_id, context)
    sold = [fact for fact in apart.facts if fact.table == "order_lines"]
    if not sold:
        case.fault("order_id", say("它的订单读不到，或订单本身要先处理"), "order_missing")
        return
    paid = order.inner("order_detail").inner("price_info").fen("order_price")
    if head.line_id:
        case.mapped.facts = [
            _refund(line, head, lost_fen(line, head.amount_fen))
            for line in sold
            if line.cells["line_id"] == head.line_id
        ]
    elif head.amount_fen == paid:
        case.mapped.facts = [_refund(line, head, revenue_fen(line)) for line in sold]
    else:
        case.fault("product_info", say("不知道退的是订单的哪一行"), "refund_not_attributable")


def _refund(line: FactRow, head: CaseHead, amount_fen: int) -> FactRow:
    units, is_all = int(line.cells["quantity"]), amount_fen == revenue_fen(line)
    never_left = not line.cells["shipped_at"] and is_all and head.kind == REFUND_ONLY
    came_back = min(head.quantity, units) if head.kind == RETURN_GOODS and head.line_id else units
    return refund_as_fact(
        line,
        suffix=head.case_id,
        quantity=came_back if never_left or head.kind == RETURN_GOODS else 0,
        amount_fen=amount_fen,
        restocked=never_left,
        refunded_at=later(head.refunded_at, line.cells["paid_at"]),
        booked=False,
    )
