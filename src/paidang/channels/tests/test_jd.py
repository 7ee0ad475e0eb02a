"""JD 订单导出: what an order's rows become, by table."""

import pytest

from paidang.channels.jd.files import map_order
from paidang.channels.mapping import Context, Mapped

CONTEXT = Context(store="青岚京东旗舰店", known_at="2026-04-02T10:00:00+08:00")


def row(number: int = 2, **changes: str) -> tuple[int, dict[str, str]]:
    cells = {
        "订单号": "290001", "订购数量": "1", "支付方式": "在线支付", "下单时间": "2026-03-05 10:00:00", "京东价": "129.00", "订单金额": "129.00",
        "结算金额": "129.00", "余额支付": "0.00", "应付金额": "129.00", "订单状态": "完成", "运费金额": "0.00",
        "付款确认时间": "2026-03-05 10:01:00", "货号": "QL-1", "订单完成时间": "2026-03-09 08:00:00",
    }  # fmt: skip
    return number, cells | changes


def faults(mapped: Mapped) -> list[tuple[int, str, str]]:
    return [(number, fault.column, fault.code) for number, found in mapped.faults.items() for fault in found]


def test_one_line() -> None:
    (line,) = map_order([row()], None, CONTEXT).facts
    assert line.cells == {
        "line_id": "290001-QL-1", "order_id": "290001", "channel": "jd", "store": "青岚京东旗舰店", "sku": "QL-1", "quantity": "1",
        "unit_price": "12900", "merchant_discount": "0", "platform_discount": "0", "paid_at": "2026-03-05T10:01:00+08:00",
        "shipped_at": "", "completed_at": "2026-03-09T08:00:00+08:00", "gift": "false",
    }  # fmt: skip


def test_the_orders_discount_is_shared_out_once_to_the_fen() -> None:
    money = {"订单金额": "300.00", "结算金额": "299.99", "应付金额": "249.98"}
    rows = [row(n, 货号=f"QL-{n}", 京东价="100.00", **money) for n in (2, 3, 4)]
    facts = map_order(rows, None, CONTEXT).facts
    assert [fact.cells["merchant_discount"] for fact in facts] == ["1", "0", "0"]
    assert [fact.cells["platform_discount"] for fact in facts] == ["1667", "1667", "1667"]


def test_order_cells_left_blank_on_later_lines_are_filled() -> None:
    money = {"订单金额": "258.00", "结算金额": "258.00", "应付金额": "258.00"}
    blank = dict.fromkeys(
        ("下单时间", "订单金额", "结算金额", "应付金额", "订单状态", "付款确认时间", "订单完成时间"), ""
    )
    facts = map_order([row(2, **money), row(3, 货号="QL-2", **blank)], None, CONTEXT).facts
    assert [fact.cells["paid_at"] for fact in facts] == ["2026-03-05T10:01:00+08:00"] * 2


def test_postage_is_a_charge_that_comes_in() -> None:
    facts = map_order([row(运费金额="8.00", 应付金额="137.00")], None, CONTEXT).facts
    assert [(fact.table, fact.cells.get("amount")) for fact in facts] == [
        ("order_lines", None),
        ("logistics", "-800"),
    ]
    assert facts[0].cells["platform_discount"] == "0"


def test_cash_on_delivery_counts_from_the_orders_time() -> None:
    (line,) = map_order([row(支付方式="货到付款", 付款确认时间="")], None, CONTEXT).facts
    assert line.cells["paid_at"] == "2026-03-05T10:00:00+08:00"


def test_a_paid_order_that_was_cancelled_is_a_line_and_its_whole_refund() -> None:
    line, back = map_order([row(订单状态="已取消", 订单完成时间="")], None, CONTEXT).facts
    assert (line.table, back.table, back.booked) == ("order_lines", "refunds", True)
    assert (back.cells["quantity"], back.cells["amount"], back.cells["restocked"]) == ("1", "12900", "true")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"付款确认时间": "", "订单状态": "等待付款"}, "未付款"),
        ({"付款确认时间": "1970-01-01 00:00:00"}, "未付款"),
        ({"付款确认时间": "0001-01-01 00:00:00"}, "未付款"),
        ({"订单状态": "已拆分"}, "已拆分，另有子订单"),
    ],
)
def test_orders_that_are_no_sale_are_skipped_and_counted(changes: dict[str, str], why: str) -> None:
    mapped = map_order([row(**changes)], None, CONTEXT)
    assert (mapped.skipped, mapped.facts) == (why, [])


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"订购数量": "0"}, "订购数量", "bad_cell"),
        ({"京东价": "12.345"}, "京东价", "bad_cell"),
        ({"京东价": "-1"}, "京东价", "bad_cell"),
        ({"货号": ""}, "货号", "bad_cell"),
        ({"付款确认时间": "昨天"}, "付款确认时间", "bad_cell"),
        ({"订单号": "2.9E+05"}, "订单号", "bad_cell"),
        ({"订单金额": "130.00"}, "订单金额", "does_not_add_up"),
        ({"结算金额": "130.00"}, "结算金额", "does_not_add_up"),
        ({"订购数量": "2"}, "订单金额", "does_not_add_up"),
    ],
)
def test_a_bad_cell_is_named_and_the_order_stays_out(changes: dict[str, str], column: str, code: str) -> None:
    mapped = map_order([row(**changes)], None, CONTEXT)
    assert faults(mapped) == [(2, column, code)] and not mapped.facts


def test_amounts_that_differ_within_an_order_are_a_fault() -> None:
    mapped = map_order([row(2), row(3, 结算金额="1.00")], None, CONTEXT)
    assert (3, "结算金额", "order_differs") in faults(mapped)
