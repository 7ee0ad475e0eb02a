"""Which parcels make a wave: by table, and by property."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.fulfilment.rules.waves import (
    MIXED,
    SINGLE,
    Candidate,
    Held,
    Line,
    Rule,
    build_wave,
    pick_order,
    whole_lines,
)
from paidang.orders.rules.carriers import CARRIERS, OWN, find_carrier, platform_code

PAID = datetime(2026, 4, 1, 2, tzinfo=UTC)
RULE = Rule(warehouse=1, carrier="sf")
SHELVES = {"B": "A-01", "A": "A-02", "C": "B-01"}


def parcel(
    order_id: str, skus: str = "A", *, hours: int = 0, city: str = "", warehouse: int = 1, store: str = "甲店"
):
    """A parcel of one unit of each SKU, paid so many hours after the first."""
    lines = tuple(Line(order_id, f"{order_id}-{n}", sku, 1) for n, sku in enumerate(skus))
    return Candidate(
        order_id, warehouse, "jd", store, PAID + timedelta(hours=hours), lines, ("浙江省", city, "")
    )


@pytest.mark.parametrize(
    ("changes", "taken"),
    [
        ({}, "1 2 4 5"),
        ({"warehouse": 2}, "6"),
        ({"stores": frozenset({"乙店"})}, "5"),
        ({"kind": SINGLE}, "1 2 5"),
        ({"kind": MIXED}, "4"),
        ({"paid_before": PAID + timedelta(hours=2)}, "1 2 5"),
        ({"most": 1}, "1"),
        ({"cities": frozenset({"杭州"})}, "1 2 4 5"),
        ({"cities": frozenset({"杭州"}), "carrier": OWN}, "3"),
        ({"carrier": OWN}, ""),
    ],
)
def test_what_a_wave_takes(changes, taken):
    candidates = [
        parcel("1"), parcel("2", hours=1), parcel("3", city="杭州市"), parcel("4", "AB", hours=3), parcel("5", store="乙店"),
        parcel("6", warehouse=2),
    ]  # fmt: skip
    cities = changes.get("cities", frozenset({"杭州市"} if changes.get("carrier") != OWN else ()))
    found = build_wave(candidates, replace(RULE, **(changes | {"cities": cities})), {})
    assert sorted(one.order_id for one in found) == taken.split()


def test_the_same_sku_is_picked_together_then_along_the_shelves():
    candidates = [
        parcel("mixed far", "AC"), parcel("mixed near", "BC"), parcel("single B", "B"), parcel("late A", "A", hours=2),
        parcel("early A", "A"), parcel("nowhere", "X"),
    ]  # fmt: skip
    found = [one.order_id for one in build_wave(candidates, RULE, SHELVES)]
    assert found == ["early A", "late A", "single B", "nowhere", "mixed near", "mixed far"]
    assert pick_order({"A": 3, "X": 1, "B": 1, "C": 2}, SHELVES) == [
        ("A-01", "B", 1), ("A-02", "A", 3), ("B-01", "C", 2), ("", "X", 1),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("held", "sets", "parts", "kind"),
    [
        ([("A", 4, 2, 2), ("B", 2, 1, 2)], 2, (("A", 4), ("B", 2)), MIXED),
        ([("A", 5, 2, 2), ("B", 9, 1, 2)], 2, (("A", 4), ("B", 2)), MIXED),
        ([("A", 4, 2, 1)], 2, (("A", 4),), SINGLE),
        ([("A", 1, 2, 2), ("B", 9, 1, 2)], 0, (), ""),
        ([("A", 4, 2, 2)], 0, (), ""),
    ],
)  # fmt: skip
def test_of_a_set_only_whole_ones_leave(held, sets, parts, kind):
    found = whole_lines(Held("1", "1-0", "SET", *one) for one in held)
    assert found == ((Line("1", "1-0", "SET", sets, parts),) if sets else ())
    if found:
        one = replace(parcel("1"), lines=found)
        assert (one.kind, one.units) == (kind, sum(units for _sku, units in parts))
        assert build_wave([one, parcel("2", "C")], RULE, SHELVES)[0].order_id == (
            "2" if kind == MIXED else "1"
        )


@given(
    st.lists(
        st.tuples(st.text("ABC", min_size=1, max_size=3), st.integers(0, 9), st.sampled_from(["", "杭州市"])),
        max_size=12,
    ),
    st.integers(1, 12),
    st.randoms(),
)
def test_a_wave_is_a_choice_and_not_a_matter_of_order(given_parcels, most, random):
    candidates = [
        parcel(str(n), skus, hours=hours, city=city) for n, (skus, hours, city) in enumerate(given_parcels)
    ]
    rule = replace(RULE, most=most, cities=frozenset({"杭州"}))
    wave = build_wave(candidates, rule, SHELVES)
    shuffled = random.sample(candidates, len(candidates))
    assert build_wave(shuffled, rule, SHELVES) == wave
    fitting = [one for one in candidates if rule.takes(one)]
    assert len(wave) == min(most, len(fitting)) == len({one.order_id for one in wave})
    assert set(wave) <= set(fitting)
    left = set(fitting) - set(wave)
    assert all(one.paid_at <= other.paid_at for one in wave for other in left)
    kinds = [one.kind for one in wave]
    assert kinds == sorted(kinds, reverse=True)  # "single" before "mixed"
    singles = [one.goods[0][0] for one in wave if one.kind == SINGLE]
    assert len([1 for a, b in zip(singles, singles[1:], strict=False) if a != b]) == max(
        0, len(set(singles)) - 1
    )


def test_carriers_are_told_by_what_each_calls_them():
    jd = {"467": "顺丰速运", "2087": "京东快递", "1274": "自己送货"}
    assert [platform_code(code, jd) for code in ("sf", "jd", "own", "zto")] == [
        "467",
        "2087",
        "1274",
        "中通快递",
    ]
    assert [find_carrier(text) for text in ("SF", " 顺丰 ", "中通快递", "x", "", "邮")] == [
        "sf",
        "sf",
        "zto",
        "",
        "",
        "",
    ]
    assert len({str(word)[:2] for word in CARRIERS.values()}) == len(CARRIERS)
