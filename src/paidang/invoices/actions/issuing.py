"""Issuing: the rows are reckoned, the file is read and compared, and what is invoiced of each item is booked under a lock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from paidang.contracts.models import Contract
from paidang.contracts.rules.annexes import safe_name
from paidang.duties.actions import Proof
from paidang.invoices.actions.duties import set_invoice_duties
from paidang.invoices.actions.recording import CLAUSE, UnableToInvoice, check_may_issue, record
from paidang.invoices.models import BuyerInvoice, InvoicedItem, InvoiceRequest, InvoiceRow
from paidang.invoices.queries.buyers import open_wish
from paidang.invoices.queries.listing import get_invoice, get_request
from paidang.invoices.queries.money import get_balances, get_rates, list_items, rates_of
from paidang.invoices.rules.amounts import Item, Row, cut_to, rows_to_issue
from paidang.invoices.rules.comparing import Differing, compare
from paidang.invoices.rules.states import ASKED, DONE, ISSUED
from paidang.kit.clause import clause
from paidang.kit.money import yuan
from paidang.kit.sentence import say
from paidang.printing.e_invoice import NUMBER, BadInvoiceFile, Said, read_invoice
from paidang.team.context import one_at_a_time
from paidang.team.models import Person


@dataclass(frozen=True, slots=True)
class Paper:
    """An invoice as the brand's tax program made it. What is left open is taken from the file, else from our reckoning."""

    number: str = ""
    issued_on: date | None = None
    amount_fen: int | None = None
    file: Proof | None = None
    reason: str = ""


@clause("OP-3-A")
@transaction.atomic
def issue_invoice(*, person: Person, at: datetime, code: str, request_id: int, paper: Paper) -> BuyerInvoice:
    """Record the invoice that was issued on a request. The same number again is the same invoice.

    The amount is what the buyer paid, less what came back. For less it needs a reason; for more it is refused. Where
    number, amount or the buyer's tax number in the file say other, it needs a reason too, and the difference is kept.
    """
    contract = check_may_issue(person, code, at)
    lock_order_of_work(contract)
    request = get_request(contract.pk, request_id, lock=True)
    said = read_file(paper.file)
    number = (paper.number.strip() or said.facts.number)[:20]
    if same := _find_same(request, number):
        return same
    if request.state != ASKED:
        raise UnableToInvoice(
            say("这份申请不在等着开"), code="REQUEST_WRONG_STATE", remedy=say("请刷新页面看它现在怎样。")
        )
    if request.problems:
        raise UnableToInvoice(
            request.problems[0]["reason"], code=request.problems[0]["code"], clause=CLAUSE,
            remedy=request.problems[0]["remedy"],
        )  # fmt: skip
    items, rows = plan_rows(contract.pk, request.order_id)
    whole = sum(row.amount_fen for row in rows)
    amount = paper.amount_fen or said.facts.amount_fen or whole
    check_paper(contract, number, paper.issued_on or said.issued_on, amount, most=whole)
    rows = rows if amount == whole else cut_to(rows, amount)
    differing = compare(
        number=number, amount_fen=amount, whole_fen=whole, tax_fen=sum(row.tax_fen for row in rows),
        tax_number=open_wish(request).tax_number, said=said.facts if paper.file else None,
    )  # fmt: skip
    reason = check_reason(differing, paper.reason)
    invoice = BuyerInvoice(
        contract=contract, request=request, state=DONE, number=number, issued_on=paper.issued_on or said.issued_on,
        differences=[one.words for one in differing], reason=reason, issued_by=person, issued_at=at,
    )  # fmt: skip
    fill_file(invoice, paper.file, said)
    book(invoice, rows, items)
    request.state, request.amount_fen = ISSUED, amount
    request.save(update_fields=["state", "amount_fen"])
    facts = {
        "order": request.order_id, "number": number, "amount_due": amount, "file_sha256": invoice.sha256,
        "differences": len(differing),
    }  # fmt: skip
    record(contract, at, "invoice.issued", facts, person=person)
    set_invoice_duties(contract, at=at)
    return invoice


def lock_order_of_work(contract: Contract) -> None:
    """One act at a time about the invoices of a contract: refunds are looked at and booked by nobody else meanwhile."""
    one_at_a_time("invoices", contract.pk)


def plan_rows(contract_id: int, order_id: str) -> tuple[list[Item], list[Row]]:
    """The items of an order and the rows that are left to invoice; UnableToInvoice without a rate or an amount."""
    items = list_items(contract_id, order_id)
    balances = get_balances(contract_id, [one.item for one in items], lock=True)
    rates, missing = rates_of(items, get_rates(contract_id))
    if missing:
        raise UnableToInvoice(
            say("{skus} 还没有税率", skus=missing[:5]), code="RATE_MISSING", clause=CLAUSE,
            remedy=say("请先在发票页的“税率与期限”里写税率：一个商品一行，或一行管其余所有商品。"),
        )  # fmt: skip
    rows = rows_to_issue(items, balances, rates)
    if not rows:
        raise UnableToInvoice(
            say("订单 {order_id} 没有可开的金额：已开过、已全退，或买家没有付钱", order_id=order_id),
            code="NOTHING_TO_INVOICE", clause=CLAUSE, remedy=say("已开过的，先红冲再重开。"),
        )  # fmt: skip
    return items, rows


