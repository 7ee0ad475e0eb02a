"""Bank account statements: columns by their words, any encoding, no formula computed, bad rows named."""

import io
from datetime import date

import pytest
import xlsxwriter

from paidang.channels.bank.files import read_bank_file
from paidang.channels.bank.reading import REVERSAL
from paidang.channels.reading import BadFile

CMB = """账号：571900001230917,户名：杭州拾舟电子商务有限公司
交易日期,交易时间,收入,支出,余额,对方户名,对方账号,附言,流水号
20261012,10:31:05,"10,000.00",,"88,000.00",宁波北陌户外用品有限公司,330100,8月款,C100
20261012,11:47:00,1200.00,,"89,200.00",周**,622200,,C101
20261013,09:00:00,,500.00,"88,700.00",房东,622201,房租,C102
合计,,11200.00,500.00,,,,,
"""


def test_a_header_below_other_lines_and_the_account_above_it():
    found = read_bank_file(CMB.encode("gb18030"), "流水.csv")
    assert [(row.account, row.serial, row.day, row.amount, row.payer_name, row.remark) for row in found.rows] == [
        ("571900001230917", "C100", date(2026, 10, 12), 1_000_000, "宁波北陌户外用品有限公司", "8月款"),
        ("571900001230917", "C101", date(2026, 10, 12), 120_000, "周**", ""),
    ]  # fmt: skip
    assert found.outgoing == 1
    assert [(bad.row, bad.column) for bad in found.bad] == [(6, "交易日期")]


@pytest.mark.parametrize(
    "text",
    [
        "记账日期,借方发生额,贷方发生额,对方户名,摘要,交易流水号\n2026-10-12,0.00,100.00,甲公司,货款,1\n",
        "交易时间\t借贷标志\t交易金额\t对方账户名称\t用途\t凭证号\n2026/10/12 09:00:00\t贷\t100\t甲公司\t货款\t1\n",
        "入账日期,收支方向,发生额(元),付款人名称,备注,银行流水号\n2026年10月12日,收入,￥100.00,甲公司,货款,1\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_banks_name_their_columns_differently(text, encoding):
    (row,) = read_bank_file(text.encode(encoding), "a.csv").rows
    assert (row.day, row.amount, row.payer_name, row.remark, row.serial) == (
        date(2026, 10, 12), 10_000, "甲公司", "货款", "1"
    )  # fmt: skip


def test_a_debit_is_not_money_that_came_in():
    text = "日期,借贷标志,金额,对方户名,流水号\n2026-10-12,借,100,甲公司,1\n2026-10-12,贷,7,甲公司,2\n"
    found = read_bank_file(text.encode(), "a.csv")
    assert ([row.amount for row in found.rows], found.outgoing) == ([700], 1)


def test_what_is_neither_in_nor_out_is_named_and_not_passed_over():
    text = "日期,借贷标志,金额,对方户名,流水号\n2026-10-12,冲正,100,甲公司,1\n2026-10-12,入账,7,甲公司,2\n2026-10-12,,9,甲公司,3\n"
    found = read_bank_file(text.encode(), "a.csv")
    assert [row.amount for row in found.rows] == [700]
    assert [(bad.row, bad.column) for bad in found.bad] == [(2, "交易金额"), (4, "交易金额")]
    assert "冲正" in str(found.bad[0].reason)


def test_only_yuan_is_taken_for_yuan():
    text = "日期,币种,收入,对方户名,流水号\n2026-10-12,美元,100,甲公司,1\n2026-10-12,CNY,7,甲公司,2\n"
    found = read_bank_file(text.encode(), "a.csv")
    assert [row.amount for row in found.rows] == [700]
    assert [(bad.row, bad.column, bad.value) for bad in found.bad] == [(2, "币种", "美元")]
    with pytest.raises(BadFile, match="不是人民币"):
        read_bank_file("日期,收入(USD),对方户名,流水号\n2026-10-12,100,甲公司,1\n".encode(), "a.csv")


def test_a_workbook_with_formulas_is_read_as_it_stands():
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer)
    sheet = book.add_worksheet()
    for column, word in enumerate(["交易日期", "收入金额", "对方户名", "摘要", "流水号"]):
        sheet.write_string(0, column, word)
    sheet.write_string(1, 0, "2026-10-12")
    sheet.write_number(1, 1, 100.1)
    sheet.write_string(1, 2, '=HYPERLINK("http://evil.example")')
    sheet.write_string(1, 3, "=1+1")
    sheet.write_string(1, 4, "S1")
    book.close()
    (row,) = read_bank_file(buffer.getvalue(), "a.xlsx").rows
    assert (row.amount, row.payer_name, row.remark) == (10_010, '=HYPERLINK("http://evil.example")', "=1+1")


def test_bad_rows_are_named_and_do_not_hold_up_the_others():
    text = "日期,收入,对方户名,流水号\n2026-13-01,1,甲,1\n2026-10-12,一百,甲,2\n2026-10-12,1,甲,\n2026-10-12,1,甲,1.2E+20\n2026-10-12,1,甲,5\n"
    found = read_bank_file(text.encode(), "a.csv")
    assert [(bad.row, bad.column) for bad in found.bad] == [
        (2, "交易日期"), (3, "收入金额"), (4, "交易流水号"), (5, "交易流水号")
    ]  # fmt: skip
    assert [row.serial for row in found.rows] == ["5"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("a,b,c\n1,2,3\n", "没有找到表头"),
        ("日期,收入,对方户名\n2026-10-12,1,甲\n", "缺列：交易流水号"),
        ("日期,金额,对方户名,流水号\n2026-10-12,1,甲,1\n", "缺列：借贷标志"),
        ("", "空的"),
    ],
)
def test_what_is_no_account_statement_is_refused_with_the_reason(text, why):
    with pytest.raises(BadFile, match=why):
        read_bank_file(text.encode(), "a.csv")


@pytest.mark.parametrize(
    "text",
    [
        "日期,收入,支出,对方户名,流水号\n2026-10-12,-100.00,,甲公司,1\n2026-10-12,7,,甲公司,2\n",
        "日期,借贷标志,金额,对方户名,流水号\n2026-10-12,贷,-100.00,甲公司,1\n2026-10-12,贷,7,甲公司,2\n",
    ],
)
def test_a_receipt_that_the_bank_took_back_is_named_and_not_passed_over(text):
    reading = read_bank_file(text.encode(), "a.csv")
    assert [row.serial for row in reading.rows] == ["2"] and reading.outgoing == 0
    assert [(bad.row, bad.value, bad.reason) for bad in reading.bad] == [(2, "-100.00", REVERSAL)]
