"""The sandbox's WeChat Pay, version 3: signed JSON both ways, the platform's certificate, a bill by its address."""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import urlencode

from paidang.channels.sandbox.http import Answer, Request
from paidang.channels.sandbox.shop import Case, Order
from paidang.channels.wechat.pay_signing import SCHEMA, encrypt_v3, sign_answer, sign_v3
from paidang.channels.wechat.sandbox_bills import ALL, BILL_TYPES, MCH_ID
from paidang.channels.wechat.sandbox_pay import (
    APIV3_KEY,
    PLATFORM_SERIAL_NO,
    Bills,
    day_in,
    key,
    text_of,
)
from paidang.channels.wechat.sandbox_trades import PayNo, Trades, refund_id, transaction_id
from paidang.kit.period import SHANGHAI, day_of

_FILE = "/v3/billdownload/file"
_BILLS = ("/v3/bill/tradebill", "/v3/bill/fundflowbill", _FILE)
_WORDS = {"NOTPAY": "订单未支付", "CLOSED": "订单已关闭", "SUCCESS": "支付成功", "REFUND": "转入退款"}
_YEARS = timedelta(days=5 * 365)


def answer(trades: Trades, bills: Bills, appid: str, request: Request, now: datetime) -> Answer:
    """One call: its signature first, then what it asks for. All that is good is signed, but the bill itself."""
    if not _is_signed(request, now):
        return Answer.of({"code": "SIGN_ERROR", "message": "签名错误"}, 401)
    try:
        if request.path in _BILLS:
            found = _bill(bills, request, now)
            return found if request.path == _FILE else signed(found, now)
        for pattern, serve in _ROUTES:
            if named := pattern.fullmatch(f"{request.method} {request.path}"):
                told = serve(trades, appid, request, now, *named.groups())
                return signed(Answer(b"", 204) if told is None else Answer.of(told), now)
        raise PayNo("RESOURCE_NOT_EXISTS", request.path[:40], 404)
    except PayNo as no:
        return Answer.of({"code": no.code, "message": str(no)}, no.status)


def signed(answer: Answer, now: datetime) -> Answer:
    """As WeChat Pay signs what it answers, and what it sends."""
    stamp, nonce = str(int(now.timestamp())), "sandbox"
    signature = sign_answer(stamp, nonce, answer.body.decode(), key())
    headers = {
        "Wechatpay-Timestamp": stamp,
        "Wechatpay-Nonce": nonce,
        "Wechatpay-Signature": signature,
        "Wechatpay-Signature-Type": SCHEMA,
        "Wechatpay-Serial": PLATFORM_SERIAL_NO,
    }
    return Answer(answer.body, answer.status, answer.content_type, headers)


def payment(trades: Trades, appid: str, order: Order) -> dict[str, Any]:
    """What is known of a payment."""
    state = trades.state(order)
    found: dict[str, Any] = {
        "appid": appid,
        "mchid": MCH_ID,
        "out_trade_no": order.order_id,
        "trade_state": state,
        "trade_state_desc": _WORDS[state],
        "amount": {"total": order.paid_fen, "currency": "CNY"},
    }
    if order.paid_at:
        found |= {
            "transaction_id": transaction_id(order),
            "trade_type": "JSAPI",
            "bank_type": "OTHERS",
            "success_time": _time(order.paid_at),
            "payer": {"openid": f"o{order.buyer}"},
        }
        found["amount"] |= {"payer_total": order.paid_fen, "payer_currency": "CNY"}
    return found


def _by_merchant(trades: Trades, appid: str, request: Request, now: datetime, number: str) -> dict[str, Any]:
    _check_merchant(request.query.get("mchid"))
    return payment(trades, appid, trades.find(number))


def _by_wechat(trades: Trades, appid: str, request: Request, now: datetime, number: str) -> dict[str, Any]:
    _check_merchant(request.query.get("mchid"))
    return payment(trades, appid, trades.find("", number))


def _prepay(trades: Trades, appid: str, request: Request, now: datetime, kind: str) -> dict[str, Any]:
    asked = _body(request)
    _check_merchant(asked.get("mchid"))
    if asked.get("appid") != appid or not asked.get("notify_url") or not asked.get("description"):
        raise PayNo("PARAM_ERROR", "appid、notify_url 或 description 不对")
    number = trades.prepay(str(asked.get("out_trade_no", "")), _fen(asked.get("amount"), "total"))
    return {"code_url": f"weixin://wxpay/bizpayurl?pr={number}"} if kind == "native" else {"prepay_id": number}  # fmt: skip


def _close(trades: Trades, appid: str, request: Request, now: datetime, number: str) -> None:
    _check_merchant(_body(request).get("mchid"))
    trades.close(number, now)


def _refund(trades: Trades, appid: str, request: Request, now: datetime) -> dict[str, Any]:
    asked = _body(request)
    order = trades.find(str(asked.get("out_trade_no") or ""), str(asked.get("transaction_id") or ""))
    amounts = _fen(asked.get("amount"), "refund"), _fen(asked.get("amount"), "total")
    number, reason = str(asked.get("out_refund_no") or ""), str(asked.get("reason") or "")
    return _refund_json(trades, trades.refund(order, number, *amounts, reason, now))


def _get_refund(trades: Trades, appid: str, request: Request, now: datetime, number: str) -> dict[str, Any]:
    return _refund_json(trades, trades.find_refund(number))


