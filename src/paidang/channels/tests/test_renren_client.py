"""人人商城's client against the sandbox over HTTP, and what an order of its open interface becomes."""

import copy
from datetime import timedelta

import pytest

from paidang.channels.link.calling import Caller, Patience
from paidang.channels.link.documents import CANCELLED, HELD, PAID, SPLIT, Document, Parcel
from paidang.channels.link.errors import ClockSkewed, Refused, Throttled, WrongSecret
from paidang.channels.mapping import Context, revenue_fen
from paidang.channels.platforms import well_known
from paidang.channels.renren.client import Client
from paidang.channels.renren.mapping import map_document
from paidang.channels.sandbox.faults import Fault
from paidang.channels.tests.shops import NOW, SINCE, serving

pytestmark = pytest.mark.slow  # over HTTP

HERE = Context("青岚商城", "renren_mall")
# The first order of the interface's own documentation: yuan as JSON numbers and as texts, the discount within `price`.
ORDER = {
    "id": "29057", "order_no": "1010260204182752364533", "pay_price": "1908.80", "status": "11", "create_time": "2026-02-04 18:27:52",
    "goods_info": [
        {"title": "云台相机", "goods_id": "8588", "option_id": "0", "total": "1", "price": "1726.95", "price_unit": "1788.00"},
        {"title": "手机夹", "goods_id": "8590", "option_id": "7", "total": "2", "price": "171.85", "price_unit": "89.00"},
    ],
    "buyer_name": "收件人姓名", "buyer_mobile": "15888888888", "buyer_remark": "", "address": "浙江省 杭州市 淳安县 啦啦啦",
}  # fmt: skip
BODY = {"order": ORDER, "codes": {"8588-0": "QL-CAM", "8590-7": "QL-CLIP"}, "express": {}}


@pytest.fixture(scope="module")
def place():
    with serving() as (world, address):
        yield world, address


def client_of(address, **changed):
    patience = Patience(first_wait_s=0.001)
    caller = Caller(address, calls_per_s=10_000, patience=patience, now=lambda: NOW, sleep=lambda s: None)
    return Client(caller, {**well_known("renren"), **changed})


def pulled(client):
    found = [client.map(one, HERE) for one in client.pull_orders(SINCE, NOW + timedelta(minutes=1))]
    assert not any(one.mapped.faults for one in found)
    return {one.head.order_id: one for one in found}


def check_pulled(shop, found):
    said = {SPLIT: CANCELLED, HELD: PAID}
    assert {name: one.head.state for name, one in found.items()} == {
        order.order_id: said.get(order.state, order.state) for order in shop.orders.values()
    }
    for name, one in found.items():
        order = shop.orders[name]
        if not one.mapped.facts:
            assert one.mapped.skipped and one.head.state in ("unpaid", "cancelled")
            continue
        sold = sum(revenue_fen(fact) for fact in one.mapped.facts if fact.table == "order_lines")
        postage = -sum(int(fact.cells["amount"]) for fact in one.mapped.facts if fact.table == "logistics")
        assert sold + postage == order.paid_fen, name


def test_what_is_pulled_is_what_the_shop_holds_whatever_goes_wrong(place):
    world, address = place
    shop = world.stalls["renren"].platform.shop
    check_pulled(shop, pulled(client_of(address)))
    for name, calls in (
        ("expired_token", 1),
        ("html_502", 3),
        ("half_page", 3),
        ("dropped", 2),
        ("control_characters", 20),
    ):
        fault = Fault(name, calls=calls, on="/shop/api/" if name == "expired_token" else "")
        world.add_fault("renren", fault)
        check_pulled(shop, pulled(client_of(address)))
        assert fault.happened == calls, name  # fmt: skip


def test_goods_are_priced_and_stocked_and_nothing_else(place):
    world, address = place
    shop, client = world.stalls["renren"].platform.shop, client_of(address)
    items = list(client.list_items())
    assert {item.sku_id: (item.sku, item.price_fen, item.quantity) for item in items} == {
        one.sku_id: (one.sku, one.price_fen, one.quantity) for one in shop.goods.values()
    }
    several = next(item for item in items if sum(other.item_id == item.item_id for other in items) > 1)
    others = {
        one.sku_id: (one.price_fen, one.quantity)
        for one in shop.goods.values()
        if one.sku_id != several.sku_id
    }
    client.push_price(several, 12_345)
    client.push_stock(several, 37)
    assert (shop.goods[several.sku_id].price_fen, shop.goods[several.sku_id].quantity) == (12_345, 37)
    assert others == {
        one.sku_id: (one.price_fen, one.quantity)
        for one in shop.goods.values()
        if one.sku_id != several.sku_id
    }
    for act in (
        lambda: client.ship("1", Parcel("SF", "1")),
        client.list_deals,
        lambda: client.get_bill(NOW.date()),
        lambda: client.get_order("404"),
    ):
        with pytest.raises(Refused):
            act()
    assert list(client.pull_cases(SINCE, NOW)) == []  # fmt: skip


