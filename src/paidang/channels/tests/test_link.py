"""The link that all platforms' clients share: bucket, breaker, windows, and calls over real HTTP."""

import json
import logging
import random
import traceback
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.channels.link.answers import Answer, Call, read_json
from paidang.channels.link.breaker import Breaker
from paidang.channels.link.calling import Caller, Patience
from paidang.channels.link.errors import (
    ChannelError,
    ClockSkewed,
    Refused,
    Throttled,
    TokenExpired,
    Unreachable,
    WrongSecret,
)
from paidang.channels.link.limiter import Bucket
from paidang.channels.link.oauth import Token, read_token
from paidang.channels.link.paging import read_pages
from paidang.channels.link.windows import windows
from paidang.channels.tests.scripted import Told, scripted

NOW = datetime(2026, 3, 5, 10, 0, tzinfo=UTC)
SECRET = "s3cr3t-t0ken"
seconds = st.floats(0, 100, allow_nan=False)


# The bucket, the breaker, windows


@given(st.integers(1, 20), st.floats(0.5, 50), st.lists(seconds, min_size=1, max_size=60))
def test_a_bucket_never_lets_more_through_than_its_rate(capacity, per_s, steps):
    """However the calls come: in any span there start at most capacity + rate × span of them, in their order."""
    bucket, now, starts = Bucket.full(capacity, per_s, 0.0), 0.0, []
    for step in steps:
        now += step / 50
        bucket, wait_s = bucket.take(now)
        starts.append(now + wait_s)
    assert starts == sorted(starts)
    for first in range(0, len(starts), 7):
        for last in range(first, len(starts)):
            span_s = starts[last] - starts[first]
            assert last - first + 1 <= capacity + per_s * span_s + 1 + 1e-6


def test_a_bucket_on_hold_gives_nothing_until_then():
    bucket = Bucket.full(5, 1.0, 0.0).hold(10.0, 30.0)
    bucket, wait_s = bucket.take(12.0)
    assert wait_s == pytest.approx(29.0)  # until 40, and one second for the token
    assert bucket.hold(13.0, 1.0).take(13.0)[1] >= 27.0, "a shorter wish shortens nothing"
    assert Bucket.full(5, 1.0, 100.0).take(0.0)[1] == pytest.approx(100.0), "a clock that went back"


def test_a_breaker_opens_tries_once_and_closes():
    breaker = Breaker(failures_max=3, cool_s=10)
    for at in range(3):
        assert breaker.state(at) == "closed" and breaker.ask(at)[1] == 0
        breaker = breaker.failed(at)
    assert (breaker.state(5), breaker.ask(5)[1]) == ("open", 7)
    assert breaker.state(12) == "half_open"
    trial, wait_s = breaker.ask(12)
    assert wait_s == 0 and trial.ask(12.5)[1] > 0, "one trial at a time"
    assert trial.ask(22)[1] == 0, "a trial that never ended is followed by another"
    assert trial.failed(13).state(22) == "open"
    assert trial.succeeded() == Breaker(failures_max=3, cool_s=10)


@given(
    st.datetimes(NOW.replace(year=2020, tzinfo=None), NOW.replace(year=2030, tzinfo=None)),
    st.timedeltas(timedelta(0), timedelta(days=9)),
    st.timedeltas(timedelta(hours=1), timedelta(days=7)),
)
def test_windows_cover_everything_once_and_none_is_too_long(since, length, span):
    until, overlap = since + length, timedelta(minutes=10)
    found = list(windows(since, until, span=span, overlap=overlap))
    assert found[0].since <= since - overlap < found[0].since + timedelta(seconds=1)
    assert until <= found[-1].until < until + timedelta(seconds=1)
    for one, next_one in zip(found, found[1:], strict=False):
        assert one.until == next_one.since
    assert all(timedelta(0) < each.until - each.since <= span for each in found)
    whole = found[0]
    left, right = whole.halves()
    assert (left.since, left.until, right.until) == (whole.since, right.since, whole.until)


def test_a_second_has_no_halves():
    day = NOW
    assert next(windows(day, day + timedelta(seconds=1), span=timedelta(days=1))).halves() is None
    assert list(windows(day, day, span=timedelta(days=1))) == []


