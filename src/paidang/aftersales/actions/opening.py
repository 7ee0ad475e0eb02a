"""Opening a case by hand or from what a platform tells; taking it on; the buyer's withdrawal."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from paidang.aftersales.actions.recording import (
    UnableToServe,
    case_for,
    check_state,
    contract_for,
    page_of,
    record,
    set_due,
    shipment_key,
    step,
    text_of,
)
from paidang.aftersales.models import Case, CaseLine
from paidang.aftersales.rules.refunds import due_back_fen
from paidang.aftersales.rules.words import (
    ASKED,
    ENDED,
    OPEN,
    OVER_SHIPPED,
    REASONS,
    RECEIVED,
    RETURNING,
    SOURCES,
    TURN,
    WISH_WORDS,
    WITHDRAWN,
    WRONG_ITEM,
)
from paidang.contracts.models import Contract
from paidang.contracts.queries.numbers import next_number
from paidang.duties.actions import raise_duty
from paidang.kit.clause import clause
from paidang.kit.period import day_end_at, day_of
from paidang.kit.sentence import say
from paidang.orders.models import OrderLine, Refund
from paidang.team.models import Person

LINES_MAX = 50


@dataclass(frozen=True, slots=True)
class LineAsked:
    """What a case is about: so many units of an order line; `refund_id` of the refund that is in the facts already."""

    line_id: str
    quantity: int
    refund_id: str = ""


@clause("OP-3-E-2", "OP-3-E-3", "OP-4-C")
@transaction.atomic
def open_case(
    *,
    person: Person,
    at: datetime,
    code: str,
    order_id: str,
    lines: Sequence[LineAsked],
    source: str,
    reason: str,
    wish: str,
    words: str = "",
) -> Case:
    """Open a case on lines of an order, as a buyer has asked for by phone or chat, or as somebody noticed in the goods.

    Whoever opens it has taken it on. A wrong or surplus shipment is told to the brand at once.
    """
    contract = contract_for(person, code, "serve_buyers", lock=True)
    if source not in SOURCES or source == "platform" or reason not in REASONS or wish not in WISH_WORDS:
        raise UnableToServe(
            say("来源、理由、诉求要选一个"), code="CASE_INCOMPLETE", remedy=say("请从列表里选。")
        )
    return new_case(
        contract, person, at, order_id=order_id, lines=lines, source=source, reason=reason, wish=wish,
        words=text_of(words, say("买家的话"), is_needed=False), state=OPEN, asked_at=at,
    )  # fmt: skip


def new_case(
    contract: Contract,
    person: Person,
    at: datetime,
    *,
    order_id: str,
    lines: Sequence[LineAsked],
    source: str,
    reason: str,
    wish: str,
    words: str,
    state: str,
    asked_at: datetime,
    platform_case: str = "",
    return_waybill: str = "",
) -> Case:
    """Write a case with its lines. Called with the contract's row locked."""
    sold = _sold(contract, order_id, lines)
    first = next(iter(sold.values()))
    is_taken_on = state != ASKED
    case = Case(
        contract=contract, number=next_number(Case, contract=contract),
        order_id=order_id, channel=first.channel, store=first.store, source=source,
        platform_case=platform_case, reason=reason, wish=wish, words=words, state=state, turn=TURN[state], turned_at=at,
        asked_at=asked_at, opened_by=person, opened_at=at, accepted_by=person if is_taken_on else None,
        accepted_at=at if is_taken_on else None, return_waybill=return_waybill,
    )  # fmt: skip
    set_due(case)
    case.save()
    for n, asked in enumerate(lines, 1):
        _add_line(case, asked, sold[asked.line_id], n)
    record(case, person, at, "case.opened", {"reason": reason, "order": order_id, "lines": len(lines)})
    if reason in (WRONG_ITEM, OVER_SHIPPED):
        raise_duty(
            contract.pk, key=shipment_key(case), kind="note_shipment", side="a", page=page_of(case), at=at, due_at=day_end_at(day_of(at)),
            clause="OP-3-E-2", facts={"what": str(REASONS[reason]), "order": order_id, "case": case.code},
        )  # fmt: skip
    return case