def _refund_json(trades: Trades, case: Case) -> dict[str, Any]:
    order = trades.shop.orders[case.order_id]
    return {
        "refund_id": refund_id(case),
        "out_refund_no": trades.number_of(case),
        "transaction_id": transaction_id(order),
        "out_trade_no": order.order_id,
        "channel": "ORIGINAL",
        "user_received_account": "支付用户零钱",
        "create_time": _time(case.asked_at),
        "success_time": _time(case.refunded_at or case.modified_at),
        "status": "SUCCESS",
        "amount": {"total": order.paid_fen, "refund": case.amount_fen, "currency": "CNY"},
    }


def _certificates(trades: Trades, appid: str, request: Request, now: datetime) -> dict[str, Any]:
    """The platform's own certificate, sealed with the merchant's key of version 3."""
    pem, starts, ends = certificate()
    sealed = {
        "algorithm": "AEAD_AES_256_GCM",
        "nonce": "sandboxnonce",
        "associated_data": "certificate",
        "ciphertext": encrypt_v3(pem, "sandboxnonce", "certificate", APIV3_KEY),
    }
    return {
        "data": [
            {
                "serial_no": PLATFORM_SERIAL_NO,
                "effective_time": _time(starts),
                "expire_time": _time(ends),
                "encrypt_certificate": sealed,
            }
        ]
    }


@cache
def certificate() -> tuple[str, datetime, datetime]:
    """Made of the sandbox's key, so that what it signs is good under it: as text, and from when until when."""
    from cryptography import x509
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.serialization import Encoding
    from cryptography.x509.oid import NameOID

    starts = datetime(2026, 1, 1, tzinfo=UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Paidang sandbox of WeChat Pay")])
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key().public_key())
        .serial_number(int(PLATFORM_SERIAL_NO, 16))
        .not_valid_before(starts)
        .not_valid_after(starts + _YEARS)
        .sign(key(), SHA256())
    )
    return built.public_bytes(Encoding.PEM).decode(), starts, starts + _YEARS


def _bill(bills: Bills, request: Request, now: datetime) -> Answer:
    path, asked = request.path, request.query
    day, kind = day_in(asked.get("bill_date", ""), "%Y-%m-%d"), asked.get("bill_type") or ALL
    if day is None or day >= day_of(now):
        raise PayNo("INVALID_REQUEST", "账单日期不对")
    if kind not in BILL_TYPES or asked.get("tar_type", "GZIP") != "GZIP":
        raise PayNo("PARAM_ERROR", "bill_type 或 tar_type 不对")
    is_fund = path == "/v3/bill/fundflowbill" or (path == _FILE and asked.get("of") == "fund")
    bill = bills(day, kind, is_fund=is_fund)
    if bill is None:
        raise PayNo("NO_STATEMENT_EXIST", "账单文件不存在")
    if path == _FILE:
        return text_of(bill, asked.get("tar_type", ""))
    where = {"of": "fund"} if is_fund else {"bill_type": kind}
    where |= {"tar_type": "GZIP"} if "tar_type" in asked else {}
    query = urlencode({"bill_date": str(day), **where, "token": "sandbox"})
    return Answer.of(
        {
            "hash_type": "SHA1",  # of the text, packed or not
            "hash_value": hashlib.sha1(bill.encode()).hexdigest(),
            "download_url": f"http://{request.headers.get('host', '127.0.0.1')}{_FILE}?{query}",
        }
    )


def _is_signed(request: Request, now: datetime) -> bool:
    """The merchant's signature; in the sandbox its key and the platform's are one, so that signing anew tells."""
    scheme, _, rest = request.headers.get("authorization", "").partition(" ")
    pairs = (part.split("=", 1) for part in rest.split(",") if "=" in part)
    said = {name.strip(): value.strip('"') for name, value in pairs}
    stamp = said.get("timestamp", "")
    if scheme != SCHEMA or said.get("mchid") != MCH_ID or not (stamp.isascii() and stamp.isdecimal()):
        return False
    path = f"{request.path}?{request.raw_query}" if request.raw_query else request.path
    body = request.body.decode(errors="replace")
    made = sign_v3(request.method, path, stamp, said.get("nonce_str", ""), body, key())
    return made == said.get("signature") and abs(now.timestamp() - int(stamp)) <= 300


def _check_merchant(said: object) -> None:
    if said != MCH_ID:
        raise PayNo("MCH_NOT_EXISTS", "商户号不对")


def _body(request: Request) -> dict[str, Any]:
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise PayNo("PARAM_ERROR", "请求体不是 JSON 对象")
    return found


def _fen(amount: object, name: str) -> int:
    value = amount.get(name) if isinstance(amount, dict) else None
    if isinstance(value, bool) or not isinstance(value, int):
        raise PayNo("PARAM_ERROR", f"amount.{name} 不对")
    return value


def _time(at: datetime) -> str:
    return at.astimezone(SHANGHAI).isoformat(timespec="seconds")


_NUMBER = r"([0-9A-Za-z_|*-]{1,64})"
_ROUTES: tuple[tuple[re.Pattern[str], Callable[..., dict[str, Any] | None]], ...] = (
    (re.compile("GET /v3/certificates"), _certificates),
    (re.compile(f"GET /v3/pay/transactions/id/{_NUMBER}"), _by_wechat),
    (re.compile(f"GET /v3/pay/transactions/out-trade-no/{_NUMBER}"), _by_merchant),
    (re.compile(f"POST /v3/pay/transactions/out-trade-no/{_NUMBER}/close"), _close),
    (re.compile("POST /v3/pay/transactions/(jsapi|app|h5|native)"), _prepay),
    (re.compile("POST /v3/refund/domestic/refunds"), _refund),
    (re.compile(f"GET /v3/refund/domestic/refunds/{_NUMBER}"), _get_refund),
)
