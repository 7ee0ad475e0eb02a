"""What 微信小店's documents become: heads, facts to the fen, faults that a person sees."""

import copy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from paidang.channels.link.documents import Document
from paidang.channels.mapping import Context, revenue_fen
from paidang.channels.wechat.mapping import map_document
from paidang.channels.wechat.words import UNITS

HERE = Context("青岚微信小店", "wechat")
ORDER = {
    "order_id": "3705115058471208928",
    "create_time": 1772676000,
    "update_time": 1773108000,
    "status": 30,
    "order_detail": {
        "product_infos": [
            {"product_id": "100", "sku_id": "11", "sku_code": "QL-A", "sku_cnt": 2, "sale_price": 9900, "real_price": 18800},
            {"product_id": "100", "sku_id": "12", "sku_code": "QL-GIFT", "sku_cnt": 1, "sale_price": 0, "real_price": 0},
        ],
        "price_info": {
            "product_price": 19800, "freight": 800, "original_order_price": 20600, "discounted_price": 1000, "deduction_price": 300,
            "order_price": 19300,
        },
        "pay_info": {"pay_time": 1772676060},
        "delivery_info": {
            "address_info": {"user_name": "张**", "tel_number": "138****0000", "province_name": "浙江省", "city_name": "杭州市", "detail_info": "***"},
            "delivery_product_info": [
                {"delivery_id": "SF", "waybill_id": "SF1", "product_infos": [{"product_id": "100", "sku_id": "11", "product_cnt": 2}]},
                {"delivery_id": "YTO", "waybill_id": "YT2", "product_infos": [{"product_id": "100", "sku_id": "12", "product_cnt": 1}]},
            ],
            "ship_done_time": 1772762460,
        },
        "ext_info": {"customer_notes": "请快点", "merchant_notes": ""},
    },
}  # fmt: skip
CASE = {
    "after_sale_order_id": "9001", "order_id": ORDER["order_id"], "status": "MERCHANT_RETURN_SUCCESS", "type": "RETURN",
    "reason_text": "不喜欢", "create_time": 1773000000, "update_time": 1773100000,
    "product_info": {"product_id": "100", "sku_id": "11", "count": 1}, "refund_info": {"amount": 9400},
    "return_info": {"delivery_id": "ZTO", "waybill_id": "Z9"},
}  # fmt: skip


def changed(body, path, value):
    body = copy.deepcopy(body)
    at = body
    *names, last = path.split(".")
    for name in names:
        at = at[int(name) if name.isdecimal() else name]
    at[last] = value
    return body


def of_order(body):
    return map_document(Document("order", ORDER["order_id"], body), HERE)


def of_case(case, order=ORDER):
    return map_document(Document("case", "9001", {"case": case, "order": order}), HERE)


def test_an_order_whole():
    found = of_order(ORDER)
    head, facts = found.head, found.mapped.facts
    assert not found.mapped.faults and (head.state, head.platform_state) == ("shipped", "30")
    assert [(p.carrier, p.waybill, p.line_ids) for p in head.parcels] == [
        ("SF", "SF1", ("3705115058471208928-QL-A",)), ("YTO", "YT2", ("3705115058471208928-QL-GIFT",)),
    ]  # fmt: skip
    assert (head.receiver.name, head.receiver.city, head.buyer_words) == ("张**", "杭州市", "请快点")
    line, gift, postage = (fact.cells for fact in facts)
    assert (line["unit_price"], line["merchant_discount"], line["platform_discount"]) == (
        "9900",
        "1000",
        "300",
    )
    assert (line["paid_at"], line["shipped_at"]) == ("2026-03-05T10:01:00+08:00", "2026-03-06T10:01:00+08:00")
    assert gift["gift"] == "true" and postage["amount"] == "-800"