def _sold(contract: Contract, order_id: str, lines: Sequence[LineAsked]) -> dict[str, OrderLine]:
    """The lines that are asked about; UnableToServe where one is none of the order, or is in an open case already."""
    wanted = [asked.line_id for asked in lines]
    found = OrderLine.objects.filter(contract=contract, order_id=order_id, line_id__in=wanted)
    sold = {line.line_id: line for line in found}
    if not 0 < len(lines) <= LINES_MAX or len(set(wanted)) < len(wanted) or len(sold) < len(wanted):
        raise UnableToServe(
            say("订单 {order_id} 没有这些行", order_id=order_id),
            code="LINES_UNKNOWN",
            remedy=say("请从订单里选要售后的商品。"),
        )
    for asked in lines:
        most = sold[asked.line_id].quantity
        if not 0 <= asked.quantity <= most:
            raise UnableToServe(
                say("{sku} 只卖出 {most} 件", sku=sold[asked.line_id].sku, most=most), code="TOO_MANY_UNITS"
            )
    other = (
        CaseLine.objects.filter(contract=contract, line_id__in=wanted)
        .exclude(case__state__in=ENDED)
        .select_related("case")
        .first()
    )
    if other:
        raise UnableToServe(
            say("{sku} 已经在售后 {code} 里", sku=other.sku, code=other.case.code),
            code="IN_ANOTHER_CASE",
            remedy=say("请在那一件里处理。"),
        )
    return sold


def _add_line(case: Case, asked: LineAsked, sold: OrderLine, number: int) -> None:
    refund = None
    if asked.refund_id:
        found = Refund.objects.filter(contract=case.contract_id, refund_id=asked.refund_id)
        refund = found.first()
        if refund is not None and refund.line_id != asked.line_id:
            raise UnableToServe(
                say("退款 {refund_id} 不是这一行的", refund_id=asked.refund_id), code="REFUND_OF_ANOTHER_LINE"
            )
        taken = CaseLine.objects.filter(contract=case.contract_id, refund_id=asked.refund_id).select_related("case").first()  # fmt: skip
        if taken:
            raise UnableToServe(
                say("退款 {refund_id} 已经有售后 {code}", refund_id=asked.refund_id, code=taken.case.code),
                code="IN_ANOTHER_CASE",
            )
    refunded = Refund.objects.filter(contract=case.contract_id, line_id=asked.line_id).aggregate(
        units=Sum("quantity", default=0), fen=Sum("amount_fen", default=0)
    )
    CaseLine.objects.create(
        contract=case.contract,
        case=case,
        line_id=sold.line_id,
        sku=sold.sku,
        quantity=refund.quantity if refund else asked.quantity,
        asked_fen=refund.amount_fen
        if refund
        else due_back_fen(
            revenue_fen=sold.revenue_fen,
            units=sold.quantity,
            quantity=asked.quantity,
            refunded_units=refunded["units"],
            refunded_fen=refunded["fen"],
        ),
        refund_id=asked.refund_id or f"{case.code}-{number}",
    )


@clause("OP-2-A-5", "OP-4-B-5")
@transaction.atomic
def accept_case(*, person: Person, at: datetime, code: str, number: int, reason: str = "") -> Case:
    """Take on a case that came from a platform: the buyer has a first answer. Twice is once.

    `reason`: what the buyer means, where that is not what the words were taken for.
    """
    case = case_for(person, code, number, "serve_buyers")
    if case.state != ASKED:
        return case
    if reason and reason not in REASONS:
        raise UnableToServe(say("没有这样的理由"), code="CASE_INCOMPLETE", remedy=say("请从列表里选。"))
    case.reason = reason or case.reason
    case.accepted_by, case.accepted_at = person, at
    step(case, OPEN, at)
    record(case, person, at, "case.accepted")
    return case


@transaction.atomic
def withdraw_case(*, person: Person, at: datetime, code: str, number: int) -> Case:
    """Note that the buyer wants nothing any more; nothing is refunded by it."""
    case = case_for(person, code, number, "serve_buyers")
    check_state(case, ASKED, OPEN, RETURNING, RECEIVED)
    step(case, WITHDRAWN, at)
    record(case, person, at, "case.withdrawn")
    return case
