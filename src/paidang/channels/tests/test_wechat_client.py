"""微信小店's client against the sandbox over HTTP: what is pulled is what the shop holds, whatever goes wrong on the way."""

import json
from datetime import timedelta

import httpx
import pytest

from paidang.channels.link.calling import Caller, Patience
from paidang.channels.link.documents import CANCELLED, PAID, SPLIT, UNPAID, Parcel
from paidang.channels.link.errors import ClockSkewed, Refused, Throttled, WrongSecret
from paidang.channels.mapping import Context, revenue_fen
from paidang.channels.platforms import well_known
from paidang.channels.sandbox.faults import Fault
from paidang.channels.tests.shops import NOW, SINCE, money_cases, serving, sold_fen
from paidang.channels.tests.test_bills import read
from paidang.channels.wechat import messages
from paidang.channels.wechat.client import Client

pytestmark = pytest.mark.slow  # over HTTP

HERE = Context("青岚微信小店", "wechat")


@pytest.fixture(scope="module")
def place():
    with serving() as (world, address):
        yield world, address


def client_of(address, **changed):
    caller = Caller(
        address,
        calls_per_s=10_000,
        patience=Patience(first_wait_s=0.001),
        now=lambda: NOW,
        sleep=lambda s: None,
    )
    return Client(caller, {**well_known("wechat"), **changed}, pay_url=address)  # fmt: skip


def pull(client):
    until = NOW + timedelta(minutes=1)
    orders = [client.map(one, HERE) for one in client.pull_orders(SINCE, until)]
    cases = [client.map(one, HERE) for one in client.pull_cases(SINCE, until)]
    return orders, cases


def check_pulled(shop, orders, cases):
    assert {one.head.order_id: one.head.state for one in orders} == {
        order.order_id: CANCELLED if order.state == SPLIT else PAID if order.state == "held" else order.state
        for order in shop.orders.values()
    }
    for one in orders:
        order = shop.orders[one.head.order_id]
        if not order.paid_at:
            assert one.mapped.skipped and not one.mapped.facts
            continue
        sold = sum(revenue_fen(fact) for fact in one.mapped.facts if fact.table == "order_lines")
        postage = -sum(int(f.cells["amount"]) for f in one.mapped.facts if f.table == "logistics")
        whole = sold_fen(order) - (order.postage_fen if order.state == CANCELLED else 0)
        assert sold + postage == whole, order.order_id
    back = {one.head.case_id: one.head.amount_fen for one in cases if one.head.state == "refunded"}
    assert back == money_cases(shop) and back


def test_what_is_pulled_is_what_the_shop_holds(place):
    world, address = place
    orders, cases = pull(client_of(address))
    assert not any(one.mapped.faults for one in orders + cases)
    check_pulled(world.stalls["wechat"].platform.shop, orders, cases)


@pytest.mark.parametrize(
    ("name", "calls"),
    [("expired_token", 1), ("transient", 3), ("html_502", 3), ("http_500", 3), ("half_page", 3), ("dropped", 3),
     ("control_characters", 50), ("empty_omitted", 50)],
)  # fmt: skip
def test_faults_on_the_way_change_nothing(place, name, calls):
    world, address = place
    fault = Fault(name, calls=calls, on="/channels/ec/")
    world.add_fault("wechat", fault)
    check_pulled(world.stalls["wechat"].platform.shop, *pull(client_of(address)))
    assert fault.happened == calls


def test_an_order_that_a_page_tells_twice_is_one(place):
    world, address = place
    fault = Fault("duplicated_rows", calls=1, on="/channels/ec/order/list")
    world.add_fault("wechat", fault)
    orders, _cases = pull(client_of(address))
    assert fault.happened == 1
    assert len(orders) == len(world.stalls["wechat"].platform.shop.orders)


