"""Which declared prices hold at once, and which wait for the other side."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.catalog.rules.declaring import Past, Price, Sold, price_on, sort_out


def day(number: int) -> date:
    return date(2026, 3, number)


TODAY = day(20)
KNOWN = {"CUP": {day(1): 4000}}
SOLD = {"CUP": [Sold(day(5), 2, 3), Sold(day(12), 1, 1)], "POT": [Sold(day(6), 1, 2)]}


def cup(since: int, fen: int) -> Price:
    return Price("CUP", day(since), fen)


@pytest.mark.parametrize(
    ("declared", "now", "past", "unchanged"),
    [
        (cup(20, 4500), [cup(20, 4500)], [], 0),  # today is not over
        (cup(25, 4500), [cup(25, 4500)], [], 0),
        (cup(1, 4000), [], [], 1),  # holds already
        (cup(5, 4000), [cup(5, 4000)], [], 0),  # the same amount: nothing sold changes its price
        (cup(13, 4500), [cup(13, 4500)], [], 0),  # nothing sold since
        (cup(5, 4500), [cup(20, 4500)], [Past(cup(5, 4500), TODAY, 4000, 3, 4)], 0),
        (cup(6, 4500), [cup(20, 4500)], [Past(cup(6, 4500), TODAY, 4000, 1, 1)], 0),
        (
            cup(1, 4500),
            [cup(20, 4500)],
            [Past(cup(1, 4500), TODAY, 4000, 3, 4)],
            0,
        ),  # in the place of the old
        (
            Price("POT", day(1), 900),
            [Price("POT", TODAY, 900)],
            [Past(Price("POT", day(1), 900), TODAY, None, 1, 2)],
            0,
        ),
        (Price("LID", day(1), 900), [Price("LID", day(1), 900)], [], 0),  # never sold
    ],
)
def test_a_price_for_days_past_on_which_it_was_sold_waits(declared, now, past, unchanged):
    found = sort_out([declared], known=KNOWN, sold=SOLD, waiting=(), today=TODAY)
    assert (found.now, found.past, found.unchanged) == (now, past, unchanged)


def test_it_reaches_as_far_as_the_next_price_only():
    known = {"CUP": {day(1): 4000, day(10): 5000}}
    found = sort_out([cup(3, 4500)], known=known, sold=SOLD, waiting=(), today=TODAY)
    assert found.past == [Past(cup(3, 4500), day(10), 4000, 2, 3)]
    assert found.now == []  # from the 10th on another price holds


def test_two_of_one_list_share_the_days():
    found = sort_out([cup(3, 4500), cup(10, 4700)], known=KNOWN, sold=SOLD, waiting=(), today=TODAY)
    assert [(one.price.fen, one.until, one.units) for one in found.past] == [
        (4500, day(10), 3),
        (4700, TODAY, 1),
    ]
    assert found.now == [Price("CUP", TODAY, 4700)]


def test_what_waits_already_is_not_declared_again():
    found = sort_out([cup(5, 4500)], known=KNOWN, sold=SOLD, waiting={cup(5, 4500)}, today=TODAY)
    assert (found.now, found.past, found.unchanged) == ([], [], 1)


DAYS = st.integers(1, 28).map(day)


@given(
    st.dictionaries(DAYS, st.integers(0, 9), max_size=5),
    st.lists(st.builds(Sold, DAYS, st.integers(1, 3), st.integers(1, 5)), max_size=6),
    st.dictionaries(DAYS, st.integers(0, 9), min_size=1, max_size=4),
    DAYS,
)
def test_no_day_past_on_which_it_was_sold_changes_its_price_before_both_agreed(known, sold, declared, today):
    prices = [Price("CUP", since, fen) for since, fen in declared.items()]
    found = sort_out(prices, known={"CUP": known}, sold={"CUP": sold}, waiting=(), today=today)
    after = known | {price.since: price.fen for price in found.now}
    for one in sold:
        if one.day < today:
            assert price_on(after, one.day) == price_on(known, one.day)
    agreed = after | {one.price.since: one.price.fen for one in found.past}
    wanted = known | declared
    for number in range(40):
        each = day(1) + timedelta(number)
        if each >= today or any(one.day == each for one in sold):
            assert price_on(agreed, each) == price_on(wanted, each)
