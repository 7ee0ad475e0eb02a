"""The outcome of a case: proposed or carried out at once, agreed to or sent back, and written to settlement's facts.

What follows the contract's rule after the brand's own inspection the agency carries out; all else has the brand's word.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from paidang.aftersales.actions.facts import write_charges, write_refunds
from paidang.aftersales.actions.recording import (
    UnableToServe,
    case_for,
    check_state,
    contract_for,
    record,
    step,
    text_of,
)
from paidang.aftersales.actions.telling import tell_verdict
from paidang.aftersales.models import Case, CaseLine
from paidang.aftersales.queries.cases import get_case, list_lines
from paidang.aftersales.queries.money import CaseMoney, borne_by, load_money, outcome_for, units_back
from paidang.aftersales.rules.verdict import Asked, Given, follows_rule, wrong_with
from paidang.aftersales.rules.words import (
    DONE,
    EXCHANGE,
    INSPECTED,
    OPEN,
    PROPOSED,
    REFUND,
    RESEND,
    RETURNING,
    SENDING,
    VERDICTS,
)
from paidang.kit.clause import clause
from paidang.kit.money import yuan
from paidang.kit.sentence import say
from paidang.team.models import Person


@clause("OP-2-A-5", "OP-3-E-3", "OP-4-C")
@transaction.atomic
def decide_case(
    *,
    person: Person,
    at: datetime,
    code: str,
    number: int,
    verdict: str,
    given: Mapping[str, Given] | None = None,
    words: str = "",
    compensation_fen: int = 0,
    compensation_to: str = "",
) -> Case:
    """Say what becomes of a case: what each line gets back (`given`, by line id; what was asked for where it says nothing).

    Carried out at once where it follows the rule or the brand says it, else proposed to the brand.
    """
    is_brand = person.may("approve_case")
    case = get_case(
        contract_for(person, code, "approve_case" if is_brand else "serve_buyers"), number, lock=True
    )
    check_state(case, OPEN, RETURNING, INSPECTED)
    lines = list_lines(case)
    money = load_money(case, lines)
    _take_down(case, lines, verdict, given or {}, money)
    if not 0 <= compensation_fen <= 10**9 or (compensation_fen and compensation_to not in ("a", "b")):
        raise UnableToServe(say("承运商的赔付没有写对"), code="COMPENSATION_UNKNOWN")
    case.compensation_fen, case.compensation_to = (
        compensation_fen,
        compensation_to if compensation_fen else "",
    )
    asked = _asked(case, lines, money)
    case.follows_rule = (
        follows_rule(verdict, asked, was_inspected=case.state == INSPECTED) and not compensation_fen
    )
    needs_words = not case.follows_rule
    case.verdict_words = text_of(words, say("为什么这样处理"), is_needed=needs_words)
    case.verdict, case.proposed_by, case.proposed_at = verdict, person, at
    if case.follows_rule or is_brand:
        return _carry_out(case, lines, money, person, at)
    step(case, PROPOSED, at)
    record(case, person, at, "case.proposed", {"verdict": verdict, "refund": yuan(_refund_fen(lines))})
    return case


@clause("OP-2-A-5")
@transaction.atomic
def approve_case(*, person: Person, at: datetime, code: str, number: int) -> Case:
    """The brand agrees to the proposed outcome: it is carried out."""
    case = case_for(person, code, number, "approve_case")
    check_state(case, PROPOSED)
    lines = list_lines(case)
    return _carry_out(case, lines, load_money(case, lines), person, at)


@clause("OP-2-A-5")
@transaction.atomic
def decline_case(*, person: Person, at: datetime, code: str, number: int, reason: str) -> Case:
    """The brand sends the proposed outcome back with a reason; the agency proposes another."""
    case = case_for(person, code, number, "approve_case")
    check_state(case, PROPOSED)
    case.verdict_words, case.verdict = text_of(reason, say("退回的理由")), ""
    case.compensation_fen, case.compensation_to = 0, ""
    for line in list_lines(case):
        line.refund_quantity = line.refund_fen = line.restocked = None
        line.cause = ""
        line.save()
    step(case, INSPECTED if case.received_at else OPEN, at)
    record(case, person, at, "case.declined")
    return case


def _asked(case: Case, lines: Sequence[CaseLine], money: CaseMoney) -> list[Asked]:
    return [
        Asked(
            outcome_for(case, line, money), units_back(case, line), line.asked_fen,
            Given(line.refund_quantity or 0, line.refund_fen or 0), is_told=line.refund_id in money.refunds,
        )
        for line in lines
    ]  # fmt: skip


def _take_down(
    case: Case, lines: Sequence[CaseLine], verdict: str, given: Mapping[str, Given], money: CaseMoney
) -> None:
    """Note on each line what it gets back; UnableToServe where that cannot be."""
    if verdict not in VERDICTS or set(given) - {line.line_id for line in lines}:
        raise UnableToServe(say("没有这样的处理结果"), code="VERDICT_UNKNOWN", remedy=say("请从列表里选。"))
    for line in lines:
        outcome, told = outcome_for(case, line, money), money.refunds.get(line.refund_id)
        if verdict == REFUND:
            one = given.get(line.line_id, Given(units_back(case, line), line.asked_fen))
            line.refund_quantity, line.refund_fen = one.quantity, one.fen
            line.cause, line.restocked = outcome.cause, outcome.restocked and one.quantity > 0
        elif told:  # the money has gone back already: it stays in the facts, with its true cause
            line.refund_quantity, line.refund_fen = told.quantity, told.amount_fen
            line.cause, line.restocked = outcome.cause, outcome.restocked and told.quantity > 0
    if wrong := wrong_with(verdict, _asked(case, lines, money)):
        raise UnableToServe(wrong, code="VERDICT_NOT_POSSIBLE", remedy=say("请照实际改件数和金额。"))
    for line in lines:
        line.save()


def _carry_out(case: Case, lines: Sequence[CaseLine], money: CaseMoney, person: Person, at: datetime) -> Case:
    """Write what was decided to the facts; what has to be sent is sent next."""
    act = "approve_case" if person.may("approve_case") else "serve_buyers"
    case.decided_by, case.decided_at = person, at
    borne = borne_by(case, lines, money)
    written = write_refunds(case, lines, money, person=person, at=at, act=act)
    written += write_charges(case, borne, person=person, at=at, act=act)
    case.import_ids = [*case.import_ids, *written]
    step(case, SENDING if case.verdict in (EXCHANGE, RESEND) else DONE, at)
    facts = {"verdict": case.verdict, "refund": yuan(_refund_fen(lines)), "imports": written}
    record(case, person, at, "case.decided", facts)
    tell_verdict(case, lines, person, at)
    return case


def _refund_fen(lines: Sequence[CaseLine]) -> int:
    return sum(line.refund_fen or 0 for line in lines)
