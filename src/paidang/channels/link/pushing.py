"""What platforms send to our address: read only once its signature holds, and answered in the platform's own words.

Each platform's folder has `pushes.py` with `read(values, sent, at) -> Pushed`, pure. `values`: the store's credentials.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from paidang.channels.link.documents import Document
from paidang.kit.sentence import say

BYTES_MAX = 2**20
TOLERANCE = timedelta(minutes=5)
KEY_CHARS_MAX = 200


@dataclass(frozen=True, slots=True)
class Sent:
    """A request as it came: the address's query, the headers in lower case, the body."""

    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Pushed:
    """What a message says. `key`: by it the same message is known again.

    It holds orders and cases whole (`documents`), or names orders that are to be asked for (`order_ids`), or says only
    that something changed (`is_hint`).
    """

    key: str
    documents: tuple[Document, ...] = ()
    order_ids: tuple[str, ...] = ()
    is_hint: bool = False


class BadPush(ValueError):
    """A message that is not trusted; the text says why, for people. `status` is what the sender is answered."""

    code, status = "PUSH_UNREADABLE", 400


class Forged(BadPush):
    code, status = "PUSH_FORGED", 401


class Stale(BadPush):
    code, status = "PUSH_STALE", 401


class TooLarge(BadPush):
    code, status = "PUSH_TOO_LARGE", 413


def check_fresh(timestamp: str, at: datetime) -> datetime:
    """The moment that a message says it was sent (seconds since 1970); Stale if it is five minutes from `at` or more."""
    if not (timestamp.isascii() and timestamp.isdecimal() and len(timestamp) <= 10):
        raise BadPush(say("没有时间戳，或不是秒数"))
    moment = datetime.fromtimestamp(int(timestamp), UTC)
    if abs(at - moment) > TOLERANCE:
        raise Stale(say("消息的时间与现在差了 5 分钟以上"))
    return moment


def check_key(key: str) -> str:
    if not key or len(key) > KEY_CHARS_MAX or not key.isprintable():
        raise BadPush(say("没有消息编号，或太长"))
    return key
