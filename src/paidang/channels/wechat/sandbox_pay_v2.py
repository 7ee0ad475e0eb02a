"""The sandbox's WeChat Pay, version 2: signed XML in, signed XML out; a bill as text."""

from collections.abc import Callable, Mapping
from datetime import datetime

from paidang.channels.sandbox.http import Answer, Request
from paidang.channels.sandbox.shop import Order
from paidang.channels.wechat.messages import BadMessage, read_xml, write_xml
from paidang.channels.wechat.pay_signing import check_v2, sign_v2
from paidang.channels.wechat.sandbox_bills import ALL, BILL_TYPES, MCH_ID
from paidang.channels.wechat.sandbox_pay import API_KEY, Bills, day_in, text_of
from paidang.channels.wechat.sandbox_trades import PayNo, Trades, refund_id, transaction_id
from paidang.kit.period import SHANGHAI, day_of

Fields = dict[str, str]
_BILLS = {"/pay/downloadbill": False, "/pay/downloadfundflow": True}
"""By path, whether it is the fund bill."""
_WORDS = {"NOTPAY": "订单未支付", "CLOSED": "订单已关闭", "SUCCESS": "支付成功", "REFUND": "转入退款"}
_CODES = {"ORDER_NOT_EXIST": "ORDERNOTEXIST", "RESOURCE_NOT_EXISTS": "REFUNDNOTEXIST"}
"""Codes that this version spells in another way."""


def answer(trades: Trades, bills: Bills, appid: str, request: Request, now: datetime) -> Answer:
    """One call. What is wrong with the call itself is a `return_code` FAIL, what stands in its way a `result_code`."""
    try:
        fields = read_xml(request.body)
        check_v2(fields, API_KEY)
    except BadMessage:
        return _fail("SIGNERROR", "签名错误")
    if fields.get("mch_id") != MCH_ID or fields.get("appid") != appid:
        return _fail("PARAM_ERROR", "mch_id or appid")
    if request.path in _BILLS:
        return _bill(bills, request.path, fields, now)
    serve = _ROUTES.get(request.path)
    if serve is None:
        return _fail("NOT_SUPPORTED", request.path[:40])
    said = {"return_code": "SUCCESS", "return_msg": "OK", "appid": appid, "mch_id": MCH_ID}
    said |= {"nonce_str": "sandbox"}
    try:
        said |= {"result_code": "SUCCESS", **serve(trades, fields, now)}
    except PayNo as no:
        code = _CODES.get(no.code, no.code)
        said |= {"result_code": "FAIL", "err_code": code, "err_code_des": str(no)}
    if fields.get("sign_type") == "HMAC-SHA256":
        said["sign_type"] = "HMAC-SHA256"
    said["sign"] = sign_v2(said, API_KEY, said.get("sign_type", "MD5"))
    return _xml(said)


def payment(trades: Trades, order: Order) -> Fields:
    """What is known of a payment."""
    state = trades.state(order)
    fields = {"out_trade_no": order.order_id, "trade_state": state, "trade_state_desc": _WORDS[state]}
    if order.paid_at:
        fields |= {
            "openid": f"o{order.buyer}",
            "trade_type": "JSAPI",
            "bank_type": "OTHERS",
            "total_fee": str(order.paid_fen),
            "cash_fee": str(order.paid_fen),
            "fee_type": "CNY",
            "transaction_id": transaction_id(order),
            "time_end": order.paid_at.astimezone(SHANGHAI).strftime("%Y%m%d%H%M%S"),
        }
    return fields


def _order(trades: Trades, fields: Mapping[str, str]) -> Order:
    return trades.find(fields.get("out_trade_no", ""), fields.get("transaction_id", ""))


def _unified(trades: Trades, fields: Fields, now: datetime) -> Fields:
    number = trades.prepay(fields.get("out_trade_no", ""), _fen(fields, "total_fee"))
    kind = fields.get("trade_type", "JSAPI")
    code = {"code_url": f"weixin://wxpay/bizpayurl?pr={number}"} if kind == "NATIVE" else {}
    return {"trade_type": kind, "prepay_id": number, **code}


def _query(trades: Trades, fields: Fields, now: datetime) -> Fields:
    return payment(trades, _order(trades, fields))


def _close(trades: Trades, fields: Fields, now: datetime) -> Fields:
    trades.close(fields.get("out_trade_no", ""), now)
    return {}


def _refund(trades: Trades, fields: Fields, now: datetime) -> Fields:
    order = _order(trades, fields)
    amounts = _fen(fields, "refund_fee"), _fen(fields, "total_fee")
    case = trades.refund(order, fields.get("out_refund_no", ""), *amounts, fields.get("refund_desc", ""), now)
    return {
        "transaction_id": transaction_id(order),
        "out_trade_no": order.order_id,
        "out_refund_no": trades.number_of(case),
        "refund_id": refund_id(case),
        "refund_fee": str(case.amount_fen),
        "total_fee": str(order.paid_fen),
        "cash_fee": str(order.paid_fen),
    }


def _refund_query(trades: Trades, fields: Fields, now: datetime) -> Fields:
    """All refunds of a payment, or the one that is named."""
    number = fields.get("out_refund_no") or fields.get("refund_id", "")
    cases = [trades.find_refund(number)] if number else trades.refunds(_order(trades, fields))
    if not cases:
        raise PayNo("RESOURCE_NOT_EXISTS", "退款单不存在")
    order = trades.shop.orders[cases[0].order_id]
    found = {"transaction_id": transaction_id(order), "out_trade_no": order.order_id}
    found |= {"total_fee": str(order.paid_fen), "refund_count": str(len(cases))}
    for at, case in enumerate(cases):
        done = (case.refunded_at or now).astimezone(SHANGHAI)
        found |= {
            f"out_refund_no_{at}": trades.number_of(case),
            f"refund_id_{at}": refund_id(case),
            f"refund_fee_{at}": str(case.amount_fen),
            f"refund_status_{at}": "SUCCESS",
            f"refund_success_time_{at}": done.strftime("%Y-%m-%d %H:%M:%S"),
        }
    return found


def _bill(bills: Bills, path: str, fields: Fields, now: datetime) -> Answer:
    day = day_in(fields.get("bill_date", ""), "%Y%m%d")
    if day is None or day >= day_of(now):
        return _fail("20001", "invalid bill_date")
    kind = fields.get("bill_type") or ALL
    if kind not in BILL_TYPES:
        return _fail("20003", "invalid bill_type")
    bill = bills(day, kind, is_fund=_BILLS[path])
    return _fail("20002", "No Bill Exist") if bill is None else text_of(bill, fields.get("tar_type", ""))


def _fen(fields: Mapping[str, str], name: str) -> int:
    text = fields.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) < 12):
        raise PayNo("PARAM_ERROR", f"{name} 不对")
    return int(text)


def _fail(code: str, words: str) -> Answer:
    return _xml({"return_code": "FAIL", "return_msg": words, "error_code": code})


def _xml(fields: Mapping[str, str]) -> Answer:
    return Answer(write_xml(fields).encode(), content_type="text/xml;charset=utf-8")


_ROUTES: dict[str, Callable[[Trades, Fields, datetime], Fields]] = {
    "/pay/unifiedorder": _unified,
    "/pay/orderquery": _query,
    "/pay/closeorder": _close,
    "/secapi/pay/refund": _refund,
    "/pay/refundquery": _refund_query,
}
