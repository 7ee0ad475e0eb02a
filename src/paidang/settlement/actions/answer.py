"""What the brand says to a sent statement, and what the agency answers."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.duties.actions import Proof, close_duty, raise_duty
from paidang.evidence.actions import hand_out_head
from paidang.kit.clause import clause
from paidang.kit.money import yuan
from paidang.kit.outcome import UnableTo
from paidang.kit.period import day_end_at, day_of
from paidang.kit.sentence import say
from paidang.settlement.actions.attach import check_files, keep_files
from paidang.settlement.actions.pay import follow_statement
from paidang.settlement.actions.recording import page_of, record
from paidang.settlement.models import CLOSED, CONFIRMED, QUESTIONED, SENT, Question, Statement
from paidang.settlement.queries import get_statement, pay_by_of
from paidang.settlement.queries.accounts import get_account
from paidang.settlement.queries.disputed import get_undisputed
from paidang.settlement.queries.rows import find_unknown
from paidang.settlement.rules.paying import INVOICE
from paidang.settlement.rules.read_terms import read_terms
from paidang.team.actions import check_may
from paidang.team.models import Person

ROWS_MAX = 1000


class UnableToAnswer(UnableTo):
    code = "STATEMENT_NOT_ANSWERED"


@clause("OP-3-E-4")
@transaction.atomic
def confirm_statement(
    *, person: Person, at: datetime, code: str, month: str, digest: str, questions: int | None = None
) -> Statement:
    """The brand confirms exactly the version it saw; amount and payment date are fixed from then on. Twice is once.

    `questions`: how many the page showed. One that a colleague asked since is not withdrawn unseen.
    """
    check_may(person, "answer_statement")
    contract = get_contract(code, lock=True)
    statement = _get_seen(contract, month, digest)
    if statement.state == CONFIRMED:
        return statement
    if statement.state not in (SENT, QUESTIONED):
        raise UnableToAnswer(say("对账单还没有发出"), remedy=say("等乙方发出后再确认。"))
    if questions is not None and statement.questions.count() > questions:
        raise UnableToAnswer(
            say("您打开以后，同事提出了异议"),
            code="STATEMENT_CHANGED",
            remedy=say("请刷新页面，看过异议再答。"),
        )
    statement.state, statement.confirmed_by, statement.confirmed_at = CONFIRMED, person, at
    statement.pay_by = pay_by_of(statement, _counts_from(statement, at))
    statement.save(update_fields=["state", "confirmed_by", "confirmed_at", "pay_by"])
    entry = record(statement, person, at, "statement.confirmed")
    for party in contract.parties:
        hand_out_head(entry, document=f"{month} 对账单回执", holder_org_id=party.pk)
    for key in (f"answer-{month}", f"answer-question-{month}"):
        close_duty(contract.pk, key=key, at=at)
    _raise_payment(statement, at)
    return statement


def _get_seen(contract: Contract, month: str, digest: str) -> Statement:
    """The current version, if it is the one the person looked at."""
    statement = get_statement(contract, month, lock=True)
    if statement.digest != digest:
        raise UnableToAnswer(
            say("已有新的版本"), code="STATEMENT_CHANGED", remedy=say("请刷新页面，看过新版再答。")
        )
    return statement


def _counts_from(statement: Statement, at: datetime) -> date:
    """The day of confirmation; an earlier one where the days to confirm had run out in silence (SPEC §6)."""
    silent_from = day_end_at(statement.confirm_by) if statement.confirm_by else None
    if (
        silent_from is None
        or at <= silent_from
        or statement.questions.filter(asked_at__lte=silent_from).exists()
    ):
        return day_of(at)
    return day_of(silent_from)


def _raise_payment(statement: Statement, at: datetime) -> None:
    """What the confirmation makes due: the payment, or first the invoice from which its days count."""
    contract, month = statement.contract, statement.month
    positions = get_account(contract).positions(at)
    for one in positions:
        if one.debt.month == month and one.debt.waits == INVOICE:
            raise_duty(
                contract.pk, key=f"invoice-{month}", kind="send_invoice", side="b", page=page_of(statement), at=at,
                clause=one.debt.clause, facts={"month": month, "amount": yuan(one.debt.principal)},
            )  # fmt: skip
    follow_statement(contract, month, positions, at)


@transaction.atomic
def ask_question(
    *,
    person: Person,
    at: datetime,
    code: str,
    month: str,
    digest: str,
    reason: str,
    rows: Sequence[str] = (),
    files: Sequence[Proof] = (),
) -> Question:
    """The brand questions the sent version it saw, or rows of it (`kind:row_id`), with a reason and files that show it.

    The same question twice, still open, is one. The agency answers it or sends a new version.
    """
    check_may(person, "answer_statement")
    contract = get_contract(code, lock=True)
    statement = _get_seen(contract, month, digest)
    if statement.state not in (SENT, QUESTIONED):
        raise UnableToAnswer(
            say("对账单现在是“{state}”", state=statement.get_state_display()),
            remedy=say("确认后请提议调整，对方同意后记入下一张。"),
        )
    reason, rows = reason.strip()[:2000], sorted(set(rows))
    if not reason:
        raise UnableToAnswer(
            say("没有写理由"), code="REASON_MISSING", remedy=say("请写明哪里不对、应是多少。")
        )
    files = check_files(files, UnableToAnswer)
    if same := statement.questions.filter(reason=reason, rows=rows, answered_at=None).first():
        if hashes := keep_files(files, contract, person, at, UnableToAnswer, question=same):
            record(statement, person, at, "statement.files_added", {"files": hashes, "count": len(hashes)})
        return same
    _check_not_confirmed_by_silence(statement, at)
    _check_rows(statement, rows)
    question = Question.objects.create(
        statement=statement, contract=contract, rows=rows, reason=reason, asked_by=person, asked_at=at,
        undisputed_fen=_undisputed(statement, rows),
    )  # fmt: skip
    statement.state = QUESTIONED
    statement.save(update_fields=["state"])
    hashes = keep_files(files, contract, person, at, UnableToAnswer, question=question)
    facts = {"question": question.pk, "rows": len(rows), "files": hashes}
    record(statement, person, at, "statement.questioned", facts)
    raise_duty(
        contract.pk, key=f"answer-question-{month}", kind="answer_question", side="b", page=page_of(statement), at=at,
        facts={"month": month}, clause=statement.sources.get("statement", ""),
    )  # fmt: skip
    return question


def _check_not_confirmed_by_silence(statement: Statement, at: datetime) -> None:
    """Where silence counts as a confirmation, nothing is questioned after it (SPEC §6, §7)."""
    rules = read_terms(statement.terms).statement
    in_time = statement.confirm_by is None or day_of(at) <= statement.confirm_by
    if in_time or rules.silence != "approved" or statement.questions.exists():
        return
    raise UnableToAnswer(
        say("{day} 前没有答复，按合同已视为确认", day=f"{statement.confirm_by}"),
        code="CONFIRMED_BY_SILENCE",
        remedy=say("确认后请提议调整，对方同意后记入下一张。"),
    )


def _undisputed(statement: Statement, rows: Sequence[str]) -> int:
    """What no question so far touches, this one in; nothing where one is about the whole."""
    asked = [rows, *statement.questions.values_list("rows", flat=True)]
    if statement.figures["payer"] is None or not all(asked):
        return 0
    return get_undisputed(statement, sorted({row for each in asked for row in each}))


def _check_rows(statement: Statement, rows: Sequence[str]) -> None:
    if len(rows) > ROWS_MAX:
        raise UnableToAnswer(
            say("一次最多提 {most:,} 行，选了 {count:,} 行", most=ROWS_MAX, count=len(rows)),
            code="TOO_MANY_ROWS",
            remedy=say("请对整张对账单提，或分几次提。"),
        )
    if rows and (unknown := find_unknown(statement, rows)):
        raise UnableToAnswer(
            say("这张对账单里没有 {row}", row=unknown[0].partition(":")[2]),
            code="ROW_UNKNOWN",
            remedy=say("请刷新页面，重新勾选。"),
        )


@transaction.atomic
def answer_question(
    *,
    person: Person,
    at: datetime,
    code: str,
    question_id: int,
    answer: str,
    files: Sequence[Proof] = (),
) -> Question:
    """The agency answers a question, with files, and stands by the statement; a changed figure needs a new version instead.

    With the last open question answered, a new version that was computed but not sent is dropped. Twice is once.
    """
    check_may(person, "send_statement")
    contract = get_contract(code, lock=True)
    question = contract.questions.select_related("statement").filter(pk=question_id).first()
    answer = answer.strip()[:2000]
    if question and question.answered_at and question.answer == answer:
        return question
    if question is None or question.answered_at or question.statement.state != QUESTIONED:
        raise UnableToAnswer(say("这个疑问已经答复"), remedy=say("请刷新页面。"))
    if not answer:
        raise UnableToAnswer(say("没有写答复"), code="REASON_MISSING", remedy=say("请写明为什么这样算。"))
    files = check_files(files, UnableToAnswer)
    question.answer, question.answered_by, question.answered_at = answer, person, at
    question.save(update_fields=["answer", "answered_by", "answered_at"])
    statement = question.statement
    hashes = keep_files(files, contract, person, at, UnableToAnswer, question=question)
    record(statement, person, at, "statement.answered", {"question": question.pk, "files": hashes})
    if not statement.questions.filter(answered_at=None).exists():
        _stand_by(statement, at)
    return question


def _stand_by(statement: Statement, at: datetime) -> None:
    """All questions are answered: it waits for the brand again."""
    for unsent in statement.contract.statements.filter(month=statement.month, state=CLOSED):
        unsent.files.all().delete()
        unsent.delete()
    statement.state = SENT
    statement.save(update_fields=["state"])
    close_duty(statement.contract_id, key=f"answer-question-{statement.month}", at=at)
