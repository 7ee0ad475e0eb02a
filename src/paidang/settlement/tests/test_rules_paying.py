"""Late fees, the order of payments and the ledger, each against an oracle that counts day by day or fen by fen."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.kit.period import Period
from paidang.settlement.rules.late_fee import fee_segments
from paidang.settlement.rules.ledger import Paid, balance, books, ledger
from paidang.settlement.rules.paying import FEE, REST, Debt, Part, allocate, due_after, position_of
from paidang.settlement.rules.terms import LateFee, Schedule

DUE = date(2026, 9, 28)
RATE = LateFee(rate_per_day=3000, party="a", cap=None)
START = datetime(2026, 9, 1, tzinfo=UTC)


def fees(terms, principal, repaid, until):
    found = fee_segments(terms, principal=principal, due_on=DUE, repaid=repaid, until=until)
    return [(one.first, one.last, one.principal, one.days, one.fee) for one in found]


def test_the_pages_example():
    """30,200 for 14 days, then 20,200 from the day after the part payment on."""
    assert fees(RATE, 3_020_000, [(date(2026, 10, 12), 1_000_000)], date(2026, 10, 14)) == [
        (date(2026, 9, 29), date(2026, 10, 12), 3_020_000, 14, 126_840),
        (date(2026, 10, 13), date(2026, 10, 14), 2_020_000, 2, 12_120),
    ]


@pytest.mark.parametrize(
    ("until", "cap", "fee"),
    [
        ("2026-09-28", None, 0),
        ("2026-09-29", None, 30),
        ("2026-10-08", None, 300),
        ("2026-10-08", 20_000, 200),
    ],
)
def test_nothing_before_it_is_late_one_day_the_day_after_and_no_more_than_the_cap(until, cap, fee):
    terms = LateFee(rate_per_day=3000, party="a", cap=cap)
    assert sum(one[-1] for one in fees(terms, 10_000, [], date.fromisoformat(until))) == fee


def test_what_was_paid_in_time_is_not_late():
    assert fees(RATE, 10_000, [(DUE, 10_000)], date(2026, 12, 1)) == []
    assert [one[2] for one in fees(RATE, 10_000, [(date(2026, 9, 1), 4_000)], date(2026, 9, 30))] == [6_000]


@pytest.mark.parametrize(
    ("begins", "ends", "days"),
    [
        ("2026-09-28", "2026-10-02", 7),  # 29, 30 September and 1 October cost nothing
        ("2026-09-01", "9999-12-31", 0),
        ("2026-09-29", "2026-10-02", 10),  # it was late already
        ("2026-09-01", "2026-09-20", 10),
    ],
)
def test_days_of_force_majeure_cost_nothing_unless_it_began_when_the_payment_was_late(begins, ends, days):
    period = Period(date.fromisoformat(begins), date.fromisoformat(ends))
    (found,) = fee_segments(
        RATE, principal=10_000, due_on=DUE, repaid=[], until=date(2026, 10, 8), force_majeure=[period, period]
    )
    assert (found.days, found.excused, found.fee) == (days, 10 - days, 30 * days)


repayments = st.lists(st.tuples(st.integers(-20, 60), st.integers(1, 40_000)), max_size=6)


def day_by_day(principal: int, repaid, days: int) -> int:
    """Another way to the same fee: every evening's principal for itself, rounded where the principal changes."""
    total, run, owed = 0, Fraction(0), principal
    for number in range(-40, days + 1):
        day = DUE + timedelta(days=number)
        if number > 0 and owed > 0:
            run += Fraction(owed * 3000, 1_000_000)
        if paid := sum(fen for when, fen in repaid if when == day):
            total, run, owed = total + round_half_up(run), Fraction(0), owed - paid
    return total + round_half_up(run)


def round_half_up(number: Fraction) -> int:
    return (2 * number.numerator + number.denominator) // (2 * number.denominator)


