"""What JD's refunds before shipping and after-sales services say. Pure.

A case comes with its order, since only that knows the lines. A refund is a fact when its money is certain: JD's finance has
passed it, or the service is done. What the seller loses is the buyer's money and what JD takes back of its own discount.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from math import prod
from typing import Any

from paidang.channels.jd.mapping import cancelled_line, map_order
from paidang.channels.jd.words import (
    BEFORE_SHIPPING,
    CAUSE,
    REFUND_STATE,
    SERVICE_KIND,
    SERVICE_STATE,
    UNIT,
)
from paidang.channels.link.documents import (
    CANCELLED,
    CLOSED,
    REFUND_ONLY,
    REFUNDED,
    RETURN_GOODS,
    CaseHead,
    MappedDocument,
    OrderHead,
    Parcel,
)
from paidang.channels.link.record import Record
from paidang.channels.mapping import (
    Context,
    FactRow,
    Mapped,
    later,
    lost_fen,
    no_postage,
    paid_fen,
    refund_as_fact,
)
from paidang.kit.sentence import say

REFUND, SERVICE, ORDER = "refund", "service", "order"
"""The parts of a case's body: a row of the one list or of the other, and the orderInfo."""
_CHOICES_MAX = 10_000
SHARE_OFF_FEN = 5
"""By so much JD's share of what came off a whole order may differ from ours: where it names the goods, that tells no more."""


def map_case(body: Mapping[str, Any], case_id: str, context: Context) -> MappedDocument:
    """Map a case's body. A case with any fault gives neither head nor facts."""
    mapped = Mapped()
    whole = Record(mapped, 0, body, UNIT)
    sold = _Sold(replace(whole.inner(ORDER), mapped=Mapped()), context)
    if REFUND in body:
        head = _map_refund(whole.inner(REFUND), case_id, sold)
    else:
        head = _map_service(whole.inner(SERVICE), case_id, sold)
    if mapped.faults:
        mapped.facts, mapped.skipped = [], ""
        return MappedDocument(None, mapped, head.modified_at)
    return MappedDocument(head, mapped, head.modified_at)


class _Sold:
    """The order that a case is about, as it was mapped."""

    def __init__(self, order: Record, context: Context) -> None:
        self.order = order  # its faults are the order's own, and stand with it
        self.order_id = str(order.fields.get("orderId") or "")
        found = map_order(order.fields, self.order_id, context)
        self.head = found.head if isinstance(found.head, OrderHead) else None
        self.lines = [fact for fact in found.mapped.facts if fact.table == "order_lines"]

    def lines_of(self, sku_id: str) -> list[FactRow]:
        """The lines of a SKU, by JD's number of it; the dearest first."""
        rows = {row.row for row in self.order.many("itemInfoList") if row.text("skuId") == sku_id}
        return [line for line in self.lines if line.row_number in rows]

    def lines_named(self, refund: Record) -> list[FactRow]:
        """The lines whose SKUs a refund names (`showSku` asks for them, in a list whose name no public source tells)."""
        lists = [value for value in refund.fields.values() if isinstance(value, list)]
        named = {
            str(one["skuId"])
            for each in lists
            for one in each
            if isinstance(one, Mapping) and one.get("skuId")
        }
        found = {line.row_number: line for sku_id in named for line in self.lines_of(sku_id)}
        return [found[row] for row in sorted(found)]

    @property
    def buyer_fen(self) -> int:
        """What the buyer paid for all of it."""
        return self.order.fen("orderPayment") + self.order.fen("balanceUsed")


# Before shipping