def test_a_wrong_clock_and_a_wrong_password_are_told_apart(place):
    """The mall looks at no time: what it says of the secret is about the secret, and a clock that is off is told by its answers."""
    world, address = place
    world.stalls["renren"].skew = timedelta(minutes=-20)
    try:
        with pytest.raises(ClockSkewed, match="快 1200 秒"):
            pulled(client_of(address))
        with pytest.raises(WrongSecret):
            client_of(address, claw_token="wrong").get_order("1")
    finally:
        world.stalls["renren"].skew = timedelta()


def test_wrong_secrets_and_too_many_calls_are_told_apart(place):
    world, address = place
    for changed in ({"password": "wrong"}, {"claw_token": "wrong"}):
        with pytest.raises(WrongSecret):
            pulled(client_of(address, **changed))
    world.add_fault("renren", Fault("throttled", calls=99))
    with pytest.raises(Throttled):
        client_of(address).get_order("1")
    world.stalls["renren"].faults.faults.clear()


def of(body):
    return map_document(Document("order", ORDER["order_no"], body), HERE)


def test_the_documentations_own_order():
    found = of(BODY)
    first, second, postage = (fact.cells for fact in found.mapped.facts)
    assert not found.mapped.faults and found.head.state == "part_shipped"
    assert (first["unit_price"], first["merchant_discount"], first["sku"]) == ("178800", "6105", "QL-CAM")
    assert (second["quantity"], second["merchant_discount"]) == ("2", "615")
    assert (postage["amount"], first["paid_at"], first["completed_at"]) == (
        "-1000",
        "2026-02-04T18:27:52+08:00",
        "",
    )
    assert found.mapped.notes and found.head.receiver.district == "淳安县"  # fmt: skip


def test_goods_without_choices_have_a_name_of_their_own_and_are_set_without_one(place, monkeypatch):
    _world, address = place
    client, sent = client_of(address), []

    def office(method, path, asked):
        if method == "POST":
            sent.append(asked)
        goods = {"id": asked.get("id"), "has_option": "0", "goods_code": f"QL-{asked.get('id')}", "price": "99.00", "stock": "5"}  # fmt: skip
        return {"list": [{"id": "1"}, {"id": "2"}], "total": "2", "data": goods}

    monkeypatch.setattr(client, "_office", office)
    items = list(client.list_items())
    assert [(item.sku_id, item.sku, item.choice) for item in items] == [("1", "QL-1", ""), ("2", "QL-2", "")]
    client.push_price(items[1], 8_900)
    assert sent == [{"goods_id": "2", "price": "89.00", "stock": "5"}]


def test_goods_without_a_code_hold_their_order_until_somebody_knows_them():
    found = of(copy.deepcopy(BODY) | {"codes": {"8590-7": "QL-CLIP"}})
    assert found.head is not None and not found.mapped.facts
    assert [fault.column for faults in found.mapped.faults.values() for fault in faults] == ["goods_id"]


@pytest.mark.parametrize(
    ("path", "value", "column"),
    [
        ("order.status", "77", "status"), ("order.order_no", "1", "order_no"), ("order.create_time", "", "create_time"), ("order.goods_info", [], "goods_info"),
        ("order.pay_price", "18.98", "pay_price"), ("order.pay_price", 189880, None), ("order.goods_info.0.price", "1788.01", "price"),
        ("order.goods_info.0.total", "0", "total"), ("order.goods_info.0.price_unit", "一千", "price_unit"),
    ],
)  # fmt: skip
def test_what_cannot_be_so_is_a_fault_with_its_place(path, value, column):
    body = copy.deepcopy(BODY)
    at = body
    *names, last = path.split(".")
    for name in names:
        at = at[int(name) if name.isdecimal() else name]
    at[last] = value
    found = of(body)
    columns = {fault.column for faults in found.mapped.faults.values() for fault in faults}
    if column is None:  # yuan, never fen: a hundred times as much is postage that a person sees
        assert int(found.mapped.facts[-1].cells["amount"]) < -10_000_000
    else:
        assert found.head is None and not found.mapped.facts and column in columns, columns
