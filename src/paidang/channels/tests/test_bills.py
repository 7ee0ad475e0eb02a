"""Bills of JD, Alipay and WeChat Pay: each row is a movement of money, and the file's own totals hold."""

import tempfile
import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paidang.channels.alipay import bill as alipay
from paidang.channels.formats import Format, Unrecognised, detect
from paidang.channels.jd import bill as jd
from paidang.channels.mapping import Context, clean_row
from paidang.channels.reading import BadFile, open_sheet
from paidang.channels.wechat import bill as wechat

FILES = Path(__file__).parents[4] / "tests/fixtures/files"
HERE = Context("青岚旗舰店", "jd")


def sheet_of(content, name):
    file = tempfile.TemporaryFile()  # noqa: SIM115  the sheet reads on in it
    file.write(content)
    return open_sheet(file, name)


def read(content, name):
    """What a file is, its rows by their movements, and what its totals say."""
    sheet = sheet_of(content, name)
    found = detect(sheet.header)
    assert isinstance(found, Format) and found.bill, found
    trailer, rows = [], []
    for number, row in sheet.rows:
        if found.bill.is_trailer(sheet.header, row):
            trailer.append(row)
        else:
            rows.append((number, clean_row(sheet.header, row)))
    moves = [
        (fact.cells["entry_id"], fact.cells["order_id"], fact.cells["kind"], fact.cells["item"], int(fact.cells["amount"]))
        for row in rows
        for fact in found.map_order([row], None, HERE).facts
    ]  # fmt: skip
    return found.key, moves, found.bill.check_totals(trailer, [cells for _, cells in rows])


def test_wechat_pay():
    key, moves, totals = read((FILES / "wechat_pay_bill.csv").read_bytes(), "bill.csv")
    assert key == "wechat_pay_bill"
    assert moves == [
        ("4200001", "SH1", "payment", "付款", 10_000), ("4200001-fee", "SH1", "fee", "手续费", -60),
        ("4200002", "SH2", "payment", "付款", 5_000), ("4200002-coupon", "SH2", "fee", "免充值券", -500),
        ("4200002-fee", "SH2", "fee", "手续费", -30),
        ("5000001", "SH1", "refund", "退款", -3_000), ("5000001-fee", "SH1", "fee", "手续费", 18),
    ]  # fmt: skip
    assert totals.is_stated and totals.wrong is None


def test_wechat_pay_as_it_was_before_coupons_had_columns():
    _key, moves, totals = read((FILES / "wechat_pay_bill_old.csv").read_bytes(), "bill.csv")
    assert [move for move in moves if move[2] != "fee"] == [
        ("4200001", "SH1", "payment", "付款", 10_000), ("4200002", "SH2", "payment", "付款", 5_000),
        ("5000001", "SH1", "refund", "退款", -3_000),
    ]  # fmt: skip
    assert totals.is_stated and totals.wrong is None


def test_alipay_from_the_zip_with_its_summary():
    key, moves, totals = read((FILES / "alipay_bill.zip").read_bytes(), "bill.zip")
    one, two = "2290417735518840012", "2290417735518840013"
    assert key == "alipay_bill"
    assert moves == [
        ("9001", one, "payment", "交易付款", 25_000), ("9002", one, "fee", "类目软件服务费", -1_250),
        ("9003", one, "fee", "基础软件服务费", -150), ("9004", two, "payment", "交易付款", 23_900),
        ("9005", two, "refund", "交易退款", -3_900), ("9006", "", "other", "转账", -30_000),
    ]  # fmt: skip
    assert totals.is_stated and totals.wrong is None


def test_jd():
    key, moves, totals = read((FILES / "jd_bill.xlsx").read_bytes(), "bill.xlsx")
    assert key == "jd_bill"
    assert [(order, kind, item, fen) for _, order, kind, item, fen in moves] == [
        ("290001", "payment", "货款", 25_000), ("290001", "fee", "佣金", -2_000), ("290002", "payment", "货款", 23_100),
        ("290002", "payment", "平台券", 800), ("290002", "payment", "运费", 800), ("290002", "fee", "运费保险服务费", -120),
        ("290002", "refund", "价保扣款", -800), ("", "other", "保证金", -50_000),
    ]  # fmt: skip
    assert len({entry for entry, *_ in moves}) == len(moves)
    assert not totals.is_stated


@pytest.mark.parametrize(
    ("name", "old", "new", "words"),
    [
        ("wechat_pay_bill.csv", "`3,`145.00", "`4,`145.00", "账单写明 4 笔，文件里有 3 笔"),
        ("wechat_pay_bill.csv", "`0.71500,`150.00", "`0.71500,`151.00", "订单总金额写明 ¥151.00，各行加起来是 ¥150.00"),
        ("wechat_pay_bill.csv", "`150.00,`30.00", "`150.00,`31.00", "申请退款总金额写明 ¥31.00"),
        ("wechat_pay_bill.csv", "`0.71500", "`0.71600", "手续费总金额写明 0.71600 元"),
        ("wechat_pay_bill.csv", "`0.71500,`150.00", "`0.71500,`abc", "不是金额"),
    ],
)  # fmt: skip
def test_a_bill_whose_totals_do_not_hold_is_told_apart(name, old, new, words):
    text = (FILES / name).read_bytes().decode("utf-8-sig")
    assert old in text
    _key, _moves, totals = read(text.replace(old, new).encode(), name)
    assert words in totals.wrong


