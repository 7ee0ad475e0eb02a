"""JD orders and cases as facts and heads: recorded payloads, and properties over made ones."""

from dataclasses import replace

import pytest

from paidang.channels.facts.check import check_row
from paidang.channels.facts.tables import TABLES
from paidang.channels.jd.words import (
    REFUND_STATE,
    SERVICE_KIND,
    SERVICE_STATE,
    UNIT,
)
from paidang.channels.link.documents import (
    CASE_KINDS,
    CASE_STATES,
    Document,
    InvoiceWish,
    Parcel,
    Receiver,
)
from paidang.channels.link.record import FEN, YUAN
from paidang.channels.mapping import revenue_fen
from paidang.channels.tests.jd_recorded import CONTEXT, JD, case, faults, map_case, map_order, money, order

# Recorded payloads


@pytest.mark.parametrize(
    ("number", "state", "skipped", "facts"),
    [
        (1, "done", "", ["order_lines"]),
        (2, "shipped", "", ["order_lines", "order_lines", "order_lines", "logistics"]),
        (3, "cancelled", "", ["order_lines", "refunds", "logistics"]),
        (4, "cancelled", "未付款", []),
        (5, "split", "已拆分，另有子订单", []),
        (6, "paid", "", ["order_lines"]),
        (7, "paid", "", ["order_lines"]),
        (8, "unpaid", "未付款", []),
        (9, "held", "", ["order_lines", "order_lines"]),
        (10, "part_shipped", "", ["order_lines", "order_lines"]),
    ],
)
def test_recorded_orders(number, state, skipped, facts):
    found = map_order(order(number))
    assert not found.mapped.faults
    assert (found.head.state, found.mapped.skipped) == (state, skipped)
    assert [fact.table for fact in found.mapped.facts] == facts
    for fact in found.mapped.facts:
        assert check_row(TABLES[fact.table], fact.cells)[1] == [], "as the door of intake wants it"


def test_an_order_whole():
    found = map_order(order(2))
    head = found.head
    assert (head.paid_at, head.shipped_at) == ("2026-03-05T10:01:00+08:00", "2026-03-06T09:00:00+08:00")
    assert (head.completed_at, head.parent_id, head.buyer_words, head.seller_words) == (
        "",
        "",
        "送礼",
        "加急",
    )
    assert head.parcels == (Parcel("467", "SF2"), Parcel("467", "SF3"), Parcel("1499", "ZT4"))
    assert head.invoice == InvoiceWish("杭州某某有限公司", "91330100MA00000000", is_company=True)
    assert head.receiver == Receiver("AQBcZ5", "AQ1390", "浙江", "杭州市", "西湖区", "AQxyz")
    assert money(found) == {"goods": 40000, "merchant": 5000, "platform": 2500, "postage": 800, "refunded": 0}
    one, two, gift = (fact.cells for fact in found.mapped.facts[:3])
    assert (one["merchant_discount"], two["merchant_discount"]) == ("1622", "3378"), (
        "30 yuan on its SKU, the rest by room"
    )
    assert (gift["gift"], gift["unit_price"], gift["merchant_discount"]) == ("true", "0", "0")
    assert (map_order(order(6)).head.parent_id, map_order(order(7)).head.paid_at) == (
        "290000000005",
        "2026-03-05T10:00:00+08:00",
    )


def test_a_paid_order_that_was_cancelled_is_its_lines_their_whole_refund_and_no_postage():
    line, back, postage = (fact.cells for fact in map_order(order(3)).mapped.facts)
    assert (back["quantity"], back["amount"], back["restocked"]) == ("2", "25800", "true")
    assert (line["shipped_at"], postage["amount"]) == ("", "0")
    ((told, *_),) = [map_case(*case(5000000001)).mapped.facts]
    assert told.cells["refund_id"] == back["refund_id"], "told twice, booked once"


def test_what_was_taken_in_and_counts_no_longer_is_undone():
    """A parent that was seen before it was split; an order to be paid at the door that was called off."""
    parent = JD.map(Document("order", "290000000005", order(5)), replace(CONTEXT, is_known=True))
    called_off = map_order(order(7, orderState="TRADE_CANCELED"))
    for found, goods in ((parent, 17900), (called_off, 12900)):
        told = money(found)
        assert (told["goods"], told["refunded"], told["postage"]) == (goods, goods, 0)
    unpaid = order(5, paymentConfirmTime="1970-01-01 00:00:00")
    assert JD.map(Document("order", "290000000005", unpaid), replace(CONTEXT, is_known=True)).mapped.skipped


