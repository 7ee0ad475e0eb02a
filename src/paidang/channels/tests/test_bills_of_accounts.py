"""微信小店, 抖店, 拼多多, 有赞: statements of account whose rows are movements and no more."""

import pytest

from paidang.channels.douyin import bill as douyin
from paidang.channels.formats import FORMATS, detect
from paidang.channels.mapping import Context
from paidang.channels.pinduoduo import bill as pinduoduo
from paidang.channels.tests.test_bills import read
from paidang.channels.wechat import shop_bill
from paidang.channels.youzan import bill as youzan

WECHAT_SHOP = """流水单号,记账时间,动帐类型,收支类型,收支金额,账户余额,关联订单号,关联售后单号,关联提现单号,关联保单号,详情
f1,2026-03-05 10:01:00,订单支付,收入,100.50,100.50,3700001,,,,
f1,2026-03-05 10:01:00,技术服务费,支出,3.50,97.00,3700001,,,,
f2,2026-03-06 09:00:00,订单退款,支出,20.00,77.00,3700001,9001,,,
f3,2026-03-06 09:00:00,技术服务费,收入,0.70,77.70,3700001,9001,,,
f4,2026-03-07 09:00:00,提现,支出,70.00,7.70,,,T1,,
f5,2026-03-07 10:00:00,运费险,支出,1.20,6.50,,,,B1,
"""
PINDUODUO = """#拼多多账务明细
商户订单号,发生时间,收入金额（+元）,支出金额（-元）,账务类型,备注,业务描述
260305-1,2026-03-05 10:01:00,100.00,0.00,交易收入,,订单收入
260305-1,2026-03-05 10:01:00,5.00,0.00,优惠券结算,,平台券
260305-1,2026-03-05 10:01:00,0.00,-0.60,技术服务费,,基础技术服务费
260305-1,2026-03-08 12:00:00,0.00,-30.00,退款,,部分退款
,2026-03-09 12:00:00,0.00,-60.00,提现,,
#导出时间：2026-03-10
"""
YOUZAN = """店铺名称,类型,名称,业务单号,支付流水号,关联单号,交易来源地,账务主体,账户,收入(元),支出(元),余额(元),支付方式,交易对手,渠道,下单时间,入账时间,操作人,附加信息,备注,来源
青岚,订单入账,面霜,E20260305100100012340001,P1,,国内,青岚,有赞,88.00,,88.00,微信,,,2026-03-05 10:00:00,2026-03-05 10:01:00,,,,
青岚,交易手续费,,E20260305100100012340001,P1,,国内,青岚,有赞,,0.53,87.47,,,,2026-03-05 10:00:00,2026-03-05 10:01:00,,,,
青岚,退款,,202603060001,P2,E20260305100100012340001,国内,青岚,有赞,,8.00,79.47,,,,,2026-03-06 10:01:00,,,,
青岚,提现,,202603070001,P3,,国内,青岚,有赞,,79.00,0.47,,,,,2026-03-07 10:01:00,,,,
"""
DOUYIN = """动账时间,动帐流水号,动账方向,动账金额,动账账户,动账场景,计费类型,子订单号,订单号,订单实付应结,运费实付,实际平台补贴,订单退款,平台服务费,佣金,备注
2026-03-05 10:01:00,D1,入账,91.00,聚合账户,订单结算,,'6900001,'6900000,90.00,8.00,5.00,0.00,-2.00,-10.00,
2026-03-06 10:01:00,D2,出账,50.00,聚合账户,已退款,,'6900001,'6900000,0.00,0.00,0.00,-50.00,0.00,0.00,
2026-03-07 10:01:00,D3,入账,70.00,聚合账户,订单结算,,'6900003,'6900002,90.00,0.00,0.00,0.00,-2.00,0.00,
2026-03-08 10:01:00,D4,出账,7.00,聚合账户,提现,,,,,,,,,,
2026-03-09 10:01:00,D5,出账,1.50,聚合账户,运费险,,'6900003,'6900002,,,,,,,
"""


