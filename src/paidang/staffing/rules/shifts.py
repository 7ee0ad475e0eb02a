"""Shifts: how many people stand ready, hour by hour."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from paidang.kit.period import SHANGHAI

_HOUR = timedelta(hours=1)
DAYS_MAX = 62


@dataclass(frozen=True, slots=True)
class Shift:
    """One person (or a place at a firm) from an hour of a day to another hour of that day, 0 to 24."""

    day: date
    from_hour: int
    until_hour: int


def days_of(first: date, last: date, weekdays: Iterable[int]) -> list[date]:
    """The days of a span that fall on these weekdays (1 Monday to 7 Sunday)."""
    wanted = set(weekdays)
    count = (last - first).days + 1
    return [day for day in (first + timedelta(days=n) for n in range(count)) if day.isoweekday() in wanted]


def ready_by_hour(shifts: Iterable[Shift], since: datetime, until: datetime) -> list[int]:
    """How many are on shift in each whole hour from `since` to before `until`, Asia/Shanghai; parts of an hour count as it."""
    known: dict[date, list[Shift]] = {}
    for one in shifts:
        known.setdefault(one.day, []).append(one)
    hour = since.astimezone(SHANGHAI).replace(minute=0, second=0, microsecond=0)
    found = []
    while hour < until:
        found.append(sum(one.from_hour <= hour.hour < one.until_hour for one in known.get(hour.date(), ())))
        hour += _HOUR
    return found
