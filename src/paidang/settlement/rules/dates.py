"""When a statement is due and paid, and which debts fall due (SPEC §4, §6)."""

from calendar import monthrange
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from paidang.kit.period import next_month
from paidang.kit.workdays import add_days, next_working_day
from paidang.settlement.rules.terms import DatedDebt, Schedule, Terms


@dataclass(frozen=True, slots=True)
class StatementDates:
    """The days of the month after the statement's; None where the contract does not say."""

    statement_due: date | None
    earliest_payment: date | None
    window_end: date | None
    provisional: bool | None


@dataclass(frozen=True, slots=True)
class DebtDue:
    """A dated debt and the day on which it falls due."""

    debt: DatedDebt
    due_on: date
    provisional: bool


@dataclass(frozen=True, slots=True)
class PaymentDue:
    """The last day of payment; `contradicts_window`: confirmation plus pay_days falls after the payment window."""

    due_on: date
    provisional: bool
    contradicts_window: bool


def statement_dates(schedule: Schedule, month: str) -> StatementDates:
    """Only the end of the window moves off a rest day; a day beyond the month's end means its last day."""
    due = _day_of_next_month(month, schedule.due_day) if schedule.due_day else None
    if schedule.pay_window is None:
        return StatementDates(due, None, None, None)
    first, last = (_day_of_next_month(month, day) for day in schedule.pay_window)
    window_end, provisional = next_working_day(last)
    return StatementDates(due, first, window_end, provisional)


def _day_of_next_month(month: str, day: int) -> date:
    year, number = map(int, next_month(month).split("-"))
    return date(year, number, min(day, monthrange(year, number)[1]))


def debts_due(terms: Terms, month: str) -> tuple[DebtDue, ...]:
    """The dated debts that fall due in the month, by day and then in the order of the terms."""
    due = [each for each in dated_debts(terms) if each.due_on.isoformat()[:7] == month]
    return tuple(sorted(due, key=lambda each: each.due_on))


def dated_debts(terms: Terms) -> tuple[DebtDue, ...]:
    """All dated debts with their days, in the order of the terms; what falls due beyond the year 9999 never does."""
    found: list[DebtDue] = []
    for debt in terms.dated_debts:
        event = terms.signed_on if debt.trigger == "signing" else terms.term_end
        if event is None:
            raise ValueError(f"read_terms let a debt pass without its {debt.trigger}")
        with suppress(OverflowError):
            found.append(DebtDue(debt, *add_days(event, debt.days, debt.day_kind)))
    return tuple(found)


def confirmation_due(schedule: Schedule, received_on: date) -> tuple[date, bool] | None:
    """The last day of confirmation, `confirm_days` after the statement was received; None: the contract is silent."""
    if schedule.confirm_days is None or schedule.confirm_day_kind is None:
        return None
    return add_days(received_on, schedule.confirm_days, schedule.confirm_day_kind)


def payment_due(schedule: Schedule, month: str, confirmed_on: date) -> PaymentDue | None:
    """The later of `pay_days` after confirmation and the window's end; None: the contract says neither."""
    window = statement_dates(schedule, month)
    counted: tuple[date, bool] | None = None
    if schedule.pay_days is not None and schedule.pay_day_kind is not None:
        counted = add_days(confirmed_on, schedule.pay_days, schedule.pay_day_kind)
    if window.window_end is None:
        return PaymentDue(*counted, contradicts_window=False) if counted else None
    if counted is None or counted[0] <= window.window_end:
        return PaymentDue(window.window_end, bool(window.provisional), contradicts_window=False)
    return PaymentDue(*counted, contradicts_window=True)
