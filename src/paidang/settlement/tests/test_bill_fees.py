"""Fees that only the bills tell become facts of the statement: once, none doubled, until it is sent, and back."""

import pytest
from django.db import transaction
from tests.cast import acting, shanghai
from tests.worlds import kept

from paidang.evidence.models import Entry
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.orders.actions import reconcile_bills
from paidang.orders.models import BillFee, BillLine, History, PlatformFee
from paidang.orders.queries.bill_fees import BillFees, count_bill_fees
from paidang.settlement.actions import (
    UnableToTakeOverFees,
    close_month,
    give_back_fees,
    send_statement,
    take_over_fees,
)
from paidang.settlement.queries import get_statement
from paidang.settlement.tests.many import more_contracts
from paidang.settlement.tests.month import MARCH_CLOSED, MARCH_SENT

MONTH = "2026-03"
LONG = "9" * 255


def billed(contract, entry, order, fen, *, item="佣金", at="2026-03-30 10:00", kind="fee"):
    BillLine.objects.create(
        contract=contract, entry_id=entry, channel="jd", store="京东旗舰店", order_id=order, kind=kind, item=item,
        amount_fen=-fen, booked_at=shanghai(at),
    )  # fmt: skip


def told(contract, fee, order, fen, *, kind="佣金", at="2026-03-12 10:00"):
    PlatformFee.objects.create(
        contract=contract, fee_id=fee, order_id=order, kind=kind, amount_fen=fen, charged_at=shanghai(at)
    )


@kept
def billed_march(march, agency):
    """March with three fees that its facts lack (one without an order), one of an order that nobody imported, and a payment."""
    with acting(agency.finance):
        billed(march, "e1", "O-L2", 700)
        billed(march, LONG, "O-L2", 120, item="运费险")
        billed(march, "e3", None, 5_000, item="店铺年费")
        billed(march, "e4", "O-UNKNOWN", 90)
        billed(march, "e5", "O-L2", 40, at="2026-04-01 00:00")
        billed(march, "p1", "O-L2", -11_300, item="货款", kind="payment")
        reconcile_bills(march.pk)
    return march


def ask(person, contract, change=take_over_fees, month=MONTH):
    with acting(person):
        return change(person=person, at=MARCH_CLOSED, code=contract.code, month=month)


def count(person, contract):
    with acting(person):
        return count_bill_fees(contract.pk, MONTH)


def from_bills(person):
    with acting(person):
        rows = PlatformFee.objects.filter(fee_id__startswith="bill:").order_by("amount_fen")
        return {row.fee_id: (row.order_id, row.kind, row.amount_fen) for row in rows}


def test_what_the_facts_lack_is_written_once_and_counts_in_the_statement(billed_march, agency, brand):
    finance = agency.finance
    assert count(finance, billed_march) == BillFees(3, 5_820, unplaced=1, taken=0, taken_fen=0)
    with acting(finance):
        before = close_month(person=finance, at=MARCH_CLOSED, code=billed_march.code, month=MONTH)
    assert ask(finance, billed_march) == (3, 5_820)
    assert ask(finance, billed_march) == (0, 0)
    facts = from_bills(finance)
    assert facts["bill:e1"] == ("O-L2", "佣金", 700) and facts["bill:e3"] == (None, "店铺年费", 5_000)
    assert len(facts) == 3 and max(map(len, facts)) < 255
    assert count(finance, billed_march) == BillFees(0, 0, unplaced=1, taken=3, taken_fen=5_820)
    with acting(brand.finance):
        [entry] = Entry.objects.filter(act="orders.fees_taken_over")
        assert entry.facts == {"month": MONTH, "count": 3, "amount": 5_820}
    with acting(finance):
        differs = {row.name: row.difference_fen for row in BillFee.objects.filter(month=MONTH)}
        assert differs["运费险"] == differs["店铺年费"] == 0
        after = close_month(person=finance, at=MARCH_CLOSED, code=billed_march.code, month=MONTH)
    fees = [statement.figures["totals"]["platform_fees"] for statement in (before, after)]
    assert fees[1] - fees[0] == 5_820


