"""What a scan does: by table, and over any sequence of scans by property."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.fulfilment.rules.scanning import Item, codes_of, scan, sets_in
from paidang.fulfilment.rules.states import PACKED, PACKING, STOPPED, WAITING

OWN = ("P-0401-01-02", "SF1000000001")


def items(*counts: tuple[str, int, int]) -> list[Item]:
    return [Item(quantity, scanned, codes_of(sku, f"69{sku}")) for sku, quantity, scanned in counts]


@pytest.mark.parametrize(
    ("state", "held", "code", "outcome", "after", "item"),
    [
        (WAITING, [("A", 2, 0)], "p-0401-01-02 ", "opened", PACKING, None),
        (WAITING, [("A", 2, 0)], "SF1000000001", "opened", PACKING, None),
        (WAITING, [("A", 2, 0)], "a", "counted", PACKING, 0),
        (PACKING, [("A", 2, 1)], "69A", "complete", PACKED, 0),
        (PACKING, [("A", 1, 0), ("B", 1, 0)], "B", "counted", PACKING, 1),
        (PACKING, [("A", 1, 1), ("A", 1, 0)], "A", "complete", PACKED, 1),
        (PACKING, [("A", 1, 1), ("B", 1, 0)], "A", "over", STOPPED, None),
        (PACKING, [("A", 1, 0)], "C", "wrong", STOPPED, None),
        (PACKING, [("A", 1, 0)], "", "wrong", STOPPED, None),
        (STOPPED, [("A", 1, 0)], "A", "still_stopped", STOPPED, None),
        (STOPPED, [("A", 1, 0)], "C", "still_stopped", STOPPED, None),
        (STOPPED, [("A", 1, 0)], "P-0401-01-02", "opened", PACKING, None),
    ],
)  # fmt: skip
def test_a_scan(state, held, code, outcome, after, item):
    found = scan(state, items(*held), code, OWN)
    assert (found.outcome, found.state, found.item) == (outcome, after, item)


@pytest.mark.parametrize(
    ("sets", "parts", "whole", "more"),
    [
        (3, [(6, 0), (3, 0)], 0, False),
        (3, [(6, 2), (3, 0)], 0, True),
        (3, [(6, 2), (3, 1)], 1, False),
        (3, [(6, 3), (3, 1)], 1, True),
        (3, [(6, 6), (3, 2)], 2, True),
        (3, [(6, 6), (3, 3)], 3, False),
    ],
)
def test_sets_that_are_whole(sets, parts, whole, more):
    assert sets_in(sets, parts) == (whole, more)


@given(
    st.lists(st.tuples(st.sampled_from("AB"), st.integers(1, 3)), min_size=1, max_size=3),
    st.lists(st.sampled_from(["A", "69A", "B", "C", OWN[0]]), max_size=20),
)
def test_never_more_is_packed_than_was_ordered(ordered, codes):
    held, state, wrong_taken = items(*((sku, quantity, 0) for sku, quantity in ordered)), WAITING, False
    for code in codes:
        if state == PACKED:
            break
        found = scan(state, held, code, OWN)
        if found.item is not None:
            assert code in held[found.item].codes
            held[found.item] = replace(held[found.item], scanned=held[found.item].scanned + 1)
        wrong_taken = found.state == STOPPED
        state = found.state
        assert all(0 <= one.scanned <= one.quantity for one in held)
        assert (state == PACKED) == all(one.scanned == one.quantity for one in held)
        assert not (wrong_taken and state == PACKED)
