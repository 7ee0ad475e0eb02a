"""Any order of JD comes to its own money, refunds never to more than their line, and junk is a fault."""

from copy import deepcopy

from hypothesis import given
from hypothesis import strategies as st

from paidang.channels.facts.check import check_row
from paidang.channels.facts.tables import TABLES
from paidang.channels.jd.words import (
    BY_MERCHANT,
    BY_PLATFORM,
)
from paidang.channels.link.documents import (
    Document,
)
from paidang.channels.tests.jd_recorded import (
    CASES,
    CONTEXT,
    JD,
    ORDERS,
    case,
    map_case,
    map_order,
    money,
    order,
)


def yuan(fen):
    return f"{fen // 100}.{fen % 100:02d}"


@st.composite
def made(draw):
    """An order of several lines with discounts of every bearer, as JD would write it, and what it comes to."""
    prices = draw(st.lists(st.tuples(st.integers(1, 50_000), st.integers(1, 5)), min_size=1, max_size=5))
    goods = sum(price * count for price, count in prices)
    coupons, merchant, platform = [], 0, 0
    for kind in draw(st.lists(st.sampled_from(sorted(BY_MERCHANT | BY_PLATFORM)), max_size=4, unique=True)):
        at = draw(st.integers(0, len(prices) - 1))
        room = goods - merchant - platform
        if kind == "30":
            room = min(room, prices[at][0] * prices[at][1])
        fen = draw(st.integers(0, room))
        merchant, platform = (merchant + fen, platform) if kind in BY_MERCHANT else (merchant, platform + fen)
        sku_id = str(1000 + at) if kind == "30" else "0"
        coupons.append({"couponType": f"{kind}-名字", "couponPrice": yuan(fen), "skuId": sku_id})
    postage = draw(st.integers(0, 2000))
    due = goods - merchant - platform + postage
    balance = draw(st.integers(0, due))
    items = [
        {
            "skuId": str(1000 + at),
            "outerSkuId": f"QL-{at % 3}",
            "jdPrice": yuan(price),
            "itemTotal": str(count),
        }
        for at, (price, count) in enumerate(prices)
    ]
    body = order(
        1,
        itemInfoList=items,
        couponDetailList=coupons,
        orderTotalPrice=yuan(goods),
        orderSellerPrice=yuan(goods - merchant),
        sellerDiscount=yuan(merchant),
        freightPrice=yuan(postage),
        balanceUsed=yuan(balance),
        orderPayment=yuan(due - balance),
    )
    return body, {
        "goods": goods,
        "merchant": merchant,
        "platform": platform,
        "postage": postage,
        "refunded": 0,
    }


@given(made(), st.randoms(use_true_random=False))
def test_facts_come_to_the_orders_own_money_whatever_the_order_of_its_lists(made_order, shuffler):
    body, expected = made_order
    found = map_order(body)
    assert not found.mapped.faults and money(found) == expected
    other = deepcopy(body)
    shuffler.shuffle(other["itemInfoList"])
    shuffler.shuffle(other["couponDetailList"])
    assert [fact.cells for fact in map_order(other).mapped.facts] == [
        fact.cells for fact in found.mapped.facts
    ]
    for fact in found.mapped.facts:
        assert check_row(TABLES[fact.table], fact.cells)[1] == []
    cancelled = map_order(body | {"orderState": "TRADE_CANCELED"})
    told = money(cancelled)
    assert (told["refunded"], told["postage"]) == (expected["goods"] - expected["merchant"], 0)


@given(made(), st.integers(0, 4), st.integers(1, 5))
def test_refunds_of_a_lines_units_never_come_to_more_than_the_line(made_order, at, parts):
    body, _ = made_order
    item = body["itemInfoList"][at % len(body["itemInfoList"])]
    line = next(
        fact.cells
        for fact in map_order(body).mapped.facts
        if fact.table == "order_lines" and fact.row_number == at % len(body["itemInfoList"]) + 1
    )
    revenue = int(line["unit_price"]) * int(line["quantity"]) - int(line["merchant_discount"])
    paid = revenue - int(line["platform_discount"])
    lost = 0
    for part in range(parts):
        fen = paid * (part + 1) // parts - paid * part // parts
        part_name, row = case(
            7000000001, orderId=body["orderId"], skuId=item["skuId"], actualPayPrice=yuan(fen)
        )
        facts = map_case(part_name, row, body).mapped.facts
        lost += sum(int(fact.cells["amount"]) for fact in facts)
    assert lost <= revenue
    assert lost == revenue or parts > 1 or paid == 0


JUNK = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["1e5", "NaN", "-1", "0"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(sorted(ORDERS)), st.data())
def test_junk_is_a_fault_and_never_an_exception(order_id, data):
    body = deepcopy(ORDERS[order_id])
    for name in data.draw(st.lists(st.sampled_from(sorted(body)), min_size=1, max_size=3)):
        body[name] = data.draw(JUNK)
    found = JD.map(Document("order", order_id, body), CONTEXT)
    assert (found.head is None) == bool(found.mapped.faults)
    part, row_id, row = data.draw(st.sampled_from(CASES))
    row = {**row, data.draw(st.sampled_from(sorted(row))): data.draw(JUNK)}
    found = JD.map(Document("case", str(row_id), {part: row, "order": data.draw(JUNK)}), CONTEXT)
    assert (found.head is None) == bool(found.mapped.faults)
