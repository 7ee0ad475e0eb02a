"""Red-letter invoices: what was refunded of an invoice is taken back, or all of it so that it can be issued anew."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from paidang.invoices.actions.delivering import follow_delivery
from paidang.invoices.actions.duties import set_invoice_duties
from paidang.invoices.actions.issuing import (
    Paper,
    check_paper,
    check_reason,
    fill_file,
    lock_order_of_work,
    read_file,
)
from paidang.invoices.actions.recording import CLAUSE, UnableToInvoice, check_may_issue, record
from paidang.invoices.models import BuyerInvoice, InvoicedItem, InvoiceRow
from paidang.invoices.queries.listing import get_invoice
from paidang.invoices.queries.money import get_balances, list_red_due
from paidang.invoices.rules.amounts import RedDue, Row, red_rows
from paidang.invoices.rules.comparing import compare
from paidang.invoices.rules.states import DONE, FAILED
from paidang.kit.clause import clause
from paidang.kit.money import yuan
from paidang.kit.sentence import say
from paidang.team.models import Person


@clause("OP-3-A")
@transaction.atomic
def take_back(
    *, person: Person, at: datetime, code: str, invoice_id: int, paper: Paper, is_whole: bool = False
) -> BuyerInvoice:
    """Record the red-letter invoice for what was refunded of an invoice; `is_whole`: for all that is left of it.

    Whole, which needs a reason, it lets the order be invoiced anew. The same number again is the same red letter.
    """
    contract = check_may_issue(person, code, at)
    lock_order_of_work(contract)
    invoice = get_invoice(contract.pk, invoice_id, lock=True)
    said = read_file(paper.file)
    number = (paper.number.strip() or said.facts.number)[:20]
    if number and (same := BuyerInvoice.objects.filter(reverses=invoice, number=number).first()):
        return same
    if invoice.reverses_id or invoice.state != DONE:
        raise UnableToInvoice(
            say("这不是可以红冲的发票"), code="NOT_REVERSIBLE", remedy=say("请从原来的蓝字发票红冲。")
        )
    rows = plan_red(contract.pk, invoice, is_whole=is_whole)
    due = sum(row.amount_fen for row in rows)
    amount = paper.amount_fen or said.facts.amount_fen or due
    check_paper(contract, number, paper.issued_on or said.issued_on, amount, most=due)
    if amount != due:
        raise UnableToInvoice(
            say("红字发票 {amount}，应红冲 {due}", amount=yuan(amount), due=yuan(due)), code="RED_DIFFERS",
            clause=CLAUSE, remedy=say("按应红冲的金额开。"),
        )  # fmt: skip
    if is_whole and not paper.reason.strip():
        raise UnableToInvoice(
            say("没有写红冲的原因"), code="REASON_MISSING", remedy=say("如：抬头写错，重开。")
        )
    differing = compare(
        number=number, amount_fen=amount, whole_fen=due, tax_fen=sum(row.tax_fen for row in rows), tax_number="",
        said=said.facts if paper.file else None,
    )  # fmt: skip
    red = BuyerInvoice(
        contract=contract, request=invoice.request, reverses=invoice, state=DONE, number=number,
        issued_on=paper.issued_on or said.issued_on, differences=[one.words for one in differing],
        reason=check_reason(differing, paper.reason), issued_by=person, issued_at=at,
    )  # fmt: skip
    fill_file(red, paper.file, said)
    book_red(red, rows)
    follow_delivery(red, at)
    facts = {"number": number, "taken_back": invoice.number, "amount_due": amount, "file_sha256": red.sha256}
    record(contract, at, "invoice.taken_back", facts, person=person)
    set_invoice_duties(contract, at=at)
    return red


def plan_red(contract_id: int, invoice: BuyerInvoice, *, is_whole: bool) -> list[Row]:
    """The rows that are to be taken back; UnableToInvoice where there is nothing. Locks the items."""
    rows = list(InvoiceRow.objects.filter(invoice=invoice).order_by("item"))
    balances = get_balances(contract_id, [row.item for row in rows], lock=True)
    if is_whole:
        found = RedDue(_left_of(invoice, rows, {item: one.left_fen for item, one in balances.items()}))
    else:
        found = list_red_due(contract_id, among=[row.item for row in rows]).get(invoice.pk, RedDue())
    if not found.by_item:
        raise UnableToInvoice(
            say("发票 {number} 没有要红冲的", number=invoice.number), code="NOTHING_TO_TAKE_BACK", clause=CLAUSE,
            remedy=say("退款导入以后才有；要整张重开，请选整张红冲。"),
        )  # fmt: skip
    return red_rows(found, balances, {row.item: row.sku for row in rows})


def _left_of(
    invoice: BuyerInvoice, rows: Sequence[InvoiceRow], left_fen: Mapping[str, int]
) -> dict[str, int]:
    """By item, what of this invoice is not taken back; what another one says of the same item is that one's."""
    own = {row.item: row.amount_fen for row in rows}
    reds = InvoiceRow.objects.filter(invoice__reverses=invoice).exclude(invoice__state=FAILED)
    for item, fen in reds.values_list("item", "amount_fen"):
        own[item] -= fen
    least = {item: min(fen, left_fen[item]) for item, fen in own.items()}
    return {item: fen for item, fen in least.items() if fen > 0}


def book_red(red: BuyerInvoice, rows: list[Row]) -> None:
    """Save the red letter with its rows, and what is taken back of each item with them. The items are locked."""
    red.amount_fen = sum(row.amount_fen for row in rows)
    red.tax_fen = sum(row.tax_fen for row in rows)
    red.save()
    for row in rows:
        InvoiceRow.objects.create(
            contract_id=red.contract_id, invoice=red, item=row.item, sku=row.sku, quantity=row.quantity,
            amount_fen=row.amount_fen, rate=row.rate, tax_fen=row.tax_fen,
        )  # fmt: skip
        found = InvoicedItem.objects.get(contract_id=red.contract_id, item=row.item)
        found.red_fen += row.amount_fen
        found.red_tax_fen += row.tax_fen
        found.save()
