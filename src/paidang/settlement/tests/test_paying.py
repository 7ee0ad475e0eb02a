"""Payments on record; and the months of a contract that renewed or ended."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from tests.cast import acting, agree_on, shanghai
from tests.reading import WITH_LIFE

from paidang.contracts.actions import answer_notice, serve_notice
from paidang.contracts.models import SETTLED, Contract, Notice
from paidang.contracts.rules import notices as n
from paidang.contracts.rules.rights import Known, UnsentStatement
from paidang.contracts.rules.serving import Said
from paidang.duties.models import Duty
from paidang.kit.outcome import NotAllowed
from paidang.orders.actions import UnableToDeclareStore, declare_store
from paidang.settlement.actions import UnableToClose, UnableToRecordPayment, record_payment
from paidang.settlement.models import Payment
from paidang.settlement.tests.month import (
    MARCH_CLOSED,
    MARCH_SENT,
    acts,
    add_line,
    close,
    confirm,
    declare,
    send,
)

PAID = shanghai("2026-04-18 10:00")


@pytest.fixture
def confirmed(march, brand, agency):
    close(march, agency)
    send(march, agency)
    confirm(march, brand)
    return march


def pay(person, contract, *, month="2026-03", paid_on=date(2026, 4, 17), at=PAID) -> Payment:
    with acting(person):
        return record_payment(person=person, at=at, code=contract.code, month=month, paid_on=paid_on)


def test_the_payee_records_it_once_and_the_duty_is_done(confirmed, agency, agency_finance):
    first = pay(agency_finance, confirmed)
    assert (
        pay(agency_finance, confirmed, paid_on=date(2026, 4, 1)).paid_on == first.paid_on == date(2026, 4, 17)
    )
    with acting(agency_finance):
        assert not Duty.objects.filter(key="pay-2026-03", closed_at=None).exists()
    assert acts(confirmed, agency_finance)[-1:] == ["statement.paid"]


@pytest.mark.parametrize("role", ["brand_finance", "agency_operator"])
def test_the_payer_and_who_may_not_do_not(confirmed, request, role):
    with pytest.raises(NotAllowed):
        pay(request.getfixturevalue(role), confirmed)


def test_only_what_is_confirmed_and_not_before_its_day(march, brand, agency, agency_finance):
    close(march, agency)
    send(march, agency)
    with pytest.raises(UnableToRecordPayment):
        pay(agency_finance, march)
    confirm(march, brand)
    with pytest.raises(UnableToRecordPayment, match="还没到"):
        pay(agency_finance, march, paid_on=date(2026, 4, 19))
    with acting(agency_finance):
        assert not Payment.objects.exists()


def test_no_member_rewrites_it(confirmed, agency_finance):
    pay(agency_finance, confirmed)
    with (
        acting(agency_finance),
        pytest.raises(DatabaseError, match="permission denied"),
        transaction.atomic(),
    ):
        Payment.objects.update(paid_on=date(2026, 1, 1))


# Reminders, renewals, ends


@pytest.fixture
def living(brand, agency) -> Contract:
    return agree_on(brand=brand, agency=agency, read=WITH_LIFE)


def serve(person, contract, kind, at, known=Known(), **more) -> Notice:  # noqa: B008
    with acting(person):
        said = Said(kind=kind, grounds="见说明", **more)
        return serve_notice(person=person, at=at, code=contract.code, said=said, known=known)


def end_by_agreement(contract, agency, brand, last_day: date) -> None:
    proposed = serve(agency.manager, contract, n.AGREEMENT, MARCH_CLOSED, last_day=last_day)
    with acting(brand.manager):
        answer_notice(
            person=brand.manager,
            at=MARCH_CLOSED,
            code=contract.code,
            number=proposed.number,
            verdict=n.AGREED,
        )


def test_sending_the_statement_closes_the_reminder_for_it(living, brand, agency, brand_manager):
    known = Known(unsent=[UnsentStatement("2026-03", date(2026, 4, 10))])
    serve(brand_manager, living, n.REMINDER, shanghai("2026-04-11 09:00"), known, right="reminder::2026-03")
    declare(living, brand, "CUP", 4_000)
    with acting(agency.manager):
        add_line(living, "L1", done="2026-03-10 10:00")
    close(living, agency, at=shanghai("2026-04-12 09:00"))
    send(living, agency, at=shanghai("2026-04-12 10:00"))
    with acting(brand_manager):
        assert Notice.objects.get().outcome == n.FULFILLED
        assert not Duty.objects.filter(key="notice-1", closed_at=None).exists()


def test_the_last_month_counts_to_the_last_day_and_not_beyond(living, brand, agency):
    declare(living, brand, "CUP", 4_000)
    with acting(agency.manager):
        add_line(living, "IN", paid="2026-04-15 23:00", done="2026-04-20 10:00")
        add_line(living, "OUT", paid="2026-04-16 00:30", done="2026-04-20 10:00")
    end_by_agreement(living, agency, brand, date(2026, 4, 15))
    close(living, agency)
    send(living, agency)
    april = close(living, agency, "2026-04", at=shanghai("2026-05-06 10:00"))
    assert april.terms["term"]["end"] == "2026-04-15"
    assert april.figures["totals"]["gross_sales"] == 11_300


def test_a_renewed_contract_settles_on(living, brand, agency):
    declare(living, brand, "CUP", 4_000)
    with acting(agency.manager):
        add_line(living, "L1", paid="2027-03-02 10:00", done="2027-03-10 10:00")
        terms = living.terms.get()
    for month in (f"2026-{number:02d}" for number in range(3, 13)):
        at = shanghai("2027-04-01 10:00")
        close(living, agency, month, at=at)
        send(living, agency, month, at=at)
    for month in ("2027-01", "2027-02"):
        close(living, agency, month, at=shanghai("2027-04-01 10:00"))
        send(living, agency, month, at=shanghai("2027-04-01 10:00"))
    march = close(living, agency, "2027-03", at=shanghai("2027-04-02 10:00"))
    assert march.terms["term"] == {"start": "2026-03-01", "end": "2028-02-29"}
    assert march.figures["totals"]["gross_sales"] == 11_300
    with acting(agency.manager):
        assert living.terms.get().terms == terms.terms  # what was agreed is as it was


def test_after_the_end_no_new_store_and_after_the_clearance_no_statement(living, brand, agency):
    end_by_agreement(living, agency, brand, date(2026, 4, 15))
    with acting(agency.manager):
        contract = Contract.objects.get(pk=living.pk)
        declare_store(person=agency.manager, at=MARCH_SENT, contract=contract, channel="jd", name="旧店")
        with pytest.raises(UnableToDeclareStore, match="已经终止"):
            declare_store(person=agency.manager, at=PAID, contract=contract, channel="jd", name="新店")
        Contract.objects.filter(pk=living.pk).update(state=SETTLED)
    with pytest.raises(UnableToClose, match="结清"):
        close(living, agency)
