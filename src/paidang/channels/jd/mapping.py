"""What JD's orders say: a head to work by, and the facts of the money that they moved. Pure.

The seller is paid orderSellerPrice: orderTotalPrice less what the seller gives away. What JD gives is the rest down to what
the buyer paid; the coupons' types must say the same. Postage is not in either.
Cases are mapped in `jd.cases`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from paidang.channels.cells import share_out
from paidang.channels.jd.words import (
    BY_MERCHANT,
    BY_PLATFORM,
    CASH_ON_DELIVERY,
    ON_ONE_SKU,
    ORDER_STATE,
    TENDER,
    UNIT,
)
from paidang.channels.link.documents import (
    CANCELLED,
    DONE,
    PAID,
    PART_SHIPPED,
    SPLIT,
    UNPAID,
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
    no_postage,
    refund_as_fact,
    revenue_fen,
)
from paidang.kit.money import yuan
from paidang.kit.sentence import say


def map_order(body: Mapping[str, Any], order_id: str, context: Context) -> MappedDocument:
    """Map an order's orderInfo. An order with any fault gives no facts, and a head if codes of goods are all it lacks."""
    mapped = Mapped()
    order = Record(mapped, 0, body, UNIT)
    if order.id("orderId") != order_id:
        order.fault("orderId", say("不是所要的订单 {order_id}", order_id=order_id), "wrong_document")
    head = _read_head(order, order_id)
    if head.state == SPLIT and not (context.is_known and head.paid_at):
        mapped.skipped = say("已拆分，另有子订单")
    elif not head.paid_at:
        mapped.skipped = say("未付款")
        mapped.unpaid = facts_of(replace(order, mapped=Mapped()), head, context)
    else:
        mapped.facts = facts_of(order, head, context)
    if mapped.faults:
        mapped.facts, mapped.skipped = [], ""
        return MappedDocument(head if mapped.lacks_codes_alone else None, mapped, head.modified_at)
    return MappedDocument(head, mapped, head.modified_at)


def _read_head(order: Record, order_id: str) -> OrderHead:
    word = order.text("orderState")
    state = ORDER_STATE.get(word, "")
    if not state:
        order.fault("orderState", say("不认识的订单状态"), "unknown_state")
    paid_at = order.time("paymentConfirmTime")
    if _is_cash_on_delivery(order) and state != UNPAID:
        paid_at = order.time("orderStartTime")  # whenever the money came: a fact does not move (SPEC §1)
    parcels = read_parcels(order.text("logisticsId"), order.text("waybill")) or _first_parcels(order)
    if not paid_at and state == PAID:
        state = UNPAID
    elif state == PAID and parcels:
        state = PART_SHIPPED
    elif not paid_at and state not in (UNPAID, CANCELLED, SPLIT):
        order.fault("paymentConfirmTime", say("已付款的订单没有付款时间"), "empty")
    return OrderHead(
        order_id=order_id,
        state=state,
        platform_state=word,
        created_at=order.time("orderStartTime"),
        modified_at=order.time("modified"),
        paid_at=paid_at,
        shipped_at=order.time("outBoundDate"),
        completed_at=order.time("orderEndTime") if state == DONE else "",
        parent_id=order.id_if_any("parentOrderId"),
        parcels=parcels,
        receiver=_read_receiver(order.inner("consigneeInfo")),
        buyer_words=order.text("orderRemark"),
        seller_words=order.text("venderRemark"),
        invoice=_read_invoice(order.inner("invoiceEasyInfo")),
    )


def _is_cash_on_delivery(order: Record) -> bool:
    """payType is a number with or without its name: ``1``, ``1-货到付款``."""
    return order.text("payType").partition("-")[0].strip() == CASH_ON_DELIVERY


