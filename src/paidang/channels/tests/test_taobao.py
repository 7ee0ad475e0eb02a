"""Taobao and Tmall: the two reports together, by table."""

import pytest

from paidang.channels.mapping import Context, Mapped
from paidang.channels.taobao.files import map_items, map_orders

CONTEXT = Context(known_at="2026-04-02T10:00:00+08:00")


def order(number: int = 2, **changes: str) -> tuple[int, dict[str, str]]:
    cells = {
        "订单编号": "2290417735518840012", "买家应付货款": "250.00", "买家应付邮费": "0.00", "总金额": "250.00", "买家实际支付金额": "250.00",
        "订单状态": "交易成功", "订单付款时间": "2026-03-05 10:01:00", "店铺名称": "青岚天猫旗舰店", "退款金额": "0.00",
        "确认收货时间": "2026-03-09 08:00:00", "物流单号": "No:123",
    }  # fmt: skip
    return number, cells | changes


def item(number: int = 2, **changes: str) -> tuple[int, dict[str, str]]:
    cells = {
        "订单编号": "2290417735518840012",
        "价格": "129.00",
        "购买数量": "2",
        "商家编码": "QL-1",
        "订单状态": "交易成功",
    }
    return number, cells | changes


def codes(mapped: Mapped) -> list[tuple[str, str]]:
    return [(fault.column, fault.code) for found in mapped.faults.values() for fault in found]


def amounts(mapped: Mapped) -> list[tuple[str, str, str, str]]:
    return [
        (f.cells["line_id"][-4:], f.cells["amount"], f.cells["quantity"], f.cells["restocked"])
        for f in mapped.facts
        if f.table == "refunds"
    ]


def test_either_half_alone_waits() -> None:
    assert map_orders([order()], None, CONTEXT).waits
    assert map_items([item()], None, CONTEXT).waits


def test_whichever_comes_second_gives_the_same_line() -> None:
    (one,) = map_orders([order()], [item()], CONTEXT).facts
    (two,) = map_items([item()], [order()], CONTEXT).facts
    assert one.cells == two.cells
    assert (one.cells["line_id"], one.cells["channel"]) == ("2290417735518840012-QL-1", "tmall")
    assert (one.cells["unit_price"], one.cells["merchant_discount"]) == ("12900", "800")


def test_a_shop_without_a_tmall_name_is_taobao() -> None:
    (line,) = map_orders([order(店铺名称="青岚小铺")], [item()], CONTEXT).facts
    assert line.cells["channel"] == "taobao"


def test_the_platforms_own_discount_is_shown_and_not_subtracted() -> None:
    (line,) = map_orders([order(天猫卡券抵扣="20.00")], [item()], CONTEXT).facts
    assert (line.cells["merchant_discount"], line.cells["platform_discount"]) == ("800", "2000")


def test_a_line_without_a_price_is_a_gift() -> None:
    facts = map_orders([order()], [item(), item(3, 商家编码="BAG", 价格="0.00", 购买数量="1")], CONTEXT).facts
    assert [fact.cells["gift"] for fact in facts] == ["false", "true"]
    assert [fact.cells["merchant_discount"] for fact in facts] == ["800", "0"]


def test_a_unit_price_that_may_be_a_total_is_not_guessed_at() -> None:
    mapped = map_orders([order(买家应付货款="129.00", 总金额="129.00")], [item()], CONTEXT)
    assert codes(mapped) == [("买家应付货款", "ambiguous")]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({"退款金额": "250.00"}, [("QL-1", "25000", "2", "false")], id="all of it, shipped"),
        pytest.param(
            {"退款金额": "250.00", "物流单号": ""},
            [("QL-1", "25000", "2", "true")],
            id="all of it, never left",
        ),
        pytest.param({"退款金额": "30.00"}, [("QL-1", "3000", "0", "false")], id="part of it: money only"),
    ],
)
def test_a_refund_of_a_single_line_is_its_refund(
    changes: dict[str, str], expected: list[tuple[str, ...]]
) -> None:
    assert amounts(map_orders([order(**changes)], [item()], CONTEXT)) == expected


def test_a_refund_with_postage_gives_the_postage_back() -> None:
    mapped = map_orders([order(买家应付邮费="10.00", 总金额="260.00", 退款金额="260.00")], [item()], CONTEXT)
    assert amounts(mapped) == [("QL-1", "25000", "2", "false")]
    assert not [fact for fact in mapped.facts if fact.table == "logistics"]


def test_a_part_refund_of_several_lines_is_nobodys() -> None:
    items = [item(购买数量="1"), item(3, 商家编码="QL-2", 购买数量="1")]
    assert codes(map_orders([order(退款金额="30.00")], items, CONTEXT)) == [
        ("退款金额", "refund_not_attributable")
    ]
    stated = [item(购买数量="1", 退款金额="30.00"), item(3, 商家编码="QL-2", 购买数量="1")]
    assert amounts(map_orders([order(退款金额="30.00")], stated, CONTEXT)) == [("QL-1", "3000", "0", "false")]
    assert len(amounts(map_orders([order(退款金额="250.00")], items, CONTEXT))) == 2


def test_a_refund_without_a_time_is_booked_when_the_file_was_made() -> None:
    closed = order(订单状态="交易关闭", 退款金额="250.00", 确认收货时间="")
    back = map_orders([closed], [item()], CONTEXT).facts[1]
    assert (back.booked, back.cells["refunded_at"]) == (True, "2026-04-02T10:00:00+08:00")
    done = map_orders([order(退款金额="30.00")], [item()], CONTEXT).facts[1]
    assert (done.booked, done.cells["refunded_at"]) == (False, "2026-03-09T08:00:00+08:00")


def test_an_unpaid_order_is_skipped() -> None:
    assert map_orders([order(订单付款时间="")], None, CONTEXT).skipped == "未付款"
    assert map_items([item()], [order(订单付款时间="")], CONTEXT).skipped == "未付款"


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"总金额": "251.00"}, "总金额"),
        ({"买家应付货款": "260.00", "总金额": "260.00"}, "买家应付货款"),
        ({"退款金额": "-1"}, "退款金额"),
    ],
)
def test_amounts_that_do_not_add_up(changes: dict[str, str], column: str) -> None:
    assert codes(map_orders([order(**changes)], [item()], CONTEXT))[0][0] == column