@given(st.integers(1, 100_000), repayments, st.integers(-5, 90))
def test_the_segments_add_up_to_what_counting_day_by_day_gives(principal, steps, days):
    repaid, left = [], principal
    for offset, fen in steps:
        if fen < left:
            repaid.append((DUE + timedelta(days=offset), fen))
            left -= fen
    until = DUE + timedelta(days=days)
    seen = [(day, fen) for day, fen in repaid if day <= until]
    found = fee_segments(RATE, principal=principal, due_on=DUE, repaid=repaid, until=until)
    assert sum(one.fee for one in found) == day_by_day(principal, seen, days)


def debt(number: int, principal: int, due_on: date | None = DUE, **more) -> Debt:
    return Debt(
        key=f"statement-2026-{number:02d}", kind="statement", payer="a", principal=principal,
        booked=((START + timedelta(hours=number), principal),), due_on=due_on, clause="", late_fee=RATE, **more,
    )  # fmt: skip


def positions(debts, parts, on):
    return [position_of(one, parts, on) for one in debts]


def test_named_first_then_what_is_due_then_fees_then_what_is_not_due():
    debts = [debt(1, 100_000), debt(2, 100_000, date(2026, 10, 1)), debt(3, 100_000, date(2026, 12, 1))]
    on = date(2026, 10, 11)  # fees: 1 is 13 days late, 2 is 10
    parts, left = allocate(positions(debts, [], on), 350_000, "statement-2026-02")
    assert [(part.debt[-2:], part.is_fee, part.amount) for part in parts] == [
        ("02", False, 100_000), ("01", False, 100_000), ("01", True, 3_900), ("02", True, 3_000), ("03", False, 100_000),
    ]  # fmt: skip
    assert left == 43_100
    fee, _left = allocate(positions(debts, [], on), 1_000, "statement-2026-02" + FEE)
    assert [(part.debt[-2:], part.is_fee, part.amount) for part in fee] == [("02", True, 1_000)]


def test_who_names_a_statement_names_also_the_part_of_it_that_was_questioned():
    later = date(2026, 10, 9)
    rest = replace(debt(2, 40_000, later), key=f"statement-2026-02{REST}")
    found = positions([debt(1, 100_000), debt(2, 60_000, later), rest], [], later)
    for named, order in (("statement-2026-02", ["02", "02-rest"]), (rest.key, ["02-rest", "02"])):
        parts, _left = allocate(found, 110_000, named)
        assert [part.debt.removeprefix("statement-2026-") for part in parts] == [*order, "01"]
    waiting = [*found[:2], position_of(replace(rest, waits="confirmation"), [], later)]
    parts, _left = allocate(waiting, 110_000, "statement-2026-02")
    assert [part.debt[-2:] for part in parts] == ["02", "01"]


def test_what_waits_takes_nothing():
    assert allocate(positions([debt(1, 100, waits="invoice")], [], DUE), 100) == ([], 100)


amounts = st.lists(st.integers(1, 60_000), min_size=1, max_size=4)
worlds = st.lists(st.tuples(st.integers(1, 50_000), st.integers(-30, 30)), min_size=1, max_size=4)


def of_world(world) -> list[Debt]:
    return [
        debt(number, principal, DUE + timedelta(days=days))
        for number, (principal, days) in enumerate(world, 1)
    ]


def pay_all(debts, payments, on) -> tuple[list[Part], int]:
    parts: list[Part] = []
    rest = 0
    for amount, named in payments:
        taken, left = allocate(positions(debts, parts, on), amount, named)
        parts, rest = parts + taken, rest + left
    return parts, rest


def balances(debts, parts, on):
    return [(one.open, one.fee_open, one.paid, one.fee_paid) for one in positions(debts, parts, on)]


@given(worlds, amounts, st.data())
def test_any_order_and_any_split_of_one_days_payments_give_the_same_balance(world, sums, data):
    debts, on = of_world(world), DUE + timedelta(days=10)
    keys = ["", *(one.key for one in debts)]
    payments = [(amount, data.draw(st.sampled_from(keys))) for amount in sums]
    parts, rest = pay_all(debts, payments, on)
    shuffled = data.draw(st.permutations(payments))
    cut = data.draw(st.integers(0, shuffled[0][0]))
    split = [(cut, shuffled[0][1]), (shuffled[0][0] - cut, shuffled[0][1]), *shuffled[1:]]
    others, other_rest = pay_all(debts, [each for each in split if each[0]], on)
    assert (balances(debts, parts, on), rest) == (balances(debts, others, on), other_rest)


