"""How long stock lasts and how much is to be brought: from what was sold, the days until goods arrive, what is planned."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from paidang.kit.clause import clause
from paidang.kit.sentence import Sentence, say

SOLD_DAYS = 28
"""Sales of the four weeks up to the last order that is known tell how fast a SKU sells."""
COVER_DAYS = 28
"""What is brought lasts four weeks after it has arrived."""
LEAD_DAYS = 7
"""Until both sides say otherwise, goods are there a week after they were asked for."""


@dataclass(frozen=True, slots=True)
class Planned:
    """Units that a promotion is expected to sell beyond what sells anyhow, from a day on."""

    day: date
    units: int


@dataclass(frozen=True, slots=True)
class Suggestion:
    """How many units to bring, by which day, and why."""

    units: int
    by: date
    why: Sentence


def days_left(*, sellable: int, sold: int) -> int | None:
    """For how many whole days it lasts at the pace of the last SOLD_DAYS; None where nothing was sold.

    >>> days_left(sellable=66, sold=264)
    7
    """
    return sellable * SOLD_DAYS // sold if sold > 0 else None


def is_low(days: int | None, *, lead_days: int) -> bool:
    """Whether what lasts so many days is gone before what is asked for today arrives; None lasts for ever."""
    return days is not None and days <= lead_days


def planned_on_top(*, units: int, sold: int, first: date, last: date, today: date) -> Planned:
    """What a promotion of so many units is still to sell, less what sells in these days anyhow; of one that runs, its rest.

    >>> from datetime import date
    >>> planned_on_top(units=100, sold=56, first=date(2026, 11, 1), last=date(2026, 11, 10), today=date(2026, 10, 20))
    Planned(day=datetime.date(2026, 11, 1), units=80)
    >>> planned_on_top(units=100, sold=56, first=date(2026, 11, 1), last=date(2026, 11, 10), today=date(2026, 11, 6))
    Planned(day=datetime.date(2026, 11, 6), units=40)
    """
    begin = max(first, today)
    days, left = (last - first).days + 1, (last - begin).days + 1
    rest = -(-units * left // days)
    return Planned(begin, max(0, rest - sold * left // SOLD_DAYS))


@clause("OP-2-A-3")
def suggest(
    *, sellable: int, sold: int, lead_days: int, today: date, planned: Sequence[Planned] = ()
) -> Suggestion | None:
    """What the brand is to bring so that it lasts until COVER_DAYS after arriving; None where there is enough.

    `sellable` is without the safety stock; `sold` in SOLD_DAYS days, what was refunded in. Part units are rounded up.
    """
    horizon = lead_days + COVER_DAYS
    last = today + timedelta(days=horizon)
    expected = -(-sold * horizon // SOLD_DAYS)
    extra = [one for one in planned if one.units and today <= one.day <= last]
    promoted = sum(one.units for one in extra)
    units = expected + promoted - sellable
    if units <= 0:
        return None
    left = days_left(sellable=max(0, sellable - promoted), sold=sold)
    ends = today + timedelta(days=left) if left is not None else min(one.day for one in extra)
    by = max(today, min([ends, *(one.day for one in extra)]))
    why = say(
        "到最后一单的 {days} 天卖出 {sold:,} 件，到货 {lead} 天、再卖 {cover} 天要 {expected:,} 件，可售 {sellable:,} 件",
        days=SOLD_DAYS, sold=sold, lead=lead_days, cover=COVER_DAYS, expected=expected, sellable=sellable,
    )  # fmt: skip
    if promoted:
        why = say("{why}，促销另要 {promoted:,} 件", why=why, promoted=promoted)
    return Suggestion(units, by, why)