def test_what_each_line_came_to_is_taken_from_the_platform():
    """`real_price` tells whose the discount is; where it does not come to all of it, it is shared out by line totals."""
    two = [
        {"product_id": "100", "sku_id": "11", "sku_code": "QL-A", "sku_cnt": 1, "sale_price": 9900, "real_price": 9900},
        {"product_id": "100", "sku_id": "12", "sku_code": "QL-B", "sku_cnt": 1, "sale_price": 9900, "real_price": 8900},
    ]  # fmt: skip
    order = changed(ORDER, "order_detail.product_infos", two)
    assert [f.cells["merchant_discount"] for f in of_order(order).mapped.facts[:2]] == ["0", "1000"]
    for wrong in (9800, ""):
        told = changed(order, "order_detail.product_infos.1.real_price", wrong)
        assert [f.cells["merchant_discount"] for f in of_order(told).mapped.facts[:2]] == ["500", "500"]


def test_the_time_of_receipt_is_the_platforms_own_where_it_is_told():
    """An order is changed again after it is done, by a refund for one; that does not move it to another month."""
    done = changed(changed(ORDER, "status", 100), "order_detail.ext_info.confirm_receipt_time", 1773000000)
    assert of_order(done).head.completed_at == "2026-03-09T04:00:00+08:00"
    assert of_order(changed(ORDER, "status", 100)).head.completed_at == "2026-03-10T10:00:00+08:00"


def test_freight_within_the_price_or_apart_from_it():
    apart = changed(changed(ORDER, "order_detail.price_info.original_order_price", 19800), "order_detail.price_info.order_price", 18500)  # fmt: skip
    assert of_order(apart).mapped.facts == of_order(ORDER).mapped.facts
    assert of_order(changed(apart, "order_detail.price_info.original_order_price", 20600)).mapped.faults


def test_a_refund_of_money_alone():
    (refund,) = of_case(CASE | {"product_info": CASE["product_info"] | {"count": 0}}).mapped.facts
    assert (refund.cells["quantity"], refund.cells["amount"]) == ("0", "9552")


def test_a_case_whole():
    found = of_case(CASE)
    head = found.head
    assert (head.state, head.kind, head.line_id, head.return_parcel.waybill) == (
        "refunded", "return_goods", "3705115058471208928-QL-A", "Z9",
    )  # fmt: skip
    (refund,) = found.mapped.facts
    assert (refund.cells["amount"], refund.cells["quantity"], refund.cells["restocked"]) == (
        "9552",
        "1",
        "false",
    )
    before_shipping = changed(changed(ORDER, "order_detail.delivery_info.ship_done_time", 0), "status", 20)
    money_only = CASE | {
        "type": "REFUND", "status": "MERCHANT_REFUND_SUCCESS", "refund_info": {"amount": 18800}, "product_info": {"product_id": "100", "sku_id": "11", "count": 2},
    }  # fmt: skip
    (whole,) = of_case(money_only, before_shipping).mapped.facts
    assert (whole.cells["quantity"], whole.cells["restocked"]) == ("2", "true")


@pytest.mark.parametrize(
    ("path", "value", "state", "skipped"),
    [
        ("status", 10, "unpaid", False), ("status", 20, "paid", False), ("status", 21, "part_shipped", False), ("status", 100, "done", False),
        ("status", 200, "cancelled", False), ("status", 250, "cancelled", False), ("order_detail.pay_info.pay_time", 0, None, False),
    ],
)  # fmt: skip
def test_states(path, value, state, skipped):
    found = of_order(changed(ORDER, path, value))
    if state is None:
        assert found.head is None and found.mapped.faults  # shipped, and nobody paid
    else:
        assert found.head.state == state and found.mapped.facts
    unpaid = of_order(
        changed(changed(ORDER, "order_detail.pay_info.pay_time", 0), "status", 250 if value == 250 else 10)
    )
    assert unpaid.mapped.skipped == "未付款" and not unpaid.mapped.facts