@pytest.mark.parametrize(
    ("facts", "taken"),
    [
        ([], {"e1", "e3", LONG}),
        ([("F", "O-L2", 650, {})], {"e3", LONG}),  # the same name, whatever it comes to and whenever
        ([("F", "O-L2", 650, {"kind": "commission", "at": "2026-02-12 10:00"})], {"e3", LONG}),
        ([("F", "O-L1", 650, {}), ("G", "O-L2", 650, {"kind": "推广"})], {"e1", "e3", LONG}),
        ([("F", None, 650, {})], {"e3", LONG}),  # the month's in one sum
        ([("F", None, 650, {"at": "2026-02-12 10:00"})], {"e1", "e3", LONG}),
        ([("F", "O-L1", 650, {"kind": "店铺年费"})], {"e1", LONG}),  # by order here, in one sum there
    ],
)
def test_a_fee_that_the_facts_tell_is_not_told_again(facts, taken, billed_march, agency_finance):
    with acting(agency_finance):
        PlatformFee.objects.all().update(kind="不相干")  # what March has of its own
        for fee, order, fen, more in facts:
            told(billed_march, fee, order, fen, **more)
    assert ask(agency_finance, billed_march)[0] == len(taken)
    ids = {name.removeprefix("bill:") for name in from_bills(agency_finance)}
    assert {one for one in ids if len(one) < 64} == taken - {LONG}


def test_what_names_no_order_and_stands_in_two_contracts_bills_is_left(billed_march, brand, agency):
    [other] = more_contracts(billed_march, brand, agency, 1)
    with acting(agency.finance):
        billed(other, "e3", None, 5_000, item="店铺年费")
    assert count(agency.finance, billed_march) == BillFees(2, 820, unplaced=2, taken=0, taken_fen=0)
    assert ask(agency.finance, billed_march) == (2, 820)


def test_it_is_taken_back_by_corrected_rows_and_done_again(billed_march, agency_finance):
    assert ask(agency_finance, billed_march, give_back_fees) == (0, 0)
    ask(agency_finance, billed_march)
    assert ask(agency_finance, billed_march, give_back_fees) == (3, 5_820)
    assert ask(agency_finance, billed_march, give_back_fees) == (0, 0)
    assert {fen for _order, _kind, fen in from_bills(agency_finance).values()} == {0}
    with acting(agency_finance):
        kept_before = History.objects.filter(table="platform_fees", row_id="bill:e1").get().before
        assert kept_before["amount_fen"] == 700
        assert Entry.objects.filter(act="orders.fees_given_back").count() == 1
    assert ask(agency_finance, billed_march) == (3, 5_820)


def test_a_corrected_bill_corrects_the_fact(billed_march, agency_finance):
    ask(agency_finance, billed_march)
    with acting(agency_finance):
        BillLine.objects.filter(contract=billed_march, entry_id="e1").update(amount_fen=-800)
    assert ask(agency_finance, billed_march) == (1, 800)
    assert from_bills(agency_finance)["bill:e1"] == ("O-L2", "佣金", 800)


@pytest.mark.parametrize("change", [take_over_fees, give_back_fees])
def test_who_and_when_it_is_refused(change, billed_march, agency, brand, outsider):
    def refused(person, error, month=MONTH):
        with pytest.raises(error) as why, acting(person), transaction.atomic():
            change(person=person, at=MARCH_SENT, code=billed_march.code, month=month)
        return why.value.code

    refused(brand.finance, NotAllowed)
    refused(agency.people["agency_operator"], NotAllowed)
    refused(outsider.manager, NotFound)
    assert refused(agency.finance, UnableToTakeOverFees, "2026-13") == "NOT_A_MONTH"
    with acting(agency.finance):
        close_month(person=agency.finance, at=MARCH_CLOSED, code=billed_march.code, month=MONTH)
        digest = get_statement(billed_march, MONTH).digest
        send_statement(
            person=agency.finance, at=MARCH_SENT, code=billed_march.code, month=MONTH, digest=digest
        )
    assert refused(agency.finance, UnableToTakeOverFees) == "ALREADY_SENT"
    assert from_bills(agency.finance) == {}
    with acting(agency.finance):
        assert not Entry.objects.filter(act__startswith="orders.fees_").exists()
