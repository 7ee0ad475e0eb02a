"""What a correction changed in a settled row."""

import pytest

from paidang.kit.facts import FACT_TABLES
from paidang.settlement.rules.corrected_rows import (
    MOVES_NOTHING,
    RULED,
    SILENT,
    CellChange,
    change_of,
)

WAS = {
    "contract_id": 1, "line_id": "L1", "sku": "CUP", "quantity": 2, "unit_price_fen": 9_900, "store": "旗舰店",
    "paid_at": "2026-03-05T02:00:00+00:00", "completed_at": None, "gift": False, "import_id": 3, "extra": None,
}  # fmt: skip


@pytest.mark.parametrize(
    ("now", "columns", "moves_money"),
    [
        ({"quantity": 1}, ["quantity"], True),
        ({"store": "专卖店", "unit_price_fen": 1}, ["unit_price_fen", "store"], True),
        ({"store": "专卖店"}, ["store"], False),
        ({"completed_at": "2026-03-09T10:00:00+08:00"}, ["completed_at"], True),
    ],
)
def test_what_differs_is_named_and_whether_it_moves_money(now, columns, moves_money):
    change = change_of("order_lines", "line", "L1", WAS, WAS | now)
    assert change and [cell.column for cell in change.cells] == columns
    assert (change.name, change.moves_money) == ("line:L1", moves_money)


@pytest.mark.parametrize(
    "now",
    [{}, {"import_id": 4, "extra": {"a": 1}}, {"paid_at": "2026-03-05T10:00:00+08:00"}, {"added_later": 1}],
)
def test_the_same_said_otherwise_is_no_change(now):
    assert change_of("order_lines", "line", "L1", WAS, WAS | now) is None


def test_what_a_case_decided_is_no_correction_but_another_amount_is():
    was = {"refund_id": "R1", "amount_fen": 100, "cause": "no_reason", "restocked": False}
    ruled = was | {"cause": "quality", "restocked": True}
    assert change_of("refunds", "refund", "R1", was, ruled, is_ruled=True) is None
    assert change_of("refunds", "refund", "R1", was, ruled) is not None
    change = change_of("refunds", "refund", "R1", was, ruled | {"amount_fen": 90}, is_ruled=True)
    assert change and change.cells == (CellChange("amount_fen", 100, 90),)


def test_the_columns_named_here_are_columns_of_the_facts():
    for table, named in MOVES_NOTHING.items():
        assert named <= set(FACT_TABLES[table].column_names) and not named & SILENT
    assert set(FACT_TABLES["refunds"].column_names) >= RULED
