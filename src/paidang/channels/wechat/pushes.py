"""What WeChat sends to our address, in plain mode and in safe mode; the check of the address itself. Pure.

Plain mode signs no body: a message may be altered by who sees it on its way. So it is taken for no more than a notice; the
order is asked for at WeChat.
"""

import json
from collections.abc import Mapping
from datetime import datetime

from paidang.channels.link.pushing import BadPush, Forged, Pushed, Sent, check_fresh, check_key
from paidang.channels.wechat.messages import BadMessage, check, decrypt, message_key, read_xml, text_below
from paidang.kit.sentence import say

ANSWER = ("success", "text/plain")


def echo(values: Mapping[str, str], query: Mapping[str, str], at: datetime) -> str:
    """What WeChat wants to hear when somebody enters our address in its console."""
    _check(values, query, at, query.get("signature", ""))
    return query.get("echostr", "")


def read(values: Mapping[str, str], sent: Sent, at: datetime) -> Pushed:
    """The orders that a message names. Where an EncodingAESKey is kept, a message in the open is not taken."""
    try:
        fields = _fields(sent.body)
        if encrypted := fields.get("Encrypt"):
            _check(values, sent.query, at, sent.query.get("msg_signature", ""), encrypted)
            inner = decrypt(encrypted, values.get("encoding_aes_key", ""), values.get("appid", ""))
            fields = _fields(inner.encode())
        elif values.get("encoding_aes_key"):
            raise Forged(say("应是安全模式的消息，来的是明文"))
        else:
            _check(values, sent.query, at, sent.query.get("signature", ""))
        order_id = fields.get("OrderId", "")
        return Pushed(check_key(message_key(fields).strip("/")), order_ids=(order_id,) if order_id else ())
    except BadMessage as bad:
        raise BadPush(str(bad)) from None


def _check(
    values: Mapping[str, str], query: Mapping[str, str], at: datetime, signature: str, *parts: str
) -> None:
    check_fresh(query.get("timestamp", ""), at)
    if not values.get("token"):
        raise Forged(say("没有填令牌（Token），收不了微信的消息"))
    try:
        check(values["token"], signature, query["timestamp"], query.get("nonce", ""), *parts)
    except BadMessage as bad:
        raise Forged(str(bad)) from None


def _fields(body: bytes) -> dict[str, str]:
    """XML or JSON, as the console is set; of an order's event the order's number, however deep it stands."""
    if not body.lstrip().startswith(b"{"):
        fields = read_xml(body)
        inner = text_below(body, "order_id")
        return {**fields, "OrderId": inner} if inner else fields
    try:
        found = json.loads(body, parse_float=str)
    except (ValueError, RecursionError):
        raise BadPush(say("不是 JSON，或不完整")) from None
    fields = {str(name): str(value) for name, value in found.items() if isinstance(value, (str, int))}
    named = (value.get("order_id") for value in found.values() if isinstance(value, dict))
    if order_id := next((value for value in named if isinstance(value, str | int) and value), None):
        fields["OrderId"] = str(order_id)
    return fields
