"""What the open platform's trades and refunds say: heads to work by, and the facts of the money that they moved. Pure.

A line brings in `divide_order_fee`: what the buyer's payment for the order comes to on it, all of the seller's discounts off.
What the platform gives (red packets, points, subsidies) is within that payment: shown, not subtracted. See
`docs/platform-interfaces.md`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from paidang.channels.link.documents import (
    CANCELLED,
    DONE,
    PART_SHIPPED,
    REFUND_ONLY,
    REFUNDED,
    RETURN_GOODS,
    SHIPPED,
    UNPAID,
    CaseHead,
    Document,
    InvoiceWish,
    MappedDocument,
    OrderHead,
    Parcel,
    Receiver,
)
from paidang.channels.link.record import WRONG_STORE, Record
from paidang.channels.mapping import (
    NO_CODE,
    Context,
    FactRow,
    Line,
    Mapped,
    Whole,
    later,
    lines_as_facts,
    no_postage,
)
from paidang.channels.taobao.files import channel_of
from paidang.channels.taobao.words import (
    CARRIER_CODE,
    CASE_KIND,
    CASE_STATE,
    CHANNEL,
    KIND,
    ORDER_STATE,
    UNIT,
)
from paidang.kit.money import yuan
from paidang.kit.sentence import say

CLOSED_PAID, CLOSED_UNPAID = "TRADE_CLOSED", "TRADE_CLOSED_BY_TAOBAO"
COD = "cod"
DEPOSIT_ONLY = "FRONT_PAID_FINAL_NOPAID"


def map_document(document: Document, context: Context) -> MappedDocument:
    """Map an order's body (a Trade) or a case's (`refund`: a Refund; `trade`: its Trade, if the platform still has it)."""
    mapped = Mapped()
    record = Record(mapped, 0, document.body, UNIT)
    head = (
        _map_case(record, document.id)
        if document.kind == "case"
        else _map_order(record, document.id, context)
    )
    if mapped.faults:
        mapped.facts = []
        return MappedDocument(head if mapped.lacks_codes_alone else None, mapped, head.modified_at)
    return MappedDocument(head, mapped, head.modified_at)


@dataclass(frozen=True, slots=True)
class _Sold:
    """One order line of a trade, at its price, with the discounts that are its own."""

    line: Line
    is_gift: bool
    shipped_at: str
    completed_at: str
    parcel: tuple[str, str]

    @property
    def revenue_fen(self) -> int:
        """After the seller's discounts; with what the platform gave."""
        return self.line.total_fen - self.line.merchant_discount_fen


def _map_order(trade: Record, order_id: str, context: Context) -> OrderHead:
    platform_state = trade.text("status")
    if platform_state not in ORDER_STATE:
        trade.fault("status", say("不认识的订单状态"), "unknown_state")
    state = ORDER_STATE.get(platform_state, UNPAID)
    if trade.id("tid") != order_id:
        trade.fault("tid", say("不是所要的订单 {order_id}", order_id=order_id), "wrong_document")
    sold = _read_lines(trade)
    paid_at = trade.time("pay_time")
    if trade.text("type") == COD and state not in (UNPAID, CANCELLED):
        paid_at = trade.time("created")  # whenever the money came: a fact does not move (SPEC §1)
    if state == UNPAID or not paid_at:
        _why_unpaid(trade, state)
        apart = replace(trade, mapped=Mapped())
        _add_facts(apart, sold, order_id, "", context)
        trade.mapped.unpaid = apart.mapped.facts
    else:
        _add_facts(trade, sold, order_id, paid_at, context)
    end_at = trade.time("end_time")
    return OrderHead(
        order_id=order_id,
        state=state,
        platform_state=platform_state,
        created_at=trade.time("created"),
        modified_at=trade.time("modified"),
        paid_at=paid_at,
        shipped_at=trade.time("consign_time"),
        completed_at=end_at if state == DONE else "",
        parcels=_parcels(sold) if state in (PART_SHIPPED, SHIPPED, DONE, CANCELLED) else (),
        receiver=_receiver(trade),
        buyer_words=trade.text("buyer_message"),
        seller_words=trade.text("seller_memo"),
        invoice=_invoice(trade),
    )


def _why_unpaid(trade: Record, state: str) -> None:
    """An order without facts: say why, and show a deposit that was paid (Tmall's presale) and is no sale yet."""
    deposit = trade.fen("step_paid_fee")
    if state not in (UNPAID, CANCELLED):
        trade.fault("pay_time", say("已付款的订单没有付款时间"), "bad_cell")
    if trade.text("step_trade_status") == DEPOSIT_ONLY and deposit:
        if state == CANCELLED:
            words = say("预售尾款没付，订单已关闭，定金 {amount} 没有商品行可记", amount=yuan(deposit))
            trade.mapped.notes.append(words)
        trade.mapped.skipped = say("预售，只付了定金")
    else:
        trade.mapped.skipped = say("未付款")


