"""What goes wrong on demand: the next so many calls of a platform, or a share of them by seed.

Some spoil the line, some the answer's bytes, some its rows; `ENVELOPES` are refusals that each platform words itself.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any

from paidang.channels.sandbox.http import Answer, Request

LINE = ("timeout", "dropped")
"""The answer comes `seconds` late; the connection ends without one."""
ENVELOPES = ("throttled", "expired_token", "bad_signature", "transient")
CLOCK = "clock_skew"
"""The platform's clock is off by `seconds` for these calls."""
MOVES = "changed_between_pages"
"""After the answer an order changes, so that the next page is not the continuation of this one."""
SECONDS = {"timeout": 30.0, CLOCK: 1800.0}
"""What `seconds` are where nobody says."""
CALLS_MAX, SECONDS_MAX = 10**6, 10**6
_MARK = "\ue000"
_RAW = "\t\n\x01"
_CHINESE = ("\u4e00", "\u9fff")


def half_page(answer: Answer, random: Random) -> Answer:
    """Truncated in the middle, with a length that agrees: a proxy that gave up."""
    return Answer(answer.body[: len(answer.body) // 2], answer.status, answer.content_type, answer.headers)


def html_502(answer: Answer, random: Random) -> Answer:
    return Answer(
        b"<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center></body></html>",
        502,
        "text/html",
    )


def http_500(answer: Answer, random: Random) -> Answer:
    return Answer(b"Internal Server Error", 500, "text/plain")


def control_characters(answer: Answer, random: Random) -> Answer:
    """Raw tabs, newlines and worse inside JSON strings with Chinese text, as real platforms send them."""
    return _with_json(answer, lambda value: _mark_texts(value), lambda text: text.replace(_MARK, _RAW))


def duplicated_rows(answer: Answer, random: Random) -> Answer:
    """The first row of the page comes a second time, at its end."""
    return _with_rows(answer, lambda rows: rows.append(rows[0]))


def out_of_order(answer: Answer, random: Random) -> Answer:
    return _with_rows(answer, random.shuffle)


def empty_omitted(answer: Answer, random: Random) -> Answer:
    """Lists without a row are not there at all."""
    return _with_json(answer, _without_empty)


ANSWERS: dict[str, Callable[[Answer, Random], Answer]] = {
    "half_page": half_page,
    "html_502": html_502,
    "http_500": http_500,
    "control_characters": control_characters,
    "duplicated_rows": duplicated_rows,
    "out_of_order": out_of_order,
    "empty_omitted": empty_omitted,
}
NAMES = (*LINE, *ENVELOPES, CLOCK, MOVES, *ANSWERS)


class BadFault(ValueError):
    """A fault that cannot be set; the text says why."""


@dataclass(slots=True)
class Fault:
    """One thing that goes wrong: for the next `calls`, or for a `share` of all calls; only ones that contain `on`."""

    name: str
    calls: int = 1
    share: float = 0.0
    seconds: float = 0.0
    on: str = ""
    seen: int = 0
    happened: int = 0

    def strikes(self, text: str, seed: int) -> bool:
        """Does it happen to this call? Asking counts."""
        if self.on not in text:
            return False
        self.seen += 1
        if self.share:
            strikes = Random(f"{seed} {self.name} {self.on} {self.seen}").random() < self.share
        else:
            strikes = self.happened < self.calls
        self.happened += strikes
        return strikes

    @property
    def is_over(self) -> bool:
        return not self.share and self.happened >= self.calls


def make_fault(wanted: Mapping[str, Any]) -> Fault:
    """A fault from its JSON: `name`, and `calls` or `share`, `seconds`, `on` (a method or a part of the path)."""
    unknown = set(wanted) - {"name", "calls", "share", "seconds", "on"}
    if unknown:
        raise BadFault(f"unknown: {', '.join(sorted(unknown))}")
    name, on = wanted.get("name", ""), wanted.get("on", "")
    if name not in NAMES:
        raise BadFault(f"no fault {name!r}; there are {', '.join(NAMES)}")
    if not isinstance(on, str):
        raise BadFault("`on` is a text")
    calls = _number(wanted, "calls", 1, 1, CALLS_MAX)
    if calls != int(calls):
        raise BadFault("`calls` is a whole number")
    share = _number(wanted, "share", 0.0, 0, 1)
    least_s = -SECONDS_MAX if name == CLOCK else 0
    seconds = _number(wanted, "seconds", SECONDS.get(name, 0.0), least_s, SECONDS_MAX)
    return Fault(name, int(calls), share, seconds, on)


def _number(wanted: Mapping[str, Any], key: str, default: float, least: float, most: float) -> float:
    value = wanted.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise BadFault(f"`{key}` is a number from {least} to {most}")
    return value


def read_fault(text: str) -> tuple[str, Fault]:
    """A platform and its fault from the command line: ``jd:throttled``, ``jd:timeout:3:10`` (3 calls, 10 s), ``jd:half_page:10%``.

    >>> read_fault("jd:half_page:10%")[1].share
    0.1
    """
    platform, _, rest = text.partition(":")
    name, _, rest = rest.partition(":")
    amount, _, seconds = rest.partition(":")
    wanted: dict[str, Any] = {"name": name}
    try:
        if amount.endswith("%"):
            wanted["share"] = float(amount[:-1]) / 100
        elif amount:
            wanted["calls"] = int(amount)
        if seconds:
            wanted["seconds"] = float(seconds)
    except ValueError:
        raise BadFault(f"{text!r} is not PLATFORM:FAULT[:CALLS|SHARE%][:SECONDS]") from None
    return platform, make_fault(wanted)


@dataclass(slots=True)
class Faults:
    """The faults of one platform."""

    seed: int
    faults: list[Fault] = field(default_factory=list)

    def strike(self, request: Request) -> list[Fault]:
        """What happens to this call."""
        if not self.faults:
            return []
        text = f"{request.path}?{request.params.get('method', '')}"
        struck = [fault for fault in self.faults if fault.strikes(text, self.seed)]
        self.faults = [fault for fault in self.faults if not fault.is_over]
        return struck


def spoil(answer: Answer, struck: Iterable[Fault], seed: int) -> Answer:
    """The answer after what happened to it."""
    for fault in struck:
        if fault.name in ANSWERS:
            answer = ANSWERS[fault.name](answer, Random(f"{seed} {fault.name} {fault.happened}"))
    return answer


def _with_json(
    answer: Answer, change: Callable[[Any], Any], after: Callable[[str], str] = lambda text: text
) -> Answer:
    """The answer with its JSON changed; one without JSON stays as it is."""
    try:
        value = json.loads(answer.body, strict=False)  # some platforms send control characters anyway
    except ValueError:
        return answer
    text = after(json.dumps(change(value), ensure_ascii=False))
    return Answer(text.encode(), answer.status, answer.content_type, answer.headers)


def _with_rows(answer: Answer, change: Callable[[list[Any]], None]) -> Answer:
    """The page's rows changed: the outermost list of objects, wherever the platform puts it."""

    def changed(value: Any) -> Any:
        rows = _find_rows(value)
        if rows:
            change(rows)
        return value

    return _with_json(answer, changed)


def _find_rows(value: Any) -> list[Any] | None:
    level = [value]
    while level:
        for each in level:
            if isinstance(each, list) and each and isinstance(each[0], dict | str):
                return each
        level = [
            inner for each in level if isinstance(each, dict) for inner in each.values() if isinstance(inner, dict | list)
        ]  # fmt: skip
    return None


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_empty(inner) for key, inner in value.items() if inner != []}
    return [_without_empty(inner) for inner in value] if isinstance(value, list) else value


def _mark_texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _mark_texts(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_mark_texts(inner) for inner in value]
    if isinstance(value, str) and any(_CHINESE[0] <= sign <= _CHINESE[1] for sign in value):
        return value + _MARK
    return value
