"""What of a store is looked at in an hour: goods, where its platform takes a call for each, turn by turn; and days past once more."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from paidang.channels.link.windows import Window
from paidang.stores.rules.states import LOOK_EVERY

DAYS_BACK = (1, 2, 3)
"""What changed at a platform is asked for again after so many days: rows may become visible late, or be told half."""
AT_ONCE = 100
"""So many SKUs an hour, or more where a day would not do for all."""
TURNS_MAX = 24
HOUR_S = 3600


def turns_of(skus: int) -> int:
    """In how many hours all of so many SKUs are looked at.

    >>> [turns_of(n) for n in (0, 100, 101, 2_400, 100_000)]
    [1, 1, 2, 24, 24]
    """
    return max(1, min(TURNS_MAX, -(-skus // AT_ONCE)))


def turn_at(skus: Sequence[str], at: datetime) -> list[str]:
    """Those whose turn it is in the hour of `at`; in `turns_of` hours each of them comes once."""
    turns = turns_of(len(skus))
    return list(skus[int(at.timestamp()) // HOUR_S % turns :: turns])


def moment_window(changed_at: str) -> Window | None:
    """The second of a change as a platform told it, to ask for what changed then; None of a moment that cannot be read.

    >>> moment_window("2026-03-05T10:00:00+08:00").until.isoformat()
    '2026-03-05T10:00:01+08:00'
    >>> moment_window("") is moment_window("2026-03-05T10:00:00") is None
    True
    """
    try:
        since = datetime.fromisoformat(changed_at)
    except ValueError:
        return None
    return Window(since, since + timedelta(seconds=1)) if since.tzinfo else None


def windows_back(at: datetime, *, looked_at: datetime | None, since: datetime) -> list[Window]:
    """The hours to ask for once more at `at`: those since the last look, by so many days before; none before `since`.

    So each hour of a store's changes comes again on three days, and none of them has a whole day to ask for. Who did not
    look for longer than a day asks for the last one.
    """
    day = timedelta(days=1)
    before = max(looked_at or at - LOOK_EVERY, at - day)
    back = [Window(max(before - n * day, since), at - n * day) for n in DAYS_BACK]
    return [window for window in back if window.since < window.until]
