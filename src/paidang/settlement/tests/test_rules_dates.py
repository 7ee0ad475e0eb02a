"""Dates of statements, debts and late fees (SPEC §6)."""

from datetime import date

import pytest

from paidang.settlement.rules.dates import (
    PaymentDue,
    confirmation_due,
    debts_due,
    payment_due,
    statement_dates,
)
from paidang.settlement.rules.read_terms import read_terms
from paidang.settlement.rules.terms import Schedule
from paidang.settlement.tests.test_rules_terms import GOOD

SCHEDULE = Schedule(10, 5, "working", 3, "working", (1, 5), "undecided")


@pytest.mark.parametrize(
    ("schedule", "month", "dates"),
    [
        (SCHEDULE, "2026-09", ("2026-10-10", "2026-10-01", "2026-10-08", False)),
        (Schedule(due_day=31), "2026-01", ("2026-02-28", None, None, None)),
        (Schedule(), "2026-09", (None, None, None, None)),
        (SCHEDULE, "2026-12", ("2027-01-10", "2027-01-01", "2027-01-05", True)),  # 2027 is not announced
        (
            Schedule(pay_window=(30, 31)),
            "2026-01",
            (None, "2026-02-28", "2026-02-28", False),
        ),  # a make-up day
    ],
)
def test_statement_dates(schedule, month, dates):
    found = statement_dates(schedule, month)
    shown = [
        day and day.isoformat() for day in (found.statement_due, found.earliest_payment, found.window_end)
    ]
    assert (*shown, found.provisional) == dates


def test_confirmation_and_payment():
    received = date(2026, 10, 9)
    confirmed, provisional = confirmation_due(SCHEDULE, received)
    assert (confirmed, provisional) == (date(2026, 10, 15), False)  # Saturday the 10th is worked
    early = payment_due(SCHEDULE, "2026-09", date(2026, 9, 30))
    assert early == PaymentDue(date(2026, 10, 10), False, contradicts_window=True)
    wide = Schedule(pay_days=3, pay_day_kind="working", pay_window=(1, 20))
    assert payment_due(wide, "2026-09", date(2026, 10, 9)) == PaymentDue(date(2026, 10, 20), False, False)
    assert payment_due(Schedule(), "2026-09", received) is None
    assert confirmation_due(Schedule(), received) is None


def test_a_fee_of_three_days_falls_due_after_mid_autumn():
    """OP 3 B: signed on 2026-09-24, day 3 is Sunday 27, Mid-Autumn, hence Monday 28."""
    setup = {"kind": "setup", "amount": 1_000_000, "days": 3, "day_kind": "calendar", "clause": "第三章 B"}
    terms = read_terms({**GOOD, "signed_on": "2026-09-24", "dated_debts": [setup]})
    (due,) = debts_due(terms, "2026-09")
    assert (due.due_on, due.provisional) == (date(2026, 9, 28), False)
