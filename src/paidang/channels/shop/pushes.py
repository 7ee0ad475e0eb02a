"""What a shop of one's own sends: its orders and cases as JSON, signed as Standard Webhooks say. Pure."""

import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from standardwebhooks import Webhook as Signer

from paidang.channels.cells import BadCell, read_id
from paidang.channels.link.documents import Document
from paidang.channels.link.pushing import BadPush, Forged, Pushed, Sent, check_fresh, check_key
from paidang.kit.sentence import say

DOCUMENTS_MAX = 200
KINDS = ("order", "case")
ANSWER = ("", "text/plain")


def read(values: Mapping[str, str], sent: Sent, at: datetime) -> Pushed:
    """One order or case, or a list of up to 200."""
    key = check_key(sent.headers.get("webhook-id", ""))
    moment = check_fresh(sent.headers.get("webhook-timestamp", ""), at)
    try:
        body = sent.body.decode()
    except UnicodeDecodeError:
        raise BadPush(say("不是 UTF-8 文字")) from None
    ours = Signer(values["secret"]).sign(key, moment, body).encode()
    theirs = sent.headers.get("webhook-signature", "").encode().split(b" ")
    if not any(hmac.compare_digest(ours, one) for one in theirs):
        raise Forged(say("签名不对：不是这家店发来的，或签名密钥填错了"))
    return Pushed(key, tuple(_document(one) for one in _objects(body)))


def _objects(body: str) -> list[Any]:
    try:
        found = json.loads(body, parse_float=str, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise BadPush(say("不是 JSON，或不完整")) from None
    many = found if isinstance(found, list) else [found]
    if not 0 < len(many) <= DOCUMENTS_MAX:
        raise BadPush(say("一条消息里要有 1 到 {n} 张单据", n=DOCUMENTS_MAX))
    return many


def _no_number(word: str) -> None:
    raise ValueError(word)


def _document(one: Any) -> Document:
    """What cannot be read in it is for quarantine; but it must say which order or case it is."""
    kind, number = (one.get("type"), one.get("id")) if isinstance(one, dict) else (None, None)
    try:
        number = read_id(number) if isinstance(number, str) else ""
    except BadCell:
        number = ""
    if kind not in KINDS or not number:
        raise BadPush(say("有一张单据没有说明 type（order 或 case）或 id"))
    return Document("case" if kind == "case" else "order", number, one)
