"""Prices pasted from a sheet: tabs or commas, titles passed over, what is no row told by its line."""

from datetime import date

import pytest

from paidang.catalog.rules.pasted import RetailRow, find_wrong, read_pasted

DAY = date(2026, 4, 20)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("CUP\t118\t168\t2026-05-01", [RetailRow("CUP", 11800, 16800, date(2026, 5, 1))]),
        (
            "商品编码\t底价\nCUP\t1,118.00\n\nPOT\t¥39",
            [RetailRow("CUP", 111800, None, DAY), RetailRow("POT", 3900, None, DAY)],
        ),
        ("CUP，118，，2026/05/01", [RetailRow("CUP", 11800, None, date(2026, 5, 1))]),
        ("", []),
    ],
)
def test_rows_are_read(text, rows):
    assert read_pasted(text, since=DAY) == (rows, [])


@pytest.mark.parametrize(
    "line", ["\t118", "CUP\tx1", "CUP\t-1", "CUP\t118\t117.99", "CUP\t118\t168\t2026-13-01", "CUP 118"]
)
def test_what_is_no_row_is_told_and_the_rest_is_read(line):
    rows, [bad] = read_pasted(f"POT\t39\n{line}", since=DAY)
    assert rows == [RetailRow("POT", 3900, None, DAY)] and bad.facts == {"line": 2}


@pytest.mark.parametrize(
    ("floor_fen", "suggested_fen", "code"),
    [(11800, None, ""), (11800, 11800, ""), (11800, 11799, "RETAIL_TOO_LOW"), (-1, None, "RETAIL_TOO_LOW")],
)
def test_a_suggestion_below_the_floor_cannot_stand(floor_fen, suggested_fen, code):
    wrong = find_wrong([RetailRow("POT", 0, None, DAY), RetailRow("CUP", floor_fen, suggested_fen, DAY)])
    assert (wrong.code if wrong else "") == code
    assert wrong is None or "CUP" in wrong.message
