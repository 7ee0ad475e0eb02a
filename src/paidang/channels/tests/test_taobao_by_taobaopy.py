"""Taobao's sandbox under another client, unchanged."""

import json
import os
import subprocess
import sys

import pytest

from paidang.channels.link.documents import REFUND_ONLY, RETURN_GOODS, Parcel
from paidang.channels.sandbox.shop import Shop
from paidang.channels.taobao.sandbox import APP_KEY, APP_SECRET, SESSION
from paidang.channels.tests.serving import wall_clock
from paidang.channels.tests.taobao_served import serving, shop_of, spoil

pytestmark = pytest.mark.slow  # over HTTP


TAOBAOPY = """
import json, sys
from taobaopy.taobao import TaoBaoAPIClient, TaoBaoAPIError
base_url, key, secret, session, order_id = sys.argv[1:]
client = TaoBaoAPIClient(key, secret, domain=base_url)
client.set_access_token(session)
listed = client.trades_sold_get(fields="tid,status,payment,orders,seller_memo", page_size=100, use_has_next=True)["trades_sold_get_response"]
memo = client.trade_memo_update(tid=int(order_id), memo="客户要求\\t发顺丰 & 开票", flag=1, reset=False)
sent = client.logistics_offline_send(tid=int(order_id), company_code="SF", out_sid="SF77")
back = client.refunds_receive_get(fields="refund_id,tid,refund_fee,status", page_size=100)["refunds_receive_get_response"]["refunds"]["refund"]
one = client.refund_get(fields="refund_id,tid,refund_fee", refund_id=back[0]["refund_id"])["refund_get_response"]["refund"]
item = client.items_onsale_get(fields="num_iid", page_size=1)["items_onsale_get_response"]["items"]["item"][0]["num_iid"]
sku = client.item_skus_get(fields="sku_id,quantity,price,outer_id", num_iids=str(item))["item_skus_get_response"]["skus"]["sku"][0]
client.item_quantity_update(num_iid=item, sku_id=sku["sku_id"], quantity=41, type=1)
now = client.item_skus_get(fields="sku_id,quantity,price,outer_id", num_iids=str(item))["item_skus_get_response"]["skus"]["sku"][0]
whole = client.trade_fullinfo_get(fields="tid,seller_memo,status,orders", tid=int(order_id))["trade_fullinfo_get_response"]["trade"]
try:
    client.logistics_offline_send(tid=int(order_id), company_code="SF", out_sid="SF78")
except TaoBaoAPIError as error:
    refused = [error.code, error.sub_code]
client.set_access_token("wrong")
try:
    client.trade_fullinfo_get(fields="tid", tid=1)
except TaoBaoAPIError as error:
    expired = [error.code, error.sub_code]
print(json.dumps({"back": back, "one": one, "sku": sku, "now": now, "listed": listed, "sent": sent, "whole": whole, "refused": refused, "expired": expired}))
"""


def money_ids(shop: Shop) -> list[str]:
    """The cases of a shop that its list of refunds tells, about one line each."""
    return [
        case.case_id
        for case in shop.cases.values()
        if case.kind in (REFUND_ONLY, RETURN_GOODS) and case.line_id
    ]


def test_taobaopy_unchanged_works_against_the_sandbox() -> None:
    """The package signs with the machine's own local time: here UTC, as on most servers."""
    pytest.importorskip("taobaopy")
    with serving(wall_clock, days=2, orders=20) as server:
        shop = shop_of(server)
        order = next(order for order in shop.orders.values() if order.state in ("shipped", "paid", "done"))
        order.state, order.parcels = "paid", []
        spoil(server, "transient:1", on="trades.sold.get")
        command = [
            sys.executable,
            "-c",
            TAOBAOPY,
            server.base_url,
            APP_KEY,
            APP_SECRET,
            SESSION,
            order.order_id,
        ]
        environment = {**os.environ, "TZ": "UTC", "NO_PROXY": "127.0.0.1"}
        ran = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=60, check=False
        )
    assert ran.returncode == 0, ran.stderr
    told = json.loads(ran.stdout)
    assert {trade["tid"] for trade in told["listed"]["trades"]["trade"]} == {
        int(each) for each in shop.orders
    }
    assert told["listed"]["has_next"] is False
    assert "seller_memo" not in told["listed"]["trades"]["trade"][0]
    assert (order.state, order.parcels) == ("shipped", [Parcel("SF", "SF77")])
    assert (told["whole"]["seller_memo"], told["whole"]["status"]) == (
        "客户要求\t发顺丰 & 开票",
        "WAIT_BUYER_CONFIRM_GOODS",
    )
    assert {str(each["refund_id"]) for each in told["back"]} >= set(money_ids(shop)) and money_ids(shop)
    assert told["one"]["refund_fee"] == told["back"][0]["refund_fee"]
    assert (told["now"]["quantity"], shop.goods[str(told["sku"]["sku_id"])].quantity) == (41, 41)
    assert told["refused"] == [15, "isv.logistics-offline-service-error:B04"]
    assert told["expired"] == [27, "invalid-sessionkey"]