def read_parcels(carriers: str, waybills: str) -> tuple[Parcel, ...]:
    """Parcels as JD writes them: carriers apart by ``|``, one carrier's waybills by a comma.

    >>> read_parcels("467|1499", "SF1,SF2|ZT3")[1:]
    (Parcel(carrier='467', waybill='SF2', line_ids=()), Parcel(carrier='1499', waybill='ZT3', line_ids=()))
    """
    parcels = []
    names = carriers.split("|")
    for at, group in enumerate(waybills.split("|")):
        for waybill in group.split(","):
            if waybill.strip():
                parcels.append(Parcel(names[min(at, len(names) - 1)].strip(), waybill.strip()))
    return tuple(dict.fromkeys(parcels))


def _first_parcels(order: Record) -> tuple[Parcel, ...]:
    """What left of an order that has not left whole."""
    rows = order.many("partialLogisticsInfoModel")
    return tuple(Parcel(row.text("logicId"), row.text("waybillId")) for row in rows if row.text("waybillId"))


def _read_receiver(consignee: Record) -> Receiver:
    return Receiver(
        name=consignee.text("fullname"),
        phone=consignee.text("mobile") or consignee.text("telephone"),
        province=consignee.text("province"),
        city=consignee.text("city"),
        district=consignee.text("county"),
        address=consignee.text("fullAddress"),
    )


def _read_invoice(info: Record) -> InvoiceWish | None:
    title, code = info.text("invoiceTitle"), info.text("invoiceCode")
    return InvoiceWish(title, code, is_company=bool(code)) if title else None


# Money


def facts_of(order: Record, head: OrderHead, context: Context) -> list[FactRow]:
    """A paid order's lines and postage; of one that was cancelled or split: the lines and their whole refund."""
    lines = _read_lines(order, head.order_id)
    merchant, platform = _read_discounts(order, lines)
    if order.mapped.faults:
        return []
    own = _on_their_lines(order, lines)
    is_cancelled = head.state in (CANCELLED, SPLIT)
    whole = Whole(
        order_id=head.order_id,
        channel=context.channel or "jd",
        store=context.store,
        merchant_discount_fen=merchant - sum(line.merchant_discount_fen for line in own),
        platform_discount_fen=platform,
        postage_fen=0 if is_cancelled else order.fen("freightPrice"),
        paid_at=head.paid_at,
        shipped_at="" if is_cancelled else head.shipped_at,
        completed_at=head.completed_at,
    )
    if order.mapped.faults:
        return []
    facts = lines_as_facts(whole, own)
    if is_cancelled:
        ended_at = order.time("orderEndTime")
        facts += [cancelled_line(line, later(ended_at or head.modified_at, head.paid_at)) for line in facts]
        if order.fen("freightPrice"):
            facts.append(no_postage(head.order_id, head.paid_at))
    return facts


def cancelled_line(line: FactRow, refunded_at: str) -> FactRow:
    """The refund of a line that never left. It has one name, whether the order tells of it or the refund does."""
    return refund_as_fact(
        line,
        suffix="cancelled",
        quantity=int(line.cells["quantity"]),
        amount_fen=revenue_fen(line),
        restocked=True,
        refunded_at=refunded_at,
        booked=False,
    )


def _read_lines(order: Record, order_id: str) -> list[Line]:
    """The order's goods, in an order of their own: JD's lists come in any."""
    rows = order.many("itemInfoList")
    if not rows:
        order.fault("itemInfoList", say("订单里没有商品"), "empty")
    found = []
    for row in rows:
        sku = row.text("outerSkuId")
        if not sku:
            words = say("货号是空的，不知道是哪个商品。请在商品对照里对上，或在平台后台填货号")
            row.fault("outerSkuId", words, NO_CODE)
        price = row.fen("jdPrice", is_needed=True)
        found.append((sku, row.id("skuId"), price, row.count("itemTotal"), row.row))
    # the dearest of one SKU first: a gift of it is the second line, as in the export
    found.sort(key=lambda line: (line[0], -line[2], -line[3], line[1]))
    ids = line_ids(order_id, [line[0] for line in found])
    return [
        Line(row, line_id, sku, quantity, price)
        for line_id, (sku, _, price, quantity, row) in zip(ids, found, strict=True)
    ]


