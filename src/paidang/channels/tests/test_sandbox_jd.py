"""JD's gateway of the sandbox by table: what it answers to which request; by another client: `test_sandbox_jd_by_sdk`."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paidang.channels.jd import sandbox as jd_sandbox
from paidang.channels.jd.sandbox import ACCESS_TOKEN, APP_KEY, APP_SECRET, CODE, REFRESH_TOKEN, Sandbox
from paidang.channels.jd.signing import sign
from paidang.channels.link.documents import DONE, PAID, PART_SHIPPED, SHIPPED, SPLIT, UNPAID, Parcel
from paidang.channels.sandbox import acts
from paidang.channels.sandbox.buyers import Buyers
from paidang.channels.sandbox.http import Answer, Request
from paidang.channels.sandbox.shop import Shop
from paidang.kit.money import fen_from_yuan, yuan_text
from paidang.kit.period import SHANGHAI

pytestmark = pytest.mark.slow

NOW = datetime(2026, 11, 28, 12, 0, tzinfo=SHANGHAI)
VECTORS = json.loads((Path(__file__).parents[4] / "tests/fixtures/platforms/vectors.json").read_text())[
    "vectors"
]
RECORDED = [vector for vector in VECTORS if vector["platform"] == "jd" and "http" in vector]
ALL = {"order_state": "ALL", "page": "1", "page_size": "100", "optional_fields": ""}


def a_shop() -> tuple[Sandbox, Buyers]:
    shop = Shop("jd", "青岚")
    buyers = Buyers(shop, 7, splits=True)
    buyers.make_days(NOW - timedelta(hours=1), 10, 120)
    return Sandbox(shop), buyers


def request_of(params: dict[str, str], path: str = "/routerjson", *, in_form: bool = False) -> Request:
    text = urlencode(params)
    if in_form:
        return Request("POST", path, "", {}, params, text.encode(), {})
    return Request("GET", path, text, params, {}, b"", {})


def system(method: str, business: str = "{}", **changes: str) -> dict[str, str]:
    params = {
        "app_key": APP_KEY, "method": method, "v": "2.0", "timestamp": NOW.strftime("%Y-%m-%d %H:%M:%S"),
        "access_token": ACCESS_TOKEN, "360buy_param_json": business, **changes,
    }  # fmt: skip
    return {**params, "sign": changes.get("sign") or sign(params, APP_SECRET)}


def say_to(platform: Sandbox, method: str, business: object = None, **changes: str) -> Any:
    """The reply below its root, or the code of the error."""
    answer = platform.answer(request_of(system(method, json.dumps(business or {}), **changes)), NOW)
    return unwrap(answer)


def unwrap(answer: Answer) -> Any:
    body = json.loads(answer.body)
    assert answer.status == 200 and len(body) == 1
    ((root, value),) = body.items()
    return value["code"] if root == "error_response" else value


@pytest.mark.parametrize("vector", RECORDED, ids=lambda vector: vector["id"])
def test_calls_that_other_clients_made_are_good_as_they_are(vector: dict[str, Any]) -> None:
    """Byte for byte from the wire, at the recorded time: signature and time are accepted, and nothing changed is."""
    raw = vector["http"]["raw_query"]
    query = dict(parse_qsl(raw, keep_blank_values=True))
    at = jd_sandbox.read_time(query["timestamp"], "timestamp")
    request = Request("POST", "/routerjson", raw, query, {}, b"", {})
    told = unwrap(Sandbox(Shop("jd", "青岚")).answer(request, at))
    beyond_the_signature = ("10", "67") if "access_token" in query else ("19",)
    assert isinstance(told, dict) or told in beyond_the_signature
    spoilt = replace(request, query={**query, "360buy_param_json": query["360buy_param_json"] + " "})
    assert unwrap(Sandbox(Shop("jd", "青岚")).answer(spoilt, at)) == "12"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"method": ""}, "67"),
        ({"method": "jingdong.nothing"}, "10"),
        ({"app_key": "OTHER"}, "21"),
        ({"access_token": "old"}, "19"),
        ({"access_token": ""}, "19"),
        ({"sign": "0" * 32}, "12"),
        ({"timestamp": ""}, "67"),
        ({"timestamp": "yesterday"}, "67"),
        ({"timestamp": "2026-11-28 12:09:59"}, None),
        ({"timestamp": "2026-11-28 04:00:00.000+0000"}, None),
        ({"timestamp": "2026-11-28 04:00:00"}, None),  # a client's own clock, in UTC
        ({"timestamp": "2026-11-28 04:00:00.000-0500"}, "9"),
        ({"timestamp": "2026-11-28 12:10:01"}, "9"),
        ({"timestamp": "2026-11-28 11:49:59"}, "9"),
        ({"timestamp": "2026-11-28 11:00:00", "sign": "0" * 32}, "9"),
        ({"360buy_param_json": "{"}, "67"),
        ({"360buy_param_json": "[1]"}, "67"),
        ({"360buy_param_json": "null"}, None),
        ({"360buy_param_json": ""}, None),
        ({"360buy_param_json": "[" * 100_000}, "67"),
    ],
)  # fmt: skip
def test_refusals(changes: dict[str, str], code: str | None) -> None:
    platform, _ = a_shop()
    params = system(changes.pop("method", "jingdong.sku.read.searchSkuList"), **changes)
    for in_form in (False, True):
        told = unwrap(platform.answer(request_of(params, in_form=in_form), NOW))
        assert told == code if code else told["code"] == "0"


BAD_BUSINESS = [
    ("jingdong.pop.order.enSearch", {}),
    ("jingdong.pop.order.enSearch", {**ALL, "page_size": 101}),
    ("jingdong.pop.order.enSearch", {**ALL, "page": 0}),
    ("jingdong.pop.order.enSearch", {**ALL, "page": "1.5"}),
    ("jingdong.pop.order.enSearch", {**ALL, "page": True}),
    ("jingdong.pop.order.enSearch", {**ALL, "start_date": "2026/11/01"}),
    ("jingdong.pop.order.enGet", {"optional_fields": ""}),
    ("jingdong.pop.order.shipment", {"orderId": "1", "logiCoprId": "467|470", "logiNo": "SF1"}),
    ("jingdong.pop.order.shipment", {"orderId": "1", "logiCoprId": "SF", "logiNo": "SF1"}),
    ("jingdong.pop.order.modifyVenderRemark", {"order_id": "1", "remark": "字" * 501}),
    ("jingdong.asc.query.list", {"operatePin": "a"}),
    ("jingdong.ware.stock.sku.set", {"skuId": "1", "stockNum": 1}),
    ("jingdong.ware.stock.sku.set", {"skuId": "60000000007919", "stockNum": -1}),
    ("jingdong.price.write.updateSkuJdPrice", {"skuId": "60000000007919", "jdPrice": "0.00"}),
    ("jingdong.price.write.updateSkuJdPrice", {"skuId": "60000000007919", "jdPrice": "12.345"}),
    ("jingdong.seller.promotion.add", {"name": "x", "type": 2, "begin_time": "2026-12-01 00:00:00", "end_time": "2026-12-02 00:00:00"}),
    ("jingdong.seller.promotion.add", {"name": "x", "type": 1, "begin_time": "2026-12-02 00:00:00", "end_time": "2026-12-01 00:00:00"}),
    ("jingdong.seller.promotion.commit", {"promo_id": "1"}),
]  # fmt: skip


def test_bad_parameters_are_refused_and_change_nothing() -> None:
    shop = Shop("jd", "青岚", {"sku": 14})
    Buyers(shop, 7).make_days(NOW - timedelta(hours=1), 10, 20)
    platform = Sandbox(shop)
    before = repr(shop)
    assert "60000000007919" in shop.goods
    for method, business in BAD_BUSINESS:
        assert say_to(platform, method, business) == "67", (method, business)
    assert repr(shop) == before


def test_orders_are_found_by_time_state_and_page() -> None:
    platform, buyers = a_shop()
    orders = buyers.shop.orders.values()

    def search(**changes: object) -> tuple[int, list[dict[str, Any]]]:
        result = say_to(platform, "jingdong.pop.order.enSearch", {**ALL, **changes})["searchorderinfo_result"]
        return result["orderTotal"], result["orderInfoList"]

    total, rows = search()
    assert (total, len(rows)) == (len(orders), min(100, len(orders)))
    assert [row["modified"] for row in rows] == sorted(row["modified"] for row in rows)
    _, newest = search(sortType="1", page_size=5)
    assert [row["modified"] for row in newest] == sorted((row["modified"] for row in newest), reverse=True)
    assert search(page=101) == (total, [])
    day = {"start_date": "2026-11-25 00:00:00", "end_date": "2026-11-25 23:59:59"}
    for kind, moment in (("1", "created_at"), ("0", "modified_at"), ("", "modified_at")):
        wanted = {order.order_id for order in orders if f"{getattr(order, moment):%Y-%m-%d}" == "2026-11-25"}
        assert {row["orderId"] for row in search(**day, dateType=kind)[1]} == wanted
    for state, word in ((UNPAID, "NOT_PAY"), (DONE, "FINISHED_L"), (SPLIT, "PARENT_TRADE_CANCELED")):
        assert search(order_state=word)[0] == sum(order.state == state for order in orders)
    both = search(order_state="WAIT_SELLER_STOCK_OUT,WAIT_GOODS_RECEIVE_CONFIRM")[0]
    assert both == sum(order.state in (PAID, PART_SHIPPED, SHIPPED) for order in orders)


def test_an_orders_money_is_yuan_texts_that_add_up_and_its_sentinels_stand() -> None:
    platform, buyers = a_shop()
    seen_balance = False
    for order in list(buyers.shop.orders.values()):
        detail = say_to(
            platform, "jingdong.pop.order.enGet", {"order_id": order.order_id, "optional_fields": ""}
        )
        info = detail["orderDetailInfo"]["orderInfo"]
        total, seller, payment, freight, balance = (
            fen_from_yuan(info[name])
            for name in ("orderTotalPrice", "orderSellerPrice", "orderPayment", "freightPrice", "balanceUsed")
        )
        coupons = {True: 0, False: 0}
        for coupon in info["couponDetailList"]:
            coupons[coupon["couponType"].startswith("41-")] += fen_from_yuan(coupon["couponPrice"])
        goods = sum(fen_from_yuan(item["jdPrice"]) * int(item["itemTotal"]) for item in info["itemInfoList"])
        assert total == goods
        assert total - seller == coupons[False] == fen_from_yuan(info["sellerDiscount"])
        assert payment == seller - coupons[True] - balance + freight
        assert payment + balance == order.paid_fen
        seen_balance = seen_balance or balance > 0
        assert (info["orderEndTime"] == "0001-01-01 00:00:00") == (order.completed_at is None)
        assert (info["paymentConfirmTime"] == "1970-01-01 00:00:00") == (order.paid_at is None)
        assert all(isinstance(info[name], str) for name in info if name.endswith(("Price", "Payment", "Id")))
        assert order.receiver.phone not in json.dumps(info)
        assert order.receiver.address not in json.dumps(info, ensure_ascii=False)
    assert seen_balance


def test_money_that_goes_back_is_fen_before_shipping_and_yuan_afterwards() -> None:
    platform, buyers = a_shop()
    shop, at = buyers.shop, NOW - timedelta(minutes=5)
    order = buyers.buy(at, several=True)
    acts.pay(shop, order, at)
    early = acts.ask(shop, order, at, line_id=order.lines[0].line_id)
    wanted = {"orderId": order.order_id}
    ask_refunds, ask_services = (
        ("jingdong.pop.afs.soa.refundapply.queryPageList", "queryResult", "result"),
        ("jingdong.asc.query.list", "pageResult", "data"),
    )

    def rows(asked: tuple[str, str, str], **more: object) -> list[dict[str, Any]]:
        method, part, name = asked
        operator = {"operatePin": "a", "operateNick": "a"}
        return say_to(platform, method, {**wanted, **operator, **more})[part][name]

    (row,) = rows(ask_refunds)
    assert (row["id"], row["applyRefundSum"], row["status"]) == (int(early.case_id), early.amount_fen, 0)
    assert rows(ask_services) == []
    acts.agree(shop, early, at + timedelta(minutes=1))
    (row,) = rows(ask_refunds, checkTimeStart="2026-11-28 11:56:00", status="3")
    assert row["status"] == 3
    assert rows(ask_refunds, checkTimeStart="2026-11-28 11:56:01") == []

    at += timedelta(seconds=90)
    acts.ship(shop, order, at, [Parcel("SF", "SF1")])
    late = acts.ask(shop, order, at, line_id=order.lines[1].line_id)
    (row,) = rows(ask_services)
    assert fen_from_yuan(row["actualPayPrice"]) == late.amount_fen
    assert (row["customerExpect"], row["serviceStatus"], row["approveTime"]) == (10, 10001, None)
    acts.agree(shop, late, at)
    acts.send_back(shop, late, at, Parcel("ZTO", "Z1"))
    acts.refund(shop, late, at + timedelta(seconds=30))
    (row,) = rows(ask_services, finishTimeBegin="2026-11-28 11:57:00", finishTimeEnd="2026-11-28 11:57:00")
    assert (row["serviceStatus"], row["expressCode"]) == (10010, "Z1")
    assert len(rows(ask_refunds)) == 1, "each case is in one list only"


def test_old_names_do_what_the_new_ones_do() -> None:
    platform, buyers = a_shop()
    goods = next(iter(buyers.shop.goods.values()))
    for number, (method, business) in enumerate(
        [
            ("jingdong.ware.stock.sku.set", {"skuId": goods.sku_id, "stockNum": "1"}),
            ("jingdong.stock.write.updateSkuStock", {"skuId": goods.sku_id, "stockNum": 2}),
            ("jingdong.stock.updateSkuStock", {"sid": "1", "skuId": int(goods.sku_id), "stockNum": 3}),
            ("360buy.sku.stock.update", {"outer_id": goods.sku, "quantity": 4, "trade_no": "t"}),
        ],
        1,
    ):
        assert say_to(platform, method, business)["code"] == "0"
        assert goods.quantity == number
    for number, (method, business) in enumerate(
        [
            ("jingdong.price.write.updateSkuJdPrice", {"skuId": goods.sku_id, "jdPrice": "1.01"}),
            (
                "360buy.sku.price.update",
                {"sku_id": goods.sku_id, "price": "1.02", "jd_price": "1.02", "trade_no": "t"},
            ),
        ],
        101,
    ):
        assert say_to(platform, method, business)["code"] == "0"
        assert goods.price_fen == number
    order = buyers.buy(NOW)
    acts.pay(buyers.shop, order, NOW)
    for method, business in (
        ("360buy.order.vender.remark.update", {"order_id": order.order_id, "remark": "加急，发顺丰"}),
        (
            "360buy.order.sop.outstorage",
            {"order_id": order.order_id, "logistics_id": "470", "waybill": "ST1"},
        ),
        (
            "360buy.order.sop.waybill.update",
            {"order_id": order.order_id, "logistics_id": "467", "waybill": "SF1"},
        ),
    ):
        answer = platform.answer(request_of(system(method, json.dumps(business, ensure_ascii=False))), NOW)
        assert (
            next(iter(json.loads(answer.body)))
            == method.removeprefix("360buy.").replace(".", "_") + "_response"
        )
    assert (order.seller_words, order.state) == ("加急，发顺丰", SHIPPED)
    assert order.parcels == [Parcel("SF", "SF1")]


def test_a_promotion_is_added_filled_and_committed_before_it_holds() -> None:
    platform, buyers = a_shop()
    goods = next(iter(buyers.shop.goods.values()))
    times = {"begin_time": "2026-11-28 00:00:00", "end_time": "2026-11-30 00:00:00"}

    def promote(step: str, **business: object) -> Any:
        return say_to(platform, f"jingdong.seller.promotion.{step}", business)

    number = promote("add", name="岁末直降", type=1, **times)["promo_id"]
    promote("sku.add", promo_id=number, sku_ids=goods.sku_id, jd_prices="158.00", promo_prices="149.00")
    bought = [line for _ in range(40) for line in buyers.buy(NOW).lines if line.goods is goods]
    assert bought and {line.own_discount_fen for line in bought} == {0}, "a draft holds nothing"
    promote("commit", promo_id=number)
    assert promote("commit", promo_id=number) == "67"
    bought = [line for _ in range(40) for line in buyers.buy(NOW).lines if line.goods is goods]
    assert {line.own_discount_fen // line.quantity for line in bought} == {goods.price_fen - 149_00}
    promote("suspend", promo_id=number)
    assert {line.own_discount_fen for _ in range(40) for line in buyers.buy(NOW).lines} == {0}
    promote("resume", promo_id=number)
    rows = promote("list", type=1, page=1, size=50)["promotion_list"]
    assert [(row["promo_id"], row["promo_prices"]) for row in rows][-1] == (number, "149.00")

    number = promote("add", name="满减", type=4, **times)["promo_id"]
    promote("ordermode.add", promo_id=number, favor_mode="1", quota="300.00", minus="30.00")
    promote("commit", promo_id=number)
    row = promote("get", promo_id=number)["promotion"]
    assert (row["quota"], row["minus"]) == ("300.00", "30.00")
    promote("delete", promo_id=number)
    assert buyers.shop.deals[str(number)].state == acts.ENDED


def test_a_store_is_authorised_refreshed_once_and_expires() -> None:
    platform = Sandbox(Shop("jd", "青岚"))
    app = {"app_key": APP_KEY, "app_secret": APP_SECRET}

    def oauth(path: str, **params: str) -> Answer:
        return platform.answer(request_of(params, f"/oauth2/{path}"), NOW)

    back = oauth("to_login", app_key=APP_KEY, redirect_uri="http://127.0.0.1:1/back?x=1", state="s")
    assert (back.status, back.headers["Location"]) == (
        302,
        f"http://127.0.0.1:1/back?x=1&code={CODE}&state=s",
    )
    assert oauth("to_login", app_key=APP_KEY, redirect_uri="javascript:alert(1)").status == 400
    for wrong in ({**app, "app_secret": "no", "code": CODE}, {**app, "code": "no"}):
        assert "access_token" not in json.loads(
            oauth("access_token", grant_type="authorization_code", **wrong).body
        )
    first = json.loads(oauth("access_token", grant_type="authorization_code", code=CODE, **app).body)
    assert set(first) >= {"access_token", "expires_in", "refresh_token", "scope", "open_id"}
    refresh = {"grant_type": "refresh_token", "refresh_token": REFRESH_TOKEN, **app}
    second = json.loads(oauth("refresh_token", **refresh).body)
    assert second["access_token"] != first["access_token"]
    assert "access_token" not in json.loads(oauth("refresh_token", **refresh).body), "good once"
    method = "jingdong.sku.read.searchSkuList"
    assert say_to(platform, method, access_token=second["access_token"])["code"] == "0"
    later = NOW + timedelta(seconds=second["expires_in"])
    late = system(method, timestamp=later.strftime("%Y-%m-%d %H:%M:%S"), access_token=second["access_token"])
    assert unwrap(platform.answer(request_of(late), later)) == "20"


@given(st.integers(-(10**15), 10**15))
def test_yuan_texts_have_two_decimals_and_mean_the_same_fen(fen: int) -> None:
    text = yuan_text(fen)
    assert fen_from_yuan(text) == fen
    assert text[-3] == "." and text.lstrip("-").replace(".", "").isdigit()
