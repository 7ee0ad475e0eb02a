"""What all of the sandbox's WeChat shops answer by: an errcode, a body, a window, a page."""

import json
from collections.abc import Callable
from typing import Any

from paidang.channels.sandbox import acts
from paidang.channels.sandbox.http import Request

SPAN_MAX_S, PAGE_MAX = 7 * 24 * 3600, 100


class No(Exception):
    """An `errcode` and its words."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(words)
        self.code = code


def act(does: Callable[[], object]) -> None:
    """Do what a call asks for, or say that the order is in no state for it."""
    try:
        does()
    except acts.NotNow as no:
        raise No(100001, f"order status not allowed: {no}") from None


def body_of(request: Request) -> dict[str, Any]:
    """The JSON object that a call brings; none is an empty one."""
    try:
        found = json.loads(request.body or b"{}")
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise No(47001, "data format error")
    return found


def time_range(said: Any) -> tuple[int, int]:
    """Seconds from and to, both in, of at most seven days."""
    if not isinstance(said, dict):
        raise No(40097, "time range missing")
    since, until = whole(said.get("start_time")), whole(said.get("end_time"))
    if not 0 < since <= until or until - since > SPAN_MAX_S:
        raise No(40097, "time range invalid")
    return since, until


def whole(value: Any) -> int:
    """A whole number, as JSON's or as text."""
    if isinstance(value, bool) or not str(value).isdecimal():
        raise No(40097, "invalid args")
    return int(value)


def page_of(ids: list[str], asked: dict[str, Any]) -> tuple[list[str], dict[str, Any]]:
    """By a cursor that names the last one seen, so that what is added meanwhile moves nothing."""
    size = whole(asked.get("page_size", PAGE_MAX))
    if not 0 < size <= PAGE_MAX:
        raise No(40097, "invalid args: page_size")
    after = str(asked.get("next_key") or "")
    start = ids.index(after) + 1 if after in ids else 0
    page = ids[start : start + size]
    has_more = start + size < len(ids)
    return page, {"has_more": has_more, "next_key": page[-1] if page else ""}
