"""Vouchers for 用友 and 金蝶, read back as those programs read them."""

from datetime import date
from decimal import Decimal
from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from paidang.printing.kingdee import COLUMNS, k3_workbook
from paidang.printing.vouchers import Voucher, VoucherLine
from paidang.printing.yonyou import HEAD, u8_text

NASTY = "逗号, \"引号\" '单'\r\n=1+1\t𤭢 " + "长" * 60


def one(words: str = "3 月对账单", fen: int = 123_456, number: int = 1) -> Voucher:
    lines = [VoucherLine("1122", "应收账款", fen, 0), VoucherLine("6001", "主营业务收入", 0, fen)]
    return Voucher(date(2026, 4, 7), number, words, "青岚茶器", lines)


@given(st.lists(st.tuples(st.text(max_size=80), st.integers(1, 10**15)), max_size=4), st.text(max_size=30))
def test_u8_gets_twelve_cells_a_line_in_gbk_and_every_voucher_balances(said, maker):
    content = u8_text([one(words, fen, nth) for nth, (words, fen) in enumerate(said, 1)], maker)
    head, *rows = content.decode("gbk").removesuffix("\r\n").split("\r\n")
    assert head == HEAD and len(rows) == 2 * len(said)
    for row, (_words, fen) in zip(rows[::2], said, strict=True):
        cells = row.split(",")
        assert len(cells) == 12 and cells[:2] == ["2026-04-07", "记"]
        assert Decimal(cells[6]) * 100 == fen and cells[7] == "0.00"
    sums = [sum(Decimal(row.split(",")[at]) for row in rows) for at in (6, 7)]
    assert sums[0] == sums[1]


def test_u8_keeps_within_the_lengths_and_nothing_begins_another_cell():
    [_head, row, *_rest] = u8_text([one(NASTY)], "林知秋" * 9).decode("gbk").splitlines()
    cells = row.split(",")
    assert len(cells) == 12 and row.isprintable() and '"' not in row
    assert len(cells[4].encode("gbk")) <= 60 and len(cells[11].encode("gbk")) <= 20


def kept(kept_by: str, code: str) -> Voucher:
    lines = [VoucherLine("1122", "应收账款", 5, 0, kept_by, code), VoucherLine("6001", "主营业务收入", 0, 5)]
    return Voucher(date(2026, 4, 7), 1, "3 月对账单", "青岚茶器", lines)


def test_u8_has_the_customer_at_its_18th_cell_and_the_supplier_at_its_19th():
    for kept_by, cells in (("customer", ["C001", ""]), ("supplier", ["", "C001"])):
        [_head, row, other] = u8_text([kept(kept_by, "C001")], "林知秋").decode("gbk").splitlines()
        assert row.split(",")[11:] == ["林知秋", "", "", "", "", "", *cells] and len(other.split(",")) == 12


def test_k3_has_the_other_party_among_the_items_an_account_is_kept_by():
    book = CalamineWorkbook.from_filelike(BytesIO(k3_workbook([kept("supplier", "S.01")], "林知秋")))
    head, row, other = book.get_sheet_by_name("Page1").to_python()
    at = head.index("核算项目")
    assert (row[at], other[at]) == ("供应商---S.01---青岚茶器", "")


def test_k3_gets_both_sheets_amounts_as_numbers_and_days_as_days():
    book = CalamineWorkbook.from_filelike(BytesIO(k3_workbook([one(NASTY), one(number=2)], "林知秋")))
    assert book.sheet_names == ["Page1", "t_Schema"]
    head, *rows = book.get_sheet_by_name("Page1").to_python()
    assert head == [heading for heading, *_of_field in COLUMNS] and len(head) == 37
    named = [dict(zip(head, row, strict=True)) for row in rows]
    assert [(one["凭证号"], one["分录序号"], one["序号"]) for one in named] == [
        (1, 0, 1),
        (1, 1, 1),
        (2, 0, 2),
        (2, 1, 2),
    ]
    assert named[0]["凭证日期"] == date(2026, 4, 7) and named[0]["科目代码"] == "1122"
    assert sum(one["借方"] for one in named) == sum(one["贷方"] for one in named) == 2 * 1234.56
    assert all(one["原币金额"] == one["借方"] or one["原币金额"] == one["贷方"] for one in named)
    fields = book.get_sheet_by_name("t_Schema").to_python()
    assert [row[3] for row in fields[4:]] == head
    assert [row[3] for row in fields[1:4]] == ["VoucherData", "123", "Page1"]