@pytest.mark.parametrize(
    ("number", "kind", "state", "line", "facts"),
    [
        (5000000001, "refund_only", "refunded", "QL-1", [("2", "25800", "no_reason", "true")]),
        (5000000002, "refund_only", "refunded", "QL-2", [("1", "5000", "no_reason", "true")]),
        (5000000003, "refund_only", "asked", "QL-1", []),
        (5000000004, "refund_only", "refunded", "QL-2", [("1", "5000", "no_reason", "true")]),
        (5000000006, "refund_only", "refunded", "QL-1", [("0", "100", "no_reason", "false")]),
        (7000000001, "return_goods", "refunded", "QL-1", [("1", "12900", "no_reason", "true")]),
        (7000000002, "return_goods", "refunded", "QL-1", [("1", "9458", "quality", "false")]),
        (7000000003, "refund_only", "refunded", "QL-1", [("0", "2153", "no_reason", "false")]),
        (7000000004, "exchange", "closed", "QL-1", []),
        (7000000005, "return_goods", "returning", "QL-1", []),
        (7000000006, "refund_only", "refunded", "QL-1", []),
        (7000000007, "return_goods", "refused", "QL-1", []),
    ],
)
def test_recorded_cases(number, kind, state, line, facts):
    part, row = case(number)
    found = map_case(part, row)
    head = found.head
    assert (head.kind, head.state, head.line_id) == (kind, state, f"{row['orderId']}-{line}")
    cells = [fact.cells for fact in found.mapped.facts if fact.table == "refunds"]
    assert [(c["quantity"], c["amount"], c["cause"], c["restocked"]) for c in cells] == facts
    assert all(check_row(TABLES["refunds"], c)[1] == [] for c in cells)
    assert bool(found.mapped.skipped) == (not facts)


def test_every_word_of_a_case_means_something():
    assert set(REFUND_STATE.values()) | set(SERVICE_STATE.values()) == set(CASE_STATES)
    assert set(SERVICE_KIND.values()) == set(CASE_KINDS)


# What nobody can be sure of is a fault


@pytest.mark.parametrize(
    ("number", "changes", "fault"),
    [
        (1, {"orderState": "DengDaiDaBao"}, ("orderState", "unknown_state")),
        (1, {"orderTotalPrice": "130.00"}, ("orderTotalPrice", "does_not_add_up")),
        (1, {"orderTotalPrice": 12900}, ("orderTotalPrice", "does_not_add_up")),
        (1, {"orderSellerPrice": "130.00"}, ("orderSellerPrice", "does_not_add_up")),
        (1, {"orderPayment": "130.00"}, ("orderPayment", "does_not_add_up")),
        (1, {"orderPayment": "1.29e2"}, ("orderPayment", "bad_cell")),
        (1, {"orderPayment": None}, ("orderPayment", "bad_cell")),
        (1, {"orderPayment": "-129.00"}, ("orderPayment", "bad_cell")),
        (1, {"sellerDiscount": "1.00"}, ("sellerDiscount", "does_not_add_up")),
        (1, {"modified": "yesterday"}, ("modified", "bad_cell")),
        (1, {"itemInfoList": []}, ("itemInfoList", "empty")),
        (1, {"itemInfoList": "none"}, ("itemInfoList", "bad_cell")),
        (1, {"itemInfoList": [{"skuId": "1", "jdPrice": "129.00", "itemTotal": "1"}]}, ("outerSkuId", "no_code")),
        (1, {"paymentConfirmTime": "0001-01-01 00:00:00"}, ("paymentConfirmTime", "empty")),
        (2, {"couponDetailList": [{"couponType": "77", "couponPrice": "50.00"}]}, ("couponType", "unknown_coupon")),
        (2, {"couponDetailList": [{"couponType": "41", "couponPrice": "50.00"}]}, ("couponDetailList", "does_not_add_up")),
        (2, {"couponDetailList": [{"couponType": "30", "skuId": "9", "couponPrice": "50.00"},
                                  {"couponType": "41", "couponPrice": "25.00"}]}, ("couponPrice", "does_not_add_up")),
    ],
)  # fmt: skip
def test_an_order_that_is_not_clear_waits_for_a_person(number, changes, fault):
    found = map_order(order(number, **changes))
    assert fault in faults(found) and not found.mapped.facts and not found.mapped.skipped


@pytest.mark.parametrize(
    ("number", "changes", "fault"),
    [
        (5000000005, {}, ("applyRefundSum", "refund_not_attributable")),
        (5000000001, {"status": 77}, ("status", "unknown_state")),
        (5000000001, {"applyRefundSum": "266.00"}, ("applyRefundSum", "bad_cell")),
        (5000000001, {"orderId": "999"}, ("orderId", "order_missing")),
        (7000000001, {"serviceStatus": 99999}, ("serviceStatus", "unknown_state")),
        (7000000001, {"customerExpect": 55}, ("customerExpect", "unknown_state")),
        (7000000001, {"skuId": "404"}, ("skuId", "refund_not_attributable")),
        (7000000001, {"orderId": "999"}, ("orderId", "order_missing")),
        (7000000001, {"actualPayPrice": None}, ("actualPayPrice", "bad_cell")),
    ],
)
def test_a_case_that_is_not_clear_waits_for_a_person(number, changes, fault):
    found = map_case(*case(number, **changes))
    assert fault in faults(found) and not found.mapped.facts