def test_an_order_that_was_refunded_whole_keeps_no_postage():
    facts = of_order(changed(ORDER, "status", 200)).mapped.facts
    assert [fact.cells["amount"] for fact in facts if fact.table == "logistics"] == ["0"]


@pytest.mark.parametrize(
    ("path", "value", "column"),
    [
        ("status", 77, "status"), ("order_id", "1", "order_id"), ("order_detail.product_infos", [], "product_infos"),
        ("order_detail.product_infos.0.sale_price", "99.00", "sale_price"),
        ("order_detail.product_infos.0.sale_price", 990000, "product_price"), ("order_detail.price_info.order_price", 193, "order_price"),
        ("order_detail.price_info.freight", -1, "freight"), ("create_time", "昨天", "create_time"),
    ],
)  # fmt: skip
def test_what_cannot_be_so_is_a_fault_with_its_place(path, value, column):
    found = of_order(changed(ORDER, path, value))
    columns = {fault.column for faults in found.mapped.faults.values() for fault in faults}
    assert found.head is None and not found.mapped.facts and column in columns, columns


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"status": "NEW_WORD"}, "status"), ({"type": "GIFT"}, "type"), ({"after_sale_order_id": "1"}, "after_sale_order_id"),
        ({"product_info": {"product_id": "9", "sku_id": "9", "count": 1}}, "product_info"),
        ({"refund_info": {"amount": "94.00"}}, "amount"),
    ],
)  # fmt: skip
def test_a_case_that_cannot_be_so(changes, column):
    found = of_case(CASE | changes)
    columns = {fault.column for faults in found.mapped.faults.values() for fault in faults}
    assert found.head is None and not found.mapped.facts and column in columns, columns


def test_a_case_in_an_order_that_cannot_be_read_waits():
    found = of_case(CASE, changed(ORDER, "order_detail.price_info.order_price", 1))
    assert [fault.code for faults in found.mapped.faults.values() for fault in faults] == ["order_missing"]


def test_a_case_that_names_no_goods_is_about_all_of_the_order_or_nobody_knows_of_what():
    whole = CASE | {"product_info": {}, "refund_info": {"amount": 19300}}
    facts = of_case(whole).mapped.facts
    assert [(fact.cells["amount"], fact.cells["quantity"]) for fact in facts] == [("18800", "2"), ("0", "1")]
    part = of_case(whole | {"refund_info": {"amount": 100}})
    codes = [fault.code for faults in part.mapped.faults.values() for fault in faults]
    assert codes == ["refund_not_attributable"]


def test_every_amount_is_in_fen():
    assert set(UNITS.values()) == {"fen"}


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.lists(st.tuples(st.integers(0, 99_999), st.integers(1, 5)), min_size=1, max_size=5),
    st.integers(0, 5_000),
    st.data(),
)
def test_facts_add_up_to_what_the_buyer_paid(lines, postage, data):
    goods = sum(price * count for price, count in lines)
    merchant = data.draw(st.integers(0, goods))
    platform = data.draw(st.integers(0, goods - merchant))
    body = copy.deepcopy(ORDER)
    body["order_detail"]["product_infos"] = [
        {"product_id": "1", "sku_id": str(at), "sku_code": f"S{at}", "sku_cnt": count, "sale_price": price}
        for at, (price, count) in enumerate(lines)
    ]
    body["order_detail"]["price_info"] = {
        "product_price": goods, "freight": postage, "discounted_price": merchant, "deduction_price": platform,
        "order_price": goods + postage - merchant - platform,
    }  # fmt: skip
    found = of_order(body)
    sold = [fact for fact in found.mapped.facts if fact.table == "order_lines"]
    charged = [int(fact.cells["amount"]) for fact in found.mapped.facts if fact.table == "logistics"]
    assert not found.mapped.faults
    assert sum(map(revenue_fen, sold)) - sum(charged) == goods - merchant + postage
    assert sum(int(fact.cells["platform_discount"]) for fact in sold) == platform
