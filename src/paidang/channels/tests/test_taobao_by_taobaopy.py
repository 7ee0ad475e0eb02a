"""Taobao's sandbox under another client, unchanged."""

import json
import os
import subprocess
import sys

import pytest

from paidang.channels.link.documents import (
    Parcel,
)
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
print(json.dumps({"listed": listed, "sent": sent, "whole": whole, "refused": refused, "expired": expired}))
"""


def test_taobaopy_unchanged_works_against_the_sandbox() -> None:
    """The package signs with the machine's own local time, so it runs in a process of its own, in Shanghai."""
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
        environment = {**os.environ, "TZ": "Asia/Shanghai", "NO_PROXY": "127.0.0.1"}
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
    assert told["refused"] == [15, "isv.logistics-offline-service-error:B04"]
    assert told["expired"] == [27, "invalid-sessionkey"]
