"""The agency's fee invoice for a confirmed statement: where the contract lets payment count from it, the debt waits for it."""

from datetime import datetime

from django.db import transaction

from paidang.contracts.queries import get_contract
from paidang.duties.actions import Proof, close_duty
from paidang.kit.money import yuan
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.settlement.actions.pay import follow_statement
from paidang.settlement.actions.recording import record
from paidang.settlement.models import CONFIRMED, Invoice
from paidang.settlement.queries import get_statement
from paidang.settlement.queries.accounts import get_account
from paidang.team.actions import check_may
from paidang.team.models import Person

FILE_MAX = 10 * 2**20


class UnableToDeliver(UnableTo):
    code = "INVOICE_NOT_DELIVERED"


@transaction.atomic
def deliver_invoice(
    *, person: Person, at: datetime, code: str, month: str, number: str, amount_fen: int, file: Proof | None
) -> Invoice:
    """Deliver the invoice for what the brand pays the agency for a month. From its day the days of payment count. Once."""
    check_may(person, "send_statement")
    contract = get_contract(code, lock=True)
    statement, number = get_statement(contract, month, lock=True), number.strip()[:40]
    if found := Invoice.objects.filter(statement=statement).first():
        if file and found.number == number and found.sha256 == file.sha256:
            return found
        raise UnableToDeliver(
            say("{month} 的发票 {number} 已经送达", month=month, number=found.number),
            code="INVOICE_DELIVERED",
            remedy=say("红冲重开的，请在通知里说明。"),
        )
    if statement.state != CONFIRMED or statement.figures["payer"] != "a":
        raise UnableToDeliver(
            say("{month} 没有已确认、由甲方付的款", month=month), remedy=say("确认后再开票。")
        )
    _check(number, amount_fen, statement.figures["amount_due"], file)
    assert file is not None
    invoice = Invoice.objects.create(
        statement=statement, contract=contract, number=number, amount_fen=amount_fen, file_name=file.name[-255:],
        sha256=file.sha256, content=file.content, delivered_by=person, delivered_at=at,
    )  # fmt: skip
    record(
        statement, person, at, "statement.invoiced", {"number": number, "file_sha256": file.sha256}
    )  # fmt: skip
    close_duty(contract.pk, key=f"invoice-{month}", at=at)
    position = next(one for one in get_account(contract).positions(at) if one.debt.month == month)
    follow_statement(contract, position, at)
    return invoice


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
