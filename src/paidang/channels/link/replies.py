"""A platform's replies, read strictly: without what was asked for a reply is half of one, and asked for again. Pure.

What platforms write in several ways is taken in each: an empty list as null, "" or {}, a list of one as its only object, a
whole number as text.
"""

from collections.abc import Mapping
from typing import Any

from paidang.channels.link.errors import Unreachable
from paidang.kit.money import NotMoney, fen_from_yuan
from paidang.kit.sentence import say

_DIGITS_MAX = 18


def part(reply: Mapping[str, Any], name: str) -> dict[str, Any]:
    """An object inside a reply."""
    value = reply.get(name)
    if not isinstance(value, dict):
        raise Unreachable(say("平台的答复里缺少 {name}", name=name))
    return value


def part_if_any(reply: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The same, empty where it is not there."""
    return part(reply, name) if reply.get(name) else {}


def objects(reply: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    """A list of objects."""
    value = _listed(reply.get(name))
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise Unreachable(say("平台的答复里 {name} 不是列表", name=name))
    return value


def ids(reply: Mapping[str, Any], name: str) -> list[str]:
    """A list of ids, as texts."""
    value = reply.get(name) or []
    if not isinstance(value, list) or not all(_is_id(each) for each in value):
        raise Unreachable(say("平台的答复里 {name} 不是列表", name=name))
    return [str(each) for each in value]


def total(reply: Mapping[str, Any], name: str) -> int:
    """How many rows a list has in all."""
    found = _whole(reply.get(name))
    if found is None:
        raise Unreachable(say("平台的答复里缺少 {name}", name=name))
    return found


def fen(yuan: object) -> int:
    """An amount in yuan that is only shown; 0 where it cannot be read."""
    try:
        return fen_from_yuan(str(yuan))
    except NotMoney:
        return 0


def whole(number: object) -> int:
    """A number that is only shown; 0 where it cannot be read."""
    return _whole(number) or 0


def _listed(value: object) -> object:
    if not value:
        return []
    return [value] if isinstance(value, dict) else value


def _is_id(value: object) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool) and value != ""


def _whole(value: object) -> int | None:
    text = str(value)
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS_MAX else None