@pytest.mark.parametrize(
    ("text", "key", "expected"),
    [
        (WECHAT_SHOP, "wechat_shop_bill", [
            ("3700001", "payment", "订单支付", 10_050), ("3700001", "fee", "技术服务费", -350), ("3700001", "refund", "订单退款", -2_000),
            ("3700001", "fee", "技术服务费", 70), ("", "other", "提现", -7_000), ("", "other", "运费险", -120),
        ]),
        (PINDUODUO, "pinduoduo_bill", [
            ("260305-1", "payment", "交易收入", 10_000), ("260305-1", "payment", "优惠券结算", 500), ("260305-1", "fee", "技术服务费", -60),
            ("260305-1", "refund", "退款", -3_000), ("", "other", "提现", -6_000),
        ]),
        (YOUZAN, "youzan_bill", [
            ("E20260305100100012340001", "payment", "订单入账", 8_800), ("E20260305100100012340001", "fee", "交易手续费", -53),
            ("E20260305100100012340001", "refund", "退款", -800), ("", "other", "提现", -7_900),
        ]),
        (DOUYIN, "douyin_bill", [
            ("6900000", "payment", "订单实付应结", 9_000), ("6900000", "payment", "运费实付", 800), ("6900000", "payment", "实际平台补贴", 500),
            ("6900000", "fee", "平台服务费", -200), ("6900000", "fee", "佣金", -1_000), ("6900000", "refund", "订单退款", -5_000),
            ("6900002", "payment", "订单结算", 7_000), ("", "other", "提现", -700), ("6900002", "fee", "运费险", -150),
        ]),
    ],
)  # fmt: skip
def test_each_row_is_a_movement_of_its_kind(text, key, expected):
    found, moves, totals = read(text.encode(), "bill.csv")
    assert found == key
    assert [(order, kind, item, fen) for _, order, kind, item, fen in moves] == expected
    assert len({entry for entry, *_ in moves}) == len(moves)
    assert not totals.is_stated


GOOD = {
    shop_bill: {"流水单号": "f", "记账时间": "2026-03-05 10:01:00", "动账类型": "订单支付", "收支类型": "收入", "收支金额": "1.00", "关联订单号": "37"},
    pinduoduo: {"商户订单号": "26", "发生时间": "2026-03-05 10:01:00", "收入金额(+元)": "1.00", "支出金额(-元)": "", "账务类型": "交易收入"},
    youzan: {"类型": "退款", "业务单号": "R", "支付流水号": "P", "收入(元)": "", "支出(元)": "1.00", "入账时间": "2026-03-05 10:01:00"},
    douyin: {"动账流水号": "D", "动账时间": "2026-03-05 10:01:00", "动账场景": "订单结算", "动账方向": "入账", "动账金额": "1.00", "订单号": "69"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("module", "changes", "column"),
    [
        (shop_bill, {"流水单号": ""}, "流水单号"), (shop_bill, {"收支类型": "冻结"}, "收支类型"), (shop_bill, {"收支金额": ""}, "收支金额"),
        (shop_bill, {"关联订单号": "3.7E+18"}, "关联订单号"), (shop_bill, {"动账类型": ""}, "动账类型"),
        (pinduoduo, {"支出金额(-元)": "1.00"}, "支出金额(-元)"), (pinduoduo, {"发生时间": "昨天"}, "发生时间"),
        (youzan, {"支出(元)": "免"}, "支出(元)"), (youzan, {"支付流水号": ""}, "支付流水号"),
        (douyin, {"动账方向": ""}, "动账方向"), (douyin, {"动账金额": "1.005"}, "动账金额"),
    ],
)  # fmt: skip
def test_a_bad_row_names_its_cell(module, changes, column):
    assert module.map_row([(2, GOOD[module])], None, Context()).facts
    mapped = module.map_row([(7, GOOD[module] | changes)], None, Context())
    assert mapped.facts == [] and [fault.column for fault in mapped.faults[7]] == [column]


def test_what_douyins_parts_do_not_come_to_is_one_line_and_is_said():
    mapped = douyin.map_row([(2, GOOD[douyin] | {"订单实付应结": "2.00"})], None, Context())
    assert [fact.cells["amount"] for fact in mapped.facts] == ["100"] and mapped.notes


def test_no_format_is_taken_for_another():
    for key, found in FORMATS.items():
        told = detect(list(found.required))
        assert getattr(told, "key", "") == key, key
