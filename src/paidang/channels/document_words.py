"""A platform's document as a person reads it: yuan with two decimals, times in Shanghai, fields by their Chinese names. Pure.

For the eye alone: what is exported, mended or read again is the document as it came.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from paidang.channels.cells import BadCell, read_fen, read_time
from paidang.channels.field_names import FIELD_NAMES
from paidang.channels.jd.words import UNIT as JD
from paidang.channels.link.record import FEN
from paidang.channels.renren.words import UNITS as RENREN
from paidang.channels.shop.mapping import UNITS as SHOP
from paidang.channels.taobao.words import UNIT as TAOBAO
from paidang.channels.wechat.words import UNITS as WECHAT
from paidang.kit.money import yuan
from paidang.kit.period import SHANGHAI

UNITS: dict[str, Mapping[str, str]] = {
    "jd_api": JD, "taobao_api": TAOBAO, "wechat_api": WECHAT, "renren_api": RENREN, "shop_api": SHOP,
}  # fmt: skip
"""By the format that a platform's documents come in."""
LINES_MAX = 400
NOT_YET = "—"
_DIGITS = re.compile(r"[0-9]{1,15}", re.ASCII)
_SECONDS = re.compile(r"[0-9]{10}", re.ASCII)
_TIMED = re.compile(r"(?:time|_at|modified|created|date)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A field: how deep it stands, the platform's name, its Chinese one where there is one, what a person reads."""

    depth: int
    name: str
    word: str
    value: str


def shown(format_key: str, name: str, value: object) -> str:
    """One value.

    >>> shown("wechat_api", "sale_price", 12900), shown("jd_api", "jdPrice", "129")
    ('¥129.00', '¥129.00')
    >>> shown("wechat_api", "pay_time", 1795122824), shown("shop_api", "paid_at", "2026-09-01T02:00:00+00:00")
    ('2026-11-20 05:13:44', '2026-09-01 10:00:00')
    >>> shown("jd_api", "orderEndTime", "0001-01-01 00:00:00"), shown("jd_api", "jdPrice", "不详")
    ('—', '不详')
    """
    if isinstance(value, bool):
        return "✓" if value else "✗"
    text = "" if value is None else str(value)
    unit = UNITS[format_key].get(name)
    if unit and text:
        return _amount(text, unit)
    return _moment(text) if text and _TIMED.search(name) else text


def _amount(text: str, unit: str) -> str:
    if unit == FEN:
        return yuan(int(text)) if _DIGITS.fullmatch(text) else text
    try:
        return yuan(read_fen(text))
    except BadCell:
        return text


def _moment(text: str) -> str:
    if text == "0":
        return NOT_YET
    try:
        if _SECONDS.fullmatch(text):
            moment = datetime.fromtimestamp(int(text), SHANGHAI)
        else:
            moment = datetime.fromisoformat(read_time(text) if "T" not in text else text)
    except (BadCell, ValueError):
        return NOT_YET if text.startswith(("0001-01-01", "1970-01-01")) else text
    return f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}" if moment.tzinfo else text


def lines_of(format_key: str, body: Mapping[str, Any]) -> list[Line]:
    """The document's fields in its own order, what is inside of another one deeper; no more than LINES_MAX."""
    return list(islice(_walk(format_key, body, 0), LINES_MAX))


def _walk(format_key: str, fields: Mapping[str, Any], depth: int) -> Iterator[Line]:
    for name, value in fields.items():
        word = FIELD_NAMES.get(name, name)
        if isinstance(value, Mapping):
            yield Line(depth, name, word, "")
            yield from _walk(format_key, value, depth + 1)
        elif isinstance(value, list) and any(isinstance(each, Mapping) for each in value):
            for number, each in enumerate(value, 1):
                yield Line(depth, name, word, str(number))
                yield from _walk(format_key, each if isinstance(each, Mapping) else {name: each}, depth + 1)
        elif isinstance(value, list):
            yield Line(depth, name, word, "、".join(shown(format_key, name, each) for each in value))
        else:
            yield Line(depth, name, word, shown(format_key, name, value))
