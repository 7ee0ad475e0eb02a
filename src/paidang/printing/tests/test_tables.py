"""Tables that are taken away: text stays text, amounts are numbers."""

import csv
import io
from decimal import Decimal

import pytest
import python_calamine

from paidang.printing.tables import csv_file, xlsx_file

HEAD = ["合同", "金额（元）", "件"]
ROWS = [["=1+1", Decimal("15779.16"), 3], ["@青岚\n茶器", None, 0]]


def test_csv_has_a_mark_for_spreadsheets_and_no_formula():
    content = csv_file("合同", HEAD, ROWS).read()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert rows == [HEAD, ["'=1+1", "15779.16", "3"], ["'@青岚\n茶器", "", "0"]]


def test_a_workbook_holds_text_as_text_and_amounts_as_numbers():
    sheet = python_calamine.CalamineWorkbook.from_filelike(xlsx_file("合同", HEAD, ROWS)).get_sheet_by_index(
        0
    )
    assert sheet.name == "合同"
    assert sheet.to_python() == [HEAD, ["=1+1", 15779.16, 3], ["@青岚\n茶器", "", 0]]


@pytest.mark.parametrize("make", [csv_file, xlsx_file])
def test_no_rows_are_a_head_alone(make):
    assert make("合同", HEAD, []).read()
