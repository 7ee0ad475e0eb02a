"""What wants a second look before a statement goes out: by table, at the edges of each bound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.settlement.rules.comparing import Goods, Unusual, find_unusual, list_changes

USUAL = Goods(units=100, sales=1_000_000, refunds=5, refunded=-50_000, cost=500_000)


def kinds(now, was=USUAL, *, counts_profit=True):
    before = {"CUP": was} if was else {}
    return [one.kind for one in find_unusual({"CUP": now}, before, counts_profit=counts_profit)]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (USUAL, []),
        (Goods(100, 1_000_000, 5, -50_000, 950_001), ["below_cost"]),
        (Goods(100, 1_000_000, 5, -50_000, 950_000), ["margin"]),  # no profit left, and far from before
        (Goods(100, 1_000_000, 5, -50_000, 405_100), []),  # 9.99 points
        (Goods(100, 1_000_000, 5, -50_000, 405_000), ["margin"]),
        (Goods(4, 1_000_000, 1, -50_000, 100_000), []),  # too few to tell
        (Goods(100, 1_000_000, 3, -200_000, 420_000), ["refunds"]),
        (Goods(100, 1_000_000, 3, -199_900, 420_000), []),
        (Goods(100, 1_000_000, 2, -200_000, 420_000), []),
        (Goods(300, 3_000_000, 5, -150_000, 1_500_000), ["sales_up"]),
        (Goods(300, 2_999_999, 5, -150_000, 1_500_000), []),
        (Goods(0, 0, 0, 0, 0), ["sales_down"]),
        (Goods(30, 333_333, 0, 0, 170_000), ["sales_down"]),
        (Goods(30, 333_334, 0, 0, 170_000), []),
    ],
)
def test_each_bound(now, expected):
    assert kinds(now) == expected


def test_nothing_to_compare_with_leaves_only_what_is_odd_by_itself():
    assert kinds(Goods(9, 900, 0, 0, 901), None) == ["below_cost"]
    assert kinds(Goods(9, 900_000, 0, 0, 1), None) == []
    assert kinds(Goods(9, 900_000, 4, -300_000, 1), None) == ["refunds"]


def test_costs_say_nothing_where_profit_does_not_count():
    assert kinds(Goods(100, 1_000_000, 5, -50_000, 2_000_000), counts_profit=False) == []


def test_refunds_that_were_as_many_before_are_usual():
    was = Goods(100, 1_000_000, 30, -150_000, 500_000)
    assert kinds(Goods(100, 1_000_000, 30, -299_900, 420_000), was) == []
    assert kinds(Goods(100, 1_000_000, 30, -300_000, 420_000), was) == ["refunds"]


goods = st.builds(
    lambda units, sales, back, cost: Goods(units, sales, back % 7, -min(back, sales), cost),
    *(st.integers(0, 10**7) for _ in range(4)),
)


@given(st.dictionaries(st.sampled_from("ABC"), goods), st.dictionaries(st.sampled_from("ABC"), goods))
def test_what_is_at_stake_most_comes_first_and_nothing_twice(now, was):
    found = find_unusual(now, was, counts_profit=True)
    assert [one.fen for one in found] == sorted((one.fen for one in found), reverse=True)
    assert len({(one.kind, one.sku) for one in found}) == len(found)
    assert all(isinstance(one, Unusual) and one.fen >= 0 for one in found)


def test_changes_leave_out_what_is_nothing_in_both():
    totals = dict.fromkeys(("gross_sales", "refunded", "revenue", "cost", "tax", "logistics", "profit"), 0)
    before = {"totals": {**totals, "gross_sales": 200, "tax": 40, "profit": 9}, "due_b": -10}
    now = {"totals": {**totals, "gross_sales": 300, "tax": 50}, "due_b": 5}
    found = {one.key: (one.fen, one.share) for one in list_changes(now, before, counts_profit=True)}
    assert found == {
        "gross_sales": (100, 5000),
        "tax": (-10, 2500),  # more tax: a quarter more, though the figure goes down
        "profit": (-9, -10000),
        "due_b": (15, 15000),
    }
    assert "profit" not in {one.key for one in list_changes(now, before, counts_profit=False)}
