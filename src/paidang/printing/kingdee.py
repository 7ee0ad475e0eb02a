"""Vouchers as the workbook that 金蝶 K/3 WISE and KIS 专业版, 旗舰版 take in as 标准格式凭证: .xls with Page1 and t_Schema.

docs/vouchers.md says what this was checked against.
"""

import io
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import xlwt

from paidang.printing.vouchers import WORD, Voucher

# In Page1 by its heading; in t_Schema by its field, kind and place.
_TEXT, _NUMBER, _DAY = "Varchar({})", "Decimal(28,10)", "DateTime"
COLUMNS: tuple[tuple[str, str, str, int], ...] = (
    ("凭证日期", "FDate", _DAY, 1), ("会计年度", "FYear", _NUMBER, 2), ("会计期间", "FPeriod", _NUMBER, 3),
    ("凭证字", "FGroupID", _TEXT.format(80), 4), ("凭证号", "FNumber", _NUMBER, 5),
    ("科目代码", "FAccountNum", _TEXT.format(40), 7), ("科目名称", "FAccountName", _TEXT.format(255), 8),
    ("币别代码", "FCurrencyNum", _TEXT.format(10), 9), ("币别名称", "FCurrencyName", _TEXT.format(40), 10),
    ("原币金额", "FAmountFor", _NUMBER, 11), ("借方", "FDebit", _NUMBER, 12), ("贷方", "FCredit", _NUMBER, 13),
    ("制单", "FPreparerID", _TEXT.format(255), 14), ("审核", "FCheckerID", _TEXT.format(255), 15),
    ("核准", "FApproveID", _TEXT.format(255), 17), ("出纳", "FCashierID", _TEXT.format(255), 18),
    ("经办", "FHandler", _TEXT.format(50), 19), ("结算方式", "FSettleTypeID", _TEXT.format(80), 20),
    ("结算号", "FSettleNo", _TEXT.format(255), 21), ("凭证摘要", "FExplanation", _TEXT.format(255), 22),
    ("数量", "FQuantity", _NUMBER, 23), ("数量单位", "FMeasureUnitID", _TEXT.format(255), 24),
    ("单价", "FUnitPrice", _NUMBER, 25), ("参考信息", "FReference", _TEXT.format(255), 26),
    ("业务日期", "FTransDate", _DAY, 27), ("往来业务编号", "FTransNo", _TEXT.format(255), 28),
    ("附件数", "FAttachments", _NUMBER, 29), ("序号", "FSerialNum", _NUMBER, 30),
    ("系统模块", "FObjectName", _TEXT.format(100), 31), ("业务描述", "FParameter", _TEXT.format(100), 32),
    ("汇率类型", "FExchangeRateType", _TEXT.format(80), 33), ("汇率", "FExchangeRate", _NUMBER, 34),
    ("分录序号", "FEntryID", _NUMBER, 35), ("核算项目", "FItem", _TEXT.format(255), 36),
    ("过账", "FPosted", _NUMBER, 37), ("机制凭证", "FInternalInd", _TEXT.format(10), 38), ("现金流量", "FCashFlow", "Memo", 39),
)  # fmt: skip
SCHEMA_HEAD = (
    "FType", "FKey", "FFieldName", "FCaption", "FValueType", "FNeedSave", "FColIndex", "FSrcTableName", "FSrcFieldName",
    "FExpFieldName", "FImpFieldName", "FDefaultVal", "FSearch", "FItemPageName", "FTrueType", "FPrecision", "FSearchName",
    "FIsShownList", "FViewMask", "FPage",
)  # fmt: skip
WORDS_MAX, MAKER_MAX, ROWS_MAX = 255, 255, 65_000
NOBODY, NONE = "NONE", "*"
KEPT_BY = {"customer": "客户", "supplier": "供应商"}
_Value = str | int | Decimal | date


def k3_workbook(vouchers: Iterable[Voucher], maker: str) -> bytes:
    """The workbook; each entry of each voucher is a row of Page1, amounts as exact numbers, days as days."""
    book = xlwt.Workbook(encoding="utf-8")
    page, schema = book.add_sheet("Page1"), book.add_sheet("t_Schema")
    money = xlwt.easyxf(num_format_str="0.00")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for at, (heading, *_of_field) in enumerate(COLUMNS):
        page.write(0, at, heading)
    for row, values in enumerate(_rows(vouchers, maker), start=1):
        for at, value in enumerate(values):
            if isinstance(value, date):
                page.write(row, at, value, day)
            elif value != "":
                page.write(row, at, value, *([money] if isinstance(value, Decimal) else []))
    for row, texts in enumerate(_schema()):
        for at, text in enumerate(texts):
            schema.write(row, at, text)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _rows(vouchers: Iterable[Voucher], maker: str) -> Iterable[list[_Value]]:
    for serial, one in enumerate(vouchers, start=1):
        for nth, entry in enumerate(one.lines):
            debit, credit = Decimal(entry.debit).scaleb(-2), Decimal(entry.credit).scaleb(-2)
            said: dict[str, _Value] = {
                "凭证日期": one.day, "会计年度": one.day.year, "会计期间": one.day.month, "凭证字": WORD, "凭证号": one.number,
                "科目代码": entry.account, "科目名称": entry.name, "币别代码": "RMB", "币别名称": "人民币",
                "原币金额": debit or credit, "借方": debit, "贷方": credit, "制单": maker[:MAKER_MAX], "审核": NOBODY,
                "核准": NOBODY, "出纳": NOBODY, "结算方式": NONE, "凭证摘要": one.words[:WORDS_MAX], "数量": 0,
                "数量单位": NONE, "单价": 0, "业务日期": one.day, "附件数": 0, "序号": serial, "汇率类型": "公司汇率",
                "汇率": 1, "分录序号": nth, "过账": 0,
            }  # fmt: skip
            if entry.kept_by:
                said["核算项目"] = f"{KEPT_BY[entry.kept_by]}---{entry.other}---{one.other}"[:WORDS_MAX]
            yield [said.get(heading, "") for heading, *_of_field in COLUMNS]


def _schema() -> Iterable[tuple[str, ...]]:
    """What K/3 reads first: which field each column of Page1 is."""
    yield SCHEMA_HEAD
    yield ("ClassInfo", "ClassType", "", "VoucherData")
    yield ("ClassInfo", "ClassTypeID", "", "123")
    yield ("PageInfo", "Page1", "", "Page1")
    for heading, field, kind, place in COLUMNS:
        yield (
            "FieldInfo", field, field, heading, kind, "", str(place), "", "", field, field, "", "0", "", "", "0", "0", "0",
            "0", "1",
        )  # fmt: skip
