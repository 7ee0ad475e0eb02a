"""The workbook: totals checked by formulas, text that stays text, a cut that says so."""

import io
import re
import zipfile
from decimal import Decimal

import pyarrow as pa
import pytest
import python_calamine as calamine

from paidang.printing.statement_rows import first_and_rest, group_rows, total
from paidang.printing.statement_xlsx import ROWS_MAX, statement_xlsx

from .statement_case import PAST, meta, rows, statement, terms


def sheets(workbook: bytes) -> dict[str, list[list]]:
    read = calamine.load_workbook(io.BytesIO(workbook))
    return {name: read.get_sheet_by_name(name).to_python() for name in read.sheet_names}


def xml(workbook: bytes, number: int) -> str:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return archive.read(f"xl/worksheets/sheet{number}.xml").decode()


def test_it_has_five_sheets_and_every_difference_is_zero():
    read = sheets(statement_xlsx(statement(), rows(), terms(), meta()))
    assert list(read) == ["汇总", "按SKU", "按月", "明细", "条款"]
    lines = {row[0]: row for row in read["汇总"][4:20]}
    assert lines["可分收益"][3:] == [1398.26, 1398.26, 0]
    assert lines["乙方应得"][3:] == [464.53, 464.53, 0]
    checked = [row for row in read["汇总"][4:] if row[5] != ""]
    assert len(checked) >= 10 and all(row[5] == 0 for row in checked)
    assert len(read["明细"]) == 1 + rows().num_rows


def test_the_checks_are_formulas_over_the_rows():
    summary = xml(statement_xlsx(statement(), rows(), terms(), meta()), 1)
    assert "<f>SUM('明细'!F:F)</f>" in summary
    assert "<f>SUMIFS('明细'!F:F,'明细'!B:B,\"line\")</f>" in summary.replace("&quot;", '"')
    assert re.search(r"<f>ROUND\(D\d+-E\d+,2\)</f>", summary)


def test_prices_agreed_for_days_past_have_a_sheet():
    read = sheets(
        statement_xlsx(statement(), rows(), terms(), meta(past_prices=[PAST, {**PAST, "old_fen": None}]))
    )
    assert list(read) == ["汇总", "按SKU", "按月", "明细", "过去的出厂价", "条款"]
    assert read["过去的出厂价"][1:] == [
        ["SKU-03", "2026-08-01 至 2026-08-19", 40, 50, "沈知夏 2026-08-20 10:00", "徐明远 2026-08-21 10:00"],
        [
            "SKU-03",
            "2026-08-01 至 2026-08-19",
            "没有",
            50,
            "沈知夏 2026-08-20 10:00",
            "徐明远 2026-08-21 10:00",
        ],
    ]


def test_a_wrong_total_shows_its_difference():
    wrong = statement()
    wrong["totals"] = wrong["totals"] | {"cost": 181697}
    lines = {row[0]: row for row in sheets(statement_xlsx(wrong, rows(), terms(), meta()))["汇总"][4:12]}
    assert lines["出厂成本"][5] == -0.01


def test_no_formula_comes_from_data():
    evil = ["=cmd()", "+1+1", "-2", "@SUM(A1)", '=HYPERLINK("http://x")', "http://x", "{=1}"]
    table = rows()
    ids = [*evil, *table["row_id"].to_pylist()[len(evil) :]]
    table = table.set_column(0, "row_id", pa.array(ids)).set_column(3, "sku", pa.array(ids))
    workbook = statement_xlsx(
        statement(), table, terms(), meta(brand="=cmd()|' /C calc'!A0", contract_title="=1")
    )
    read = sheets(workbook)
    assert [row[0] for row in read["明细"][1 : 1 + len(evil)]] == evil
    for number in (2, 3, 4, 5):
        assert "<f>" not in xml(workbook, number)
    assert "cmd" not in "".join(re.findall("<f>.*?</f>", xml(workbook, 1)))
    assert not any("hyperlink" in xml(workbook, number) for number in range(1, 6))


def test_control_characters_do_not_break_the_file():
    table = rows()
    ids = ["\x00\x1b\ufffe", *table["row_id"].to_pylist()[1:]]
    read = sheets(statement_xlsx(statement(), table.set_column(0, "row_id", pa.array(ids)), terms(), meta()))
    assert read["明细"][1][0] == "〔U+0000〕〔U+001B〕〔U+FFFE〕"


def test_the_same_input_gives_the_same_bytes():
    made = [statement_xlsx(statement(), rows(), terms(), meta()) for _ in range(2)]
    assert made[0] == made[1]
    with zipfile.ZipFile(io.BytesIO(made[0])) as archive:
        assert "2026-10-08T10:02:00Z" in archive.read("docProps/core.xml").decode()


def test_rows_are_set_up_for_reading_and_printing():
    sheet = xml(statement_xlsx(statement(), rows(), terms(), meta()), 4)
    assert 'state="frozen"' in sheet and "<autoFilter" in sheet
    assert 'orientation="landscape"' in sheet and "fitToPage" in sheet


@pytest.mark.slow
def test_rows_beyond_the_limit_are_cut_and_it_says_where_they_are():
    table = rows(copies=1 + ROWS_MAX // rows().num_rows)
    groups = total(group_rows(table, "sku"))
    many = statement()
    names = ("revenue", "cost", "tax", "logistics", "platform_fees", "profit")
    many["totals"] = many["totals"] | dict(zip(names, groups.fen, strict=True))
    read = sheets(statement_xlsx(many, table, terms(), meta()))
    assert len(read["明细"]) == 1 + ROWS_MAX + 1
    assert "rows.parquet" in read["明细"][-1][0] and f"{table.num_rows:,}" in read["明细"][-1][0]
    lines = {row[0]: row for row in read["汇总"][4:12]}
    assert lines["出厂成本"][5] == 0 and lines["销售额"][5] == ""


def test_an_amount_beyond_fifteen_digits_is_text_and_a_share_keeps_its_decimals():
    table = rows().slice(0, 1)
    table = table.set_column(5, "revenue", pa.array([2**63 - 1]))
    table = table.set_column(11, "share_b", pa.array([Decimal("3410.40000001")], pa.decimal128(38, 8)))
    row = sheets(statement_xlsx(statement(), table, terms(), meta()))["明细"][1]
    assert row[5] == "92233720368547758.07"
    assert row[11] == 34.1040000001


def test_the_rest_keeps_the_sum():
    groups = group_rows(rows(), "sku")
    shown, rest = first_and_rest(groups, 2)
    assert rest is not None and total([*shown, rest]).fen == total(groups).fen
