"""The fee invoice that payment waits for: delivered, replaced where it was cancelled, also of what silence has confirmed."""

import copy
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from tests.cast import acting, agree_on, shanghai
from tests.reading import PLAIN, Read

from paidang.duties.actions import Proof
from paidang.duties.models import Duty
from paidang.evidence.models import Entry
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.settlement.actions import UnableToDeliver, UnableToRecordPayment, deliver_invoice, record_payment
from paidang.settlement.models import Invoice
from paidang.settlement.queries.accounts import get_account
from paidang.settlement.queries.invoices import get_invoice
from paidang.settlement.tests.month import close, confirm, fill_march, send
from paidang.settlement.tests.test_paying import MARCH, open_of, pay

AT = shanghai("2026-04-18 10:00")


def _after_invoice() -> Read:
    """The plain contract, but the days of payment count from the agency's invoice."""
    reading = copy.deepcopy(PLAIN.reading)
    for place in reading["documents"][0]["terms"]:
        if place["term"].startswith("settlement.pay_days"):
            place["quote"] = "甲方收到乙方开具的发票后3个工作日内付款"
    return Read(PLAIN.text, PLAIN.sha256, reading)


@pytest.fixture
def invoiced_first(brand, agency):
    contract = agree_on(brand=brand, agency=agency, read=_after_invoice())
    fill_march(contract, brand, agency)
    close(contract, agency)
    send(contract, agency)
    confirm(contract, brand)
    return contract


PDF = Proof("发票.pdf", b"%PDF-1.7 test")


def deliver(
    person, contract, fen: int, *, number="26332000000000000418", file=PDF, at=AT, reason=""
) -> Invoice:
    with acting(person):
        return deliver_invoice(
            person=person,
            at=at,
            code=contract.code,
            month="2026-03",
            number=number,
            amount_fen=fen,
            file=file,
            reason=reason,
        )


def test_where_payment_counts_from_the_invoice_the_debt_waits_for_it(invoiced_first, agency_finance):
    due = open_of(invoiced_first, agency_finance)[MARCH]
    with acting(agency_finance):
        assert {duty.key for duty in Duty.objects.filter(closed_at=None)} >= {"invoice-2026-03"}
        assert not Duty.objects.filter(key="pay-2026-03").exists()
        with pytest.raises(UnableToRecordPayment, match="还不能收"):
            record_payment(person=agency_finance, at=AT, code=invoiced_first.code, amount_fen=1, named=MARCH)
    late = shanghai("2026-04-27 10:00")
    first = deliver(agency_finance, invoiced_first, due, at=late)
    assert deliver(agency_finance, invoiced_first, due, at=late) == first
    with acting(agency_finance):
        position = next(one for one in get_account(invoiced_first).positions(late) if one.debt.key == MARCH)
        assert (position.debt.waits, position.debt.due_on) == ("", date(2026, 4, 30))
        duty = Duty.objects.get(key="pay-2026-03")
        assert duty.side == "a" and duty.due_at.astimezone(late.tzinfo).date() == date(2026, 4, 30)
        assert not Duty.objects.filter(key="invoice-2026-03", closed_at=None).exists()
        assert Entry.objects.filter(act="statement.invoiced").count() == 1


def test_an_invoice_of_another_amount_without_a_file_or_twice_is_refused(invoiced_first, agency_finance):
    due = open_of(invoiced_first, agency_finance)[MARCH]
    for wrong, why in (
        ({"fen": due + 1}, "不符"), ({"fen": due, "number": " "}, "号码"), ({"fen": due, "file": None}, "文件"),
        ({"fen": due, "file": Proof("发票.pdf.exe", b"MZ")}, "不是发票文件"),
    ):  # fmt: skip
        with pytest.raises(UnableToDeliver, match=why):
            deliver(agency_finance, invoiced_first, **wrong)
    deliver(agency_finance, invoiced_first, due)
    with pytest.raises(UnableToDeliver, match="已经送达"):
        deliver(agency_finance, invoiced_first, due, number="2")


