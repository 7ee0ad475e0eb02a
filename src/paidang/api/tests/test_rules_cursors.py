"""Cursors: the place comes back, of the same listing alone; nothing else is one."""

from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from paidang.api.rules.cursors import NotACursor, cursor_of, number_of, place_of

PLACES = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1)


@given(PLACES)
@example("2026-03-02T10:00:00+08:00~7~订单:1")
def test_the_place_comes_back_and_only_in_its_own_listing(place):
    cursor = cursor_of("orders", place)
    assert cursor.isascii() and place_of("orders", cursor) == place
    with pytest.raises(NotACursor):
        place_of("evidence", cursor)


@given(st.integers(1, 10**18 - 1))
def test_so_does_a_number(number):
    assert number_of("imports", cursor_of("imports", str(number))) == number


def test_without_one_the_list_begins():
    assert place_of("orders", "") == "" and number_of("imports", "") is None


@given(st.text(min_size=1))
@example("b3JkZXJz")
@example("=")
@example("é")
def test_any_other_text_is_refused_or_was_given_out(text):
    with suppress(NotACursor):
        assert cursor_of("orders", place_of("orders", text)) == text.rstrip("=")


@pytest.mark.parametrize("place", ["x", "-1", "1.5", "٣", "9" * 19])
def test_a_place_that_is_no_number_is_none(place):
    with pytest.raises(NotACursor):
        number_of("imports", cursor_of("imports", place))
