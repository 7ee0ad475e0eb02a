"""A folder of facts by other prices: only the days that are meant, in either form, and held lines stay held where they must."""

from datetime import date

import pyarrow
import pyarrow.parquet
import pytest

from paidang.settlement.engines.repricing import Repriced, reprice
from paidang.settlement.tests.test_rules_facts import LINES

KNOWN = "sku,factory_price,valid_from\nCUP,4000,2026-03-01\nCUP,6000,2026-03-20\nPOT,900,2026-03-10\n"


def day(number: int) -> date:
    return date(2026, 3, number)


def prices_of(folder) -> list[tuple[str, str, str]]:
    lines = (folder / "costs.csv").read_text().splitlines()[1:]
    return sorted((sku, since, fen) for sku, fen, since in (line.split(",") for line in lines))


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "order_lines.csv").write_text(LINES)
    (tmp_path / "costs.csv").write_text(KNOWN)
    return tmp_path


CUP = [("CUP", "2026-03-01", "4000"), ("CUP", "2026-03-20", "6000")]
POT = [("POT", "2026-03-10", "900")]


@pytest.mark.parametrize(
    ("price", "releases", "costs"),
    [
        # what held from the end on holds on
        (Repriced("CUP", day(5), day(9), 5000), True, [CUP[0], ("CUP", "2026-03-05", "5000"), ("CUP", "2026-03-09", "4000"), CUP[1], *POT]),
        (Repriced("CUP", day(1), day(20), 5000), True, [("CUP", "2026-03-01", "5000"), CUP[1], *POT]),
        (Repriced("CUP", day(5), day(25), 5000), True, [CUP[0], ("CUP", "2026-03-05", "5000"), ("CUP", "2026-03-25", "6000"), *POT]),
        # before the first price lines are held
        (Repriced("POT", day(1), day(10), 800), True, [*CUP, ("POT", "2026-03-01", "800"), *POT]),
        (Repriced("POT", day(1), day(10), 800), False, [*CUP, *POT]),
        (Repriced("POT", day(1), day(12), 800), False, [*CUP, ("POT", "2026-03-10", "800"), ("POT", "2026-03-12", "900")]),
        (Repriced("LID", day(1), day(31), 800), False, [*CUP, *POT]),
        (Repriced("LID", day(1), day(31), 800), True, [*CUP, ("LID", "2026-03-01", "800"), *POT]),
    ],
)  # fmt: skip
def test_only_the_days_that_are_meant_get_the_price(folder, price, releases, costs):
    reprice(folder, [price], releases_held=releases)
    assert prices_of(folder) == costs


def test_of_two_for_one_day_the_later_counts(folder):
    reprice(
        folder, [Repriced("CUP", day(1), day(20), 1), Repriced("CUP", day(5), day(20), 2)], releases_held=True
    )
    assert prices_of(folder)[:2] == [("CUP", "2026-03-01", "1"), ("CUP", "2026-03-05", "2")]


def test_parquet_becomes_csv_and_a_settled_line_stands_at_the_price(tmp_path):
    rows = [
        {
            "line_id": f"L{n}",
            "sku": "CUP",
            "paid_at": f"2026-03-{n:02}T23:30:00+08:00",
            "settled_price": price,
        }
        for n, price in ((4, 4000), (5, 4000), (6, None))
    ]
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), tmp_path / "order_lines.parquet")
    known = pyarrow.Table.from_pylist([{"sku": "CUP", "factory_price": 4000, "valid_from": "2026-03-01"}])
    pyarrow.parquet.write_table(known, tmp_path / "costs.parquet")
    reprice(tmp_path, [Repriced("CUP", day(5), day(20), 5000)], releases_held=False)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["costs.csv", "order_lines.parquet"]
    found = pyarrow.parquet.read_table(tmp_path / "order_lines.parquet").to_pylist()
    assert {row["line_id"]: row["settled_price"] for row in found} == {"L4": 4000, "L5": 5000, "L6": None}


def test_a_table_that_is_not_there_is_made(tmp_path):
    (tmp_path / "order_lines.csv").write_text(LINES)
    reprice(tmp_path, [Repriced("CUP", day(5), day(20), 5000)], releases_held=True)
    assert prices_of(tmp_path) == [("CUP", "2026-03-05", "5000")]