def _read_discounts(order: Record, lines: Sequence[Line]) -> tuple[int, int]:
    """What the seller gives and what JD gives, each by the order's amounts and by its coupons, which must agree."""
    total, seller = (order.fen(name, is_needed=True) for name in ("orderTotalPrice", "orderSellerPrice"))
    payment, postage = order.fen("orderPayment", is_needed=True), order.fen("freightPrice")
    balance = order.fen("balanceUsed")
    coupons = _read_coupons(order)
    if order.mapped.faults:
        return 0, 0
    goods = sum(line.total_fen for line in lines)
    merchant, platform = total - seller, seller + postage - payment - balance
    if total != goods:
        words = say("与明细不符：京东价 × 订购数量合计 {goods}", goods=yuan(goods))
        order.fault("orderTotalPrice", words, "does_not_add_up")
    elif merchant < 0:
        words = say("应在 0 与订单金额 {total} 之间", total=yuan(total))
        order.fault("orderSellerPrice", words, "does_not_add_up")
    elif order.text("sellerDiscount") and order.fen("sellerDiscount") != merchant:
        words = say("与订单金额减货款 {merchant} 不符", merchant=yuan(merchant))
        order.fault("sellerDiscount", words, "does_not_add_up")
    elif not 0 <= platform <= seller:
        words = say("与货款加运费 {due} 不符", due=yuan(seller + postage))
        order.fault("orderPayment", words, "does_not_add_up")
    elif coupons is not None and (coupons[0] != merchant or not 0 <= coupons[1] - platform <= coupons[2]):
        words = say(
            "优惠明细是商家 {merchant}、京东 {platform}，与订单金额不符",
            merchant=yuan(coupons[0]),
            platform=yuan(coupons[1]),
        )
        order.fault("couponDetailList", words, "does_not_add_up")
    return merchant, platform


def _read_coupons(order: Record) -> tuple[int, int, int] | None:
    """What the coupons come to, the seller's, JD's, and of these what pays; None where JD leaves the list out."""
    borne, paying = {True: 0, False: 0}, 0
    coupons = order.many("couponDetailList")
    for coupon in coupons:
        kind = _coupon_kind(coupon)
        if kind not in BY_MERCHANT | BY_PLATFORM:
            coupon.fault("couponType", say("不认识的优惠类型，不知道由谁承担"), "unknown_coupon")
        amount = coupon.fen("couponPrice", is_needed=True)
        borne[kind in BY_MERCHANT] += amount
        paying += amount if kind in TENDER else 0
    return None if order.fields.get("couponDetailList") is None else (borne[True], borne[False], paying)


def _coupon_kind(coupon: Record) -> str:
    """couponType is a number with or without its name, like payType: ``30``, ``30-单品促销优惠``."""
    return coupon.text("couponType").partition("-")[0].strip()


def _on_their_lines(order: Record, lines: Sequence[Line]) -> list[Line]:
    """The lines with the promotions that name their SKU; several lines of one SKU share by what they come to."""
    sku_ids = {row.row: row.id("skuId") for row in order.many("itemInfoList")}
    own = {line.row_number: 0 for line in lines}
    for coupon in order.many("couponDetailList"):
        sku_id = coupon.id_if_any("skuId")
        if _coupon_kind(coupon) != ON_ONE_SKU or not sku_id:
            continue
        meant = [line for line in lines if sku_ids[line.row_number] == sku_id]
        amount = coupon.fen("couponPrice")
        rooms = [line.total_fen - own[line.row_number] for line in meant]
        if amount > sum(rooms):
            words = say("单品优惠比商品 {sku_id} 的小计还多，或订单里没有这个商品", sku_id=sku_id)
            coupon.fault("couponPrice", words, "does_not_add_up")
            continue
        for line, share in zip(meant, share_out(amount, rooms), strict=True):
            own[line.row_number] += share
    return [replace(line, merchant_discount_fen=own[line.row_number]) for line in lines]