def alipay_text():
    with zipfile.ZipFile(FILES / "alipay_bill.zip") as archive:
        name = next(name for name in archive.namelist() if "(" not in name)
        return archive.read(name).decode("gb18030")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("支出合计：4笔", "支出合计：5笔", "支出合计写明 5 笔，文件里有 4 笔"),
        ("共489.00元", "共488.00元", "收入合计写明 ¥488.00，各行加起来是 ¥489.00"),
    ],
)
def test_alipays_totals_are_held_against_its_rows(old, new, words):
    text = alipay_text()
    assert old in text
    assert words in read(text.replace(old, new).encode("gb18030"), "a.csv")[2].wrong


def test_an_alipay_file_without_its_last_lines_says_that_nothing_was_checked():
    text = alipay_text().partition("#支出合计")[0]
    assert read(text.encode("gb18030"), "a.csv")[2] == alipay.Totals(None, False)


def test_half_width_brackets_are_the_same_columns():
    text = alipay_text().replace("（+元）", "(+元)").replace("（-元）", "(-元)")
    assert read(text.encode("gb18030"), "a.csv")[1][0][4] == 25_000


@pytest.mark.parametrize(
    ("type_", "said", "fen", "has_order", "expected"),
    [
        ("交易付款", "", 100, True, ("payment", "交易付款")),
        ("交易付款", "", -100, True, ("refund", "交易退款")),
        ("交易退款", "保证金退款T200P2290417735518840013", -100, True, ("other", "交易退款")),
        ("其它", "代扣返点积分2290417735518840013", -5, True, ("fee", "返点积分")),
        ("收费", "技术服务费(花呗分期免息营销)[x]", -5, False, ("fee", "花呗与信用卡手续费")),
        ("其它", "淘宝客佣金代扣款[2290417735518840013]", -5, True, ("fee", "淘宝客佣金")),
        ("其它", "谁也没见过的扣款", -5, True, ("fee", "其它")),
        ("其它", "谁也没见过的进账", 5, False, ("other", "其它")),
        ("转账", "余利宝", -5, False, ("other", "转账")),
        ("其它", "类目软件服务费{2226101200800003000}扣款", -5, True, ("fee", "类目软件服务费")),
    ],
)
def test_what_alipay_rows_are(type_, said, fen, has_order, expected):
    assert alipay.classify({"业务类型": type_, "备注": said}, fen, has_order=has_order) == expected


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("0030003|类目", ("fee", "类目软件服务费")), ("0060092T", ("fee", "消费券代付资金扣回")), ("00800021 天猫", ("other", "其它")),
        ("0010001", ("payment", "交易付款")), ("0020001", ("refund", "交易退款")), ("9999999", ("fee", "其它")),
    ],
)  # fmt: skip
def test_alipays_codes_stand_at_the_beginning_of_the_description(code, expected):
    cells = {"业务类型": "其它", "业务描述": code, "备注": "2226101200800003000"}
    assert alipay.classify(cells, 5, has_order=True) == expected


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"交易状态": "CLOSED"}, "交易状态"), ({"订单金额": ""}, "总金额"), ({"手续费": "免"}, "手续费"), ({"微信订单号": ""}, "微信订单号"),
        ({"货币种类": "USD"}, "货币种类"), ({"交易时间": "昨天"}, "交易时间"), ({"商户订单号": "4.2E+17"}, "商户订单号"),
    ],
)  # fmt: skip
def test_a_bad_row_names_its_cell(changes, column):
    good = {
        "交易时间": "2026-03-05 10:01:00", "商户号": "1", "微信订单号": "42", "商户订单号": "SH1", "交易状态": "SUCCESS", "微信退款单号": "0",
        "手续费": "0.60000", "订单金额": "100.00",
    }  # fmt: skip
    mapped = wechat.map_row([(7, good | changes)], None, HERE)
    assert mapped.facts == [] and [fault.column for fault in mapped.faults[7]] == [column]


def test_a_refund_that_failed_moved_nothing():
    mapped = wechat.map_row([(2, {"交易状态": "REFUND", "退款状态": "FAIL"})], None, HERE)
    assert mapped.skipped and not mapped.facts and not mapped.faults


@pytest.mark.parametrize("direction", ["", "平", "转"])
def test_jds_direction_is_never_guessed(direction):
    cells = {
        "单据编号": "D",
        "费用项": "货款",
        "金额": "1.00",
        "费用结算时间": "2026-03-05 10:01:00",
        "收支方向": direction,
    }
    mapped = jd.map_row([(2, cells)], None, HERE)
    assert [fault.column for fault in mapped.faults[2]] == ["收支方向"]


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(st.decimals(min_value="-99999", max_value="99999", places=5))
def test_a_fee_is_rounded_half_away_from_zero(fee):
    fen = wechat.read_fee(str(fee))
    assert abs(fen - fee * 100) <= 0.5
    assert wechat.read_fee(str(-fee)) == -fen


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.binary(max_size=60), max_size=6))
def test_any_bytes_below_a_header_are_read_or_refused(rows):
    content = ",".join(wechat.REQUIRED).encode() + b"\n`" + b"\n".join(rows)
    try:
        sheet = sheet_of(content, "a.csv")
        if not isinstance(detect(sheet.header), Unrecognised):
            for number, row in sheet.rows:
                wechat.map_row([(number, clean_row(sheet.header, row))], None, HERE)
    except BadFile as no:
        assert str(no)
