"""微信小店's client against the sandbox over HTTP: what is pulled is what the shop holds, whatever goes wrong on the way."""

import json
from datetime import timedelta
from urllib.parse import urlencode

import httpx
import pytest

from paidang.channels.link.calling import Caller, Patience
from paidang.channels.link.documents import CANCELLED, PAID, SPLIT, UNPAID, Parcel
from paidang.channels.link.errors import ClockSkewed, Refused, Throttled, WrongSecret
from paidang.channels.mapping import Context, revenue_fen
from paidang.channels.platforms import well_known
from paidang.channels.sandbox.faults import Fault
from paidang.channels.tests.scripted import Told, scripted
from paidang.channels.tests.shops import NOW, SINCE, money_cases, serving, sold_fen
from paidang.channels.tests.test_bills import read
from paidang.channels.wechat import messages
from paidang.channels.wechat.client import Client, unpack
from paidang.channels.wechat.pay_signing import sign_v2
from paidang.kit.money import fen_from_yuan

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
    world, address = place
    done = next(o for o in world.stalls["wechat"].platform.shop.orders.values() if o.state == "done")
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
            (
                "/channels/ec/order/list/get",
                {"update_time_range": {"start_time": 1, "end_time": 9}, "page_size": 101},
                40097,
            ),
            ("/channels/ec/order/get", {"order_id": "nobody"}, 100002),
            ("/product/order/get_list", {"page_size": 101}, 40097),
            ("/product/order/get", {"order_id": "nobody"}, 100002),
            ("/product/delivery/send", {"order_id": done.order_id, "delivery_list": []}, 40097),
            (
                "/product/delivery/send",
                {"order_id": done.order_id, "delivery_list": [{"delivery_id": "SF", "waybill_id": "1"}]},
                100001,
            ),
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


def test_the_two_older_shops(place):
    """小商店 pages through orders and says what the platform took; 公众号小店 lists what is on sale."""
    world, address = place
    shop = world.stalls["wechat"].platform.shop
    with httpx.Client(base_url=address) as http:
        token = http.get("/cgi-bin/token", params=older_token()).json()["access_token"]

        def ask(path, **body):
            answer = http.post(path, params={"access_token": token}, json=body).json()
            assert answer["errcode"] == 0, (path, answer)
            return answer

        found, page = [], 1
        while len(found) < ask("/product/order/get_list", page=1)["total_num"]:
            found += ask("/product/order/get_list", page=page, page_size=50)["orders"]
            page += 1
        assert {one["order_id"] for one in found} == set(shop.orders)
        done = next(o for o in shop.orders.values() if o.state == "done")
        at = done.created_at.strftime("%Y-%m-%d %H:%M:%S")
        same = ask("/product/order/get_list", start_create_time=at, end_create_time=at, status=100)["orders"]
        assert [one["order_id"] for one in same] == [done.order_id]
        flow = ask("/product/funds/getorderflow", order_id=done.order_id)
        assert (
            flow["price"] + flow["service_fee"] + flow["handling_fee"] + flow["refund_fee"] == done.paid_fen
        )
        part = {"limit": 100, "offset": 0}
        flows = ask("/channels/ec/funds/listorderflow", order_settle_state=2, pagination_info=part)
        assert {"order_id": done.order_id} | {k: v for k, v in flow.items() if k not in ("errcode", "errmsg")} in flows["order_flow_list"]  # fmt: skip
        on, off = (ask("/merchant/getbystatus", status=one)["products_info"] for one in (1, 2))
        assert {one["product_id"] for one in on + off} == set(shop.items()) and on and off


def test_bills_by_kind_packed_and_of_the_account(place):
    world, address = place
    shop, client = world.stalls["wechat"].platform.shop, client_of(address)
    bill_of = world.stalls["wechat"].platform._bill
    day = next(
        case.refunded_at.date()
        for case in shop.cases.values()
        if case.refunded_at and case.refunded_at.date() < NOW.date()
    )
    paid, back, both = (bill_of(day, kind, is_fund=False) for kind in ("SUCCESS", "REFUND", "ALL"))
    rows = [text.split("\r\n")[1:-3] for text in (paid, back, both)]
    assert len(rows[0]) + len(rows[1]) == len(rows[2]) and rows[1]
    assert "退款" not in paid.split("\r\n")[0] and "退款申请时间,退款成功时间," in back.split("\r\n")[0]
    for text in (paid, back, both):
        header, row = (line.split(",") for line in text.split("\r\n")[:2])
        assert len(header) == len(row)
    fund = bill_of(day, "ALL", is_fund=True)
    *moves, _, totals, _ = (line.replace("`", "").split(",") for line in fund.split("\r\n")[1:])
    came, went = (sum(fen_from_yuan(row[6]) for row in moves if row[5] == side) for side in ("收入", "支出"))
    assert [fen_from_yuan(cell) for cell in (totals[2], totals[4])] == [came, went] and totals[0] == str(
        len(moves)
    )
    asked = {"appid": client._has["appid"], "mch_id": client._has["mch_id"], "nonce_str": "1", "bill_date": f"{day:%Y%m%d}", "bill_type": "REFUND", "tar_type": "GZIP"}  # fmt: skip
    asked["sign"] = sign_v2(asked, client._has["api_key"])
    packed = httpx.post(f"{address}/pay/downloadbill", content=messages.write_xml(asked)).content
    assert unpack(packed).decode() == back and packed.startswith(b"\x1f\x8b")


def test_a_gateway_with_the_older_calls_alone():
    """No stable token, cases by the time they were asked for: all the same comes."""
    said = [
        Told(b"no such call", 404),
        Told(b'{"access_token": "T", "expires_in": 7200}'),
        Told(b'{"errcode": 40097, "errmsg": "begin_create_time missing"}'),
        Told(b'{"errcode": 0, "after_sale_order_id_list": ["9"], "has_more": false}'),
        Told(b'{"errcode": 0, "after_sale_order": {"after_sale_order_id": "9", "order_id": "8"}}'),
        Told(b'{"errcode": 0, "order": {"order_id": "8"}}'),
    ]
    with scripted(said) as (address, asked):
        assert [one.id for one in client_of(address).pull_cases(NOW - timedelta(days=1), NOW)] == ["9"]
    assert asked[1][:2] == ("GET", f"/cgi-bin/token?{urlencode(older_token())}")
    assert b"begin_create_time" in asked[3][2]


def older_token():
    has = well_known("wechat")
    return {"grant_type": "client_credential", "appid": has["appid"], "secret": has["secret"]}


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
