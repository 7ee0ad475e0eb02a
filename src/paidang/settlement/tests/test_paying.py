"""Payments on record; and the months of a contract that renewed or ended."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction
from tests.cast import acting, agree_on, shanghai
from tests.reading import WITH_LIFE
from tests.worlds import kept

from paidang.contracts.actions import answer_notice, serve_notice
from paidang.contracts.models import SETTLED, Contract, Notice
from paidang.contracts.rules import notices as n
from paidang.contracts.rules.rights import Known, UnsentStatement
from paidang.contracts.rules.serving import Said
from paidang.duties.models import Duty
from paidang.evidence.models import Entry
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.orders.actions import UnableToDeclareStore, declare_store
from paidang.settlement.actions import (
    UnableToClose,
    UnableToRecordPayment,
    record_payment,
    reverse_payment,
)
from paidang.settlement.models import Payment, PaymentPart, PaymentReversal
from paidang.settlement.queries import get_statement
from paidang.settlement.queries.accounts import get_account
from paidang.settlement.rules.ledger import balance
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
MARCH, SETUP = "statement-2026-03", "setup-1"


@kept
def confirmed(march, brand, agency):
    close(march, agency)
    send(march, agency)
    confirm(march, brand)
    return march


def due_of(contract, person, month="2026-03") -> int:
    with acting(person):
        return get_statement(contract, month).figures["amount_due"]


def pay(person, contract, fen: int, *, named=MARCH, paid_on=date(2026, 4, 17), at=PAID, **more) -> Payment:
    with acting(person):
        return record_payment(
            person=person, at=at, code=contract.code, amount_fen=fen, named=named, paid_on=paid_on, **more
        )


def reverse(person, contract, paid: Payment, reason="记错了合同", at=PAID):
    with acting(person):
        return reverse_payment(person=person, at=at, code=contract.code, payment_id=paid.pk, reason=reason)


def open_of(contract, person, at=PAID) -> dict[str, int]:
    with acting(person):
        return {one.debt.key: one.open for one in get_account(contract).positions(at)}


def test_the_payee_records_it_in_parts_and_with_the_last_the_duty_is_done(confirmed, agency_finance):
    due = due_of(confirmed, agency_finance)
    pay(agency_finance, confirmed, due - 100)
    with acting(agency_finance):
        duty = Duty.objects.get(key="pay-2026-03", closed_at=None)
        assert duty.facts == {"month": "2026-03", "amount": "¥1.00"}
        assert not get_statement(confirmed, "2026-03").is_paid
    pay(agency_finance, confirmed, 100)
    with acting(agency_finance):
        assert not Duty.objects.filter(key="pay-2026-03", closed_at=None).exists()
        assert get_statement(confirmed, "2026-03").is_paid
    assert acts(confirmed, agency_finance)[-1:] == ["statement.paid"]
    assert open_of(confirmed, agency_finance)[MARCH] == 0


def test_one_form_sent_twice_is_one_payment_and_another_form_with_its_key_is_refused(
    confirmed, agency_finance
):
    first = pay(agency_finance, confirmed, 100, key="form-1")
    assert pay(agency_finance, confirmed, 100, key="form-1") == first
    with pytest.raises(UnableToRecordPayment, match="已经登记过一笔 ¥1.00"):
        pay(agency_finance, confirmed, 200, key="form-1")
    with acting(agency_finance):
        assert Payment.objects.count() == 1 == Entry.objects.filter(act="payment.recorded").count()


def test_what_is_not_named_goes_to_the_oldest_principal(confirmed, agency_finance):
    """The set-up fee was due on 4 March, the statement on 20 April."""
    opened = open_of(confirmed, agency_finance)
    paid = pay(agency_finance, confirmed, opened[SETUP] + 500, named="", paid_on=date(2026, 3, 4))
    with acting(agency_finance):
        assert list(paid.parts.order_by("pk").values_list("debt", "is_fee", "amount_fen")) == [
            (SETUP, False, opened[SETUP]),
            (MARCH, False, 500),
        ]


def test_paid_late_the_principals_come_first_and_the_late_fee_after_them(confirmed, agency_finance):
    """45 days late: ¥10,000 × 0.3% × 45 = ¥1,350, booked with the payment and paid by what is left of it."""
    opened = open_of(confirmed, agency_finance)
    at = shanghai("2026-04-18 10:00")
    pay(agency_finance, confirmed, opened[SETUP], named=SETUP, paid_on=date(2026, 4, 18), at=at)
    with acting(agency_finance):
        position = next(one for one in get_account(confirmed).positions(at) if one.debt.key == SETUP)
        assert (position.open, position.fee_open) == (0, 1_000_000 * 3 * 45 // 1000)
        entries = get_account(confirmed).entries(at)
        assert balance(entries, "a") == opened[MARCH] + position.fee_open
    last = pay(
        agency_finance, confirmed, opened[MARCH] + position.fee_open, named="", paid_on=date(2026, 4, 20),
        at=shanghai("2026-04-20 10:00"),
    )  # fmt: skip
    with acting(agency_finance):
        parts = list(last.parts.order_by("pk").values_list("debt", "is_fee"))
        assert parts == [(MARCH, False), (SETUP, True)]
        assert balance(get_account(confirmed).entries(shanghai("2026-04-20 10:00")), "a") == 0


@pytest.mark.parametrize("role", ["brand_finance", "agency_operator"])
def test_the_payer_and_who_may_not_do_not(confirmed, request, role):
    with pytest.raises(NotAllowed):
        pay(request.getfixturevalue(role), confirmed, 100)


def test_an_outsider_finds_no_contract(confirmed, outsider_manager):
    with pytest.raises(NotFound):
        pay(outsider_manager, confirmed, 100)


def test_only_what_is_confirmed_and_owed_and_not_before_its_day(march, brand, agency, agency_finance):
    close(march, agency)
    send(march, agency)
    at = shanghai("2026-04-10 10:00")
    with pytest.raises(UnableToRecordPayment, match="还不能收"):
        pay(agency_finance, march, 100, paid_on=date(2026, 4, 10), at=at)
    confirm(march, brand)
    with pytest.raises(UnableToRecordPayment, match="还没到"):
        pay(agency_finance, march, 100, paid_on=date(2026, 4, 19))
    with pytest.raises(UnableToRecordPayment, match="最多"):
        pay(agency_finance, march, 10**9)
    with pytest.raises(NotFound):
        pay(agency_finance, march, 100, named="statement-2026-04")
    with pytest.raises(UnableToRecordPayment, match="大于 0"):
        pay(agency_finance, march, 0)
    with acting(agency_finance):
        assert not Payment.objects.exists()


def test_silence_makes_the_statement_due_as_if_it_had_been_confirmed_on_the_last_day(
    march, brand, agency, agency_finance
):
    close(march, agency)
    send(march, agency)
    at = shanghai("2026-04-17 10:00")
    with acting(agency_finance):
        sent = get_statement(march, "2026-03")
        assert sent.confirm_by == date(2026, 4, 16)
        debt = next(one.debt for one in get_account(march).positions(at) if one.debt.month)
        assert (debt.waits, debt.due_on) == ("", date(2026, 4, 21))
    confirm(march, brand, at=shanghai("2026-04-30 10:00"))
    with acting(agency_finance):
        assert get_statement(march, "2026-03").pay_by == date(2026, 4, 21)


def test_a_wrong_record_is_reversed_and_both_stand_in_the_ledger(confirmed, agency_finance, brand_finance):
    due = due_of(confirmed, agency_finance)
    wrong = pay(agency_finance, confirmed, due)
    first = reverse(agency_finance, confirmed, wrong)
    assert reverse(agency_finance, confirmed, wrong) == first
    assert open_of(confirmed, agency_finance)[MARCH] == due
    with acting(brand_finance):  # both sides see the same ledger
        entries = [one for one in get_account(confirmed).entries(PAID) if one.debt == MARCH]
        assert [(one.kind, one.amount) for one in entries] == [
            ("statement", due), ("payment", -due), ("reversal", due)
        ]  # fmt: skip
        assert Duty.objects.filter(key="pay-2026-03", closed_at=None).exists()
        assert not get_statement(confirmed, "2026-03").is_paid
    assert acts(confirmed, agency_finance)[-2:] == ["statement.paid", "statement.open_again"]
    pay(agency_finance, confirmed, due)
    assert open_of(confirmed, agency_finance)[MARCH] == 0


def test_who_may_not_reverse(confirmed, agency_finance, brand_finance, agency_operator, outsider_manager):
    paid = pay(agency_finance, confirmed, 100)
    for person in (brand_finance, agency_operator):
        with pytest.raises(NotAllowed):
            reverse(person, confirmed, paid)
    with pytest.raises(NotFound):
        reverse(outsider_manager, confirmed, paid)
    with pytest.raises(UnableToRecordPayment, match="为什么"):
        reverse(agency_finance, confirmed, paid, reason=" ")
    assert open_of(confirmed, agency_finance)[MARCH] == due_of(confirmed, agency_finance) - 100


def test_no_member_rewrites_it_and_the_database_refuses_to_pay_twice(confirmed, agency_finance):
    paid = pay(agency_finance, confirmed, due_of(confirmed, agency_finance))
    for change in (
        lambda: Payment.objects.update(paid_on=date(2026, 1, 1)),
        lambda: PaymentPart.objects.all().delete(),
    ):
        with (
            acting(agency_finance),
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
        ):
            change()
    with acting(agency_finance), pytest.raises(DatabaseError, match="paid twice"), transaction.atomic():
        other = Payment.objects.create(
            contract=confirmed, payer="a", paid_on=date(2026, 4, 17), amount_fen=1, key="x",
            recorded_by=agency_finance, recorded_at=PAID,
        )  # fmt: skip
        PaymentPart.objects.create(payment=other, contract=confirmed, debt=MARCH, is_fee=False, amount_fen=1)
    with acting(agency_finance):
        assert list(Payment.objects.all()) == [paid]


def test_the_payer_writes_no_payment_even_past_the_application(confirmed, agency_finance, brand_finance):
    paid = pay(agency_finance, confirmed, 100)
    for row in (
        Payment(
            contract=confirmed, payer="a", paid_on=date(2026, 4, 17), amount_fen=1, key="x",
            recorded_by=brand_finance, recorded_at=PAID,
        ),
        PaymentPart(payment=paid, contract=confirmed, debt=SETUP, is_fee=False, amount_fen=1),
        PaymentReversal(payment=paid, contract=confirmed, reason="x", recorded_by=brand_finance, recorded_at=PAID),
    ):  # fmt: skip
        with (
            acting(brand_finance),
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
        ):
            row.save(force_insert=True)


# Reminders, renewals, ends


@kept
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


@pytest.mark.parametrize(("served", "fee"), [("2026-03-03 09:00", 0), ("2026-03-05 09:00", 1_350_00)])
def test_days_of_force_majeure_cost_no_late_fee_unless_it_was_late_already(living, brand, served, fee):
    """The set-up fee of ¥10,000 was due on 4 March; on 18 April it is 45 days late."""
    serve(brand.manager, living, n.FORCE_MAJEURE, shanghai(served))
    with acting(brand.manager):
        position = next(one for one in get_account(living).positions(PAID) if one.debt.key == SETUP)
        assert (position.days_late, position.fee) == (45, fee)


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
