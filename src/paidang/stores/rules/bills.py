"""Which day's bill is to be asked for."""

from datetime import date, datetime, time, timedelta

from paidang.kit.period import SHANGHAI

READY_AT = time(10, 30)
"""Platforms make the bill of a day by ten the next morning."""
BILL_RETRY = timedelta(minutes=30)
DAYS_BACK = timedelta(days=30)
"""How far back bills are fetched at most: for a store that is new, or stood still."""


def next_bill(last: date | None, now: datetime) -> date | None:
    """The day after the last one that is in, once it is over and its bill may be there; None: nothing is due.

    >>> noon = datetime(2026, 3, 20, 12, tzinfo=SHANGHAI)
    >>> str(next_bill(date(2026, 3, 18), noon)), next_bill(date(2026, 3, 19), noon), str(next_bill(None, noon))
    ('2026-03-19', None, '2026-02-18')
    >>> next_bill(date(2026, 3, 18), noon.replace(hour=9))
    """
    local = now.astimezone(SHANGHAI)
    ready = local.date() - timedelta(days=1 if local.time() >= READY_AT else 2)
    wanted = (
        max(last + timedelta(days=1), ready - DAYS_BACK) if last else ready - DAYS_BACK + timedelta(days=1)
    )
    return wanted if wanted <= ready else None
