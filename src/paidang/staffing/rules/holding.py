"""Who holds a role on a day: the person who was named last, or, while they are away, who covers for them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from paidang.kit.clause import clause

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Post:
    """A person named for a role from a day on, until the day before the next is named. `person` 0: an outside firm."""

    person: int
    since: date


@dataclass(frozen=True, slots=True)
class Away:
    """The holder is away from `since` to `until`, both counted; `cover` does it meanwhile."""

    since: date
    until: date
    cover: int


@dataclass(frozen=True, slots=True)
class Span:
    """One person answers from `since` to `until`, both counted; None: for good."""

    person: int
    since: date
    until: date | None
    is_cover: bool = False


@clause("OP-4-B")
def holder_on(posts: Sequence[Post], aways: Sequence[Away], day: date) -> tuple[int, bool]:
    """Who holds the role on a day, and whether as cover; (0, False) where nobody does. Of two absences the later counts."""
    named = [post for post in posts if post.since <= day]
    if not named:
        return 0, False
    post = max(named, key=lambda one: one.since)
    if post.person == 0:
        return 0, False
    away = [one for one in aways if one.since <= day <= one.until and one.since >= post.since]
    return (max(away, key=lambda one: one.since).cover, True) if away else (post.person, False)


def spans(posts: Sequence[Post], aways: Sequence[Away]) -> list[Span]:
    """The same as spans of days that do not overlap, in order; the last is for good."""
    days = sorted({*_turns(posts, aways)})
    found: list[Span] = []
    for day, following in zip(days, [*days[1:], None], strict=False):  # no days, no spans
        person, is_cover = holder_on(posts, aways, day)
        until = following - _DAY if following else None
        if not person:
            continue
        last = found[-1] if found else None
        if last and (last.person, last.is_cover) == (person, is_cover) and last.until == day - _DAY:
            found[-1] = Span(person, last.since, until, is_cover)
        else:
            found.append(Span(person, day, until, is_cover))
    return found


def _turns(posts: Iterable[Post], aways: Iterable[Away]) -> Iterator[date]:
    """The days on which the answer may change."""
    for post in posts:
        yield post.since
    for away in aways:
        yield away.since
        yield away.until + _DAY
