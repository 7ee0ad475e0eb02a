"""Bank statements: read for a test, taken in once, each line recorded by a person; and the invoice that payment waits for."""

import copy
import threading
from datetime import date

import pytest
from django.db import connections
from tests.cast import acting, agree_on, shanghai
from tests.reading import PLAIN, Read
from tests.worlds import kept

from paidang.duties.actions import Proof
from paidang.duties.models import Duty
from paidang.evidence.models import Entry
from paidang.kit.outcome import NotAllowed, NotFound, UnableTo
from paidang.settlement.actions import (
    UnableToDeliver,
    UnableToImport,
    UnableToRecordPayment,
    deliver_invoice,
    receive_bank_file,
    record_payment,
    reverse_payment,
    set_line_aside,
    take_in_bank_file,
)
from paidang.settlement.models import BankFile, BankLine, Invoice, Payment
from paidang.settlement.queries.accounts import get_account
from paidang.settlement.queries.bank import list_waiting, read_for_test
from paidang.settlement.rules.matching import MATCHED, UNMATCHED
from paidang.settlement.tests.month import close, confirm, fill_march, send
from paidang.settlement.tests.test_paying import MARCH, open_of

AT = shanghai("2026-04-18 10:00")
HEAD = "交易日期,收入,支出,对方户名,附言,流水号\n"


def statement(*lines: str) -> bytes:
    return (HEAD + "".join(f"{line}\n" for line in lines)).encode("gb18030")


@kept
def confirmed(march, brand, agency):
    close(march, agency)
    send(march, agency)
    confirm(march, brand)
    return march


def receive(person, content: bytes, name="流水.csv") -> BankFile:
    with acting(person):
        return receive_bank_file(person=person, at=AT, name=name, content=content)


def take_in(person, file: BankFile) -> int:
    with acting(person):
        return take_in_bank_file(person=person, at=AT, file_id=file.pk)


def waiting(person, contract) -> list:
    with acting(person):
        return list_waiting([get_account(contract)], AT, person.org_id)


def record(person, contract, line, fen: int, named=MARCH, **more) -> Payment:
    with acting(person):
        return record_payment(
            person=person, at=AT, code=contract.code, amount_fen=fen, named=named, bank_line=line.pk, **more
        )


LINES = statement(
    "2026-04-17,100.00,,青岚茶器,3月款,S1", "2026-04-17,9.00,,周**,,S2", "2026-04-17,,50.00,房东,房租,S3"
)


def test_the_test_read_says_what_each_line_would_be_for_and_writes_nothing(confirmed, agency_finance):
    file = receive(agency_finance, LINES)
    with acting(agency_finance):
        found = read_for_test(file, [get_account(confirmed)], AT)
        assert [(row.serial, match.state) for row, match in found.fresh] == [
            ("S1", MATCHED),
            ("S2", UNMATCHED),
        ]
        assert found.fresh[0][1].candidate.debt.key == MARCH
        assert (found.reading.outgoing, found.known) == (1, 0)
        assert not BankLine.objects.exists() and not Payment.objects.exists()


def test_the_same_lines_twice_change_nothing_whatever_the_file(confirmed, agency_finance):
    file = receive(agency_finance, LINES)
    assert take_in(agency_finance, file) == 2
    assert take_in(agency_finance, file) == 0
    assert receive(agency_finance, LINES) == file
    more = receive(agency_finance, LINES + "2026-04-18,1.00,,青岚茶器,,S4\n".encode("gb18030"))
    assert take_in(agency_finance, more) == 1
    with acting(agency_finance):
        assert sorted(BankLine.objects.values_list("serial", flat=True)) == ["S1", "S2", "S4"]
        assert Entry.objects.filter(act="bank.taken_in").count() == 2


