"""The open platform's sandbox beyond orders and goods: offers, disputes, accounts, receivers in the open. By table."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from paidang.channels.link.documents import DONE, REFUNDED
from paidang.channels.sandbox.buyers import Buyers
from paidang.channels.sandbox.http import Request
from paidang.channels.sandbox.shop import Shop
from paidang.channels.taobao.sandbox import APP_KEY, APP_SECRET, SESSION, Sandbox
from paidang.channels.taobao.signing import sign
from paidang.channels.tests.taobao_served import NOW
from paidang.kit.money import fen_from_yuan

TIMES = {
    "start_time": f"{NOW - timedelta(days=12):%Y-%m-%d %H:%M:%S}",
    "end_time": f"{NOW:%Y-%m-%d %H:%M:%S}",
}
MODIFIED = {name.replace("time", "modified"): value for name, value in TIMES.items()}


@pytest.fixture(scope="module")
def platform() -> Sandbox:
    shop = Shop("taobao", "青岚")
    Buyers(shop, 7).make_days(NOW - timedelta(hours=1), 10, 120)
    return Sandbox(shop)


def say_to(platform: Sandbox, method: str, **business: object) -> Any:
    """The reply below its root, or the code and sub_code of the error."""
    params = {
        "method": method, "app_key": APP_KEY, "session": SESSION, "format": "json", "v": "2.0", "sign_method": "md5",
        "timestamp": f"{NOW:%Y-%m-%d %H:%M:%S}", **{name: str(value) for name, value in business.items()},
    }  # fmt: skip
    params["sign"] = sign(params, APP_SECRET, "md5")
    body = urlencode(params).encode()
    answer = platform.answer(Request("POST", "/router/rest", "", {}, params, body, {}), NOW)
    ((root, value),) = json.loads(answer.body, strict=False).items()
    if root == "error_response":
        return value["code"], value.get("sub_code")
    assert root == method.removeprefix("taobao.").replace(".", "_") + "_response"
    return value


def test_what_a_buyer_is_offered(platform: Sandbox) -> None:
    goods = next(iter(platform.shop.goods.values()))
    deal = next(deal for deal in platform.shop.deals.values() if deal.kind == "item_price")
    found = say_to(platform, "taobao.ump.promotion.get", item_id=goods.item_id)["promotions"]
    (shop,) = found["promotion_in_shop"]["promotion_in_shop"]
    assert shop["name"] == "店铺满199减20" and "promotion_in_item" not in found
    listed = say_to(platform, "taobao.promotion.limitdiscount.get", status="END")
    assert [row["limit_discount_name"] for row in listed["limit_discounts"]["limit_discount"]] == [deal.name]
    assert say_to(platform, "taobao.promotion.limitdiscount.get", status="DOING")["total_count"] == 0
    activity = say_to(platform, "taobao.promotionmisc.common.item.activity.add", name="周年", description="x", start_time=TIMES["start_time"], end_time="2027-01-01 00:00:00")["activity_id"]  # fmt: skip
    say_to(platform, "taobao.promotionmisc.common.item.detail.add", activity_id=activity, item_id=goods.item_id, promotion_type=2, promotion_value=goods.price_fen - 100)  # fmt: skip
    found = say_to(platform, "taobao.ump.promotion.get", item_id=goods.item_id)["promotions"]
    (item,) = found["promotion_in_item"]["promotion_in_item"]
    assert fen_from_yuan(item["item_promo_price"]) == goods.price_fen - 100
    assert say_to(platform, "taobao.ump.promotion.get", item_id="1")[0] == 15


def test_disputes_are_the_refunds_and_stock_is_set_by_sku(platform: Sandbox) -> None:
    asked = {"fields": "refund_id,dispute_type,status", **MODIFIED, "page_size": 100}
    disputes = say_to(platform, "tmall.dispute.receive.get", **asked)["disputes"]["dispute"]
    assert disputes == say_to(platform, "taobao.refunds.receive.get", **asked)["refunds"]["refund"]
    some = say_to(platform, "tmall.dispute.receive.get", **asked, type="REFUND_AND_RETURN")["disputes"][
        "dispute"
    ]
    assert 0 < len(some) < len(disputes) and {row["dispute_type"] for row in some} == {"REFUND_AND_RETURN"}
    skus = next(skus for skus in platform.shop.items().values() if len(skus) > 1)
    wanted = json.dumps([{"sku_id": skus[0].sku_id, "quantity": 9}])
    say_to(platform, "tmall.item.quantity.update", item_id=skus[0].item_id, sku_quantities=wanted)
    assert skus[0].quantity == 9
    for bad in ("[]", "{}", '[{"sku_id": 1, "quantity": 9}]', '[{"sku_id": 1}]', "x"):
        assert (
            say_to(platform, "tmall.item.quantity.update", item_id=skus[0].item_id, sku_quantities=bad)[0]
            == 41
        )


def test_accounts_say_the_same_of_money_in_yuan_and_in_fen(platform: Sandbox) -> None:
    fields = "alipay_order_no,merchant_order_no,business_type,in_amount,out_amount,balance"
    pages = [say_to(platform, "alipay.user.accountreport.get", fields=fields, **TIMES, page_size=100, page_no=page) for page in range(1, 5)]  # fmt: skip
    rows = [row for page in pages for row in page.get("alipay_records", {}).get("alipay_record", [])]
    assert len(rows) == pages[0]["total_results"]
    came = [fen_from_yuan(row["in_amount"]) - fen_from_yuan(row["out_amount"]) for row in rows]
    balances = [fen_from_yuan(row["balance"]) for row in rows]
    assert [after - before for before, after in zip(balances, balances[1:], strict=False)] == came[1:]
    accounts = {row["account_name"]: row["account_id"] for row in say_to(platform, "taobao.bill.accounts.get", fields="account_id,account_name")["accounts"]["account"]}  # fmt: skip
    fees = say_to(platform, "taobao.bill.bills.get", fields="trade_id,amount", account_id=accounts["基础软件服务费"], **TIMES, page_size=100)  # fmt: skip
    assert fees["total_results"] == sum(o.state == DONE for o in platform.shop.orders.values())
    assert sum(row["amount"] for row in fees["bills"]["bill_dto"]) == sum(
        fen for row, fen in zip(rows, came, strict=True) if row["business_type"] == "CHARGE"
    )
    book = say_to(platform, "taobao.bill.book.bills.get", fields="amount", account_id=accounts["交易退款"], **TIMES, page_size=100)  # fmt: skip
    back = [c for c in platform.shop.cases.values() if c.state == REFUNDED and c.amount_fen]
    assert len(book["bills"]["book_bill"]) == len(back)
    assert say_to(platform, "taobao.bill.book.bills.get", fields="amount", account_id=7, **TIMES)[0] == 41
    found = say_to(platform, "alipay.user.trade.search", **TIMES, page_no=1, page_size=100)
    assert found["total_results"] == sum(o.paid_at is not None for o in platform.shop.orders.values())


def test_a_receiver_is_told_in_the_open_by_the_oaid_of_its_own_order(platform: Sandbox) -> None:
    first, second = list(platform.shop.orders.values())[:2]
    trade = say_to(
        platform, "taobao.trade.fullinfo.get", tid=first.order_id, fields="tid,oaid,receiver_name"
    )["trade"]
    query = [{"tid": first.order_id, "oaid": trade["oaid"], "scene": "1001"}]
    told = say_to(platform, "taobao.top.oaid.decrypt", query_list=json.dumps(query))
    assert told["receiver_list"]["receiver"][0]["name"] == first.receiver.name != trade["receiver_name"]
    query[0]["tid"] = second.order_id
    assert say_to(platform, "taobao.top.oaid.decrypt", query_list=json.dumps(query)) == (
        15,
        "isv.oaid-not-match",
    )
    assert say_to(platform, "taobao.topats.result.get", task_id=1) == (15, "isv.task-not-exist")
    assert say_to(platform, "taobao.jushita.jdp.user.add", rds_name="rds1")["is_success"] is True
    say_to(platform, "taobao.tmc.user.permit", topics="taobao_trade_TradeCreate,taobao_trade_TradeSuccess")
    (queue,) = say_to(platform, "taobao.tmc.queue.get", group_name="default")["datas"]["tmc_queue_info"]
    assert queue["put_total"] > queue["get_total"] == 0