def test_pages_of_lists_that_move_are_read_until_they_are_whole():
    shuffler = random.Random(7)

    def read(pages, size=3):
        """`pages` makes (rows, total) for the n-th question about a page."""
        asked = []

        def ask(page):
            asked.append(page)
            rows, total = pages(page, len(asked))
            return [{"id": str(row)} for row in rows], total

        found = read_pages(ask, lambda row: row["id"], page_size=size, pages_max=100)
        return found and sorted(int(row["id"]) for row in found), len(asked)

    rows = list(range(8))
    assert read(lambda page, n: (rows[3 * page - 3 : 3 * page], 8)) == (rows, 3)
    assert read(lambda page, n: ([], 0)) == ([], 1)
    assert read(lambda page, n: ([], 301)) == (None, 1), "longer than can be paged through"
    twice = lambda page, n: (rows[3 * page - 3 : 3 * page] + rows[3 * page - 3 : 3 * page - 2], 8)  # noqa: E731
    assert read(twice) == (rows, 3)
    half = lambda page, n: ([] if n == 2 else rows[3 * page - 3 : 3 * page], 8)  # noqa: E731
    assert read(half) == (rows, 5), "a page that came empty ends its round, and all are asked for again"

    def leaves(page, n):
        """The first row leaves the list after the first page was read, so that the others move up."""
        now = rows if n == 1 else rows[1:]
        return now[3 * page - 3 : 3 * page], len(now)

    assert read(leaves)[0] == rows
    restless = lambda page, n: ([shuffler.random() * 10**9 // 1 for _ in range(3)], 9 + n)  # noqa: E731
    with pytest.raises(Unreachable, match="没有读全"):
        read(restless)


# Answers


@pytest.mark.parametrize(
    ("body", "status", "error", "words"),
    [
        (b"<html><h1>502 Bad Gateway</h1>", 502, Unreachable, "HTTP 502"),
        (b"<html>login</html>", 200, Unreachable, "网页"),
        (b'{"a": [1, 2', 200, Unreachable, "不完整"),
        (b"", 200, Unreachable, "空"),
        (b'{"a": NaN}', 200, Unreachable, "不完整"),
        (b"\xff\xfe\xfa", 200, Unreachable, "不完整"),
        (b"[" * 100_000, 200, Unreachable, "不完整"),
        (b"not found", 404, Refused, "HTTP 404"),
        (b"", 302, Refused, "不跟随"),
        (b"{}", 429, Throttled, "频繁"),
    ],
)
def test_what_is_no_answer_is_said_in_words_without_the_body(body, status, error, words):
    with pytest.raises(error, match=words) as raised:
        read_json(Answer(status, {}, body), NOW)
    assert raised.value.__cause__ is None and raised.value.__context__ is None


def test_numbers_are_never_floats_but_whole_or_text_and_raw_control_characters_are_read():
    body = b'{"price": 0.1, "big": 351531314732900001, "text": "a\tb\nc", "status": 4.50}'
    read = read_json(Answer(200, {}, body), NOW)
    assert read == {
        "price": "0.1",
        "big": 351531314732900001,
        "text": "a\tb\nc",
        "status": "4.50",
    }


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("7", 7),
        ("Thu, 05 Mar 2026 10:00:30 GMT", 31),
        ("soon", 1),
        ("", 1),
        ("0", 1),
        ("9999999999999", 86400),
        ("Thu, 05 Mar 2020 10:00:30 GMT", 1),
    ],
)
def test_retry_after_is_seconds_or_a_date(header, expected):
    with pytest.raises(Throttled) as raised:
        read_json(Answer(429, {"retry-after": header}, b""), NOW)
    assert raised.value.retry_after_s == expected


# Calls


class Clock:
    """A steady clock that only waiting moves."""

    def __init__(self) -> None:
        self.at_s, self.waits = 1000.0, []

    def sleep(self, wait_s: float) -> None:
        self.waits.append(wait_s)
        self.at_s += wait_s


def caller(url, clock, **more):
    settings = {"patience": Patience(attempts_max=4, first_wait_s=1.0, read_s=2.0, total_s=60), **more}
    return Caller(
        url, now=lambda: NOW, steady_s=lambda: clock.at_s, sleep=clock.sleep, chance=lambda: 0.5, **settings
    )


def build(now):
    return Call("GET", "/router", query={"access_token": SECRET, "at": now.isoformat()})


def judge(answer):
    """A platform whose words are the names of the errors."""
    body = read_json(answer, NOW)
    if name := body.get("error"):
        raise {
            "token": TokenExpired,
            "sign": WrongSecret,
            "time": ClockSkewed,
            "transient": Unreachable,
            "no": Refused,
        }[name](name)
    return body


def told(value, **more):
    return Told(json.dumps(value).encode(), **more)


BAD_GATEWAY, GOOD = Told(b"<html>", 502), told({"ok": 1})
BUSY = Told(b"{}", 429, {"Retry-After": "7"})