def _map_refund(refund: Record, case_id: str, sold: _Sold) -> CaseHead:
    """A row of the list of refunds before shipping. Its amount is in fen."""
    word = refund.text("status")
    if word not in REFUND_STATE:
        refund.fault("status", say("不认识的退款状态"), "unknown_state")
    head = CaseHead(
        case_id=_checked(refund, "id", case_id),
        order_id=refund.id("orderId"),
        line_id=sold.lines[0].cells["line_id"] if len(sold.lines) == 1 else "",
        kind=REFUND_ONLY,
        state=REFUND_STATE.get(word, ""),
        platform_state=word,
        amount_fen=refund.fen("applyRefundSum", is_needed=True),
        quantity=sum(int(line.cells["quantity"]) for line in sold.lines),
        reason=refund.text("reason"),
        asked_at=refund.time("applyTime"),
        modified_at=later(refund.time("applyTime"), refund.time("checkTime")),
        refunded_at=refund.time("checkTime") if REFUND_STATE.get(word) == REFUNDED else "",
    )
    if head.state != REFUNDED:
        refund.mapped.skipped = say("还没有退款")
    elif _is_known(refund, sold) and not refund.mapped.faults:
        refund.mapped.facts = facts = _before_shipping(refund, head, sold)
        if len(facts) == 1:
            cells = facts[0].cells
            return replace(head, line_id=cells["line_id"], quantity=int(cells["quantity"]))
    return head


def _before_shipping(refund: Record, head: CaseHead, sold: _Sold) -> list[FactRow]:
    """All of the buyer's money: every line is cancelled. Less: the units that it is the money of, among the SKUs that it names, if nothing else fits."""
    at = later(head.refunded_at or head.modified_at, sold.lines[0].cells["paid_at"])
    is_cancelled = sold.head is not None and sold.head.state == CANCELLED
    if is_cancelled or head.amount_fen >= sold.buyer_fen:
        facts = [cancelled_line(line, at) for line in sold.lines]
        return facts + (
            [no_postage(sold.order_id, sold.head.paid_at)]
            if sold.head and sold.order.fen("freightPrice")
            else []
        )
    named = sold.lines_named(refund)
    lines = named or sold.lines
    units = _only_fit(lines, head.amount_fen, off_fen=SHARE_OFF_FEN if named else 0)
    if units is None and len(lines) == 1:
        units = [0]  # money only, and there is no other line
    if units is None:
        words = say("订单有 {count} 行商品，不知道退的是哪一行", count=len(lines))
        refund.fault("applyRefundSum", words, "refund_not_attributable")
        return []
    facts = []
    for line, count in zip(lines, units, strict=True):
        amount = _share_fen(line, count) if any(units) else head.amount_fen
        if amount:
            facts.append(
                _refund(
                    line,
                    head.case_id,
                    count,
                    lost_fen(line, amount),
                    is_restocked=count > 0,
                    refunded_at=at,
                    booked=False,
                )
            )
    return facts


def _only_fit(lines: Sequence[FactRow], amount_fen: int, *, off_fen: int = 0) -> list[int] | None:
    """The units of each line that the buyer paid this amount for; None where several choices do, or none does.

    A share of a line may be a fen off for each line that is not whole, and by `off_fen` besides.
    """
    choices = [range(int(line.cells["quantity"]) + 1) for line in lines if paid_fen(line)]
    paying = [line for line in lines if paid_fen(line)]
    if prod(len(choice) for choice in choices) > _CHOICES_MAX:
        return None
    fitting = []
    for units in product(*choices):
        broken = sum(0 < n < int(line.cells["quantity"]) for n, line in zip(units, paying, strict=True))
        shares = sum(_share_fen(line, n) for n, line in zip(units, paying, strict=True))
        if any(units) and abs(shares - amount_fen) <= broken + off_fen:
            fitting.append(dict(zip((line.cells["line_id"] for line in paying), units, strict=True)))
    if len(fitting) != 1:
        return None
    return [fitting[0].get(line.cells["line_id"], 0) for line in lines]


def _share_fen(line: FactRow, units: int) -> int:
    """What the buyer paid for so many units of a line."""
    return paid_fen(line) * units // int(line.cells["quantity"])


# After it


