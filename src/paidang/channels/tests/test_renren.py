"""人人商城's order export: lines with the shop's own cost, discounts reconciled to what the buyer owed."""

import pytest

from paidang.channels.formats import detect
from paidang.channels.mapping import PLATFORM_COST, Context, Mapped
from paidang.channels.renren.files import map_order

# As the exporter writes it: blank titles, one title twice.
HEADER = [
    "订单编号",
    "粉丝昵称",
    "会员姓名",
    "openid",
    "会员手机手机号",
    "收货姓名(或自提人)",
    "联系电话",
    "收货地址",
    "",
    "",
    "",
    "商品名称",
    "商品编码",
    "商品规格",
    "商品数量",
    "商品单价(折扣前)",
    "商品单价(折扣后)",
    "商品价格(折扣后)",
    "商品价格(折扣后)",
    "结算单价",
    "支付方式",
    "配送方式",
    "商品小计",
    "运费",
    "积分抵扣",
    "余额抵扣",
    "满额立减",
    "优惠券优惠",
    "订单改价",
    "运费改价",
    "应收款",
    "状态",
    "下单时间",
    "付款时间",
    "发货时间",
    "完成时间",
    "快递公司",
    "快递单号",
    "订单备注",
    "核销员",
    "核销门店",
    "订单自定义信息",
    "商品自定义信息",
    "供应商名称",
]
FIRST = {
    "订单编号": "SH20260305001", "商品编码": "QL-1", "商品数量": "2", "商品单价(折扣前)": "129.00", "结算单价": "60.00",
    "支付方式": "微信支付", "运费": "8.00", "应收款": "386.00", "状态": "已完成", "下单时间": "2026-03-05 10:00:00",
    "付款时间": "2026-03-05 10:01:00", "发货时间": "2026-03-06 09:00:00", "完成时间": "2026-03-10 09:00:00",
}  # fmt: skip
SECOND = {"商品编码": "QL-2", "商品数量": "1", "商品单价(折扣前)": "120.00", "结算单价": "0.00", "付款时间": "2026-03-05 10:01:00"}  # fmt: skip
CONTEXT = Context("青岚人人商城", "", "2026-04-01T10:00:00+08:00")


def mapped(first: dict[str, str] | None = None, second: dict[str, str] | None = SECOND) -> Mapped:
    rows = [(2, {**FIRST, **(first or {})}), *([(3, second)] if second else [])]
    return map_order(rows, None, CONTEXT)


def figures(found: Mapped) -> list[tuple[str, ...]]:
    return [
        tuple(
            fact.cells[name]
            for name in ("line_id", "quantity", "unit_price", "merchant_discount", PLATFORM_COST)
        )
        for fact in found.facts
        if fact.table == "order_lines"
    ]


def test_it_is_told_by_its_columns():
    assert detect(HEADER).key == "renren_orders"


def test_lines_carry_the_shops_cost_and_share_no_discount_where_the_buyer_owes_it_all():
    found = mapped()
    assert figures(found) == [
        ("SH20260305001-QL-1", "2", "12900", "0", "6000"),
        ("SH20260305001-QL-2", "1", "12000", "0", ""),  # nothing stated
    ]
    (postage,) = [fact.cells["amount"] for fact in found.facts if fact.table == "logistics"]
    assert postage == "-800"


@pytest.mark.parametrize(
    ("first", "discounts", "postage"),
    [
        ({"应收款": "366.00"}, ["1365", "635"], "-800"),  # 20.00 given away, by line total
        ({"应收款": "366.00", "余额抵扣": "-20.00"}, ["0", "0"], "-800"),  # paid with money paid in before
        ({"应收款": "381.00", "运费改价": "--5.00"}, ["0", "0"], "-300"),
        ({"应收款": "391.00", "运费改价": "+5.00"}, ["0", "0"], "-1300"),
    ],
)
def test_what_was_given_away_is_what_the_prices_exceed_it_by(first, discounts, postage):
    found = mapped(first)
    assert [cells[3] for cells in figures(found)] == discounts
    assert [fact.cells["amount"] for fact in found.facts if fact.table == "logistics"] == [postage]


def test_what_does_not_add_up_waits_for_a_person():
    found = mapped({"应收款": "400.00"})
    assert [(row, fault.column, fault.code) for row, faults in found.faults.items() for fault in faults] == [
        (2, "应收款", "does_not_add_up")
    ]


def test_unpaid_is_left_out_and_cash_on_delivery_counts_from_its_order():
    assert mapped({"付款时间": ""}, None).skipped == "未付款"
    cod = mapped({"付款时间": "", "支付方式": "货到付款", "应收款": "266.00"}, None)
    assert cod.facts[0].cells["paid_at"] == "2026-03-05T10:00:00+08:00"


def test_closed_after_payment_is_a_full_refund_fit_for_sale_only_if_it_never_left():
    for shipped, restocked in (("", "true"), ("2026-03-06 09:00:00", "false")):
        found = mapped({"状态": "已关闭", "发货时间": shipped, "应收款": "266.00"}, None)
        (refund,) = [fact.cells for fact in found.facts if fact.table == "refunds"]
        assert (refund["amount"], refund["quantity"], refund["restocked"]) == ("25800", "2", restocked)
