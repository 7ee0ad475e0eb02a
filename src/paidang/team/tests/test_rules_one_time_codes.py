"""How many wrong codes are too many, and until when."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cast import shanghai

from paidang.team.rules.one_time_codes import DAY, PAUSE, TRIES, TRIES_A_DAY, tries_left, wait_until

AT = shanghai("2026-10-09 10:00")


def minutes_ago(*minutes: float):
    return [AT - timedelta(minutes=each) for each in minutes]


SPREAD = minutes_ago(*(20 + 40 * n for n in range(TRIES_A_DAY)))
"""As many as a day allows, none within the last quarter of an hour."""


@pytest.mark.parametrize(
    ("wrong", "left", "wait"),
    [
        ([], TRIES, None),
        (minutes_ago(1), TRIES - 1, None),
        (minutes_ago(1, 2, 3, 4), 1, None),
        (minutes_ago(1, 2, 3, 4, 14), 0, (TRIES, AT + timedelta(minutes=1))),
        (minutes_ago(1, 2, 3, 4, 15), 1, None),
        (SPREAD[1:], 1, None),
        (SPREAD, 0, (TRIES_A_DAY, SPREAD[-1] + DAY)),
        (SPREAD + minutes_ago(1, 2, 3, 4, 5), 0, (TRIES_A_DAY, SPREAD[-6] + DAY)),
        (minutes_ago(*(24 * 60 + n for n in range(TRIES_A_DAY))), TRIES, None),
    ],
)
def test_five_in_a_quarter_of_an_hour_and_thirty_in_a_day(wrong, left, wait):
    assert (tries_left(wrong, AT), wait_until(wrong, AT)) == (left, wait)


@given(st.lists(st.integers(0, 3 * 24 * 3600), max_size=80))
def test_one_waits_just_as_long_as_there_is_no_try_left(seconds):
    wrong = [AT - timedelta(seconds=each) for each in seconds]
    wait = wait_until(wrong, AT)
    assert (wait is None) == (tries_left(wrong, AT) > 0)
    if wait:
        assert AT < wait[1] <= AT + DAY
        assert wait_until(wrong, wait[1]) is None


@given(st.integers(0, 10**6))
def test_whoever_tries_whenever_they_may_has_no_more_than_thirty_a_day(start):
    at, wrong = AT + timedelta(seconds=start), []
    end = at + 3 * DAY
    while at < end:
        if wait := wait_until(wrong, at):
            at = wait[1]
        else:
            wrong.append(at)
            at += timedelta(seconds=1)
    assert max(sum(first <= one < first + DAY for one in wrong) for first in wrong) == TRIES_A_DAY
    assert max(sum(first <= one < first + PAUSE for one in wrong) for first in wrong) == TRIES
