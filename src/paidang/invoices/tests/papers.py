"""Invoice files for the tests, made after the published fields of the tax bureau's XML and of OFD; and a short way to issue."""

import io
import zipfile
from datetime import date, datetime

from tests.cast import acting, shanghai

from paidang.contracts.models import Contract
from paidang.duties.actions import Proof
from paidang.invoices.actions import ask_invoice, issue_invoice, set_rate
from paidang.invoices.actions.issuing import Paper
from paidang.invoices.models import BuyerInvoice, InvoiceRequest
from paidang.invoices.rules.wishes import Wish
from paidang.kit.money import yuan_text
from paidang.team.models import Person

AT = shanghai("2026-04-02 10:00")
DAY = date(2026, 4, 2)
COMPANY = Wish("云南某某科技有限公司", tax_number="9153000077859986X2", email="buyer@example.com")
NUMBER = "26537912570200055449"


def xml_file(
    number: str = NUMBER, fen: int = 25_000, tax: int = 2_876, buyer: str = COMPANY.tax_number
) -> Proof:
    """The tax bureau's XML of a fully digital invoice."""
    text = (
        f"<EInvoice><Header><EIid>{number}</EIid></Header><EInvoiceData><BuyerInformation><BuyerIdNum>{buyer}</BuyerIdNum>"
        f"</BuyerInformation><BasicInformation><TotalAmWithoutTax>{yuan_text(fen - tax)}</TotalAmWithoutTax>"
        f"<TotalTaxAm>{yuan_text(tax)}</TotalTaxAm><TotalTax-includedAmount>{yuan_text(fen)}</TotalTax-includedAmount>"
        f"</BasicInformation></EInvoiceData><TaxSupervisionInfo><InvoiceNumber>{number}</InvoiceNumber>"
        f"<IssueTime>2026-04-02</IssueTime></TaxSupervisionInfo></EInvoice>"
    )
    return Proof("../发票.xml", text.encode())


def ofd_file(entries: dict[str, str]) -> bytes:
    """An OFD: a ZIP with these entries."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in entries.items():
            archive.writestr(name, text)
    return file.getvalue()


def ask(person: Person, contract: Contract, order_id: str = "O-L1", wish: Wish = COMPANY) -> InvoiceRequest:
    with acting(person):
        return ask_invoice(person=person, at=AT, code=contract.code, order_id=order_id, wish=wish)


def rate(person: Person, contract: Contract, sku: str = "", rate: int = 1300) -> None:
    with acting(person):
        set_rate(person=person, at=AT, code=contract.code, sku=sku, rate=rate)


def issue(
    person: Person, contract: Contract, request: InvoiceRequest, at: datetime = AT, **paper: object
) -> BuyerInvoice:
    """Issue on a request; unless said otherwise under the number of the XML, on the day, without a file."""
    given = Paper(**({"number": NUMBER, "issued_on": DAY} | paper))  # type: ignore[arg-type]
    with acting(person):
        return issue_invoice(person=person, at=at, code=contract.code, request_id=request.pk, paper=given)
