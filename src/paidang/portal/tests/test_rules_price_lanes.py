"""Where editions and prices stand on a line."""

from datetime import date

import pytest

from paidang.portal.rules.price_lanes import LEFT, RIGHT, axis, lane, window_around

TODAY = date(2026, 10, 8)


def test_a_lane_has_a_piece_for_each_edition_within_the_window():
    window = window_around(TODAY)
    assert (window.first, window.last) == (date(2026, 8, 1), date(2026, 11, 30))
    begins = [
        (date(2026, 1, 1), "1"),
        (date(2026, 9, 1), "2"),
        (date(2026, 10, 20), "3"),
        (date(2027, 1, 1), "4"),
    ]
    pieces = lane(window, begins, TODAY)
    assert [(one.word, one.kind) for one in pieces] == [("1", "past"), ("2", "now"), ("3", "next")]
    assert pieces[0].x == 0 and round(sum(one.width for one in pieces), 1) == 100
    assert [one.word for one in lane(window, begins, TODAY, until=date(2026, 10, 20))] == ["1", "2"]
    assert lane(window, [], TODAY) == []


@pytest.mark.parametrize(
    ("worst", "floor", "top", "marks"),
    [
        (11295, 11800, 16800, (LEFT, 34.59, True)),
        (14840, 11800, 16800, (60.4, LEFT, False)),
        (100, 100, 100, (LEFT, LEFT, False)),
        (90, 100, 100, (LEFT, RIGHT, True)),
    ],
)
def test_a_worst_price_stands_beside_its_floor(worst, floor, top, marks):
    found = axis(worst, floor, [top])
    assert (found.worst, found.floor, found.is_below) == marks
    assert found.from_ + found.width == pytest.approx(max(found.worst, found.floor))
