"""Business parameters as JD takes them, and what it answers where they are wrong."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from paidang.kit.money import NotMoney, fen_from_yuan
from paidang.kit.period import SHANGHAI

TIME = "%Y-%m-%d %H:%M:%S"
_ZONED = "%Y-%m-%d %H:%M:%S.%f%z"
_TIMES = (TIME, "%Y-%m-%d")

Body = dict[str, Any]


class Refusal(Exception):
    """What JD answers instead: its code, in both languages."""

    def __init__(self, code: str, chinese: str, english: str) -> None:
        super().__init__(chinese)
        self.code, self.chinese, self.english = code, chinese, english


def bad_parameter(name: str, why: str = "缺少或不正确") -> Refusal:
    return Refusal("67", f"参数错误：{name} {why}", f"Invalid parameter: {name}")


@dataclass(frozen=True, slots=True)
class Params:
    """The business parameters of a call; a name may have an older one."""

    values: Mapping[str, Any]

    def text(self, *names: str, default: str | None = None) -> str:
        """As text, whether it came as one or as a number. Without a default it must be there."""
        for name in names:
            value = self.values.get(name)
            if isinstance(value, bool | dict | list):
                raise bad_parameter(name)
            if value is not None and (value != "" or default is None):
                return str(value)
        if default is None:
            raise bad_parameter(names[0])
        return default

    def whole(self, *names: str, least: int, most: int, default: int | None = None) -> int:
        text = self.text(*names, default=None if default is None else str(default))
        if not (text.isascii() and text.isdecimal() and len(text) < 16) or not least <= int(text) <= most:
            raise bad_parameter(names[0], f"应为 {least} 到 {most} 的整数")
        return int(text)

    def fen(self, *names: str, default: str | None = None) -> int:
        try:
            return fen_from_yuan(self.text(*names, default=default))
        except NotMoney:
            raise bad_parameter(names[0], "应为金额（元，两位小数）") from None

    def time(self, *names: str) -> datetime | None:
        text = self.text(*names, default="")
        return read_time(text, names[0]) if text else None

    def has(self, *names: str) -> bool:
        return any(self.values.get(name) not in (None, "") for name in names)


def read_time(text: str, name: str) -> datetime:
    """A time as JD takes it: without zone it means Shanghai's."""
    for pattern, zoned in ((_ZONED, text), *((f"{pattern} %z", f"{text} +0800") for pattern in _TIMES)):
        with suppress(ValueError):
            return datetime.strptime(zoned, pattern).astimezone(SHANGHAI)
    raise bad_parameter(name, "应为 yyyy-MM-dd HH:mm:ss")


def read_params(text: str) -> Params:
    """`360buy_param_json` as it was sent; nothing and `null` are no parameters."""
    try:
        values = json.loads(text or "{}")
    except (ValueError, RecursionError):
        raise bad_parameter("360buy_param_json", "不是 JSON") from None
    if values is None:
        values = {}
    if not isinstance(values, dict):
        raise bad_parameter("360buy_param_json", "应为 JSON 对象")
    return Params(values)


def is_within(at: datetime | None, start: datetime | None, end: datetime | None) -> bool:
    """Both ends count, as with JD; without an end there is none."""
    return at is not None and (start is None or start <= at) and (end is None or at <= end)
