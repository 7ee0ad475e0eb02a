"""The ledger of a contract, and one's own books as files for accounting programs."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from ninja import Field, Query, Router

from paidang.api.views.files import ANY, binary, download
from paidang.api.views.route import reads
from paidang.api.views.shapes import MONTH, Code, Moment, Shape, Side, moment, said
from paidang.api.views.token import person_of
from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract, list_contracts
from paidang.incidents.actions.looks import note_copy
from paidang.settlement.queries.accounts import get_account, list_accounts
from paidang.settlement.queries.book_codes import get_codes
from paidang.settlement.queries.ledger import LedgerLine, list_booked, list_ledger
from paidang.settlement.queries.voucher_files import ENDS, NAMES, U8, voucher_file
from paidang.settlement.rules.ledger import balance

router = Router(tags=["payments"])


class EntryOut(Shape):
    """One entry: above zero it adds to what `payer` owes, below zero it takes from it. None is ever changed."""

    number: int
    at: Moment
    day: date
    kind: str = Field(description="statement, setup, fixed_total, late_fee, payment, reversal")
    debt: str
    payer: Side
    words: str
    amount_fen: int
    balance_fen: int = Field(description="what the payer owes after it")
    payment_id: int | None


class LedgerOut(Shape):
    """Both directions in the order in which their facts came to be; the other side reads the same."""

    entries: list[EntryOut]
    balance_a_fen: int = Field(description="what the brand owes, late fees that still grow not in")
    balance_b_fen: int


class VouchersOf(Shape):
    form: Annotated[str, Field(pattern=f"^({'|'.join(ENDS)})$", description=", ".join(ENDS))] = U8
    month: Annotated[str, Field(pattern=f"^$|{MONTH}", description="all months without it")] = ""
    contract: Annotated[str, Field(max_length=40, description="all contracts without it")] = ""


def _entry(one: LedgerLine) -> EntryOut:
    entry = one.entry
    return EntryOut(
        number=entry.number, at=entry.at, day=entry.day, kind=entry.kind, debt=entry.debt, payer=entry.payer,
        words=said(one.words), amount_fen=entry.amount, balance_fen=one.balance, payment_id=entry.payment,
    )  # fmt: skip


@reads(router, "/contracts/{code}/ledger", LedgerOut)
def get_ledger(request: HttpRequest, code: Code) -> LedgerOut:
    """The double-entry ledger of a contract: what is owed, what late payment cost, what was paid and taken back."""
    lines = list_ledger(get_account(get_contract(code)), timezone.now())
    entries = [one.entry for one in lines]
    return LedgerOut(
        entries=[_entry(one) for one in lines],
        balance_a_fen=balance(entries, "a"),
        balance_b_fen=balance(entries, "b"),
    )


@reads(router, "/vouchers", None, **binary(ANY))
def download_vouchers(request: HttpRequest, of: Query[VouchersOf]) -> HttpResponse:
    """One's own side of the ledger: `u8` for 用友 U8, `k3` for 金蝶 K/3 and KIS, `csv`, `beancount`. Taking it goes on record."""
    person, now = person_of(request), timezone.now()
    contracts: list[Contract] = [get_contract(of.contract)] if of.contract else list_contracts()
    accounts = list_accounts(contracts)
    booked = list_booked(accounts, person.org_id, now, of.month)
    note_copy(
        person=person, at=now, contracts=[one.contract for one in accounts], what="payments", rows=len(booked), item=of.month
    )  # fmt: skip
    file = voucher_file(
        of.form,
        booked,
        get_codes(person.org_id),
        maker=person.name,
        mark=f"{person.org.name} {moment(now)}",
        translate=gettext,
    )
    name = " ".join(filter(None, [said(NAMES[of.form]), of.contract, of.month]))
    return download(file.read(), f"{name}.{ENDS[of.form]}")
