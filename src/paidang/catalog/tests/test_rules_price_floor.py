"""The floor of the day, to the fen, for the whole line."""

from datetime import date

import pytest

from paidang.catalog.rules.price_floor import Floor, check_sold_price, floor_on

FLOORS = [
    Floor("A", date(2026, 9, 1), 9900),
    Floor("A", date(2026, 10, 1), 8900),
    Floor("B", date(2026, 9, 1), 1),
]


@pytest.mark.parametrize(
    ("day", "fen"),
    [
        (date(2026, 8, 31), None),
        (date(2026, 9, 1), 9900),
        (date(2026, 9, 30), 9900),
        (date(2026, 10, 1), 8900),
        (date(2027, 1, 1), 8900),
    ],
)
def test_the_floor_is_that_of_the_day(day, fen):
    found = floor_on(FLOORS, sku="A", day=day)
    assert (found.min_retail_price_fen if found else None) == fen


@pytest.mark.parametrize(
    ("quantity", "unit_price", "discount", "is_breach"),
    [
        pytest.param(1, 9900, 0, False, id="exactly"),
        pytest.param(1, 9899, 0, True, id="one fen below"),
        pytest.param(3, 10000, 300, False, id="discount down to the floor"),
        pytest.param(3, 10000, 301, True, id="discount one fen below"),
        pytest.param(3, 9900, 1, True, id="nothing is rounded per unit"),
    ],
)
def test_a_line_is_compared_whole(quantity, unit_price, discount, is_breach):
    found = check_sold_price(
        FLOORS, sku="A", paid_on=date(2026, 9, 9), quantity=quantity, unit_price_fen=unit_price,
        merchant_discount_fen=discount,
    )  # fmt: skip
    assert (found is not None) == is_breach
    if found:
        assert (found.code, found.clause) == ("PRICE_BELOW_FLOOR", "OP-2-A-2")


def test_without_a_floor_nothing_is_a_breach():
    assert check_sold_price(
        [], sku="A", paid_on=date(2026, 9, 9), quantity=1, unit_price_fen=0, merchant_discount_fen=0
    ) is None  # fmt: skip