def _map_service(service: Record, case_id: str, sold: _Sold) -> CaseHead:
    """A row of the list of after-sales services. Its amount is in yuan, and for all that it is about."""
    word, wish = service.text("serviceStatus"), service.text("customerExpect")
    if word not in SERVICE_STATE:
        service.fault("serviceStatus", say("不认识的服务单状态"), "unknown_state")
    if wish not in SERVICE_KIND:
        service.fault("customerExpect", say("不认识的售后类型"), "unknown_state")
    kind, state = SERVICE_KIND.get(wish, REFUND_ONLY), SERVICE_STATE.get(word, "")
    is_about_money = kind in (REFUND_ONLY, RETURN_GOODS)
    if state == REFUNDED and not is_about_money:
        state = CLOSED
    lines = sold.lines_of(service.text("skuId"))
    amount = service.fen("actualPayPrice", is_needed=is_about_money)
    times = [service.time(name) for name in ("applyTime", "approveTime", "processTime")]
    waybill = service.text("expressCode")
    head = CaseHead(
        case_id=_checked(service, "serviceId", case_id),
        order_id=service.id("orderId"),
        line_id=lines[0].cells["line_id"] if lines else "",
        kind=kind,
        state=state,
        platform_state=word,
        amount_fen=amount,
        quantity=_units(lines[0], amount) if lines else 1,
        reason=service.text("questionDesc"),
        asked_at=times[0],
        modified_at=later(*times),
        refunded_at=times[2] if state == REFUNDED else "",
        return_parcel=Parcel("", waybill) if waybill else None,
    )
    if not is_about_money or (state == REFUNDED and not amount):
        service.mapped.skipped = say("没有退钱")
    elif state != REFUNDED:
        service.mapped.skipped = say("还没有退款")
    elif wish == BEFORE_SHIPPING:
        service.mapped.skipped = say("售前退款，以退款单为准")
    elif _is_known(service, sold) and not service.mapped.faults:
        service.mapped.facts = _after_shipping(service, head, lines)
    return head


def _after_shipping(service: Record, head: CaseHead, lines: Sequence[FactRow]) -> list[FactRow]:
    if not lines:
        service.fault("skuId", say("订单里没有这个商品"), "refund_not_attributable")
        return []
    line = lines[0]
    words = " ".join(
        service.text(name)
        for name in ("approveResult", "approveResultName", "processResult", "processResultName")
    )
    cause = next((cause for word, cause in CAUSE.items() if word in words), "no_reason")
    fact = _refund(
        line,
        head.case_id,
        head.quantity if head.kind == RETURN_GOODS else 0,
        lost_fen(line, head.amount_fen),
        is_restocked=head.kind == RETURN_GOODS and "良品" in words and "不良品" not in words,
        refunded_at=later(head.refunded_at or head.modified_at, line.cells["paid_at"]),
        booked=not head.refunded_at,
    )
    return [replace(fact, cells={**fact.cells, "cause": cause})]


def _units(line: FactRow, amount_fen: int) -> int:
    """How many of a line's units an amount is for: a service is for one, unless it is for the money of more.

    Shares of a line are whole fen, so that n units may come to a few fen more or less than n times one.
    """
    paid, quantity = paid_fen(line), int(line.cells["quantity"])
    near = [units for units in range(1, quantity + 1) if abs(amount_fen * quantity - paid * units) < quantity]
    return near[0] if near and paid else 1


def _refund(
    line: FactRow,
    case_id: str,
    quantity: int,
    amount_fen: int,
    *,
    is_restocked: bool,
    refunded_at: str,
    booked: bool,
) -> FactRow:
    return refund_as_fact(
        line,
        suffix=case_id,
        quantity=quantity,
        amount_fen=amount_fen,
        restocked=is_restocked,
        refunded_at=refunded_at,
        booked=booked,
    )


def _checked(record: Record, name: str, case_id: str) -> str:
    if record.id(name) != case_id:
        record.fault(name, say("不是所要的单 {case_id}", case_id=case_id), "wrong_document")
    return case_id


def _is_known(record: Record, sold: _Sold) -> bool:
    """Is the case's order there and whole, and a sale? Else a person must look, since its refund would be missing."""
    if sold.order_id != record.text("orderId") or not sold.lines:
        record.fault("orderId", say("它的订单读不到，或订单本身要先处理"), "order_missing")
        return False
    return True