def _read_lines(trade: Record) -> list[_Sold]:
    """The lines that were not closed before payment, in the trade's order."""
    orders = trade.inner("orders").many("order")
    if not orders:
        trade.fault("orders", say("订单里没有商品"), "empty")
    details = trade.inner("promotion_details").many("promotion_detail")
    gifts = {detail.id_if_any("gift_item_id") for detail in details} - {""}
    shipped_at, ended_at = trade.time("consign_time"), trade.time("end_time")
    is_shipped_whole = ORDER_STATE.get(trade.text("status")) in (SHIPPED, DONE)
    sold = []
    for order in _each_once(orders):
        status = order.text("status")
        if status == CLOSED_UNPAID != trade.text("status"):
            continue
        line = _read_line(order)
        is_free = line.total_fen == line.merchant_discount_fen
        sold.append(
            _Sold(
                line=line,
                is_gift=is_free and (line.unit_price_fen == 0 or order.text("num_iid") in gifts),
                shipped_at=order.time("consign_time") or (shipped_at if is_shipped_whole else ""),
                completed_at=(order.time("end_time") or ended_at) if status == "TRADE_FINISHED" else "",
                parcel=(order.text("logistics_company"), order.text("invoice_no")),
            )
        )
    return sold


def _each_once(orders: Sequence[Record]) -> list[Record]:
    """The lines without those that came twice; two that differ under one number are a fault."""
    found: dict[str, Record] = {}
    for order in orders:
        if found.setdefault(order.id("oid"), order).fields != order.fields:
            order.fault("oid", say("与另一行子订单号相同，内容不同"), "duplicate")
    return list(found.values())