@pytest.mark.parametrize(
    ("answers", "is_idempotent", "error", "calls", "waits"),
    [
        ([GOOD], True, None, 1, []),
        ([BAD_GATEWAY, told({"error": "transient"}), GOOD], True, None, 3, [0.5, 1.0]),
        ([Told(b'{"ok"', is_cut=True), Told(b'{"ok"'), GOOD], True, None, 3, [0.5, 1.0]),
        ([BAD_GATEWAY], True, Unreachable, 4, [0.5, 1.0, 2.0]),
        ([BAD_GATEWAY, GOOD], False, Unreachable, 1, []),
        ([BUSY, GOOD], False, None, 2, [7.5]),
        ([Told(b"", 429, {"Retry-After": "600"}), GOOD], True, Throttled, 1, []),
        ([told({"error": "no"}), GOOD], True, Refused, 1, []),
        ([told({"error": "token"}), GOOD], False, None, 2, []),
        ([told({"error": "token"})], True, TokenExpired, 2, []),
        ([Told(b"x" * (17 * 2**20))], True, Refused, 1, []),
        ([Told(b"", 302, {"Location": "http://127.0.0.1:1/"}), GOOD], True, Refused, 1, []),
        ([Told(hangs=True), GOOD], True, None, 2, [0.5]),
        ([Told(b"no gzip", headers={"Content-Encoding": "gzip"}), GOOD], True, None, 2, [0.5]),
    ],
)
def test_what_is_tried_again_and_after_how_long(answers, is_idempotent, error, calls, waits):
    clock, renewed = Clock(), []
    with scripted(answers) as (url, asked):
        link = caller(url, clock)
        outcome = None
        try:
            link.call(build, judge, is_idempotent=is_idempotent, renew=lambda: renewed.append(1))
        except ChannelError as raised:
            outcome = raised
        link.close()
    assert type(outcome) is (error or type(None)) and len(asked) == calls
    assert [wait for wait in clock.waits if wait > 0] == pytest.approx(waits)
    assert len(renewed) == (1 if answers[0].body == b'{"error": "token"}' else 0)


@pytest.mark.parametrize(
    ("word", "ahead_s", "error", "skew_s"),
    [
        ("sign", 0, WrongSecret, None),
        ("time", 0, ClockSkewed, 0),
        ("sign", 30, WrongSecret, None),
        ("sign", 900, ClockSkewed, 900),
        ("time", -900, ClockSkewed, -900),
        ("sign", None, WrongSecret, None),
        ("time", None, ClockSkewed, 0),
    ],
)
def test_a_wrong_clock_is_told_from_a_wrong_secret(word, ahead_s, error, skew_s):
    date = None if ahead_s is None else format_datetime(NOW - timedelta(seconds=ahead_s), usegmt=True)
    with scripted([told({"error": word}, date=date)]) as (url, asked):
        link = caller(url, Clock())
        with pytest.raises(error) as raised:
            link.call(build, judge, is_idempotent=True)
        link.close()
    assert len(asked) == 1 and getattr(raised.value, "skew_s", None) == skew_s
    if skew_s:
        assert "900 秒" in str(raised.value) and ("快" if skew_s > 0 else "慢") in str(raised.value)


def test_a_platform_that_is_down_is_left_alone_for_a_while():
    clock = Clock()
    with scripted([BAD_GATEWAY] * 3 + [GOOD]) as (url, asked):
        link = caller(url, clock, breaker=Breaker(failures_max=3, cool_s=30))
        with pytest.raises(Unreachable):
            link.call(build, judge, is_idempotent=True)
        assert len(asked) == 3, "open after three"
        with pytest.raises(Unreachable, match="暂停调用"):
            link.call(build, judge, is_idempotent=False)
        assert len(asked) == 3
        clock.at_s += 30
        assert link.call(build, judge, is_idempotent=False) == {"ok": 1}
        link.close()


def test_calls_keep_to_the_rate():
    clock = Clock()
    with scripted([GOOD]) as (url, asked):
        link = caller(url, clock, calls_per_s=2.0, burst=2)
        for _ in range(12):
            link.call(build, judge, is_idempotent=True)
        link.close()
    assert len(asked) == 12 and clock.at_s - 1000 == pytest.approx(5.0)


@pytest.mark.parametrize("answer", [BAD_GATEWAY, Told(b'{"access_token": "' + SECRET.encode()), None])
def test_no_secret_is_in_errors_logs_or_reprs(answer, caplog):
    caplog.set_level(logging.DEBUG)
    with scripted([answer or GOOD]) as (url, _):
        link = caller("http://127.0.0.1:1" if answer is None else url, Clock())
        with pytest.raises(Unreachable) as raised:
            link.call(build, judge, is_idempotent=True)
        link.close()
    shown = "".join(traceback.format_exception(raised.value)) + repr(raised.value.__context__) + caplog.text
    token = read_token({"access_token": SECRET, "refresh_token": SECRET, "expires_in": 3600}, NOW)
    assert SECRET not in shown + repr(build(NOW)) + repr(token)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"access_token": "a", "refresh_token": "r", "expires_in": 60}, Token("a", "r", NOW + timedelta(seconds=60))),
        ({"access_token": "a", "expires_in": "60"}, Token("a", "", NOW + timedelta(seconds=60))),
        ({"access_token": "a"}, Token("a")),
        ({"access_token": "a", "expires_in": "never"}, Token("a")),
        ({"access_token": ""}, None),
        ({"code": "400"}, None),
    ],
)  # fmt: skip
def test_a_token_is_read(body, expected):
    assert read_token(body, NOW) == expected
    if expected and expected.expires_at:
        assert expected.is_due(NOW) and not expected.is_due(NOW - timedelta(days=1))
