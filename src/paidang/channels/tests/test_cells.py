"""Cells as platforms write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.channels.cells import BadCell, clean, read_count, read_fen, read_id, read_time, share_out


@pytest.mark.parametrize(
    ("cell", "bare"),
    [('="35153131473290000"', "35153131473290000"), ('=""', ""), ("\t290001", "290001"), ("'13900000000", "13900000000"), ("`0.00", "0.00"),
     ("null", ""), ("-", ""), ("--", ""), ("\u00a0 青 岚 \u3000", "青 岚"), ("无", ""), ("201.12元", "201.12元")],
)  # fmt: skip
def test_clean(cell: str, bare: str) -> None:
    assert clean(cell) == bare


@pytest.mark.parametrize(
    ("cell", "fen"), [("201.12", 20112), ("0", 0), ("", 0), ("12元", 1200), ("1,234.5", 123450)]
)
def test_yuan_become_fen_never_a_hundred_times_off(cell: str, fen: int) -> None:
    assert read_fen(cell) == fen


@pytest.mark.parametrize("cell", ["12.345", "1e3", "abc", "٣"])
def test_what_is_no_amount(cell: str) -> None:
    with pytest.raises(BadCell):
        read_fen(cell)


@pytest.mark.parametrize(("cell", "time"), [("2026-03-05 10:00:00", "2026-03-05T10:00:00+08:00"), ("2026/3/5 10:00", "2026-03-05T10:00:00+08:00"),
                                            ("0001-01-01 00:00:00", ""), ("1970-01-01 00:00:00", ""), ("", "")])  # fmt: skip
def test_times_are_shanghais(cell: str, time: str) -> None:
    assert read_time(cell) == time


def test_ids_and_counts() -> None:
    assert read_id("2290417735518840012") == "2290417735518840012"
    assert read_count("2.0") == 2
    for cell in ("3.51531E+16", "", "12 34"):
        with pytest.raises(BadCell):
            read_id(cell)
    for cell in ("0", "-1", "1.5", ""):
        with pytest.raises(BadCell):
            read_count(cell)


@given(st.lists(st.integers(0, 10**9), min_size=1, max_size=20), st.data())
def test_shares_add_up_and_none_exceeds_its_line(weights: list[int], data: st.DataObject) -> None:
    total = data.draw(st.integers(0, sum(weights)))
    shares = share_out(total, weights)
    assert sum(shares) == total
    assert all(0 <= share <= weight for share, weight in zip(shares, weights, strict=True))
