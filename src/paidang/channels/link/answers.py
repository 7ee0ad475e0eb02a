"""What goes to a platform and what comes back, and how its answers are read: money never as a float. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NoReturn

from paidang.channels.link.errors import (
    ChannelError,
    ClockSkewed,
    Refused,
    Throttled,
    Unreachable,
    WrongSecret,
)
from paidang.kit.sentence import say

SKEW_S_MAX = 60
"""Clocks that differ by less agree: answers take their time, and platforms allow minutes."""
SKEW_S_REFUSED = 300
"""Clocks that differ by more: what changes in between would be passed over, however little the platform minds."""
RETRY_AFTER_S_MAX = 24 * 3600


@dataclass(frozen=True, slots=True)
class Call:
    """One request. `path` is below the store's base address, or a whole address. It shows nothing that may be secret."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict, repr=False)
    form: Mapping[str, str] | None = field(default=None, repr=False)
    body: bytes | None = field(default=None, repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `headers` by lower-case name."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


def read_json(answer: Answer, now: datetime) -> Any:
    """The JSON in an answer: whole numbers as int, all others as their text ("9.00"), never as floats; raw tabs and line breaks in texts are taken as they are.

    Raises `Throttled` and `Unreachable` by the HTTP status, `Unreachable` for a page or half an answer, `Refused` where
    there is no such thing. Other statuses with JSON in them are the platform's own words, for its client to judge.
    """
    check_status(answer, now)
    try:
        return json.loads(answer.body, parse_float=str, parse_constant=_no_number, strict=False)
    except (ValueError, RecursionError):  # raised anew below: this one's text is the answer's
        start = answer.body.lstrip()[:1]
    if answer.status >= 400:
        raise Refused(
            say("平台答复 HTTP {status}，没有说明", status=answer.status), platform_code=str(answer.status)
        )
    if start == b"<":
        raise Unreachable(say("平台返回了一张网页，不是数据"))
    if not start:
        raise Unreachable(say("平台的答复是空的"))
    raise Unreachable(say("平台的答复不完整，读不了"))


def check_status(answer: Answer, now: datetime) -> None:
    """Raise what an HTTP status says by itself, whatever the body."""
    code = str(answer.status)
    if answer.status == 429:
        retry_after_s = read_retry_after_s(answer.headers.get("retry-after", ""), now)
        raise Throttled(say("平台说调用太频繁"), platform_code=code, retry_after_s=retry_after_s)
    if answer.status >= 500 or answer.status == 408:
        raise Unreachable(say("平台出错：HTTP {status}", status=answer.status), platform_code=code)
    if 300 <= answer.status < 400:
        raise Refused(say("平台要求转到别的网址，不跟随：请核对网址"), platform_code=code)


def read_retry_after_s(header: str, now: datetime) -> int:
    """Seconds of a Retry-After, which is a number of them or a date; at least 1, at most a day."""
    if header.strip().isdecimal():
        seconds = int(header.strip()[:9])
    else:
        at = _read_date(header)
        seconds = int((at - now).total_seconds()) + 1 if at else 1
    return max(1, min(RETRY_AFTER_S_MAX, seconds))


def by_clock(error: ChannelError, answer: Answer, now: datetime) -> ChannelError:
    """Tell a wrong clock from a wrong secret: a refused signature or time, by the date that stands on the answer.

    Where the clocks agree, the answer has no date or the platform looked at no time, it stays at what the platform said.
    """
    if isinstance(error, WrongSecret) and not error.is_timed:
        return error
    if isinstance(error, ClockSkewed) and error.skew_s:
        return error  # known already
    skew_s = _skew_s(answer, now)
    if abs(skew_s) <= SKEW_S_MAX:
        return error
    words = (
        say("本机时钟比平台快 {seconds} 秒，所以平台不认签名：请校准本机时间", seconds=skew_s)
        if skew_s > 0
        else say("本机时钟比平台慢 {seconds} 秒，所以平台不认签名：请校准本机时间", seconds=-skew_s)
    )
    return ClockSkewed(words, platform_code=error.platform_code, skew_s=skew_s)


def check_clock(answer: Answer, now: datetime) -> None:
    """ClockSkewed if a good answer was given at quite another time than ours: not every platform refuses such calls."""
    skew_s = _skew_s(answer, now)
    if abs(skew_s) <= SKEW_S_REFUSED:
        return
    words = (
        say("本机时钟比平台快 {seconds} 秒，这样拉单会漏：请校准本机时间", seconds=skew_s)
        if skew_s > 0
        else say("本机时钟比平台慢 {seconds} 秒，这样拉单会漏：请校准本机时间", seconds=-skew_s)
    )
    raise ClockSkewed(words, skew_s=skew_s)


def _skew_s(answer: Answer, now: datetime) -> int:
    """By how many seconds we are ahead of the date on an answer; 0 where it has none."""
    at = _read_date(answer.headers.get("date", ""))
    return round((now - at).total_seconds()) if at else 0


def _read_date(header: str) -> datetime | None:
    try:
        at = parsedate_to_datetime(header)
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)