def test_what_the_seller_tells_the_platform(place):
    world, address = place
    shop, client = world.stalls["wechat"].platform.shop, client_of(address)
    order = next(one for one in shop.orders.values() if one.state == PAID and len(one.lines) > 1)
    first = client.map(client.get_order(order.order_id), HERE)
    ids = [fact.cells["line_id"] for fact in first.mapped.facts if fact.table == "order_lines"]
    client.ship(order.order_id, Parcel("SF", "SF1", (ids[0],)))
    client.ship(order.order_id, Parcel("SF", "SF1", (ids[0],)))
    assert client.map(client.get_order(order.order_id), HERE).head.state == "part_shipped"
    client.ship(order.order_id, Parcel("ZTO", "ZT2", tuple(ids[1:])))
    head = client.map(client.get_order(order.order_id), HERE).head
    assert (head.state, [parcel.waybill for parcel in head.parcels]) == ("shipped", ["SF1", "ZT2"])
    with pytest.raises(Refused, match="没有这一行"):
        client.ship(order.order_id, Parcel("SF", "X", ("no-such-line",)))
    items = list(client.list_items())
    assert {one.sku_id: one.title for one in items} == {one.sku_id: one.title for one in shop.goods.values()}
    item = next(item for item in items if item.is_listed)
    client.push_stock(item, 37)
    assert shop.goods[item.sku_id].quantity == 37
    for act in (lambda: client.push_price(item, 1), lambda: client.list_deals(), lambda: client.ship("404", Parcel("SF", "1"))):  # fmt: skip
        with pytest.raises(Refused):
            act()


def test_bills_by_both_versions_are_the_same_and_add_up(place):
    world, address = place
    shop = world.stalls["wechat"].platform.shop
    day = max(
        order.paid_at for order in shop.orders.values() if order.paid_at and order.paid_at.date() < NOW.date()
    ).date()
    newer, older = client_of(address).get_bill(day), client_of(address, private_key="").get_bill(day)
    assert newer == older
    key, moves, totals = read(newer, "bill.csv")
    assert key == "wechat_pay_bill" and totals.is_stated and totals.wrong is None
    paid = sum(o.paid_fen for o in shop.orders.values() if o.paid_at and o.paid_at.date() == day)
    assert sum(fen for _, _, kind, _, fen in moves if kind == "payment") == paid
    with pytest.raises(Refused, match="没有账单"):
        client_of(address).get_bill((SINCE - timedelta(days=9)).date())
    with pytest.raises(WrongSecret):
        client_of(address, private_key="", api_key="wrong").get_bill(day)
    with pytest.raises(Refused, match="没有微信支付"):
        client_of(address, private_key="", api_key="").get_bill(day)  # fmt: skip


def test_a_wrong_clock_and_a_wrong_secret_are_told_apart(place):
    """小店 looks at no time, so a clock that is off would lose orders unseen; WeChat Pay's third version signs its time."""
    world, address = place
    world.stalls["wechat"].skew = timedelta(minutes=20)
    try:
        for ask in (lambda one: pull(one), lambda one: one.get_bill((NOW - timedelta(days=1)).date())):
            with pytest.raises(ClockSkewed) as raised:
                ask(client_of(address))
            assert raised.value.skew_s == -1200
        with pytest.raises(WrongSecret, match="AppSecret"):
            pull(client_of(address, secret="wrong"))
        with pytest.raises(WrongSecret, match="微信支付"):
            client_of(address, private_key="", api_key="wrong").get_bill((NOW - timedelta(days=1)).date())
    finally:
        world.stalls["wechat"].skew = timedelta()


def test_wrong_secrets_and_too_many_calls_are_told_apart(place):
    world, address = place
    with pytest.raises(WrongSecret):
        client_of(address, secret="wrong").get_order("1")
    world.add_fault("wechat", Fault("throttled", calls=9))
    with pytest.raises(Throttled):
        client_of(address).get_order("1")
    world.stalls["wechat"].faults.faults.clear()
    shop = world.stalls["wechat"].platform.shop
    assert any(order.state == UNPAID for order in shop.orders.values())


