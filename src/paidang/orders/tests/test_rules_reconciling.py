"""Bills against orders: each line in one item, each item in one state, by table and by random worlds."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paidang.kit.period import SHANGHAI
from paidang.orders.rules import reconciling as r

DAY = timedelta(days=1)
BUSY = settings(deadline=None, suppress_health_check=list(HealthCheck))
"""A machine with much else to do changes no verdict."""
PAID_AT = datetime(2026, 9, 10, 12, tzinfo=SHANGHAI)
DONE_AT = PAID_AT + 5 * DAY
MONTH_END = datetime(2026, 9, 30, 23, tzinfo=SHANGHAI)


def sold(fen=10_000, order="1", channel="jd", paid_at=PAID_AT, completed_at=DONE_AT):
    return r.Sold(order, channel, f"{channel} store", paid_at, completed_at, fen)


def back(fen, order="1", at=DONE_AT + DAY):
    return r.Returned(order, at, fen)


def moved(fen, order="1", kind=r.PAYMENT, at=DONE_AT + DAY, entry=None, channel="jd"):
    return r.Moved(entry or f"{order}-{kind}-{fen}-{at}", channel, f"{channel} store", order, kind, at, fen)


REACH = moved(1, order="", kind=r.FEE, at=MONTH_END, entry="reach")
"""A fee on the last of the month: the store's bills go that far."""


def state_of(*rows):
    """The state and kind of order 1."""
    found = [
        one
        for one in r.reconcile(
            [row for row in rows if isinstance(row, r.Sold)],
            [row for row in rows if isinstance(row, r.Returned)],
            [row for row in rows if isinstance(row, r.Moved)],
        )
        if one.is_order
    ]
    return found[0].state, found[0].kind


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([sold(), moved(10_000), REACH], (r.MATCHED, "")),
        ([sold(), moved(6_000), moved(4_000), REACH], (r.MATCHED, "")),
        ([sold(6_000), sold(4_000), moved(10_000)], (r.MATCHED, "")),
        ([sold(), back(3_000), moved(10_000), moved(-1_000, kind=r.REFUND), moved(-2_000, kind=r.REFUND)], (r.MATCHED, "")),
        ([sold(), moved(10_000), moved(-500, kind=r.FEE), REACH], (r.MATCHED, "")),
        ([sold(), back(10_000), REACH], (r.MATCHED, "")),  # cancelled before the platform paid: nothing moved
        ([sold(), REACH], (r.OPEN, r.NOT_IN_BILL)),
        ([sold()], (r.WAITING, "")),
        ([sold(completed_at=None), REACH], (r.WAITING, "")),
        ([sold(completed_at=MONTH_END - DAY), REACH], (r.WAITING, "")),
        ([sold(paid_at=PAID_AT - 60 * DAY, completed_at=PAID_AT - 50 * DAY), REACH], (r.WAITING, "")),  # no bill of July
        ([sold(channel="renren_mall", completed_at=None), moved(1, order="", kind=r.FEE, at=MONTH_END, channel="renren_mall")], (r.OPEN, r.NOT_IN_BILL)),
        ([sold(), back(3_000, at=MONTH_END - DAY), moved(10_000), REACH], (r.WAITING, "")),
        ([sold(), back(3_000), moved(10_000), REACH], (r.OPEN, r.DIFFERS)),
        ([sold(), moved(10_000), moved(-3_000, kind=r.REFUND)], (r.OPEN, r.DIFFERS)),
        ([sold(), moved(9_999), REACH], (r.OPEN, r.DIFFERS)),
        ([sold(), moved(20_000), REACH], (r.OPEN, r.DIFFERS)),
        ([moved(10_000), REACH], (r.OPEN, r.NOT_IN_ORDERS)),
    ],
)  # fmt: skip
def test_how_an_order_stands(rows, expected):
    assert state_of(*rows) == expected


def test_what_the_next_bill_brings_settles_months_end_by_itself():
    late = sold(paid_at=MONTH_END - 3 * DAY, completed_at=MONTH_END + DAY)
    assert state_of(late, REACH) == (r.WAITING, "")
    (item, *_) = r.reconcile([late], [], [REACH, moved(10_000, at=MONTH_END + 3 * DAY)])
    assert (item.state, item.month) == (r.MATCHED, "2026-09")


