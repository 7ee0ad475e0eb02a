"""Penalties handed in as a table, its columns named in either language."""

import pytest

from paidang.incidents.actions import UnableToReport
from paidang.incidents.actions.penalty_file import COLUMNS, read_penalties

ROW = "jd,京东旗舰店,2026-09-30,虚假发货,4,200.50,单号录错,\n"


@pytest.mark.parametrize("names", [COLUMNS.keys(), COLUMNS.values()])
def test_columns_may_be_named_in_either_language(names):
    [row] = read_penalties(f"{','.join(names)}\n{ROW}".encode())
    assert (row.store, row.penalised_on.isoformat(), row.points, row.money_fen) == (
        "京东旗舰店",
        "2026-09-30",
        4,
        20050,
    )


def test_a_table_of_something_else_is_told_which_columns_are_wanted():
    with pytest.raises(UnableToReport) as refused:
        read_penalties("订单,金额\n1,2\n".encode())
    assert refused.value.code == "FILE_NOT_TAKEN" and "平台" in str(refused.value.remedy)
