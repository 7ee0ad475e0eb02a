"""The open platform's replies, read strictly: without what was asked for, a reply is half of one and asked for again."""

from collections.abc import Mapping, Sequence
from typing import Any

from paidang.channels.link.errors import Unreachable
from paidang.channels.link.paging import Row
from paidang.kit.money import NotMoney, fen_from_yuan
from paidang.kit.sentence import say


def part(reply: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """An object inside a reply."""
    value = reply.get(name)
    if not isinstance(value, dict):
        raise Unreachable(say("平台的答复里缺少 {name}", name=name))
    return value


def rows(reply: Mapping[str, Any], of: str, name: str = "") -> Sequence[Row]:
    """The list `name.of`, by default `<of>s.<of>`; it is left out where it is empty."""
    wrap = reply.get(name or of + "s") or {}
    value = wrap.get(of) or [] if isinstance(wrap, dict) else None
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise Unreachable(say("平台的答复里 {name} 不是列表", name=of))
    return value


def total(reply: Mapping[str, Any], name: str = "total_results") -> int:
    """How many rows a list has in all.."""
    value = str(reply.get(name, ""))
    if not (value.isascii() and value.isdecimal()):
        raise Unreachable(say("平台的答复里缺少 {name}", name=name))
    return int(value)


def fen(yuan: object) -> int:
    """An amount in yuan that is only shown; 0 where it cannot be read."""
    try:
        return fen_from_yuan(str(yuan))
    except NotMoney:
        return 0


def whole(number: object) -> int:
    """A number that is only shown; 0 where it cannot be read."""
    text = str(number)
    return int(text) if text.isascii() and text.isdecimal() else 0
