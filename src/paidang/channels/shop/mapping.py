"""What the orders and cases of a shop of one's own say (docs/platform-interfaces.md). Amounts are whole fen. Pure.

An order says what the buyer paid in all (`paid_fen`), which must be what its lines, discounts and postage come to: an
amount that is a hundred times too large waits for a person.
"""

from datetime import datetime

from paidang.channels.link.documents import (
    CANCELLED,
    CASE_KINDS,
    CASE_STATES,
    DONE,
    ORDER_STATES,
    REFUNDED,
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
from paidang.channels.link.record import FEN, Record
from paidang.channels.mapping import (
    Context,
    FactRow,
    Line,
    Mapped,
    Whole,
    later,
    lines_as_facts,
    refund_as_fact,
    revenue_fen,
)
from paidang.kit.money import yuan
from paidang.kit.period import SHANGHAI
from paidang.kit.sentence import say

UNITS = dict.fromkeys(
    ("unit_price_fen", "merchant_discount_fen", "platform_discount_fen", "postage_fen", "paid_fen", "amount_fen"), FEN
)  # fmt: skip
STATES = tuple(state for state in ORDER_STATES if state != "split")
CAUSES = ("quality", "wrong_item", "over_shipped", "no_reason", "lost", "price_protection")


def map_document(document: Document, context: Context) -> MappedDocument:
    """An order's or a case's head and facts; with any fault neither."""
    mapped = Mapped()
    record = Record(mapped, 0, document.body, UNITS)
    head = _map_case(record) if document.kind == "case" else _map_order(record, context)
    if mapped.faults:
        mapped.facts, mapped.skipped = [], ""
        return MappedDocument(None, mapped, head.modified_at)
    return MappedDocument(head, mapped, head.modified_at)


def _map_order(order: Record, context: Context) -> OrderHead:
    head = _read_head(order)
    if head.paid_at:
        order.mapped.facts = _facts_of(order, head, context)
    else:
        order.mapped.skipped = say("未付款")
    return head


def _read_head(order: Record) -> OrderHead:
    state = _choice(order, "state", STATES)
    paid_at, shipped_at, completed_at = (
        _time(order, name) for name in ("paid_at", "shipped_at", "completed_at")
    )
    if not paid_at and state not in (UNPAID, CANCELLED):
        order.fault("paid_at", say("已付款的订单没有付款时间"), "empty")
    if not shipped_at and state in (SHIPPED, DONE):
        order.fault("shipped_at", say("已发货的订单没有发货时间"), "empty")
    receiver, invoice = order.inner("receiver"), order.inner("invoice")
    return OrderHead(
        order_id=order.id("id"),
        state=state,
        platform_state=state,
        created_at=_time(order, "created_at", is_needed=True),
        modified_at=_time(order, "modified_at", is_needed=True),
        paid_at=paid_at,
        shipped_at=shipped_at,
        completed_at=completed_at if state == DONE else "",
        parcels=tuple(_parcel(row) for row in order.many("parcels")),
        receiver=Receiver(
            **{name: receiver.text(name) for name in ("name", "phone", "province", "city", "district", "address")}
        ),
        buyer_words=order.text("buyer_message"),
        seller_words=order.text("seller_memo"),
        invoice=InvoiceWish(
            invoice.text("title"), invoice.text("tax_number"), is_company=bool(invoice.text("tax_number"))
        )
        if invoice.text("title")
        else None,
    )  # fmt: skip


def _facts_of(order: Record, head: OrderHead, context: Context) -> list[FactRow]:
    """A paid order's lines and postage; cancelled after payment: the lines and their whole refund, no postage."""
    lines = [_line(row, head.order_id) for row in order.many("lines")]
    postage, paid = order.fen("postage_fen"), order.fen("paid_fen", is_needed=True)
    if not lines:
        order.fault("lines", say("订单里没有商品"), "empty")
    if len({line.line_id for line in lines}) < len(lines):
        order.fault("lines", say("两行商品的 id 相同"), "twice")
    due = postage + sum(
        line.total_fen - line.merchant_discount_fen - line.platform_discount_fen for line in lines
    )
    if not order.mapped.faults and due != paid:
        order.fault("paid_fen", say("与明细不符：商品减优惠加运费是 {due}", due=yuan(due)), "does_not_add_up")
    if order.mapped.faults:
        return []
    is_cancelled = head.state == CANCELLED
    whole = Whole(
        order_id=head.order_id,
        channel=context.channel or "shop",
        store=context.store,
        merchant_discount_fen=0,
        platform_discount_fen=0,
        postage_fen=0 if is_cancelled else postage,
        paid_at=head.paid_at,
        shipped_at="" if is_cancelled else head.shipped_at,
        completed_at=head.completed_at,
    )
    facts = lines_as_facts(whole, lines)
    if is_cancelled:
        at = later(head.modified_at, head.paid_at)
        facts += [_given_back(line, at) for line in facts]
    return facts


def _line(row: Record, order_id: str) -> Line:
    sku = row.text("sku")
    if not sku:
        row.fault("sku", say("货号是空的，不知道是哪个商品"), "empty")
    line = Line(
        row.row,
        line_of(order_id, row.id("id")),
        sku,
        row.count("quantity"),
        row.fen("unit_price_fen", is_needed=True),
        row.fen("merchant_discount_fen"),
        row.fen("platform_discount_fen"),
    )
    if line.merchant_discount_fen + line.platform_discount_fen > line.total_fen:
        row.fault("merchant_discount_fen", say("优惠比单价乘数量还多"), "does_not_add_up")
    return line


def line_of(order_id: str, line: str) -> str:
    """The id of a line in the facts.

    >>> line_of("A1001", "1")
    'A1001-1'
    """
    return f"{order_id}-{line}"


def _given_back(line: FactRow, at: str) -> FactRow:
    return refund_as_fact(
        line,
        suffix="cancelled",
        quantity=int(line.cells["quantity"]),
        amount_fen=revenue_fen(line),
        restocked=True,
        refunded_at=at,
        booked=False,
    )


def _map_case(case: Record) -> CaseHead:
    order_id, line_id = case.id("order_id"), case.id_if_any("line_id")
    state, kind = _choice(case, "state", CASE_STATES), _choice(case, "kind", CASE_KINDS)
    parcel = case.inner("return_parcel")
    head = CaseHead(
        case_id=case.id("id"),
        order_id=order_id,
        line_id=line_of(order_id, line_id) if line_id else "",
        kind=kind,
        state=state,
        platform_state=state,
        amount_fen=case.fen("amount_fen", is_needed=True),
        quantity=case.count("quantity"),
        reason=case.text("reason"),
        asked_at=_time(case, "asked_at", is_needed=True),
        modified_at=_time(case, "modified_at", is_needed=True),
        refunded_at=_time(case, "refunded_at"),
        return_parcel=_parcel(parcel) if parcel.fields else None,
    )
    if state == REFUNDED:
        case.mapped.facts = [_refund(case, head)]
    return head


def _refund(case: Record, head: CaseHead) -> FactRow:
    """The money that went back, once it did; its cause is the seller's finding, never the buyer's reason."""
    if not head.line_id:
        case.fault("line_id", say("已退款的售后要说明是哪一行商品"), "empty")
    if not head.refunded_at:
        case.fault("refunded_at", say("已退款的售后没有退款时间"), "empty")
    restocked = case.fields.get("restocked", False)
    if not isinstance(restocked, bool):
        case.fault("restocked", say("只能是 true 或 false"), "not_boolean")
    cells = {
        "refund_id": f"{head.order_id}-{head.case_id}",
        "line_id": head.line_id,
        "quantity": str(head.quantity),
        "amount": str(head.amount_fen),
        "cause": _choice(case, "cause", CAUSES) if case.text("cause") else "no_reason",
        "restocked": "true" if restocked is True else "false",
        "refunded_at": head.refunded_at,
    }
    return FactRow("refunds", 1, cells)


def _parcel(row: Record) -> Parcel:
    return Parcel(row.text("carrier"), row.text("waybill"))


def _choice(record: Record, name: str, choices: tuple[str, ...]) -> str:
    word = record.text(name)
    if word not in choices:
        record.fault(name, say("只能是 {choices} 之一", choices=choices), "unknown_choice")
    return word


def _time(record: Record, name: str, *, is_needed: bool = False) -> str:
    """ISO 8601 with its offset, as Shanghai's."""
    value = record.text(name)
    if not value:
        if is_needed:
            record.fault(name, say("没有时间"), "empty")
        return ""
    try:
        moment = datetime.fromisoformat(value)
        if moment.tzinfo is None:
            record.fault(name, say("时间没有时区。请写成 2026-09-01T10:00:00+08:00"), "no_zone")
            return ""
        return moment.astimezone(SHANGHAI).isoformat()
    except (ValueError, OverflowError):
        record.fault(name, say("不是时间。请写成 2026-09-01T10:00:00+08:00"), "not_time")
        return ""
