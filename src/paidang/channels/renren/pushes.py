"""What a 人人商城 sends to our address (消息事件推送): that something of an order happened. Pure.

It names the order by a number that its interface for orders does not know: a message is a hint to look at once, no more.
How it is signed is not published; `SIGN_RULES` has what is likeliest, and takes others.
"""

import hmac
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import md5, sha256
from typing import Any

from paidang.channels.link.pushing import BadPush, Forged, Pushed, Sent, check_fresh
from paidang.kit.sentence import say

ANSWER = ('{"error":0}', "application/json")
REFUSAL = '{"error":-1}'
SIGNED = (str, int)


def md5_of_pairs(fields: Mapping[str, Any], key: str) -> str:
    """The likeliest rule: md5 of `k=v` sorted by name and joined by `&`, then the key; lower case.

    >>> md5_of_pairs({"event": "ORDER_CLOSE", "order_id": 1001, "sign": "x"}, "k3y")
    '3dd0c4d4a42fbdb4b8643be5ccfe6de0'
    """
    pairs = "&".join(f"{name}={fields[name]}" for name in sorted(fields) if name != "sign")
    return md5(f"{pairs}{key}".encode()).hexdigest()


SIGN_RULES: dict[str, Callable[[Mapping[str, Any], str], str]] = {"md5": md5_of_pairs}


def read(values: Mapping[str, str], sent: Sent, at: datetime) -> Pushed:
    """A hint, once its signature holds by the rule that the store names (`push_sign`), else by the likeliest."""
    try:
        fields = json.loads(sent.body, parse_float=str)
    except (ValueError, RecursionError):
        raise BadPush(say("不是 JSON，或不完整")) from None
    if not isinstance(fields, dict) or not all(isinstance(value, SIGNED) for value in fields.values()):
        raise BadPush(say("不是商城的事件"))
    check_fresh(str(fields.get("timestamp", "")), at)
    rule = values.get("push_sign") or "md5"
    if rule not in SIGN_RULES:
        raise Forged(say("店铺填的签名规则“{rule}”没有这一种，核对不了签名", rule=rule))
    key, sign = values.get("push_key", ""), SIGN_RULES[rule]
    if not key or not hmac.compare_digest(sign(fields, key).encode(), str(fields.get("sign", "")).encode()):
        raise Forged(say("签名不对：不是这家店发来的，或签名密钥填错了"))
    if not (fields.get("event") or fields.get("event_key")):
        raise BadPush(say("没有说明是什么事件"))
    return Pushed(sha256(sent.body).hexdigest(), is_hint=True)
