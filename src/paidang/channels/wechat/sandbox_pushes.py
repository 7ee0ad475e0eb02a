"""What the sandbox's WeChat sends: events of 微信小店 and of the older shop, WeChat Pay's notices in both versions.

`kind` order, aftersale, merchant_order (of `id`, sealed unless `plain`, XML unless `form` is json); pay, refund (version 2),
pay_v3, refund_v3.
"""

import base64
import json
import secrets
from collections.abc import Mapping
from datetime import datetime
from hashlib import md5
from typing import Any

from paidang.channels.link.documents import CANCELLED, DONE, PAID, PART_SHIPPED, SHIPPED, SPLIT, UNPAID
from paidang.channels.sandbox.http import Answer
from paidang.channels.sandbox.pushing import BadPush, Push
from paidang.channels.sandbox.shop import Case, Order, Shop
from paidang.channels.wechat import sandbox_pay_v2, sandbox_pay_v3
from paidang.channels.wechat.messages import encrypt, sign, write_xml
from paidang.channels.wechat.pay_signing import encrypt_v3, sign_v2
from paidang.channels.wechat.sandbox import APPID, ENCODING_AES_KEY, TOKEN
from paidang.channels.wechat.sandbox_bills import MCH_ID
from paidang.channels.wechat.sandbox_pay import API_KEY, APIV3_KEY
from paidang.channels.wechat.sandbox_records import case_status, seconds
from paidang.channels.wechat.sandbox_trades import Trades, refund_id, transaction_id
from paidang.kit.period import SHANGHAI

EVENT = {
    UNPAID: "channels_ec_order_new",
    PAID: "channels_ec_order_pay",
    PART_SHIPPED: "channels_ec_order_deliver",
    SHIPPED: "channels_ec_order_deliver",
    DONE: "channels_ec_order_confirm",
    CANCELLED: "channels_ec_order_cancel",
    SPLIT: "channels_ec_order_cancel",
}
_XML, _JSON = "text/xml", "application/json"
_ORIGINAL_ID = "gh_paidangsandbox"


def make(shop: Shop, asked: Mapping[str, Any], now: datetime) -> Push:
    """The message of a kind about an order or a case."""
    kind = str(asked.get("kind", "order"))
    if kind in ("order", "merchant_order", "pay", "pay_v3"):
        about = shop.orders.get(str(asked.get("id", "")))
        if about is None:
            raise BadPush("`id` is the number of an order")
        if kind == "pay":
            return _paid_v2(shop, about)
        if kind == "pay_v3":
            told = sandbox_pay_v3.payment(Trades(shop), APPID, about)
            return _notice_v3("TRANSACTION.SUCCESS", "支付成功", "transaction", told, now)
        fields = _order_event(about) if kind == "order" else _merchant_event(about)
        return _event({**_head(about, now), **fields}, asked, now)
    case = shop.cases.get(str(asked.get("id", "")))
    if kind not in ("aftersale", "refund", "refund_v3"):
        raise BadPush("`kind` is one of order, aftersale, merchant_order, pay, pay_v3, refund, refund_v3")
    if case is None:
        raise BadPush("`id` is the number of a case")
    order = shop.orders[case.order_id]
    if kind == "refund":
        return _refunded_v2(case, order)
    if kind == "refund_v3":
        told = {**_refund_numbers(case, order), "mchid": MCH_ID, "refund_status": "SUCCESS"}
        told["amount"] = {"total": order.paid_fen, "refund": case.amount_fen}
        return _notice_v3("REFUND.SUCCESS", "退款成功", "refund", told, now)
    return _event({**_head(order, now), **_case_event(case)}, asked, now)


def _head(order: Order, now: datetime) -> dict[str, Any]:
    return {
        "ToUserName": _ORIGINAL_ID,
        "FromUserName": f"o{order.buyer}",
        "CreateTime": seconds(now),
        "MsgType": "event",
    }


def _order_event(order: Order) -> dict[str, Any]:
    event = EVENT.get(order.state, "channels_ec_order_ext_info_update")
    return {"Event": event, "order_info": {"order_id": order.order_id}}


def _case_event(case: Case) -> dict[str, Any]:
    told = {"status": case_status(case), "after_sale_order_id": case.case_id, "order_id": case.order_id}
    return {"Event": "channels_ec_aftersale_update", "finder_shop_aftersale_status_update": told}


