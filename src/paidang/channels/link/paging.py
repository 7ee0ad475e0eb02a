"""Reading a numbered list to its end while it changes. Pure: `ask` is given."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from paidang.channels.link.errors import Unreachable
from paidang.kit.sentence import say

Row = Mapping[str, Any]
ROUNDS_MAX = 6
PAGES_MAX = 10_000
"""Of a list that cannot be asked for in parts: one that is longer is not believed."""


def read_all(
    ask: Callable[[int], tuple[Sequence[Row], int]], name_of: Callable[[Row], str], *, page_size: int
) -> list[Row]:
    """All rows of a list, as `read_pages` reads them; one that says it is longer than `PAGES_MAX` pages is refused, not cut."""
    rows = read_pages(ask, name_of, page_size=page_size, pages_max=PAGES_MAX)
    if rows is None:
        raise Unreachable(say("平台说列表有 {count} 条以上，太长，没有读", count=PAGES_MAX * page_size))
    return rows


def read_pages(
    ask: Callable[[int], tuple[Sequence[Row], int]],
    name_of: Callable[[Row], str],
    *,
    page_size: int,
    pages_max: int,
) -> list[Row] | None:
    """All rows of a list, each once, the last seen of each; None: it is longer than `pages_max` pages.

    `ask` gives a page, counted from 1, and how many rows the whole list has. Rows move between pages while they are
    read, and pages come twice or half; one without a row ends its round. So a round of all pages counts only if each told the same number and so many
    rows were seen; else the list is read again, until a round does, or brings nothing that was not known.
    """
    found: dict[str, Row] = {}
    for number in range(ROUNDS_MAX):
        known, seen = len(found), set()
        rows, total = ask(1)
        if total > page_size * pages_max:
            return None
        is_whole, page = True, 1
        while True:
            for row in rows:
                seen.add(name_of(row))
                found[name_of(row)] = row
            if page * page_size >= total or not rows:
                break
            page += 1
            rows, total_now = ask(page)
            is_whole = is_whole and total_now == total
        if is_whole and len(seen) == total:
            return list(found.values())
        if number > 0 and len(found) == known:
            return list(found.values())
    raise Unreachable(say("列表读了 {rounds} 遍仍在变动，没有读全", rounds=ROUNDS_MAX))
