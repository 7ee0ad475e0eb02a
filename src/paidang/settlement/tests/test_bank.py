"""Bank statements: read for a test, taken in once, each line recorded by a person; and the invoice that payment waits for."""

import threading
from datetime import date
from functools import partial

import pytest
from django.db import connections
from tests.at_once import at_once, wait_until_another_waits
from tests.cast import acting, agree_on, shanghai

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.evidence.models import Entry
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.settlement.actions import (
    UnableToImport,
    UnableToRecordPayment,
    receive_bank_file,
    record_lines,
    record_payment,
    reverse_payment,
    set_line_aside,
    take_in_bank_file,
)
from paidang.settlement.actions.pay import LinePick
from paidang.settlement.models import BankFile, BankLine, Payment
from paidang.settlement.queries.accounts import get_account
from paidang.settlement.queries.bank import list_waiting, read_for_test
from paidang.settlement.rules.matching import MATCHED, UNMATCHED
from paidang.settlement.tests.month import close, confirm, fill_march, send
from paidang.settlement.tests.test_paying import MARCH

AT = shanghai("2026-04-18 10:00")
HEAD = "交易日期,收入,支出,对方户名,附言,流水号\n"


def statement(*lines: str) -> bytes:
    return (HEAD + "".join(f"{line}\n" for line in lines)).encode("gb18030")


@pytest.fixture
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


def test_a_file_with_and_one_without_the_account_do_not_bring_the_same_money_twice(confirmed, agency_finance):
    assert take_in(agency_finance, receive(agency_finance, LINES)) == 2
    named = "账号：571900001230917\n".encode("gb18030") + LINES
    assert take_in(agency_finance, receive(agency_finance, named)) == 0
    other = "账号：571900009999999\n".encode("gb18030") + statement("2026-04-17,5.00,,青岚茶器,,S9")
    assert take_in(agency_finance, receive(agency_finance, other)) == 1
    assert take_in(agency_finance, receive(agency_finance, statement("2026-04-17,5.00,,青岚茶器,,S9"))) == 0


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

    def go(person) -> str:
        record(person, contract, line, 10_000)
        return "recorded"

    outcomes = at_once(partial(go, agency.finance), partial(go, agency.manager))
    assert sorted(outcomes) == ["LINE_USED", "recorded"]
    with acting(agency.finance):
        assert Payment.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_several_lines_lock_their_contracts_in_one_order_so_that_nobody_waits_in_a_circle(brand, agency):
    """Somebody has the first contract; who records lines of both, the second's first, does not hold the second meanwhile."""
    first, second = (agree_on(brand=brand, agency=agency) for _ in range(2))
    person = agency.finance
    take_in(person, receive(person, LINES))
    one, two = (each.line for each in waiting(person, first))
    picks = [
        LinePick(one.pk, second.code, "setup-1", 100, "k1"),
        LinePick(two.pk, first.code, "setup-1", 100, "k2"),
    ]
    recorded: list[Payment] = []

    def go() -> None:
        try:
            with acting(person):
                recorded.extend(record_lines(person=person, at=AT, picks=picks)[0])
        finally:
            connections.close_all()

    other = threading.Thread(target=go)
    with acting(person):
        get_contract(first.code, lock=True)
        other.start()
        wait_until_another_waits()
        Contract.objects.select_for_update(nowait=True).get(pk=second.pk)
    other.join()
    assert {paid.contract_id for paid in recorded} == {first.pk, second.pk}