def test_the_sandbox_refuses_as_wechat_does(place):
    _world, address = place
    with httpx.Client(base_url=address) as http:
        asked = {
            "grant_type": "client_credential",
            "appid": "wx5a9d0c0ffee00001",
            "secret": "paidangsandboxsecret000000000001",
        }
        token = http.get("/cgi-bin/token", params=asked).json()["access_token"]
        for path, body, code in (
            ("/channels/ec/order/list/get", {}, 40097),
            (
                "/channels/ec/order/list/get",
                {"update_time_range": {"start_time": 1, "end_time": 9_999_999}},
                40097,
            ),
            ("/channels/ec/order/get", {"order_id": "nobody"}, 100002),
            (
                "/channels/ec/product/stock/update",
                {"product_id": "1", "sku_id": "1", "num": 1, "diff_type": 3},
                10020052,
            ),
            ("/channels/ec/no/such", {}, 48001),
        ):
            answer = http.post(path, params={"access_token": token}, content=json.dumps(body)).json()
            assert answer["errcode"] == code, (path, answer)
        assert http.post("/channels/ec/order/get", content="{}").json()["errcode"] == 41001
        assert (
            http.post("/channels/ec/order/get", params={"access_token": "x"}, content="{}").json()["errcode"]
            == 40001
        )
        assert (
            http.post("/channels/ec/order/get", params={"access_token": token}, content="[").json()["errcode"]
            == 47001
        )
        assert b"SIGNERROR" in http.post("/pay/downloadbill", content="<xml><sign>1</sign></xml>").content  # fmt: skip


def test_an_independent_client_works_with_the_sandbox(place):
    """wechatpy, unchanged: token, orders of the older shop, shipping, the bill; its messages are read by us."""
    from wechatpy import WeChatClient
    from wechatpy.client.api import WeChatMerchant
    from wechatpy.crypto import WeChatCrypto
    from wechatpy.exceptions import WeChatClientException
    from wechatpy.pay import WeChatPay

    world, address = place
    shop, has = world.stalls["wechat"].platform.shop, well_known("wechat")
    theirs = WeChatClient(has["appid"], has["secret"])
    asked = {"grant_type": "client_credential", "appid": has["appid"], "secret": has["secret"]}
    token = theirs._fetch_access_token(
        f"{address}/cgi-bin/token", asked
    )  # its public one knows WeChat's address alone
    assert token["expires_in"] == 7200
    merchant = WeChatMerchant(theirs)
    merchant.order.API_BASE_URL = f"{address}/"
    listed = merchant.order.get_by_filter(begin_time=int(SINCE.timestamp()), end_time=int(NOW.timestamp()))
    assert {one["order_id"] for one in listed} == {o.order_id for o in shop.orders.values() if o.paid_at}
    waiting = next(one for one in shop.orders.values() if one.state == PAID)
    merchant.order.set_delivery(waiting.order_id, "SF", "SF99")
    assert merchant.order.get(waiting.order_id)["order_status"] == 3
    with pytest.raises(WeChatClientException):
        merchant.order.get("nobody")
    sent = merchant.order.get_by_filter(
        status=3, begin_time=int(SINCE.timestamp()), end_time=int(NOW.timestamp())
    )
    assert waiting.order_id in {one["order_id"] for one in sent}
    goods = next(iter(shop.goods.values()))
    before, merchant.stock.API_BASE_URL = goods.quantity, f"{address}/"
    merchant.stock.add(goods.item_id, 7, goods.sku_id)
    merchant.stock.reduce(goods.item_id, 2, goods.sku_id)
    assert goods.quantity == before + 5
    with pytest.raises(WeChatClientException):
        merchant.stock.reduce(goods.item_id, 10**6, goods.sku_id)
    pay = WeChatPay(has["appid"], has["api_key"], has["mch_id"])
    pay.API_BASE_URL = f"{address}/"
    day = max(o.paid_at for o in shop.orders.values() if o.paid_at and o.paid_at.date() < NOW.date()).date()
    assert pay.tools.download_bill(day).encode() == client_of(address).get_bill(day)
    sealed = WeChatCrypto(has["token"], has["encoding_aes_key"], has["appid"]).encrypt_message(
        "<xml><a>拍档</a></xml>", "n", "1"
    )
    fields = messages.read_xml(sealed)
    messages.check(has["token"], fields["MsgSignature"], "1", "n", fields["Encrypt"])
    assert (
        messages.decrypt(fields["Encrypt"], has["encoding_aes_key"], has["appid"]) == "<xml><a>拍档</a></xml>"
    )
