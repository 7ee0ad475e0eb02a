"""Following orders, by table and by random worlds: nothing negative, nothing oversold, nothing twice."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.stock.rules.counting import Promise, difference, give_up
from paidang.stock.rules.following import Followed, Hold, Need, Shelf, follow

NOON = datetime(2026, 3, 20, 12, tzinfo=UTC)
COUNTED = NOON - timedelta(days=9)


def need(line_id: str = "L", *, paid: int = 0, left: int | None = 1, **units: int) -> Need:
    """A line paid so many hours after noon, whose goods left so many hours after noon."""
    gone_at = NOON + timedelta(hours=left) if units.get("gone") and left is not None else None
    return Need(line_id, "A", f"O-{line_id}", NOON + timedelta(hours=paid), gone_at=gone_at, **units)


def shelf(on_hand: int, reserved: int = 0, damaged: int = 0, *, counted: datetime = COUNTED) -> Shelf:
    return Shelf(on_hand, reserved, damaged, counted)


def kinds(done: Followed) -> list[tuple[str, int, int, int]]:
    return [(move.kind, move.on_hand, move.reserved, move.damaged) for move in done.moves]


@pytest.mark.parametrize(
    ("asked", "before", "there", "after", "moves"),
    [
        (need(held=2), Hold(), shelf(5), Hold(1, reserved=2), [("reserved", 0, 2, 0)]),
        (need(held=2), Hold(), shelf(1), Hold(1, reserved=1, short=1), [("reserved", 0, 1, 0)]),
        (need(held=2), Hold(), shelf(0), Hold(None, short=2), []),
        (need(gone=2), Hold(1, reserved=2), shelf(5, 2), Hold(1, shipped=2), [("shipped", -2, -2, 0)]),
        (need(gone=2), Hold(), shelf(5), Hold(1, shipped=2), [("shipped", -2, 0, 0)]),
        (need(gone=2), Hold(), shelf(1), Hold(1, shipped=1, missing=1), [("shipped", -1, 0, 0)]),
        (need(gone=2), Hold(None, missing=2), shelf(2), Hold(1, shipped=2), [("shipped", -2, 0, 0)]),
        (need(held=1), Hold(1, reserved=3), shelf(5, 3), Hold(1, reserved=1), [("released", 0, -2, 0)]),
        (need(), Hold(1, reserved=3, short=1), shelf(5, 3), Hold(1), [("released", 0, -3, 0)]),
        (need(gone=2, fit=1), Hold(1, shipped=2), shelf(5), Hold(1, shipped=2, fit=1), [("returned", 1, 0, 0)]),
        (
            need(gone=2, damaged=2), Hold(1, shipped=2), shelf(0), Hold(1, shipped=2, damaged=2),
            [("returned_damaged", 0, 0, 2)],
        ),
        (need(gone=1), Hold(1, shipped=3), shelf(0), Hold(1, shipped=1), [("adjusted", 2, 0, 0)]),
        (need(gone=1), Hold(1, shipped=1, missing=2), shelf(0), Hold(1, shipped=1), []),
        # a return that turns out to be none: only what nobody has been promised is taken again
        (
            need(gone=2), Hold(1, shipped=2, fit=2), shelf(3, 2), Hold(1, shipped=2, fit=1),
            [("adjusted", -1, 0, 0)],
        ),
        # counted after it had left: the count has it out already
        (
            need(gone=2), Hold(1, reserved=2), shelf(5, 2, counted=NOON + timedelta(hours=2)), Hold(1, shipped=2),
            [("shipped", -2, -2, 0), ("counted", 2, 0, 0)],
        ),
        (
            need(gone=2), Hold(None, missing=2), shelf(0, counted=NOON + timedelta(hours=2)), Hold(1, shipped=2),
            [("shipped", -2, 0, 0), ("counted", 2, 0, 0)],
        ),
    ],
)  # fmt: skip
def test_one_line(asked, before, there, after, moves):
    done = follow([(asked, before)], {(1, "A"): there})
    assert done.holds == [(asked, after)]
    assert kinds(done) == moves
    assert kinds(follow([(asked, after)], {(1, "A"): there})) == [] or after.fit > asked.fit


def test_of_those_who_wait_the_oldest_payment_comes_first_and_what_left_before_all():
    lines = [
        (need("new", paid=2, held=1), Hold()),
        (need("old", held=1), Hold()),
        (need("gone", paid=3, gone=1), Hold()),
    ]
    done = dict((asked.line_id, hold) for asked, hold in follow(lines, {(1, "A"): shelf(2)}).holds)
    assert done == {"gone": Hold(1, shipped=1), "old": Hold(1, reserved=1), "new": Hold(None, short=1)}


def test_who_has_a_reservation_keeps_it():
    lines = [(need("new", paid=2, held=1), Hold(1, reserved=1)), (need("old", held=1), Hold())]
    done = follow(lines, {(1, "A"): shelf(1, 1)})
    assert [hold for _, hold in done.holds] == [Hold(1, reserved=1), Hold(None, short=1)]


def test_a_line_is_sent_from_one_warehouse_and_changes_to_where_all_of_it_is():
    shelves = {(1, "A"): shelf(2), (2, "A"): shelf(1)}
    done = follow([(need(held=3), Hold())], shelves)
    assert done.holds[0][1] == Hold(1, reserved=2, short=1)
    shelves[2, "A"].on_hand = 3
    done = follow([(need(held=3), done.holds[0][1])], shelves)
    assert kinds(done) == [("released", 0, -2, 0), ("reserved", 0, 3, 0)]
    assert done.holds[0][1] == Hold(2, reserved=3)


UNITS = st.integers(0, 4)


@st.composite
def facts(draw, name: str) -> Need:
    """What a line may ask for: held or gone, and of what is gone some back."""
    units, is_gone = draw(UNITS), draw(st.booleans())
    if not is_gone:
        return need(name, paid=draw(st.integers(0, 9)), held=units)
    fit = draw(st.integers(0, units))
    return need(
        name, paid=draw(st.integers(0, 9)), left=draw(st.sampled_from([-500, 10, 20])), gone=units, fit=fit,
        damaged=draw(st.integers(0, units - fit)),
    )  # fmt: skip


@given(st.data())
def test_any_history_keeps_the_books_true(data):
    """Whatever the lines come to say, in any order: balances, reservations and the ledger agree, and again moves nothing."""
    shelves = {(w, "A"): shelf(data.draw(st.integers(0, 6)), counted=NOON) for w in (1, 2)}
    opened = {place: one.on_hand for place, one in shelves.items()}
    holds: dict[str, Hold] = {}
    ledger = {place: [0, 0, 0] for place in shelves}
    for _ in range(data.draw(st.integers(1, 5))):
        asked = [data.draw(facts(name)) for name in ("L1", "L2", "L3")]
        lines = [(one, holds.get(one.line_id, Hold())) for one in asked]
        done = follow(lines, shelves)
        for move in done.moves:
            for n, units in enumerate((move.on_hand, move.reserved, move.damaged)):
                ledger[move.warehouse, "A"][n] += units
        holds = {one.line_id: hold for one, hold in done.holds}
        for place, one in shelves.items():
            assert 0 <= one.reserved <= one.on_hand and one.damaged >= 0
            assert [one.on_hand - opened[place], one.reserved, one.damaged] == ledger[place]
            mine = [hold for hold in holds.values() if hold.warehouse == place[0]]
            assert one.reserved == sum(hold.reserved for hold in mine)
        for one, hold in done.holds:
            assert (hold.reserved + hold.short, hold.shipped + hold.missing) == (one.held, one.gone)
            assert hold.fit >= one.fit and hold.damaged >= one.damaged
            if hold.fit == one.fit and hold.damaged == one.damaged:
                assert hold == replace(hold, fit=one.fit, damaged=one.damaged)
        again = follow(done.holds, shelves)
        assert again.moves == [] or any(hold.fit > one.fit for one, hold in done.holds)


@pytest.mark.parametrize(
    ("counted", "on_hand", "moved_since", "expected"),
    [(10, 10, 0, 0), (8, 10, 0, -2), (12, 10, 0, 2), (10, 7, -3, 0), (0, 0, -3, -3)],
)
def test_a_count_is_compared_with_the_books_of_its_moment(counted, on_hand, moved_since, expected):
    assert difference(counted=counted, on_hand=on_hand, moved_since=moved_since) == expected


@given(st.lists(st.integers(1, 5), max_size=6), st.integers(0, 12))
def test_just_so_much_is_given_up_as_needed(reserved, units):
    promises = [Promise(f"L{n}", f"O{n}", NOON + timedelta(hours=n), each) for n, each in enumerate(reserved)]
    given_up = give_up(promises, units)
    assert sum(n for _, n in given_up) == min(units, sum(reserved))
    assert [promise.line_id for promise, _ in given_up] == [
        promise.line_id for promise in reversed(promises)
    ][: len(given_up)]
