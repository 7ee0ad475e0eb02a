"""The sandbox's WeChat Pay over HTTP: payments asked for, closed and given back by both versions, of one shop."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import httpx
import pytest
from cryptography.x509 import load_pem_x509_certificate

from paidang.channels.link.documents import CANCELLED, PAID, UNPAID
from paidang.channels.platforms import well_known
from paidang.channels.sandbox.shop import Order, Shop
from paidang.channels.tests.shops import NOW, serving
from paidang.channels.wechat.pay_signing import authorization, check_v3, decrypt_v3, read_private_key

pytestmark = pytest.mark.slow  # over HTTP

HAS = well_known("wechat")


@pytest.fixture
def place() -> Iterator[tuple[Shop, str]]:
    with serving() as (world, address):
        yield world.stalls["wechat"].platform.shop, address


def one_of(shop: Shop, state: str) -> Order:
    """An order in a state, about which nobody has asked for anything."""
    asked = {case.order_id for case in shop.cases.values()}
    return next(o for o in shop.orders.values() if o.state == state and o.order_id not in asked)


def test_version_2_by_an_independent_client(place: tuple[Shop, str]) -> None:
    """wechatpy, unchanged: it signs, and refuses what is not signed as it should be."""
    from wechatpy.pay import WeChatPay, WeChatPayException

    shop, address = place
    pay = WeChatPay(HAS["appid"], HAS["api_key"], HAS["mch_id"])
    pay.API_BASE_URL = f"{address}/"
    paid, waiting = one_of(shop, PAID), one_of(shop, UNPAID)
    told = pay.order.query(out_trade_no=paid.order_id)
    assert pay.check_signature(dict(told)) and told["total_fee"] == str(paid.paid_fen)
    assert pay.order.query(transaction_id=told["transaction_id"])["out_trade_no"] == paid.order_id
    with pytest.raises(WeChatPayException) as no:
        pay.order.query(out_trade_no="nobody")
    assert no.value.errcode == "ORDERNOTEXIST"

    made = {"out_trade_no": waiting.order_id, "user_id": "o1", "notify_url": "https://x.example", "client_ip": "127.0.0.1"}  # fmt: skip
    assert pay.order.create("JSAPI", "茶", waiting.paid_fen, **made)["prepay_id"]
    with pytest.raises(WeChatPayException):
        pay.order.create("JSAPI", "茶", waiting.paid_fen + 1, **made)
    pay.order.close(waiting.order_id)
    assert (waiting.state, pay.order.query(out_trade_no=waiting.order_id)["trade_state"]) == (CANCELLED, "CLOSED")  # fmt: skip

    back = [pay.refund.apply(paid.paid_fen, 100, "R-1", out_trade_no=paid.order_id) for _ in range(2)]
    assert back[0]["refund_id"] == back[1]["refund_id"]
    with pytest.raises(WeChatPayException) as no:
        pay.refund.apply(paid.paid_fen, paid.paid_fen, "R-2", out_trade_no=paid.order_id)
    assert no.value.errcode == "NOTENOUGH"
    seen = pay.refund.query(out_trade_no=paid.order_id)
    assert (seen["refund_count"], seen["refund_fee_0"], seen["out_refund_no_0"]) == ("1", "100", "R-1")
    assert pay.order.query(out_trade_no=paid.order_id)["trade_state"] == "REFUND"
    other = WeChatPay(HAS["appid"], "x" * 32, HAS["mch_id"])
    other.API_BASE_URL = f"{address}/"
    with pytest.raises(WeChatPayException):
        other.order.query(out_trade_no=paid.order_id)


def test_version_3_signs_what_it_says_with_the_certificate_that_it_gives(place: tuple[Shop, str]) -> None:
    shop, address = place
    key = read_private_key(HAS["private_key"])

    def call(method: str, path: str, asked: object = None, at: datetime = NOW) -> tuple[int, Any]:
        body, stamp = "" if asked is None else json.dumps(asked), str(int(at.timestamp()))
        signed = authorization(method, path, body, mch_id=HAS["mch_id"], serial_no=HAS["serial_no"], key=key, nonce="N", timestamp=stamp)  # fmt: skip
        answer = httpx.request(method, address + path, content=body, headers={"authorization": signed})
        if answer.is_success:
            names = ("Timestamp", "Nonce", "Signature", "Serial", "Signature-Type")
            said = [answer.headers[f"Wechatpay-{name}"] for name in names]
            assert said[4] == "WECHATPAY2-SHA256-RSA2048"
            seen.append((said, answer.text))
        return answer.status_code, answer.json() if answer.content else None

    seen: list[tuple[list[str], str]] = []
    (one,) = call("GET", "/v3/certificates")[1]["data"]
    sealed = one["encrypt_certificate"]
    pem = decrypt_v3(sealed["ciphertext"], sealed["nonce"], sealed["associated_data"], HAS["apiv3_key"])
    certificate = load_pem_x509_certificate(pem.encode())
    assert int(one["serial_no"], 16) == certificate.serial_number
    assert call("GET", "/v3/certificates", at=NOW - timedelta(seconds=301))[0] == 401

    paid, waiting = one_of(shop, PAID), one_of(shop, UNPAID)
    path, mine = "/v3/pay/transactions", {"mchid": HAS["mch_id"]}
    status, told = call("GET", f"{path}/out-trade-no/{paid.order_id}?mchid={HAS['mch_id']}")
    assert (status, told["amount"]["total"], told["trade_state"]) == (200, paid.paid_fen, "SUCCESS")
    assert call("GET", f"{path}/id/{told['transaction_id']}?mchid={HAS['mch_id']}")[1] == told
    assert call("GET", f"{path}/id/1?mchid={HAS['mch_id']}")[1]["code"] == "ORDER_NOT_EXIST"
    asked = {**mine, "appid": HAS["appid"], "description": "茶", "notify_url": "https://x.example", "out_trade_no": waiting.order_id}  # fmt: skip
    assert call("POST", f"{path}/native", {**asked, "amount": {"total": waiting.paid_fen}})[1]["code_url"]
    assert call("POST", f"{path}/native", {**asked, "amount": {"total": "1"}})[1]["code"] == "PARAM_ERROR"
    assert call("POST", f"{path}/out-trade-no/{waiting.order_id}/close", mine) == (204, None)
    assert waiting.state == CANCELLED

    asked = {"out_trade_no": paid.order_id, "out_refund_no": "R-3", "amount": {"refund": paid.paid_fen, "total": paid.paid_fen}}  # fmt: skip
    status, back = call("POST", "/v3/refund/domestic/refunds", asked)
    assert (status, back["amount"]["refund"], paid.state) == (200, paid.paid_fen, CANCELLED)
    assert call("POST", "/v3/refund/domestic/refunds", asked)[1] == back
    assert call("GET", "/v3/refund/domestic/refunds/R-3")[1] == back
    assert call("GET", "/v3/refund/domestic/refunds/R-4")[0] == 404
    for said, body in seen:
        check_v3(*said[:2], body, said[2], certificate.public_key(), now_s=int(NOW.timestamp()))
        assert int(said[3], 16) == certificate.serial_number
