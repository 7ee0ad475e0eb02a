"""The norms against what was measured: a table, and what holds of any times."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.stores.rules.norms import Measured, Norms, judge, missed, p95

NORMS = Norms(uptime_bp=9_950, p95_ms=2_000, cert_days=14, failed_max=3)
DAY = date(2026, 3, 20)


@pytest.mark.parametrize(
    ("found", "of_month", "misses"),
    [
        (Measured(0, 0, 0, None, None), False, []),
        (Measured(0, 0, 0, None, None), True, []),
        (Measured(8_640, 43, 3, 2_000, date(2026, 4, 3)), False, []),
        (Measured(8_640, 44, 3, 2_000, date(2026, 4, 3)), False, ["uptime"]),
        (Measured(1, 1, 1, None, None), False, []),  # one look says nothing of a share
        (Measured(1, 1, 1, None, None), True, ["uptime"]),
        (Measured(99, 4, 4, 2_001, date(2026, 4, 2)), False, ["response", "certificate", "failed"]),
        (Measured(100, 4, 4, 900, date(2026, 3, 19)), False, ["uptime", "certificate", "failed"]),
    ],
)
def test_what_is_not_kept(found: Measured, of_month: bool, misses: list[str]) -> None:
    assert missed(judge(NORMS, found, DAY, of_month=of_month)) == misses


@given(st.lists(st.integers(0, 60_000), min_size=1))
def test_95_of_100_came_within_it(times: list[int]) -> None:
    found = p95(times)
    assert found in times
    assert sum(one <= found for one in times) * 100 >= 95 * len(times)
    assert sum(one < found for one in times) * 100 < 95 * len(times)


@given(st.integers(1, 10_000), st.data())
def test_a_share_is_never_rounded_up(checks: int, data: st.DataObject) -> None:
    failed = data.draw(st.integers(0, checks))
    share = Measured(checks, failed, failed, None, None).uptime_bp
    assert share is not None and share * checks <= 10_000 * (checks - failed) < (share + 1) * checks
