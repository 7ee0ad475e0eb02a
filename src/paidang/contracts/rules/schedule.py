"""Whether a contract's settlement schedule can be kept: statement, confirmation and payment, month by month.

A statement sent on its last day, confirmed on the last day and paid on the last day must still be paid within the
payment window. Working days are those of the official calendar, so some months fail although the numbers look fine.
"""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from paidang.kit.clause import clause
from paidang.kit.sentence import Sentence, say
from paidang.kit.workdays import add_days, last_announced_year, next_working_day

MONTH_DAYS_MAX = 31
YEARS = range(2000, 2100)
"""The years that are looked at; a text may name any."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """What the contract says, in days. `window` is the first and the last day of payment; first 0 where only the last is said.

    Without days of payment of its own (`pay_days` 0) the payment may follow the confirmation on the same day.
    """

    statement_day: int
    confirm_days: int
    confirm_kind: str
    pay_days: int
    pay_kind: str
    window: tuple[int, int]


@dataclass(frozen=True, slots=True)
class ScheduleMonth:
    """The days of the statement that falls due in one month, each at its latest.

    `send_by` is the last day on which a statement still leaves time for everything, up to its due day; None where
    even the first of the month is too late.
    """

    month: str
    statement_by: date
    confirm_by: date
    pay_by: date
    window_start: date
    window_end: date
    send_by: date | None
    provisional: bool

    @property
    def days_over(self) -> int:
        """How many days the payment falls behind the window; 0 where the schedule can be kept."""
        return max(0, (self.pay_by - self.window_end).days)

    @property
    def is_feasible(self) -> bool:
        return not self.days_over


def schedule_of(stated: Callable[[str], object | None]) -> Schedule | None:
    """The schedule of a contract whose terms `stated` looks up (`settlement.…`); None where they make none.

    A payment day before the statement's belongs to another month: that is no schedule of one month.
    """
    statement_day, confirm_days = _day(stated, "statement_due_day"), _number(stated, "confirm_days")
    pay_days, window = _number(stated, "pay_days"), _window(stated)
    if not statement_day or not confirm_days or window is None or window[1] <= statement_day:
        return None
    return Schedule(
        statement_day,
        confirm_days,
        str(stated("settlement.confirm_days.day_kind") or "calendar"),
        pay_days,
        str(stated("settlement.pay_days.day_kind") or "calendar"),
        window,
    )


def lacking(stated: Callable[[str], object | None]) -> list[Sentence]:
    """What a text does not say, or says twice, of what makes a schedule (`schedule_of`), in its order."""
    day, window = _day(stated, "statement_due_day"), _window(stated)
    said = (
        (day, say("每月几日前出对账单")),
        (_number(stated, "confirm_days"), say("收到后几天内确认")),
        (window, say("每月几日到几日付款")),
    )
    found = [what for value, what in said if not value]
    if day and window and window[1] <= day:
        found.append(say("对账单之后几日到几日付款（写明的付款日在出对账单之前，像是另一项费用的）"))
    return found


def _number(stated: Callable[[str], object | None], name: str) -> int:
    value = stated(f"settlement.{name}")
    return value if isinstance(value, int) and 0 < value < 1000 else 0


def _day(stated: Callable[[str], object | None], name: str) -> int:
    value = _number(stated, name)
    return value if value <= MONTH_DAYS_MAX else 0


def _window(stated: Callable[[str], object | None]) -> tuple[int, int] | None:
    window, due = stated("settlement.pay_window"), _day(stated, "pay_due_day")
    if isinstance(window, list) and len(window) == 2:
        first, last = (int(str(day)) for day in window)
        return (first, last) if 0 < first <= last <= MONTH_DAYS_MAX else None
    return (0, due) if due else None


@clause("OP-3-E-4")
def schedule_year(schedule: Schedule, year: int) -> list[ScheduleMonth]:
    """The twelve months of a year, by the month in which the statement falls due; the last may end in the next year."""
    return [schedule_month(schedule, year, month) for month in range(1, 13)]


def infeasible_months(schedule: Schedule, year: int) -> list[ScheduleMonth]:
    """The months of the year in which the schedule cannot be kept."""
    return [month for month in schedule_year(schedule, year) if not month.is_feasible]


def calendar_year(as_of: date | None) -> int:
    """The year to look at: that of the day asked for, else the last whose holidays are announced."""
    return as_of.year if as_of and as_of.year in YEARS else last_announced_year()


def window_that_fits(schedule: Schedule, year: int) -> int | None:
    """The earliest last day of payment with which every month of the year can be kept; None if no day of a month does."""
    for last in range(schedule.window[1], MONTH_DAYS_MAX + 1):
        if not infeasible_months(replace(schedule, window=(schedule.window[0], last)), year):
            return last
    return None


def statement_day_that_fits(schedule: Schedule, year: int) -> int | None:
    """The latest day of the statement with which every month of the year can be kept; None if no day does."""
    for day in range(schedule.statement_day, 0, -1):
        if not infeasible_months(replace(schedule, statement_day=day), year):
            return day
    return None


def schedule_month(schedule: Schedule, year: int, month: int) -> ScheduleMonth:
    """One month, by that in which the statement falls due."""
    statement_by = _in_month(year, month, schedule.statement_day)
    confirm_by, pay_by, provisional = _run(schedule, statement_by)
    window_end, moved_provisionally = next_working_day(_in_month(year, month, schedule.window[1]))
    return ScheduleMonth(
        f"{year:04d}-{month:02d}",
        statement_by,
        confirm_by,
        pay_by,
        _in_month(year, month, schedule.window[0] or 1),
        window_end,
        _send_by(schedule, statement_by, window_end),
        provisional or moved_provisionally,
    )


def _run(schedule: Schedule, sent_on: date) -> tuple[date, date, bool]:
    """Confirmation and payment, each on its last day, of a statement sent on a day; and whether that is provisional."""
    confirm_by, first = add_days(sent_on, schedule.confirm_days, schedule.confirm_kind)
    if not schedule.pay_days:
        return confirm_by, confirm_by, first
    pay_by, second = add_days(confirm_by, schedule.pay_days, schedule.pay_kind)
    return confirm_by, pay_by, first or second


def _send_by(schedule: Schedule, statement_by: date, window_end: date) -> date | None:
    for earlier in range(statement_by.day):
        sent_on = statement_by - timedelta(days=earlier)
        if _run(schedule, sent_on)[1] <= window_end:
            return sent_on
    return None


def _in_month(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))
