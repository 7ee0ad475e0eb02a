"""What a parcel's freight comes to."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.fulfilment.rules.freight import Rate, rate_for

DAY = date(2026, 4, 1)
ALL = Rate("sf", None, "", date(2026, 3, 1), 1000, 1200, 1000, 500)
ZHEJIANG = Rate("sf", None, "浙江", date(2026, 3, 1), 1000, 800, 500, 100)
HOUSE = Rate("sf", 7, "", date(2026, 3, 1), 1000, 1000, 1000, 400)
HOUSE_ZHEJIANG = Rate("sf", 7, "浙江省", date(2026, 3, 1), 1000, 600, 500, 100)
LATER = Rate("sf", None, "", date(2026, 3, 20), 1000, 1300, 1000, 500)
TOMORROW = Rate("sf", None, "", date(2026, 4, 2), 1000, 1, 1000, 1)


@pytest.mark.parametrize(
    ("rates", "warehouse", "province", "found"),
    [
        ([], 7, "浙江省", None),
        ([ALL, TOMORROW], 7, "浙江省", ALL),
        ([LATER, ALL], 7, "", LATER),
        ([ALL, ZHEJIANG, HOUSE], 7, "浙江省", ZHEJIANG),
        ([ALL, ZHEJIANG, HOUSE], 7, "江苏省", HOUSE),
        ([ALL, ZHEJIANG, HOUSE, HOUSE_ZHEJIANG], 7, "浙江", HOUSE_ZHEJIANG),
        ([HOUSE, HOUSE_ZHEJIANG], 8, "浙江", None),
    ],
)
def test_the_row_that_holds(rates, warehouse, province, found):
    assert rate_for(rates, carrier="sf", warehouse=warehouse, province=province, day=DAY) == found
    assert rate_for(rates, carrier="zto", warehouse=warehouse, province=province, day=DAY) is None


@pytest.mark.parametrize(
    ("weight_g", "fen"), [(0, 800), (1000, 800), (1001, 900), (1500, 900), (1501, 1000), (3000, 1200)]
)
def test_each_step_that_is_begun(weight_g, fen):
    assert ZHEJIANG.freight_fen(weight_g) == fen


@given(st.integers(0, 100_000), st.integers(0, 10_000))
def test_heavier_never_costs_less(weight_g, more_g):
    assert ZHEJIANG.freight_fen(weight_g) <= ZHEJIANG.freight_fen(weight_g + more_g)