@pytest.mark.parametrize(
    ("coupon", "payment", "is_clear"),
    [("52", "29.80", True), ("52", "39.80", True), ("34", "34.80", True), ("52", "28.00", False), ("41", "39.80", False)],
)  # fmt: skip
def test_gift_cards_lower_what_is_to_be_paid_or_pay_it(coupon, payment, is_clear):
    """The notes leave that open; what the seller gets is the same."""
    item = order(9)["itemInfoList"][0] | {"jdPrice": "19.90", "itemTotal": "2"}
    found = map_order(
        order(
            9, itemInfoList=[item], orderTotalPrice="39.80", orderSellerPrice="39.80", orderPayment=payment, freightPrice="0.00",
            sellerDiscount="0.00", balanceUsed="0.00", couponDetailList=[{"couponType": coupon, "couponPrice": "10.00"}],
        )
    )  # fmt: skip
    assert bool(found.mapped.facts) == is_clear
    if is_clear:
        assert revenue_fen(found.mapped.facts[0]) == 3980


def test_cash_on_delivery_counts_from_the_orders_time_whenever_the_money_came():
    """SPEC §1: else a parcel would have left before it was paid."""
    said = order(1, payType="1-货到付款")
    found = map_order(said | {"paymentConfirmTime": said["modified"]})
    assert found.head.paid_at == found.head.created_at == found.mapped.facts[0].cells["paid_at"]


def test_an_order_that_nobody_paid_shows_its_lines_and_counts_for_nothing():
    found = map_order(order(1, paymentConfirmTime="0001-01-01 00:00:00", orderState="TRADE_CANCELED"))
    shown = [fact for fact in found.mapped.unpaid if fact.table == "order_lines"]
    assert not found.mapped.facts and found.mapped.skipped
    assert shown and all(fact.cells["paid_at"] == "" for fact in shown)


def test_of_two_lines_at_one_price_the_refund_is_of_the_one_that_it_names():
    """Asked to (`showSku`), JD names the goods; without that nobody knows which of the two towels is not wanted."""
    item = order(9)["itemInfoList"][0] | {"jdPrice": "19.90", "itemTotal": "1"}
    items = [item | {"skuId": "61", "outerSkuId": "QL-H"}, item | {"skuId": "62", "outerSkuId": "QL-L"}]
    money = {
        "orderTotalPrice": "39.80",
        "orderSellerPrice": "39.80",
        "orderPayment": "39.80",
        "freightPrice": "0.00",
    }
    sold = order(
        9, itemInfoList=items, couponDetailList=[], sellerDiscount="0.00", balanceUsed="0.00", **money
    )
    part, row = case(5000000002, applyRefundSum=1990)
    unnamed = map_case(part, row, sold)
    assert faults(unnamed) == {("applyRefundSum", "refund_not_attributable")} and not unnamed.mapped.facts
    named = map_case(part, row | {"skuList": [{"skuId": 62, "skuCount": 1}]}, sold)
    assert [fact.cells["amount"] for fact in named.mapped.facts] == ["1990"]
    assert (named.head.line_id, named.head.quantity) == ("290000000009-QL-L", 1)
    off = map_case(part, row | {"applyRefundSum": 1988, "skuList": [{"skuId": 62, "skuCount": 1}]}, sold)
    assert [(fact.cells["amount"], fact.cells["quantity"]) for fact in off.mapped.facts] == [("1990", "1")]


def test_a_document_under_another_ones_name_is_not_trusted():
    found = JD.map(Document("order", "1", order(1)), CONTEXT)
    assert faults(found) == {("orderId", "wrong_document")}
    part, row = case(7000000001)
    found = JD.map(Document("case", "1", {part: row, "order": order(1)}), CONTEXT)
    assert faults(found) == {("serviceId", "wrong_document")}


# Properties


def test_each_amount_has_its_unit_a_hundred_times_is_always_seen():
    """The trap: the same digits as yuan and as fen. Orders and services are yuan, refunds before shipping fen."""
    assert {name for name, unit in UNIT.items() if unit == FEN} == {"applyRefundSum"}
    for name in ("orderTotalPrice", "orderSellerPrice", "orderPayment"):
        for hundred in ("12900", "12900.00", 12900):
            assert faults(map_order(order(1, **{name: hundred}))), name
    for name in ("freightPrice", "balanceUsed", "sellerDiscount"):
        assert faults(map_order(order(1, **{name: "100.00"}))), name
    items = [order(1)["itemInfoList"][0] | {"jdPrice": "12900"}]
    assert faults(map_order(order(1, itemInfoList=items)))
    assert map_case(*case(5000000003)).head.amount_fen == 12900
    assert map_case(*case(7000000001)).head.amount_fen == 12900
    assert map_case(*case(7000000001, actualPayPrice=129)).head.amount_fen == 12900
    assert UNIT["couponPrice"] == YUAN
