"""When the brand's list of sellable goods is due again (OP-4-B-4)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from paidang.kit.clause import clause

EVERY_DAYS = 14
"""The usual text says 定期, periodically, and not how often: two weeks, until both sides agree on a number."""
DAYS_MAX = 366
CLAUSE_WORDS = "可销售商品的详单"
"""A contract with these words has the duty."""
OF_TEXT, AGREED, USUAL = "text", "agreed", "usual"
_BEFORE = re.compile(rf"[^，,。；;\n]*(?={CLAUSE_WORDS})")
_EVERY = re.compile(
    r"每(?:隔)?\s*(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,2})?\s*个?\s*(?P<unit>工作日|日|天|周|星期|半月|月|季度?)"
)
_UNITS = {"日": 1, "天": 1, "周": 7, "星期": 7, "半月": 15, "月": 30, "季": 90, "季度": 90}
_DIGITS = {digit: n for n, digit in enumerate("零一二三四五六七八九")} | {"两": 2}


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Every so many days, and why: the contract's text says so, both sides agreed, or nothing is agreed (`USUAL`)."""

    days: int
    source: str


@clause("OP-4-B-4")
def rhythm_of(texts: Sequence[str], agreed_days: int | None) -> Rhythm:
    """How often the list is due. What both sides agreed later goes before the text; where both are silent, `EVERY_DAYS`.

    >>> rhythm_of(["甲方负责向乙方每周提供可销售商品的详单。"], None)
    Rhythm(days=7, source='text')
    """
    if agreed_days is not None:
        return Rhythm(agreed_days, AGREED)
    told = next((days for text in reversed(texts) if (days := _told(text)) is not None), None)
    return Rhythm(EVERY_DAYS, USUAL) if told is None else Rhythm(told, OF_TEXT)


def _told(text: str) -> int | None:
    for words in _BEFORE.findall(text):  # 每月对账 after a comma is about something else
        found = _EVERY.search(words)
        if found and found["unit"] in _UNITS:  # working days are no even rhythm: left to the parties
            days = _number(found["n"]) * _UNITS[found["unit"]]
            return days if 0 < days <= DAYS_MAX else None
    return None


def _number(text: str | None) -> int:
    """A number in figures or in words up to 99; none is one.

    >>> [_number(text) for text in (None, "15", "两", "十", "十五", "二十")]
    [1, 15, 2, 10, 15, 20]
    """
    if not text:
        return 1
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    return (_DIGITS[tens] if tens else 1) * 10 * bool(ten) + (_DIGITS[ones] if ones else 0)


def list_due_on(*, last: date | None, began: date, every_days: int) -> date:
    """The last day for the next list: so many days after the last one, or after the contract came into force.

    >>> list_due_on(last=date(2026, 10, 5), began=date(2026, 3, 1), every_days=14)
    datetime.date(2026, 10, 19)
    """
    return (last or began) + timedelta(days=every_days)
