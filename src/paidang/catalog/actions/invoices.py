"""A supplier's invoice beside a factory price: kept by its digest, open to both sides."""

from datetime import date, datetime

from django.db import transaction

from paidang.catalog.models import PriceInvoice
from paidang.catalog.queries import get_invoice, has_price
from paidang.contracts.queries import get_contract
from paidang.contracts.rules.annexes import safe_name
from paidang.duties.actions import Proof
from paidang.evidence.actions import append
from paidang.kit.clause import clause
from paidang.kit.media import check_invoice
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Person

FILE_MAX = 10 * 2**20


class UnableToAttach(UnableTo):
    code = "INVOICE_NOT_ATTACHED"


@clause("OP-3-D")
@transaction.atomic
def attach_invoice(
    *, person: Person, at: datetime, code: str, sku: str, valid_from: date | None, file: Proof | None
) -> PriceInvoice:
    """Attach a supplier's invoice to a price that is in force or waits. The same file twice is once."""
    check_may(person, "declare_price")
    contract = get_contract(code, lock=True)
    if valid_from is None or not has_price(contract.pk, sku, valid_from):
        raise UnableToAttach(
            say("{sku} 没有从 {day} 起的出厂价", sku=sku[:80], day=f"{valid_from or '—'}"), code="NO_SUCH_PRICE", remedy=say("请刷新页面。")
        )  # fmt: skip
    if file is None or not 0 < len(file.content) <= FILE_MAX:
        raise UnableToAttach(
            say("没有选文件，或文件是空的、超过 10 MB"), code="FILE_SIZE", remedy=say("请换一份。")
        )
    check_invoice(file.content, UnableToAttach)
    key = {"contract": contract, "sku": sku, "valid_from": valid_from, "sha256": file.sha256}
    if same := PriceInvoice.objects.filter(**key).first():
        return same
    invoice = PriceInvoice.objects.create(
        **key, file_name=safe_name(file.name), content=file.content, added_by=person, added_at=at
    )
    _record(invoice, person, at, "prices.invoice_attached")
    return invoice


@transaction.atomic
def open_invoice(*, person: Person, at: datetime, code: str, invoice_id: int) -> PriceInvoice:
    """A supplier's invoice with its content, for either side; who opened it is on record."""
    invoice = get_invoice(get_contract(code), invoice_id)
    _record(invoice, person, at, "prices.invoice_opened")
    return invoice


def _record(invoice: PriceInvoice, person: Person, at: datetime, act: str) -> None:
    append(
        invoice.contract.chain_id, at=at, org_id=person.org_id, person_id=person.pk, act=act,
        subject=invoice.contract.code, facts={"invoice": invoice.pk, "file_sha256": invoice.sha256},
    )  # fmt: skip