def _merchant_event(order: Order) -> dict[str, Any]:
    return {
        "Event": "merchant_order",
        "OrderId": order.order_id,
        "OrderStatus": 2,
        "ProductId": order.lines[0].goods.item_id,
        "SkuInfo": f"1:{order.lines[0].goods.sku_id}",
    }


def _event(fields: dict[str, Any], asked: Mapping[str, Any], now: datetime) -> Push:
    is_json = asked.get("form") == "json"
    text = json.dumps(fields, ensure_ascii=False) if is_json else _deep_xml(fields)
    stamp, nonce = str(seconds(now)), secrets.token_hex(5)
    query = {"timestamp": stamp, "nonce": nonce, "signature": sign(TOKEN, stamp, nonce)}
    if asked.get("plain") is not True:
        sealed = encrypt(text, ENCODING_AES_KEY, APPID)
        outer = {"ToUserName": _ORIGINAL_ID, "Encrypt": sealed}
        text = json.dumps(outer) if is_json else write_xml(outer)
        query |= {"encrypt_type": "aes", "msg_signature": sign(TOKEN, stamp, nonce, sealed)}
    return Push(text, _JSON if is_json else _XML, "success", query, {})


def _deep_xml(fields: Mapping[str, Any]) -> str:
    """XML with one level more below where a value is an object."""
    from lxml import etree

    root = etree.Element("xml")
    for name, value in fields.items():
        child = etree.SubElement(root, name)
        if isinstance(value, dict):
            for inner, text in value.items():
                etree.SubElement(child, inner).text = str(text)
        else:
            child.text = str(value)
    return str(etree.tostring(root, encoding="unicode"))


# WeChat Pay


def _paid_v2(shop: Shop, order: Order) -> Push:
    told = sandbox_pay_v2.payment(Trades(shop), order)
    fields = {"return_code": "SUCCESS", "appid": APPID, "mch_id": MCH_ID, "nonce_str": secrets.token_hex(16)}
    fields |= {"result_code": "SUCCESS", **told, "is_subscribe": "N"}
    fields["sign"] = sign_v2(fields, API_KEY)
    return Push(write_xml(fields), _XML, "SUCCESS", {}, {})


def _refund_numbers(case: Case, order: Order) -> dict[str, Any]:
    return {
        "transaction_id": transaction_id(order),
        "out_trade_no": order.order_id,
        "refund_id": refund_id(case),
        "out_refund_no": case.case_id,
    }


def _refunded_v2(case: Case, order: Order) -> Push:
    done = (case.refunded_at or case.modified_at).astimezone(SHANGHAI)
    inner = {
        **_refund_numbers(case, order),
        "total_fee": str(order.paid_fen),
        "refund_fee": str(case.amount_fen),
        "settlement_refund_fee": str(case.amount_fen),
        "refund_status": "SUCCESS",
        "success_time": done.strftime("%Y-%m-%d %H:%M:%S"),
    }
    text = write_xml(inner).replace("<xml>", "<root>").replace("</xml>", "</root>")
    fields = {"return_code": "SUCCESS", "appid": APPID, "mch_id": MCH_ID, "nonce_str": secrets.token_hex(16)}
    return Push(write_xml({**fields, "req_info": _seal_v2(text)}), _XML, "SUCCESS", {}, {})


def _seal_v2(text: str) -> str:
    """AES-256-ECB under the MD5 of the key of version 2."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    body = text.encode()
    padding = 16 - len(body) % 16
    cipher = Cipher(algorithms.AES(md5(API_KEY.encode()).hexdigest().encode()), modes.ECB())  # noqa: S305  theirs
    encryptor = cipher.encryptor()
    sealed = encryptor.update(body + bytes([padding]) * padding) + encryptor.finalize()
    return base64.b64encode(sealed).decode()


def _notice_v3(event: str, summary: str, kind: str, told: Mapping[str, Any], now: datetime) -> Push:
    nonce = secrets.token_hex(6)
    resource = {
        "algorithm": "AEAD_AES_256_GCM",
        "original_type": kind,
        "associated_data": kind,
        "nonce": nonce,
        "ciphertext": encrypt_v3(json.dumps(told, ensure_ascii=False), nonce, kind, APIV3_KEY),
    }
    body = {
        "id": secrets.token_hex(16),
        "create_time": now.astimezone(SHANGHAI).isoformat(timespec="seconds"),
        "event_type": event,
        "resource_type": "encrypt-resource",
        "summary": summary,
        "resource": resource,
    }
    signed = sandbox_pay_v3.signed(Answer.of(body), now)
    return Push(signed.body.decode(), _JSON, "SUCCESS", {}, signed.headers)
