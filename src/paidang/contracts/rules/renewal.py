"""How long a contract runs: its first term, the periods by which it renews, the last day to object to the next one."""

from dataclasses import dataclass
from datetime import date, timedelta

from paidang.contracts.rules.read_terms import ReadTerms
from paidang.kit.clause import clause
from paidang.kit.period import add_months

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Renewal:
    """What the contract says of its renewal. `months` None: it does not say for how long; notice (0, 0): not by when to object."""

    is_automatic: bool = False
    months: int | None = None
    notice_months: int = 0
    notice_days: int = 0
    clause: str = ""


def read_renewal(read: ReadTerms) -> Renewal:
    """The renewal that the text states or both sides have decided."""
    return Renewal(
        is_automatic=read.stated("renewal.auto") is True,
        months=_number(read.stated("renewal.months")) or None,
        notice_months=_number(read.stated("renewal.notice_months")),
        notice_days=_number(read.stated("renewal.notice_days")),
        clause=read.clause("renewal.auto", "renewal.notice_months", "renewal.notice_days"),
    )


def _number(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0


@clause("OP-7-A")
def period_end(first_end: date, renewal: Renewal, day: date) -> date | None:
    """The last day of the period that holds `day`; None where it renews and the contract does not say for how long.

    A contract that does not renew by itself ends on its first last day, whatever the day asked for. Periods are
    counted from the first one, so that a short month shifts none of those behind it.

    >>> period_end(date(2026, 3, 31), Renewal(True, 6), date(2026, 10, 2))
    datetime.date(2027, 3, 31)
    """
    if day <= first_end or not renewal.is_automatic:
        return first_end
    if renewal.months is None:
        return None
    begin, nth = first_end + _ONE_DAY, 1
    while (end := add_months(begin, nth * renewal.months) - _ONE_DAY) < day:
        nth += 1
    return end


@clause("OP-7-A")
def last_day_to_object(end: date, renewal: Renewal) -> date:
    """The last day on which either side may object in writing to renewal after `end`; `end` itself where no notice is agreed.

    >>> last_day_to_object(date(2027, 2, 28), Renewal(True, 12, notice_months=1))
    datetime.date(2027, 1, 28)
    """
    return add_months(end, -renewal.notice_months) - timedelta(days=renewal.notice_days)