def _read_line(order: Record) -> Line:
    """A line at its price; where the seller raised it by hand, at what was paid, rounded up to a fen a unit."""
    sku = order.text("outer_sku_id") or order.text("outer_iid")
    if not sku:
        order.fault(
            "outer_sku_id",
            say("是空的，不知道是哪个商品。请在商品对照里对上，或在平台后台填商家编码"),
            NO_CODE,
        )
    quantity, price, revenue = order.count("num"), order.fen("price", is_needed=True), _revenue(order)
    if revenue > price * quantity:
        price = -(-revenue // quantity)
    return Line(
        row_number=order.row,
        line_id=order.id("oid"),
        sku=sku,
        quantity=quantity,
        unit_price_fen=price,
        merchant_discount_fen=price * quantity - revenue,
        platform_discount_fen=min(order.fen("platform_subsidy_fee"), revenue),
    )


def _revenue(order: Record) -> int:
    if order.fields.get("divide_order_fee") not in (None, ""):
        return order.fen("divide_order_fee")
    revenue = order.fen("total_fee", is_needed=True) - order.fen("part_mjz_discount")
    if revenue < 0:
        order.fault("part_mjz_discount", say("分摊的优惠比小计还多"), "does_not_add_up")
    return max(revenue, 0)


def _add_facts(trade: Record, sold: Sequence[_Sold], order_id: str, paid_at: str, context: Context) -> None:
    """The lines and the postage as facts, once they add up to what the buyer paid."""
    postage, payment = trade.fen("post_fee"), trade.fen("payment", is_needed=True)
    goods = sum(each.revenue_fen for each in sold)
    cod = trade.fen("buyer_cod_fee") if trade.text("type") == COD else 0
    if goods + postage + cod != payment:
        words = say(
            "与各行实付 {goods} 加邮费 {postage} 不符", goods=yuan(goods), postage=yuan(postage + cod)
        )
        trade.fault("payment", words, "does_not_add_up")
    subsidy = trade.fen("platform_subsidy_fee") - sum(each.line.platform_discount_fen for each in sold)
    platform = max(0, subsidy) + trade.fen("coupon_fee") + trade.fen("point_fee")
    channel = _channel(trade, context)
    if trade.mapped.faults:
        return
    is_closed = trade.text("status") == CLOSED_PAID
    whole = Whole(
        order_id=order_id,
        channel=channel,
        store=context.store or trade.text("title") or trade.text("seller_nick"),
        merchant_discount_fen=0,
        platform_discount_fen=platform,
        postage_fen=0 if is_closed else postage,
        paid_at=paid_at,
        shipped_at="",
        completed_at="",
    )
    trade.mapped.facts = lines_as_facts(whole, [each.line for each in sold])
    for fact, each in zip(trade.mapped.facts, sold, strict=False):
        fact.cells.update(
            {
                "shipped_at": later(each.shipped_at, paid_at) if each.shipped_at else "",
                "completed_at": each.completed_at,
                "gift": "true" if each.is_gift else "false",
            }
        )
    if is_closed and postage:
        trade.mapped.facts.append(no_postage(order_id, paid_at))


def _channel(trade: Record, context: Context) -> str:
    """A store that was connected as one of Tmall and is one of Taobao, or the other way round, is another store."""
    said = next(
        (channel for one in trade.inner("orders").many("order") if (channel := CHANNEL.get(one.text("seller_type")))), ""
    )  # fmt: skip
    if said and context.channel and said != context.channel:
        words = say(
            "这是{theirs}的订单，店铺是按{ours}连接的",
            theirs=KIND[said],
            ours=KIND.get(context.channel, context.channel),
        )
        trade.fault("orders", words, WRONG_STORE)
    return said or context.channel or channel_of(context.store)


def _parcels(sold: Sequence[_Sold]) -> tuple[Parcel, ...]:
    """What left, by waybill; one that holds all lines names none of them."""
    by_waybill: dict[tuple[str, str], list[str]] = {}
    for each in sold:
        if each.parcel[1]:
            by_waybill.setdefault(each.parcel, []).append(each.line.line_id)
    return tuple(
        Parcel(CARRIER_CODE.get(company, company), waybill, () if len(ids) == len(sold) else tuple(ids))
        for (company, waybill), ids in by_waybill.items()
    )


def _receiver(trade: Record) -> Receiver:
    return Receiver(
        name=trade.text("receiver_name"),
        phone=trade.text("receiver_mobile") or trade.text("receiver_phone"),
        province=trade.text("receiver_state"),
        city=trade.text("receiver_city"),
        district=trade.text("receiver_district"),
        address=(trade.text("receiver_town") + " " + trade.text("receiver_address")).strip(),
    )


def _invoice(trade: Record) -> InvoiceWish | None:
    title, number = trade.text("invoice_name"), trade.text("buyer_tax_no")
    return InvoiceWish(title, number, is_company=bool(number)) if title else None


def _map_case(case: Record, case_id: str) -> CaseHead:
    refund, trade = case.inner("refund"), case.inner("trade")
    platform_state, dispute = refund.text("status"), refund.text("dispute_type")
    if platform_state not in CASE_STATE:
        refund.fault("status", say("不认识的退款状态"), "unknown_state")
    if refund.id("refund_id") != case_id:
        refund.fault("refund_id", say("不是所要的退款 {case_id}", case_id=case_id), "wrong_document")
    state = CASE_STATE.get(platform_state, "")
    goods_come_back = refund.text("has_good_return") == "true"
    company, waybill = refund.text("company_name"), refund.text("sid")
    head = CaseHead(
        case_id=case_id,
        order_id=refund.id("tid"),
        line_id=_line_of(refund, trade),
        kind=CASE_KIND.get(dispute, RETURN_GOODS if goods_come_back else REFUND_ONLY),
        state=state,
        platform_state=platform_state,
        amount_fen=refund.fen("refund_fee"),
        quantity=refund.count("num"),
        reason=refund.text("reason"),
        asked_at=refund.time("created"),
        modified_at=refund.time("modified"),
        refunded_at=(refund.time("end_time") or refund.time("modified")) if state == REFUNDED else "",
        return_parcel=Parcel(CARRIER_CODE.get(company, company), waybill) if waybill else None,
    )
    if refund.says("total_fee") and head.amount_fen > refund.fen("total_fee"):
        words = say("比退还的 {back} 还少", back=yuan(head.amount_fen))
        refund.fault("total_fee", words, "does_not_add_up")
    if state != REFUNDED:
        case.mapped.skipped = say("还没有退款")
    elif head.kind not in (REFUND_ONLY, RETURN_GOODS) or not head.amount_fen:
        case.mapped.skipped = say("没有退钱")
    elif not case.mapped.faults:
        _add_refund(case.mapped, head, trade)
    return head


def _line_of(refund: Record, trade: Record) -> str:
    """The line that a case is about: it is named, or the order has only one."""
    if oid := refund.id_if_any("oid"):
        return oid
    orders = trade.inner("orders").many("order")
    if len(orders) == 1:
        return orders[0].id("oid")
    refund.fault("oid", say("不知道退的是订单的哪一行"), "refund_not_attributable")
    return ""


def _add_refund(mapped: Mapped, head: CaseHead, trade: Record) -> None:
    """Money is certain. Units are, where they came back or never left; the cause is the neutral one until a person decides."""
    sold = (
        next((each for each in _read_lines(trade) if each.line.line_id == head.line_id), None)
        if trade.fields
        else None
    )
    amount = head.amount_fen
    if sold and amount > sold.revenue_fen:
        over = yuan(amount - sold.revenue_fen)
        mapped.notes.append(say("退款比商品行实收多 {over}（邮费），邮费按订单记", over=over))
        amount = sold.revenue_fen
    never_left = (
        sold is not None and not sold.shipped_at and not sold.parcel[1] and amount == sold.revenue_fen
    )
    quantity = head.quantity if head.kind == RETURN_GOODS or never_left else 0
    cells = {
        "refund_id": head.case_id,
        "line_id": head.line_id,
        "quantity": str(quantity),
        "amount": str(amount),
        "cause": "no_reason",
        "restocked": "true" if never_left else "false",
        "refunded_at": head.refunded_at,
    }
    mapped.facts.append(FactRow("refunds", 0, cells))
