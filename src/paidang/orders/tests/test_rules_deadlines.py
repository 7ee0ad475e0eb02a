"""By when an order must have left: by table."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from paidang.orders.rules.deadlines import (
    CONTRACT,
    IN_TIME,
    LATE,
    PLATFORM,
    SOON,
    SOON_H,
    Limit,
    Promise,
    limit_of,
    must_leave_by,
    urgency_of,
    wrong_with_promise,
)

PAID = datetime(2026, 4, 1, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("channel", "contract_hours", "limit"),
    [
        ("tmall", None, Limit(48, PLATFORM)),
        ("tmall", 24, Limit(24, CONTRACT)),
        ("tmall", 72, Limit(48, PLATFORM)),
        ("tmall", 48, Limit(48, PLATFORM)),  # as strict: the platform's stands
        ("renren_mall", 36, Limit(36, CONTRACT)),
        ("direct", None, None),
    ],
)
def test_the_stricter_of_platform_and_contract(channel, contract_hours, limit):
    assert limit_of(channel, contract_hours) == limit


@pytest.mark.parametrize(
    ("limit", "days", "hours"),
    [
        (Limit(48, PLATFORM), None, 48),
        (Limit(24, CONTRACT), 10, 240),  # what the page promised the buyer, also beyond the contract's hours
        (Limit(48, PLATFORM), 1, 24),
        (None, 3, 72),
        (None, None, None),
    ],
)
def test_a_presales_promise_stands_in_the_limits_place(limit, days, hours):
    expected = PAID + timedelta(hours=hours) if hours else None
    assert must_leave_by(PAID, limit, presale_days=days) == expected


@pytest.mark.parametrize(
    ("left", "urgency"),
    [
        (timedelta(seconds=-1), LATE),
        (timedelta(0), SOON),
        (timedelta(hours=SOON_H), SOON),
        (timedelta(hours=SOON_H, seconds=1), IN_TIME),
    ],
)
def test_how_urgent(left, urgency):
    assert urgency_of(PAID + left, PAID) == urgency


def test_of_one_sku_no_two_presales_speak_for_the_same_moment():
    one = Promise("甲店", "QL-1", PAID, PAID + timedelta(days=3), 10)
    following = replace(one, paid_from=one.paid_until, paid_until=one.paid_until + timedelta(days=1))
    assert [wrong_with_promise(each, [one]) for each in (following, replace(one, sku="QL-2"))] == [None, None]
    for wrong in (
        replace(one, paid_from=one.paid_from + timedelta(days=1)),
        replace(one, sku="QL-9", paid_until=one.paid_from),
        replace(one, sku="QL-9", days=0),
        replace(one, sku="QL-9", days=91),
    ):
        assert wrong_with_promise(wrong, [one])
