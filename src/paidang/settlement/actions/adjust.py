"""What both sides set right of a statement that stands: one proposes an amount, the other agrees or says why not (SPEC §7)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries import get_contract
from paidang.contracts.queries.numbers import next_number
from paidang.duties.actions import Proof, close_duty, raise_duty
from paidang.kit.clause import clause
from paidang.kit.money import yuan
from paidang.kit.outcome import NotAllowed, NotFound, UnableTo
from paidang.kit.sentence import say
from paidang.kit.sides import other_side
from paidang.settlement.actions.attach import check_files, keep_files
from paidang.settlement.actions.recording import page_of, record
from paidang.settlement.models import (
    AGREED,
    DECLINED,
    WAITING_ANSWER,
    WITHDRAWN,
    Adjustment,
    Statement,
)
from paidang.settlement.queries import get_statement
from paidang.settlement.queries.adjusting import is_to_adjust
from paidang.settlement.queries.rows import find_unknown
from paidang.settlement.rules.adjusting import AMOUNT_MAX, ANSWER_MAX, KINDS, REASON_MAX, ROWS_MAX
from paidang.team.actions import check_may
from paidang.team.models import Person


class UnableToAdjust(UnableTo):
    code = "ADJUSTMENT_NOT_MADE"


@clause("OP-3-E-4")
@transaction.atomic
def propose_adjustment(
    *,
    person: Person,
    at: datetime,
    code: str,
    month: str,
    amount_fen: int,
    reason: str,
    kind: str = "dispute",
    rows: Sequence[str] = (),
    files: Sequence[Proof] = (),
    replaces: Sequence[int] = (),
) -> Adjustment:
    """Propose an amount (above zero: in the agency's favour) that sets a statement right which can get no other version.

    It changes nothing until the other side agrees; then the next statement brings it in. The same proposal, still
    waiting, twice is once. A row stands in one waiting proposal; `replaces`: numbers of those that this one stands in for:
    one's own are withdrawn, the other side's declined.
    """
    check_may(person, "agree_adjustment")
    contract = get_contract(code, lock=True)
    _check_in_force(contract)
    statement = get_statement(contract, month)
    reason, rows, side = reason.strip(), sorted(set(rows)), contract.side_of(person.org_id)
    _check(statement, at, kind, amount_fen, reason, rows)
    files = check_files(files, UnableToAdjust)
    same = contract.adjustments.filter(
        statement__month=month, side=side, kind=kind, amount_fen=amount_fen, reason=reason, rows=rows, state=WAITING_ANSWER
    ).first()  # fmt: skip
    if same:
        if hashes := keep_files(files, contract, person, at, UnableToAdjust, adjustment=same):
            record(statement, person, at, "statement.files_added", {"files": hashes, "count": len(hashes)})
        return same
    _replace(contract, person, at, month, replaces)
    _check_rows_free(contract, month, rows)
    made = Adjustment.objects.create(
        contract=contract, statement=statement, number=next_number(Adjustment, contract=contract), kind=kind,
        amount_fen=amount_fen, reason=reason, clause=statement.sources.get("statement", "")[:80], rows=rows, side=side,
        proposed_by=person, proposed_at=at,
    )  # fmt: skip
    hashes = keep_files(files, contract, person, at, UnableToAdjust, adjustment=made)
    _record(made, person, at, "statement.adjustment_proposed", {"rows": len(rows), "files": hashes})
    raise_duty(
        contract.pk, key=_key(made), kind="answer_adjustment", side=other_side(side), page=f"{page_of(statement)}#proposed", at=at,
        facts={"month": month, "number": made.number, "amount": yuan(amount_fen)}, clause=made.clause,
    )  # fmt: skip
    return made


def _replace(contract: Contract, person: Person, at: datetime, month: str, numbers: Sequence[int]) -> None:
    for number in sorted(set(numbers)):
        _contract, made = _get(contract.code, number)
        if made.statement.month != month:
            raise NotFound(
                say("{month} 对账单没有调整 {number}", month=month, number=number),
                remedy=say("请从对账单的页面进来。"),
            )
        _check_waits(made)
        if contract.side_of(person.org_id) == made.side:
            _close(made, person, at, WITHDRAWN, "", "statement.adjustment_withdrawn")
        else:
            answer = "提议以后，这些行的数据又改过；照现在的数据另提一笔"
            _close(made, person, at, DECLINED, answer, "statement.adjustment_declined")


def _check_rows_free(contract: Contract, month: str, rows: Sequence[str]) -> None:
    """One row in two proposals that wait could be agreed to twice."""
    waiting = contract.adjustments.filter(statement__month=month, state=WAITING_ANSWER).order_by("number")
    for number, named in waiting.values_list("number", "rows"):
        if both := sorted(set(rows).intersection(named)):
            raise UnableToAdjust(
                say("{row} 已在调整 {number} 里，还没有答复", row=both[0].partition(":")[2], number=number),
                code="ROW_WAITS",
                remedy=say("请先答复或撤回那一笔；同一行不会记两次。"),
            )


@clause("OP-3-E-4")
@transaction.atomic
def answer_adjustment(
    *, person: Person, at: datetime, code: str, number: int, agree: bool, answer: str = ""
) -> Adjustment:
    """The other side agrees, or declines with a reason. The same answer twice is once."""
    check_may(person, "agree_adjustment")
    contract, made = _get(code, number)
    answer, state = answer.strip()[:ANSWER_MAX], AGREED if agree else DECLINED
    if contract.side_of(person.org_id) == made.side:
        raise NotAllowed(say("自己一方提的调整由对方答复"), remedy=say("可以撤回，另提一笔。"))
    if made.state == state:
        return made
    _check_waits(made)
    if not agree and not answer:
        raise UnableToAdjust(
            say("没有写理由"), code="REASON_MISSING", remedy=say("不同意请写明为什么，应是多少。")
        )
    if agree:
        _check_in_force(contract)
    return _close(made, person, at, state, answer, f"statement.adjustment_{state}")


@transaction.atomic
def withdraw_adjustment(*, person: Person, at: datetime, code: str, number: int) -> Adjustment:
    """The side that proposed takes it back while it waits. Twice is once."""
    check_may(person, "agree_adjustment")
    contract, made = _get(code, number)
    if contract.side_of(person.org_id) != made.side:
        raise NotAllowed(say("对方提的调整不能由这一方撤回"), remedy=say("可以同意，或写明理由不同意。"))
    if made.state == WITHDRAWN:
        return made
    _check_waits(made)
    return _close(made, person, at, WITHDRAWN, "", "statement.adjustment_withdrawn")


def _get(code: str, number: int) -> tuple[Contract, Adjustment]:
    contract = get_contract(code, lock=True)
    made = contract.adjustments.select_related("statement__contract").filter(number=number).first()
    if made is None:
        raise NotFound(say("没有调整 {number}", number=number), remedy=say("请从对账单的页面进来。"))
    return contract, made


def _check_in_force(contract: Contract) -> None:
    if contract.state != IN_FORCE:
        raise UnableToAdjust(
            say("合同没有生效，或已经结清"),
            code="CONTRACT_NOT_IN_FORCE",
            remedy=say("调整只记入还要出的对账单。"),
        )


def _check(
    statement: Statement, at: datetime, kind: str, amount_fen: int, reason: str, rows: Sequence[str]
) -> None:
    if kind not in KINDS:
        raise UnableToAdjust(
            say("没有这种调整：{kind}", kind=kind[:40]), code="KIND_UNKNOWN", remedy=say("写 {kinds}。", kinds=KINDS)
        )  # fmt: skip
    if not is_to_adjust(statement, at):
        raise UnableToAdjust(
            say("{month} 对账单还没有确认", month=statement.month),
            code="NOT_CONFIRMED",
            remedy=say("确认以前请提出异议，乙方改正后出新版。"),
        )
    if not amount_fen or abs(amount_fen) > AMOUNT_MAX:
        raise UnableToAdjust(
            say("金额 {amount} 不能调整", amount=yuan(amount_fen)),
            code="AMOUNT_MISSING",
            remedy=say("写明差多少，归哪一方。"),
        )
    if not reason or len(reason) > REASON_MAX:
        raise UnableToAdjust(
            say("没有写理由，或超过 {most} 字", most=REASON_MAX),
            code="REASON_MISSING",
            remedy=say("请写明哪里不对、应是多少；要说的多，附文件。"),
        )
    if len(rows) > ROWS_MAX:
        raise UnableToAdjust(
            say("一次最多指 {most:,} 行，选了 {count:,} 行", most=ROWS_MAX, count=len(rows)),
            code="TOO_MANY_ROWS",
            remedy=say("请分几次提，或只写金额和理由。"),
        )
    if rows and (unknown := find_unknown(statement, rows)):
        raise UnableToAdjust(
            say("这张对账单里没有 {row}", row=unknown[0].partition(":")[2]),
            code="ROW_UNKNOWN",
            remedy=say("请刷新页面，重新勾选。"),
        )


def _check_waits(made: Adjustment) -> None:
    if made.state != WAITING_ANSWER:
        raise UnableToAdjust(
            say("调整 {number} 现在是“{state}”", number=made.number, state=made.get_state_display()),
            code="ALREADY_ANSWERED",
            remedy=say("请刷新页面；要改，另提一笔。"),
        )


def _close(made: Adjustment, person: Person, at: datetime, state: str, answer: str, act: str) -> Adjustment:
    made.state, made.answer, made.answered_by, made.answered_at = state, answer, person, at
    made.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    _record(made, person, at, act, {})
    close_duty(made.contract_id, key=_key(made), at=at)
    return made


def _record(made: Adjustment, person: Person, at: datetime, act: str, more: dict[str, object]) -> None:
    """The entry, with the proposal's own amount instead of the statement's."""
    facts = {"number": made.number, "amount_due": made.amount_fen, "payer": None, **more}
    record(made.statement, person, at, act, facts)


def _key(made: Adjustment) -> str:
    return f"answer-adjustment-{made.number}"
