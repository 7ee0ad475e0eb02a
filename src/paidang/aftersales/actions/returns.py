"""The goods on their way back, their inspection by the brand, the agency's dispute of it row by row, and the brand's answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from paidang.aftersales.actions.recording import (
    UnableToServe,
    case_for,
    check_state,
    record,
    shipment_key,
    step,
    text_of,
)
from paidang.aftersales.actions.telling import tell_return
from paidang.aftersales.models import Case, CaseLine
from paidang.aftersales.queries.cases import list_lines
from paidang.aftersales.rules.words import (
    ASKED,
    BUYER,
    DISPUTED,
    FINDINGS,
    INSPECTED,
    OPEN,
    RECEIVED,
    RETURNING,
)
from paidang.duties.actions import close_duty
from paidang.duties.queries import is_open
from paidang.kit.clause import clause
from paidang.kit.sentence import say
from paidang.team.models import Person

FREIGHT_MAX_FEN = 10**9


@dataclass(frozen=True, slots=True)
class Found:
    """What the inspection says of one line."""

    finding: str
    words: str = ""


@clause("OP-4-C")
@transaction.atomic
def await_return(
    *, person: Person, at: datetime, code: str, number: int, carrier: str = "", waybill: str = ""
) -> Case:
    """Have the goods sent back to the brand; the waybill may be told later, by doing this again."""
    case = case_for(person, code, number, "serve_buyers")
    check_state(case, OPEN, RETURNING)
    case.return_carrier = text_of(carrier, say("快递"), is_needed=False, most=40)
    case.return_waybill = text_of(waybill, say("运单号"), is_needed=False, most=100)
    step(case, RETURNING, at)
    record(case, person, at, "case.awaited", {"waybill": case.return_waybill})
    tell_return(case, person, at)
    return case


@clause("OP-4-C")
@transaction.atomic
def receive_return(
    *,
    person: Person,
    at: datetime,
    code: str,
    number: int,
    waybill: str = "",
    freight_fen: int = 0,
    freight_paid_by: str = "",
) -> Case:
    """The brand's warehouse has the goods: with which waybill, what carrying them back cost and who has paid that."""
    case = case_for(person, code, number, "inspect_returns")
    check_state(case, ASKED, OPEN, RETURNING)
    set_freight(case, freight_fen, freight_paid_by)
    case.return_waybill = text_of(waybill, say("运单号"), is_needed=False, most=100) or case.return_waybill
    case.received_by, case.received_at = person, at
    step(case, RECEIVED, at)
    close_duty(case.contract_id, key=shipment_key(case), at=at)
    record(case, person, at, "case.received", {"waybill": case.return_waybill, "freight": freight_fen})
    return case


@clause("OP-3-E-2")
@transaction.atomic
def note_shipment(*, person: Person, at: datetime, code: str, number: int) -> Case:
    """The brand says that it knows of a wrong or surplus shipment. Twice is once; of any other case nothing happens."""
    case = case_for(person, code, number, "inspect_returns")
    if is_open(case.contract_id, shipment_key(case)):
        close_duty(case.contract_id, key=shipment_key(case), at=at)
        record(case, person, at, "case.shipment_noted")
    return case


def set_freight(case: Case, fen: int, paid_by: str) -> None:
    """Note what carrying back cost; UnableToServe where it is no amount or nobody's."""
    if not 0 <= fen <= FREIGHT_MAX_FEN or (fen and paid_by not in ("a", "b", BUYER)):
        raise UnableToServe(
            say("运费和谁垫付没有写对"),
            code="FREIGHT_UNKNOWN",
            remedy=say("没有运费就写 0；有运费要选谁付的。"),
        )
    case.freight_fen, case.freight_paid_by = fen, paid_by if fen else ""


@clause("OP-3-E-3", "OP-2-A-5")
@transaction.atomic
def inspect_case(*, person: Person, at: datetime, code: str, number: int, found: Mapping[str, Found]) -> Case:
    """Say of each line what the goods are: a fault of quality, fit for sale, or not. `found` by line id, every line of the case."""
    case = case_for(person, code, number, "inspect_returns")
    check_state(case, RECEIVED)
    lines = list_lines(case)
    if set(found) != {line.line_id for line in lines} or any(
        one.finding not in FINDINGS for one in found.values()
    ):
        raise UnableToServe(
            say("每一行都要有结论"),
            code="FINDING_MISSING",
            remedy=say("质量问题、可再卖、不可再卖，三选一。"),
        )
    for line in lines:
        one = found[line.line_id]
        line.finding, line.finding_words = one.finding, text_of(one.words, say("验收说明"), is_needed=False)
        line.inspected_by, line.inspected_at = person, at
        line.save()
    step(case, INSPECTED, at)
    findings = sorted({one.finding for one in found.values()})
    record(case, person, at, "case.inspected", {"finding": ", ".join(findings), "lines": len(lines)})
    return case


@clause("OP-4-B-5")
@transaction.atomic
def dispute_line(*, person: Person, at: datetime, code: str, number: int, line_id: str, reason: str) -> Case:
    """The agency does not agree with the inspection of one line, and says why; the brand answers before anything is decided."""
    case = case_for(person, code, number, "serve_buyers")
    check_state(case, INSPECTED, DISPUTED)
    line = line_of(case, line_id)
    if line.dispute and not line.answered_at:
        raise UnableToServe(
            say("{sku} 的异议还没有答复", sku=line.sku), code="DISPUTE_WAITS", remedy=say("请等甲方答复。")
        )
    line.dispute, line.disputed_by, line.disputed_at = text_of(reason, say("异议的理由")), person, at
    line.answer, line.answered_by, line.answered_at = "", None, None
    line.save()
    if case.state != DISPUTED:
        step(case, DISPUTED, at)
    record(case, person, at, "case.disputed", {"sku": line.sku, "line": line.line_id})
    return case


@clause("OP-3-E-3")
@transaction.atomic
def answer_dispute(
    *, person: Person, at: datetime, code: str, number: int, line_id: str, finding: str, answer: str
) -> Case:
    """The brand answers a dispute: it stays with its finding or says another one, and why."""
    case = case_for(person, code, number, "inspect_returns")
    check_state(case, DISPUTED)
    line = line_of(case, line_id)
    if not line.dispute or line.answered_at or finding not in FINDINGS:
        raise UnableToServe(
            say("{sku} 没有等着答复的异议", sku=line.sku),
            code="NOTHING_DISPUTED",
            remedy=say("请刷新后再看。"),
        )
    line.finding = finding
    line.answer, line.answered_by, line.answered_at = text_of(answer, say("答复")), person, at
    line.save()
    record(case, person, at, "case.answered", {"sku": line.sku, "finding": finding})
    if not any(one.dispute and not one.answered_at for one in list_lines(case)):
        step(case, INSPECTED, at)
    return case


def line_of(case: Case, line_id: str) -> CaseLine:
    """A line of the case; UnableToServe where it has none such."""
    line = CaseLine.objects.filter(case=case, line_id=line_id).first()
    if line is None:
        raise UnableToServe(say("售后 {code} 没有这一行", code=case.code), code="LINES_UNKNOWN")
    return line