def test_a_line_without_an_order_stands_for_itself():
    (other, payment) = r.reconcile(
        [], [], [moved(50_000, order="", kind=r.OTHER, entry="a"), moved(700, order="", entry="b"), REACH]
    )
    assert (other.item, other.is_order, other.state) == ("a", False, r.OTHER)
    assert (payment.state, payment.kind, payment.difference) == (r.OPEN, r.NOT_IN_ORDERS, -700)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([sold(), moved(20_000)], "账单里付了两次"),
        ([sold(), moved(9_200)], "差的正好是平台优惠"),
        ([sold(), moved(10_000), moved(-100, kind=r.REFUND)], "账单有退款"),
        ([sold(), back(100), moved(10_000), REACH], "订单有退款"),
        ([moved(-100, kind=r.REFUND)], "只有退款"),
        ([sold(), REACH], "账单里没有这一单"),
        ([sold(), moved(1)], "账单付款比订单少"),
    ],
)
def test_a_likely_reason_is_told(rows, words):
    order = next(
        one
        for one in r.reconcile(
            [row for row in rows if isinstance(row, r.Sold)],
            [row for row in rows if isinstance(row, r.Returned)],
            [row for row in rows if isinstance(row, r.Moved)],
        )
        if one.is_order
    )
    assert words in r.likely_reason(order, platform_fen=800)


moments = st.integers(0, 120).map(lambda days: datetime(2026, 7, 1, 9, tzinfo=SHANGHAI) + days * DAY)
channels = st.sampled_from(["jd", "tmall", "renren_mall"])
numbers = st.sampled_from("123456")
fens = st.sampled_from([0, 1, 100, 100, 2_500])
CHANNEL_OF = {"1": "jd", "2": "jd", "3": "tmall", "4": "tmall", "5": "renren_mall", "6": "renren_mall"}


@st.composite
def worlds(draw):
    """Orders, refunds and bill lines about the same few orders, amounts and days."""
    lines = [
        sold(draw(fens), order, CHANNEL_OF[order], at, draw(st.none() | st.just(at + draw(st.integers(0, 20)) * DAY)))
        for order in draw(st.lists(numbers, max_size=8))
        for at in [draw(moments)]
    ]  # fmt: skip
    known = sorted({line.order_id for line in lines})
    backs = [
        back(draw(fens), draw(st.sampled_from(known)), draw(moments))
        for _ in range(draw(st.integers(0, 4)) if known else 0)
    ]
    moves = []
    for number, order in enumerate(draw(st.lists(numbers | st.just(""), max_size=12))):
        kind = draw(st.sampled_from([r.PAYMENT, r.PAYMENT, r.REFUND, r.FEE, r.OTHER]))
        fen = -draw(fens) if kind in (r.REFUND, r.FEE) else draw(fens)
        channel = CHANNEL_OF.get(order) or draw(channels)
        moves.append(moved(fen, order, kind, draw(moments), f"e{number}", channel))
    return lines, backs, moves


@BUSY
@given(worlds())
def test_every_row_ends_in_exactly_one_item_and_nothing_is_lost(world):
    lines, backs, moves = world
    items = r.reconcile(lines, backs, moves)
    assert len({(one.is_order, one.item) for one in items}) == len(items)
    money = [one for one in moves if one.kind in (r.PAYMENT, r.REFUND)]
    others = [one for one in moves if one.kind == r.OTHER]
    assert {one.item for one in items if one.is_order} == {one.order_id for one in (*lines, *money)} - {""}
    assert {one.item for one in items if not one.is_order} == {
        one.entry_id for one in (*money, *others) if not one.order_id or one.kind == r.OTHER
    }
    assert sum(one.paid for one in items) == sum(one.fen for one in lines)
    assert sum(one.refunded for one in items) == sum(one.fen for one in backs)
    assert sum(one.billed for one in items) == sum(one.fen for one in (*money, *others))
    assert all(one.state in r.STATES for one in items)
    assert all(one.difference == 0 for one in items if one.state == r.MATCHED)


@BUSY
@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(world, dice):
    lines, backs, moves = ([*rows] for rows in world)
    before = r.reconcile(lines, backs, moves)
    for rows in (lines, backs, moves):
        dice.shuffle(rows)
    assert r.reconcile(lines, backs, moves) == before


@BUSY
@given(worlds())
def test_fees_move_no_order_but_the_reach_of_its_bills(world):
    lines, backs, moves = world
    doubled = [replace(one, fen=2 * one.fen) if one.kind == r.FEE else one for one in moves]
    assert r.reconcile(lines, backs, doubled) == r.reconcile(lines, backs, moves)
