"""Windows of time in which a store's changes are asked for, since platforms bound the span of one question. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

OVERLAP = timedelta(minutes=10)
"""How far a pull reaches back before the last one's end: rows become visible late, and clocks differ."""
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Window:
    """From `since` (in) to `until` (out), whole seconds."""

    since: datetime
    until: datetime

    @property
    def last(self) -> datetime:
        """The last second in it, for platforms that count both ends in."""
        return self.until - _SECOND

    def halves(self) -> tuple["Window", "Window"] | None:
        """The window in two, where more is in it than can be paged through; None: a single second has no halves."""
        seconds = int((self.until - self.since) / _SECOND)
        if seconds < 2:
            return None
        middle = self.since + timedelta(seconds=seconds // 2)
        return Window(self.since, middle), Window(middle, self.until)


def windows(
    since: datetime, until: datetime, *, span: timedelta, overlap: timedelta = timedelta(0)
) -> Iterator[Window]:
    """Cover [since − overlap, until) without gaps, oldest first, none longer than `span`.

    Platforms' times have whole seconds: a part of a second at either end counts as the whole one.

    >>> day = datetime(2026, 3, 1)
    >>> [w.since.hour for w in windows(day, day + timedelta(hours=5), span=timedelta(hours=2))]
    [0, 2, 4]
    """
    start = (since - overlap).replace(microsecond=0)
    end = until if until.microsecond == 0 else until.replace(microsecond=0) + _SECOND
    while start < end:
        stop = min(start + span, end)
        yield Window(start, stop)
        start = stop
