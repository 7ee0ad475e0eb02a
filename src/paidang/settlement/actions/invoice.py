"""The agency's fee invoice for a confirmed statement: where the contract lets payment count from it, the debt waits for it."""

from datetime import datetime

from django.db import transaction

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.contracts.rules.annexes import safe_name
from paidang.duties.actions import Proof, close_duty
from paidang.kit.media import check_invoice
from paidang.kit.money import yuan
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.settlement.actions.pay import follow_statement
from paidang.settlement.actions.recording import record
from paidang.settlement.models import CONFIRMED, Invoice, Statement
from paidang.settlement.queries import get_statement
from paidang.settlement.queries.accounts import get_account
from paidang.settlement.queries.invoices import find_invoice
from paidang.settlement.rules.paying import INVOICE
from paidang.team.actions import check_may
from paidang.team.models import Person

FILE_MAX = 10 * 2**20


class UnableToDeliver(UnableTo):
    code = "INVOICE_NOT_DELIVERED"


@transaction.atomic
def deliver_invoice(
    *,
    person: Person,
    at: datetime,
    code: str,
    month: str,
    number: str,
    amount_fen: int,
    file: Proof | None,
    reason: str = "",
) -> Invoice:
    """Deliver the invoice for what the brand pays the agency for a month. From its day the days of payment count.

    With a `reason` it takes the place of one that was cancelled (红冲); as long as nothing is paid, the days count from it
    anew. The same invoice twice is once.
    """
    check_may(person, "send_statement")
    contract = get_contract(code, lock=True)
    statement, number = get_statement(contract, month, lock=True), number.strip()[:40]
    before, reason = find_invoice(statement), reason.strip()[:200]
    if before and file and before.number == number and before.sha256 == file.sha256:
        return before
    if before and not reason:
        raise UnableToDeliver(
            say("{month} 的发票 {number} 已经送达", month=month, number=before.number),
            code="INVOICE_DELIVERED",
            remedy=say("红冲重开的，请写明原因。"),
        )
    if statement.figures["payer"] != "a" or not _is_owed(contract, statement, at):
        raise UnableToDeliver(
            say("{month} 没有已确认、由甲方付的款", month=month), remedy=say("确认后再开票。")
        )
    _check(number, amount_fen, statement.figures["amount_due"], file)
    assert file is not None
    if Invoice.objects.filter(contract=contract, number=number).exists():
        raise UnableToDeliver(
            say("发票号码 {number} 用过了", number=number),
            code="NUMBER_USED",
            remedy=say("重开的发票有新的号码。"),
        )
    invoice = Invoice.objects.create(
        statement=statement, contract=contract, number=number, amount_fen=amount_fen, file_name=safe_name(file.name),
        sha256=file.sha256, content=file.content, delivered_by=person, delivered_at=at, replaces=before,
        reason=reason if before else "",
    )  # fmt: skip
    facts = {"number": number, "file_sha256": file.sha256}
    if before:
        record(statement, person, at, "statement.invoiced_anew", {**facts, "replaced": before.number})
    else:
        record(statement, person, at, "statement.invoiced", facts)
    close_duty(contract.pk, key=f"invoice-{month}", at=at)
    follow_statement(contract, month, get_account(contract).positions(at), at)
    return invoice


def _is_owed(contract: Contract, statement: Statement, at: datetime) -> bool:
    """Whether it is confirmed, or counts as if it were since the days to confirm ran out in silence."""
    of_month = [one.debt for one in get_account(contract).positions(at) if one.debt.month == statement.month]
    return statement.state == CONFIRMED or any(debt.waits == INVOICE for debt in of_month)


def _check(number: str, amount_fen: int, due_fen: int, file: Proof | None) -> None:
    if not number:
        raise UnableToDeliver(say("没有写发票号码"), code="NUMBER_MISSING", remedy=say("照发票上的号码写。"))
    if amount_fen != due_fen:
        raise UnableToDeliver(
            say("发票金额 {amount} 与应付 {due} 不符", amount=yuan(amount_fen), due=yuan(due_fen)),
            code="AMOUNT_DIFFERS",
            remedy=say("请按对账单的金额开票。"),
        )
    if file is None or not file.content:
        raise UnableToDeliver(
            say("没有发票文件"), code="FILE_MISSING", remedy=say("请附上 PDF、OFD 或图片。")
        )
    if len(file.content) > FILE_MAX:
        raise UnableToDeliver(say("文件超过 10 MB"), code="FILE_TOO_LARGE", remedy=say("请压缩后再传。"))
    check_invoice(file.content, UnableToDeliver)
