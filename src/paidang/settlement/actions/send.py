"""Sending a statement: from here it never changes, and its rows are settled for good."""

from datetime import datetime

from django.db import connection, transaction

from paidang.contracts.actions import fulfil_reminders
from paidang.contracts.queries import get_contract
from paidang.duties.actions import close_duty, raise_duty
from paidang.evidence.actions import hand_out_head
from paidang.kit.clause import clause
from paidang.kit.money import yuan
from paidang.kit.outcome import UnableTo
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.settlement.actions.recording import end_of, page_of, record
from paidang.settlement.models import CLOSED, QUESTIONED, REPLACED, SENT, SettledRow, Statement
from paidang.settlement.queries import confirm_by_of, get_previous, get_statement, has_later_sent
from paidang.settlement.queries.basis import get_basis
from paidang.settlement.queries.repriced import list_new_past
from paidang.settlement.queries.settled import SETTLED_COLUMNS, open_settled
from paidang.team.actions import check_may
from paidang.team.models import Person


class UnableToSend(UnableTo):
    code = "STATEMENT_NOT_SENT"


@clause("OP-3-E-4")
@transaction.atomic
def send_statement(
    *, person: Person, at: datetime, code: str, month: str, digest: str, note: str = ""
) -> Statement:
    """Send the statement whose digest the person saw. It never changes again; its rows are settled for good.

    It is received at once, since it stands in the other side's portal. Sending twice sends once. A new version
    takes the place of the questioned one and answers its questions.
    """
    check_may(person, "send_statement")
    contract = get_contract(code, lock=True)
    statement = get_statement(contract, month, lock=True)
    if statement.state != CLOSED and statement.digest == digest:
        return statement
    _check_may_send(statement, digest)
    if replaced := contract.statements.filter(month=month, state=QUESTIONED).first():
        _replace(replaced)
    statement.state, statement.sent_by, statement.sent_at, statement.note = (
        SENT,
        person,
        at,
        note.strip()[:500],
    )
    statement.confirm_by = confirm_by_of(statement, day_of(at))
    statement.save(update_fields=["state", "sent_by", "sent_at", "note", "confirm_by"])
    _settle_rows(statement)
    entry = record(statement, person, at, "statement.sent")
    for party in contract.parties:
        hand_out_head(entry, document=f"{month} 对账单第 {statement.version} 版", holder_org_id=party.pk)
    close_duty(contract.pk, key=f"answer-question-{month}", at=at)
    close_duty(contract.pk, key=f"send-{month}", at=at)
    fulfil_reminders(contract, month=month, at=at)
    raise_duty(
        contract.pk, key=f"answer-{month}", kind="answer_statement", side="a", page=page_of(statement), at=at,
        due_at=end_of(statement.confirm_by), clause=statement.sources.get("statement", ""),
        facts={"month": month, "amount": yuan(statement.figures["amount_due"])},
    )  # fmt: skip
    return statement


def why_not_sendable(statement: Statement) -> UnableToSend | None:
    """What would keep a closed statement from being sent as it is; None where nothing does."""
    try:
        _check_may_send(statement, statement.digest)
    except UnableToSend as no:
        return no
    return None


def _check_may_send(statement: Statement, digest: str) -> None:
    contract, month = statement.contract, statement.month
    if statement.state != CLOSED or statement.digest != digest:
        raise UnableToSend(
            say("对账单在您打开页面后变了"), code="STATEMENT_CHANGED", remedy=say("请刷新页面，看过再发。")
        )
    others = contract.statements.filter(month=month).exclude(pk=statement.pk).exclude(state=REPLACED)
    if any(other.state != QUESTIONED for other in others):
        raise UnableToSend(
            say("前一版没有待答复的疑问"), code="NOTHING_TO_REPLACE", remedy=say("前一版有效，不用再发。")
        )
    if has_later_sent(contract, month):
        raise UnableToSend(
            say("{month} 以后的对账单已经发出", month=month),
            code="LATER_SENT",
            remedy=say("请答复疑问；差异提议调整，记入下一张。"),
        )
    if list_new_past(contract, month) != statement.past_prices:
        raise UnableToSend(
            say("关账以后双方同意了过去日子的出厂价"), code="PRICES_CHANGED", remedy=say("请重新关账，再发。")
        )
    if get_basis(contract, month).terms != statement.terms:
        raise UnableToSend(
            say("{month} 的约定、报销或调整在关账以后变了", month=month),
            code="TERMS_CHANGED",
            remedy=say("请重新关账，再发。"),
        )
    previous = get_previous(contract, month)
    if statement.previous_id != (previous.pk if previous else None):
        raise UnableToSend(
            say("上月的对账单换了新版"), code="PREVIOUS_CHANGED", remedy=say("请重新关账，再发。")
        )


def _replace(statement: Statement) -> None:
    """Give the rows of the questioned version free for the one that takes its place."""
    statement.state = REPLACED
    statement.save(update_fields=["state"])
    SettledRow.objects.filter(statement=statement).delete()


def _settle_rows(statement: Statement) -> None:
    """Mark the rows of the bundle as settled; the primary key refuses a row that another statement has settled."""
    columns = ", ".join(SETTLED_COLUMNS)
    with open_settled(statement) as rows, connection.cursor() as cursor:
        cursor.execute("create temp table settling (like settlement_settledrow) on commit drop")
        with cursor.copy(f"copy settling ({columns}) from stdin") as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(f"insert into settlement_settledrow ({columns}) select {columns} from settling")
        cursor.execute("drop table settling")
