"""Customer service in figures: a file of days, response against the norm, and the brand's score sheet (OP-4-B-5)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from paidang.kit.clause import clause
from paidang.kit.sentence import say
from paidang.staffing.rules.table import FileFault, read_lines

HEADER = ("day", "store", "conversations", "first_response_seconds", "resolved")
HEADER_ZH = ("日期", "店铺", "会话数", "首次响应秒", "解决数")
CRITERIA_MAX = 12
MARKS = range(6)
"""Marks for one criterion of a sheet, 0 to 5."""


@dataclass(frozen=True, slots=True)
class Day:
    """A store's conversations on a day: how many, the mean first response in seconds, how many were resolved."""

    day: date
    store: str
    conversations: int
    first_response_seconds: int
    resolved: int


def read_days(content: bytes, stores: Iterable[str]) -> list[Day]:
    """The days in a CSV (UTF-8, header in English or Chinese), each store one of `stores`; FileFault names line and fault."""
    known, found = set(stores), {}
    for number, cells in read_lines(content, HEADER, HEADER_ZH):
        one = _day(number, cells)
        if one.store not in known:
            raise FileFault(say("第 {line} 行：没有店铺“{store}”", line=number, store=one.store[:40]))
        if (one.day, one.store) in found:
            raise FileFault(say("第 {line} 行：同一天同一店铺写了两次", line=number))
        found[one.day, one.store] = one
    return list(found.values())


def _day(number: int, cells: Sequence[str]) -> Day:
    try:
        day, store, *figures = cells
        conversations, seconds, resolved = (int(cell) for cell in figures)
        found = Day(date.fromisoformat(day), store, conversations, seconds, resolved)
    except ValueError:
        raise FileFault(say("第 {line} 行读不了：日期写 2026-11-01，数目写整数", line=number)) from None
    if not (0 <= resolved <= conversations < 10**7 and 0 <= seconds < 10**7):
        raise FileFault(say("第 {line} 行：解决数不能多于会话数，也没有负数", line=number))
    return found


@dataclass(frozen=True, slots=True)
class Measured:
    """A store over some days: conversations, mean first response weighed by conversations, resolved of 100, days over the norm."""

    conversations: int
    seconds: int | None
    resolved_percent: int | None
    late_days: int


@clause("OP-4-B-5")
def measure(days: Sequence[Day], norm_seconds: int | None) -> Measured:
    """What some days of one store come to; seconds rounded up, percent down, so that neither flatters."""
    conversations = sum(one.conversations for one in days)
    late = [
        one
        for one in days
        if norm_seconds is not None and one.first_response_seconds > norm_seconds and one.conversations
    ]
    if not conversations:
        return Measured(0, None, None, 0)
    waited = sum(one.first_response_seconds * one.conversations for one in days)
    return Measured(
        conversations,
        -(-waited // conversations),
        sum(one.resolved for one in days) * 100 // conversations,
        len(late),
    )


class Criterion(TypedDict):
    """One line of a score sheet."""

    text: str
    weight: int


def is_sane(criteria: Sequence[Criterion]) -> bool:
    """Whether a sheet can be used: up to `CRITERIA_MAX` different criteria whose weights come to 100."""
    texts = [one["text"].strip() for one in criteria]
    return (
        0 < len(texts) <= CRITERIA_MAX
        and all(texts)
        and len(set(texts)) == len(texts)
        and all(one["weight"] > 0 for one in criteria)
        and sum(one["weight"] for one in criteria) == 100
    )


@clause("OP-4-B-5")
def score(criteria: Sequence[Criterion], marks: Mapping[int, int]) -> int:
    """Points of 100: marks of 5 by weight, rounded down.

    >>> score([{"text": "x", "weight": 60}, {"text": "y", "weight": 40}], {0: 5, 1: 2})
    76
    """
    return sum(one["weight"] * marks[nth] for nth, one in enumerate(criteria)) // max(MARKS)


@clause("OP-4-B-5")
def raised(marks: Sequence[int], contested: Iterable[int], to: Mapping[int, int]) -> list[int] | None:
    """The marks after a decision: contested ones may be raised, nothing else changes. None where `to` asks for more than that.

    >>> raised([5, 2], [1], {1: 4})
    [5, 4]
    """
    if not set(to) <= set(contested):
        return None
    if any(mark not in MARKS or mark < marks[nth] for nth, mark in to.items()):
        return None
    return [to.get(nth, mark) for nth, mark in enumerate(marks)]