@given(worlds, amounts, st.data())
def test_nothing_is_paid_twice_and_nothing_is_lost(world, sums, data):
    debts, parts, paid = of_world(world), [], 0
    for amount in sums:
        on = DUE + timedelta(days=data.draw(st.integers(-10, 40)))
        named = data.draw(st.sampled_from(["", *(one.key for one in debts)]))
        taken, left = allocate(positions(debts, parts, on), amount, named)
        assert sum(part.amount for part in taken) + left == amount
        parts, paid = parts + taken, paid + amount - left
    assert all(0 <= one.open <= one.debt.principal for one in positions(debts, parts, DUE))
    assert sum(part.amount for part in parts) == paid


def story(debts, data) -> list[Paid]:
    """Payments recorded one after the other, some for an earlier day, some taken back later."""
    told: list[Paid] = []
    for number in range(1, data.draw(st.integers(1, 6)) + 1):
        on = DUE + timedelta(days=data.draw(st.integers(-5, 40)))
        at = START + timedelta(days=60 + 2 * number)
        standing = [part for one in told if one.reversed_at is None for part in one.parts]
        taken, _left = allocate(
            positions(debts, standing, on), data.draw(st.integers(1, 70_000)), data.draw(st.sampled_from(["", debts[0].key]))
        )  # fmt: skip
        if told and data.draw(st.booleans()) and told[-1].reversed_at is None:
            old = told[-1]
            told[-1] = Paid(old.id, "a", old.parts, old.recorded_at, at)
        elif taken:
            told.append(Paid(number, "a", taken, at))
    return told


@given(worlds, st.data())
def test_the_ledger_balances_and_proves_what_is_open(world, data):
    debts = of_world(world)
    told = story(debts, data)
    entries = ledger(debts, told)
    for side in "ab":
        for entry in entries:
            rows = [row for row in books(entries, side) if row.entry == entry.number]
            assert sum(row.debit for row in rows) == sum(row.credit for row in rows) == abs(entry.amount)
    owed = sum(row.debit - row.credit for row in books(entries, "b") if row.account == "receivable")
    owes = sum(row.credit - row.debit for row in books(entries, "a") if row.account == "payable")
    assert owed == owes == balance(entries, "a")
    standing = [part for one in told if one.reversed_at is None for part in one.parts]
    last = {part.debt: max(p.paid_on for p in standing if p.debt == part.debt) for part in standing}
    proven = 0
    for one in debts:
        here = position_of(one, standing, last.get(one.key, DUE - timedelta(days=99)))
        proven += here.open + here.fee - here.fee_paid
    assert balance(entries, "a") == proven


@given(worlds, st.data())
def test_a_new_fact_appends_and_touches_no_entry_that_stands(world, data):
    debts = of_world(world)
    told = story(debts, data)
    moments = sorted({one.recorded_at for one in told} | {one.reversed_at for one in told if one.reversed_at})
    whole = ledger(debts, told)
    for moment in moments:
        known = [
            Paid(one.id, "a", one.parts, one.recorded_at, one.reversed_at if one.reversed_at and one.reversed_at <= moment else None)
            for one in told
            if one.recorded_at <= moment
        ]  # fmt: skip
        part = ledger(debts, known)
        assert whole[: len(part)] == part


def test_an_invoice_that_comes_later_moves_the_day_of_payment():
    schedule = Schedule(pay_days=3, pay_day_kind="working", pay_window=(15, 20))
    confirmed = date(2026, 10, 12)
    assert due_after(schedule, "2026-09", confirmed, None) == (date(2026, 10, 20), False)
    assert due_after(schedule, "2026-09", confirmed, date(2026, 10, 13)) == (date(2026, 10, 20), False)
    assert due_after(schedule, "2026-09", confirmed, date(2026, 10, 26)) == (date(2026, 10, 29), False)