def _find_same(request: InvoiceRequest, number: str) -> BuyerInvoice | None:
    return (
        BuyerInvoice.objects.filter(request=request, number=number, reverses=None).first() if number else None
    )


def read_file(file: Proof | None) -> Said:
    if file is None:
        return Said("")
    try:
        return read_invoice(file.content)
    except BadInvoiceFile as bad:
        raise UnableToInvoice(
            str(bad), code="FILE_REFUSED", remedy=say("请上传税务系统给的 OFD、PDF 或 XML 原文件。")
        ) from None


def check_paper(
    contract: Contract, number: str, issued_on: date | None, amount_fen: int, *, most: int
) -> None:
    """A number that is new, a day, and no more money than may be."""
    if not NUMBER.fullmatch(number):
        raise UnableToInvoice(
            say("没有发票号码，或写得不对"), code="NUMBER_WRONG", remedy=say("照发票写：8 到 20 位数字。")
        )
    if issued_on is None:
        raise UnableToInvoice(say("没有开票日期"), code="DAY_MISSING", remedy=say("照发票上的日期写。"))
    if amount_fen < 1 or amount_fen > most:
        raise UnableToInvoice(
            say("发票金额 {amount}，最多 {most}", amount=yuan(amount_fen), most=yuan(most)),
            code="AMOUNT_TOO_LARGE", clause=CLAUSE, remedy=say("发票不能多于买家实付、没有退的。"),
        )  # fmt: skip
    if BuyerInvoice.objects.filter(contract=contract, number=number).exists():
        raise UnableToInvoice(
            say("发票号码 {number} 用过了", number=number), code="NUMBER_USED", remedy=say("请核对号码。")
        )


def check_reason(differing: Sequence[Differing], reason: str) -> str:
    """The reason that was written; UnableToInvoice where something differs that needs one and none is."""
    reason = reason.strip()[:500]
    if (needs := [one for one in differing if one.needs_reason]) and not reason:
        raise UnableToInvoice(
            needs[0].words, code="INVOICE_DIFFERS", clause=CLAUSE, remedy=say("核对无误的，写明原因再交。")
        )
    return reason


def fill_file(invoice: BuyerInvoice, file: Proof | None, said: Said) -> None:
    """Keep the file by its digest, under a name that does no harm."""
    if file is not None:
        invoice.file_name, invoice.media = safe_name(file.name), said.media
        invoice.sha256, invoice.content = file.sha256, file.content


def book(invoice: BuyerInvoice, rows: Sequence[Row], items: Sequence[Item]) -> None:
    """Save the invoice with its rows, and what is invoiced of each item with them. The items are locked."""
    invoice.amount_fen = sum(row.amount_fen for row in rows)
    invoice.tax_fen = sum(row.tax_fen for row in rows)
    invoice.save()
    InvoiceRow.objects.bulk_create(
        InvoiceRow(
            contract_id=invoice.contract_id, invoice=invoice, item=row.item, sku=row.sku, quantity=row.quantity,
            amount_fen=row.amount_fen, rate=row.rate, tax_fen=row.tax_fen,
        )
        for row in rows
    )  # fmt: skip
    paid = {one.item: one.paid_fen for one in items}
    known = InvoicedItem.objects.filter(contract_id=invoice.contract_id, item__in=[row.item for row in rows])
    by_item = {one.item: one for one in known.order_by("item")}
    for row in rows:
        found = by_item.get(row.item) or InvoicedItem(
            contract_id=invoice.contract_id, item=row.item, order_id=invoice.request.order_id, sku=row.sku
        )
        found.paid_fen, found.rate = paid[row.item], row.rate
        found.issued_fen += row.amount_fen
        found.issued_tax_fen += row.tax_fen
        found.save()


@transaction.atomic
def attach_file(
    *, person: Person, at: datetime, code: str, invoice_id: int, file: Proof | None
) -> BuyerInvoice:
    """Add the file of an invoice whose number came first. The same file twice is once; another one is refused."""
    contract = check_may_issue(person, code, at)
    invoice = get_invoice(contract.pk, invoice_id, lock=True)
    if file is None:
        raise UnableToInvoice(say("没有选文件"), code="FILE_REFUSED", remedy=say("请附上 OFD、PDF 或 XML。"))
    if invoice.sha256 == file.sha256:
        return invoice
    if invoice.sha256 or invoice.state != DONE:
        raise UnableToInvoice(say("这张发票已经有文件"), code="FILE_KEPT", remedy=say("有错的，红冲后重开。"))
    said = read_file(file)
    differing = compare(
        number=invoice.number, amount_fen=invoice.amount_fen, whole_fen=invoice.amount_fen, tax_fen=invoice.tax_fen,
        tax_number=open_wish(invoice.request).tax_number, said=said.facts,
    )  # fmt: skip
    if needs := [one for one in differing if one.needs_reason]:
        raise UnableToInvoice(
            needs[0].words, code="INVOICE_DIFFERS", clause=CLAUSE, remedy=say("这不是这张发票的文件。")
        )
    fill_file(invoice, file, said)
    invoice.differences = [*invoice.differences, *(one.words for one in differing)]
    invoice.save()
    record(
        contract,
        at,
        "invoice.file_added",
        {"number": invoice.number, "file_sha256": file.sha256},
        person=person,
    )
    return invoice