def test_only_the_agencys_finance_delivers_it(
    invoiced_first, brand_finance, agency_operator, outsider_manager, agency_finance
):
    for person in (brand_finance, agency_operator):
        with pytest.raises(NotAllowed):
            deliver(person, invoiced_first, 1)
    with pytest.raises(NotFound):
        deliver(outsider_manager, invoiced_first, 1)
    with acting(agency_finance):
        assert not Invoice.objects.exists()


def due_on(contract, person, at) -> date | None:
    with acting(person):
        return next(one.debt.due_on for one in get_account(contract).positions(at) if one.debt.key == MARCH)


ANEW = Proof("重开.pdf", b"%PDF-1.7 anew")


def test_a_cancelled_invoice_is_replaced_and_the_days_count_anew(
    invoiced_first, agency_finance, brand_finance
):
    due = open_of(invoiced_first, agency_finance)[MARCH]
    first = deliver(agency_finance, invoiced_first, due, at=shanghai("2026-04-20 10:00"))
    later = shanghai("2026-04-27 10:00")
    anew = {"number": "2", "file": ANEW, "at": later, "reason": "抬头写错，已红冲"}
    second = deliver(agency_finance, invoiced_first, due, **anew)
    assert deliver(agency_finance, invoiced_first, due, **anew) == second
    assert second.replaces_id == first.pk
    assert due_on(invoiced_first, agency_finance, later) == date(2026, 4, 30)
    with acting(brand_finance):
        assert get_invoice(invoiced_first, "2026-03") == second
        assert get_invoice(invoiced_first, "2026-03", first.number) == first
        assert Duty.objects.get(key="pay-2026-03", closed_at=None).due_at.astimezone(
            later.tzinfo
        ).date() == date(2026, 4, 30)
        entry = Entry.objects.get(act="statement.invoiced_anew")
        assert (entry.facts["number"], entry.facts["replaced"]) == ("2", first.number)
    with pytest.raises(UnableToDeliver, match="用过了"):
        deliver(agency_finance, invoiced_first, due, number=first.number, file=ANEW, reason="x")
    with pytest.raises(UnableToDeliver, match="写明原因"):
        deliver(agency_finance, invoiced_first, due, number="3", file=ANEW)


def test_once_something_is_paid_another_invoice_moves_no_day(invoiced_first, agency_finance):
    due = open_of(invoiced_first, agency_finance)[MARCH]
    deliver(agency_finance, invoiced_first, due, at=shanghai("2026-04-20 10:00"))
    paid_at = shanghai("2026-04-22 10:00")
    before = due_on(invoiced_first, agency_finance, paid_at)
    pay(agency_finance, invoiced_first, 100, paid_on=date(2026, 4, 22), at=paid_at)
    later = shanghai("2026-04-27 10:00")
    deliver(agency_finance, invoiced_first, due, number="2", file=ANEW, at=later, reason="红冲")
    assert due_on(invoiced_first, agency_finance, later) == before


def test_an_invoice_is_delivered_for_what_silence_has_confirmed(brand, agency, agency_finance):
    contract = agree_on(brand=brand, agency=agency, read=_after_invoice())
    fill_march(contract, brand, agency)
    close(contract, agency)
    send(contract, agency)
    due = open_of(contract, agency_finance)[MARCH]
    with pytest.raises(UnableToDeliver, match="没有已确认"):
        deliver(agency_finance, contract, due, at=shanghai("2026-04-16 10:00"))
    deliver(agency_finance, contract, due, at=shanghai("2026-04-17 10:00"))
    assert due_on(contract, agency_finance, AT) == date(2026, 4, 22)


def test_the_database_lets_the_agency_alone_deliver(invoiced_first, agency_finance, brand_finance):
    deliver(agency_finance, invoiced_first, open_of(invoiced_first, agency_finance)[MARCH])
    with (
        acting(brand_finance),
        pytest.raises(DatabaseError, match="row-level security"),
        transaction.atomic(),
    ):
        theirs = Invoice.objects.get()
        theirs.pk, theirs.number, theirs.replaces_id, theirs.reason = None, "x", theirs.pk, "x"
        theirs.save(force_insert=True)