def test_a_line_is_recorded_by_a_person_with_its_own_day_and_no_more_than_it_brought(
    confirmed, agency_finance
):
    take_in(agency_finance, receive(agency_finance, LINES))
    one = waiting(agency_finance, confirmed)[0]
    first = record(agency_finance, confirmed, one.line, 6_000)
    assert first.paid_on == date(2026, 4, 17)
    assert [each.left for each in waiting(agency_finance, confirmed)] == [4_000, 900]
    with pytest.raises(UnableToRecordPayment, match="只剩 ¥40.00"):
        record(agency_finance, confirmed, one.line, 4_001)
    record(agency_finance, confirmed, one.line, 4_000, named="setup-1")
    assert [each.line.serial for each in waiting(agency_finance, confirmed)] == ["S2"]
    with acting(agency_finance):
        reverse_payment(
            person=agency_finance, at=AT, code=confirmed.code, payment_id=first.pk, reason="对错了"
        )
    assert [each.left for each in waiting(agency_finance, confirmed)] == [6_000, 900]


def test_a_line_set_aside_waits_no_more_until_it_is_taken_up_again(confirmed, agency_finance):
    take_in(agency_finance, receive(agency_finance, LINES))
    line = waiting(agency_finance, confirmed)[1].line

    def aside(reason):
        with acting(agency_finance):
            return set_line_aside(person=agency_finance, at=AT, line_id=line.pk, reason=reason)

    aside("误汇，已退回")
    assert [each.line.serial for each in waiting(agency_finance, confirmed)] == ["S1"]
    with pytest.raises(UnableToRecordPayment, match="放到一边"):
        record(agency_finance, confirmed, line, 100)
    aside("误汇，已退回")
    aside("")
    assert len(waiting(agency_finance, confirmed)) == 2
    with acting(agency_finance):
        assert Entry.objects.filter(act__startswith="bank.line_").count() == 2


def test_who_may_not_and_whose_it_is_not(
    confirmed, agency_finance, agency_operator, brand_finance, outsider_manager
):
    file = receive(agency_finance, LINES)
    take_in(agency_finance, file)
    line = waiting(agency_finance, confirmed)[0].line
    with pytest.raises(NotAllowed):
        receive(agency_operator, LINES)
    for person in (brand_finance, outsider_manager):  # a bank statement is its organisation's own
        with pytest.raises(NotFound):
            take_in(person, file)
        with acting(person):
            assert not BankLine.objects.exists() and not BankFile.objects.exists()
            with pytest.raises(NotFound):
                set_line_aside(person=person, at=AT, line_id=line.pk, reason="x")


def test_what_is_no_bank_statement_is_refused_and_not_kept(confirmed, agency_finance):
    with pytest.raises(UnableToImport, match="没有找到表头"):
        receive(agency_finance, b"a,b\n1,2\n")
    with acting(agency_finance):
        assert not BankFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_people_record_one_line_at_once_and_one_of_them_is_told(brand, agency):
    contract = agree_on(brand=brand, agency=agency)
    fill_march(contract, brand, agency)
    close(contract, agency)
    send(contract, agency)
    confirm(contract, brand)
    take_in(agency.finance, receive(agency.finance, LINES))
    line = waiting(agency.finance, contract)[0].line
    start, outcomes = threading.Barrier(2), []

    def go(person) -> None:
        start.wait()
        try:
            record(person, contract, line, 10_000)
            outcomes.append("recorded")
        except UnableTo as no:
            outcomes.append(no.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=go, args=[person]) for person in (agency.finance, agency.manager)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["LINE_USED", "recorded"]
    with acting(agency.finance):
        assert Payment.objects.count() == 1


# The invoice


def _after_invoice() -> Read:
    """The plain contract, but the days of payment count from the agency's invoice."""
    reading = copy.deepcopy(PLAIN.reading)
    for place in reading["documents"][0]["terms"]:
        if place["term"].startswith("settlement.pay_days"):
            place["quote"] = "甲方收到乙方开具的发票后3个工作日内付款"
    return Read(PLAIN.text, PLAIN.sha256, reading)


@kept
def invoiced_first(brand, agency):
    contract = agree_on(brand=brand, agency=agency, read=_after_invoice())
    fill_march(contract, brand, agency)
    close(contract, agency)
    send(contract, agency)
    confirm(contract, brand)
    return contract


PDF = Proof("发票.pdf", b"%PDF-1.7 test")


def deliver(person, contract, fen: int, *, number="26332000000000000418", file=PDF, at=AT) -> Invoice:
    with acting(person):
        return deliver_invoice(
            person=person,
            at=at,
            code=contract.code,
            month="2026-03",
            number=number,
            amount_fen=fen,
            file=file,
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
