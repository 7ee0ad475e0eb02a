"""Trying other terms on settled months: which values of the terms (SPEC §10) can be changed, and the terms with them."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from paidang.kit.money import FEN_MAX, NotMoney, fen_from_yuan
from paidang.kit.sentence import Sentence, say

SHARE, RATE, TIER_RATE, THRESHOLD, MONTHLY, MINIMUM, TAX = (
    "share", "rate", "tier_rate", "threshold", "monthly", "minimum", "tax",
)  # fmt: skip
CHANGE_MAX = 1_000
"""Percent."""
PERCENTS = (SHARE, RATE, TIER_RATE, TAX)

Value = str | int
"""A rate as a decimal text, or fen."""


class BadTry(ValueError):
    """A value that cannot be tried; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Knob:
    """One value of the terms that may be tried otherwise: what it is, by which clause, what it is now.

    `path` leads to it in the terms; `number` of several components or tiers alike, from 1; `above`: fen, where a tier begins.
    """

    kind: str
    path: tuple[str | int, ...]
    value: Value
    clause: str
    above: int = 0

    @property
    def key(self) -> str:
        return ".".join(map(str, self.path))

    @property
    def is_percent(self) -> bool:
        return self.kind in PERCENTS


def knobs(terms: Mapping[str, Any]) -> Iterator[Knob]:
    """Every value that moves a month's money and can be said as one number, in the order of the terms."""
    for at, part in enumerate(terms["components"]):
        yield from _knobs_of(part, ("components", at))
    if terms["tax"]["mode"] != "none":
        yield Knob(TAX, ("tax", "rate"), terms["tax"]["rate"], "")


def _knobs_of(part: Mapping[str, Any], path: tuple[str | int, ...]) -> Iterator[Knob]:
    clause = part["clause"]
    match part["kind"]:
        case "profit_share":
            yield Knob(SHARE, (*path, "b"), part["b"], clause)
        case "monthly_fee":
            yield Knob(MONTHLY, (*path, "amount"), part["amount"], clause)
        case "minimum":
            yield Knob(MINIMUM, (*path, "amount"), part["amount"], clause)
        case "commission":
            if "rate" in part:
                yield Knob(RATE, (*path, "rate"), part["rate"], clause)
            for at, tier in enumerate(part.get("tiers", ())):
                yield Knob(TIER_RATE, (*path, "tiers", at, "rate"), tier["rate"], clause, above=tier["from"])
            if "threshold" in part:
                yield Knob(THRESHOLD, (*path, "threshold"), part["threshold"], clause)


def read_value(knob: Knob, text: str) -> Value:
    """A percentage with up to four decimals, or yuan; BadTry with the reason otherwise."""
    if not knob.is_percent:
        return read_yuan(text)
    try:
        percent = Decimal(text.strip().replace("％", "%").removesuffix("%"))
    except InvalidOperation:
        raise BadTry(say("不是百分数")) from None
    if not percent.is_finite() or not 0 <= percent <= 100 or percent != round(percent, 4):
        raise BadTry(say("要在 0 到 100 之间，最多四位小数"))
    return f"{(percent / 100).normalize():f}"


def check_value(knob: Knob, value: Value) -> Value:
    """A value as the terms have it: a rate as a decimal text from 0 to 1 with up to six decimals, or fen from 0 up; else BadTry."""
    if not knob.is_percent:
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= FEN_MAX:
            raise BadTry(say("不是金额（分，整数，不小于 0）"))
        return value
    try:
        rate = Decimal(value) if isinstance(value, str) else Decimal("NaN")
    except InvalidOperation:
        rate = Decimal("NaN")
    if not rate.is_finite() or not 0 <= rate <= 1 or rate != round(rate, 6):
        raise BadTry(say("不是比例（0 到 1 之间的小数文本，最多六位小数）"))
    return f"{rate.normalize():f}"


def read_change(text: str) -> Decimal:
    """By how many percent all factory prices change; BadTry with the reason otherwise."""
    try:
        change = Decimal(text.strip().replace("％", "%").replace("−", "-").removesuffix("%"))
    except InvalidOperation:
        change = Decimal("NaN")
    if not change.is_finite() or not -100 <= change <= CHANGE_MAX or change != round(change, 4):
        raise BadTry(say("要在 -100 到 {most} 之间，最多四位小数", most=CHANGE_MAX))
    return change


def read_yuan(text: str) -> int:
    """Yuan from 0 up, as fen; BadTry with the reason otherwise."""
    try:
        fen = fen_from_yuan(text)
    except NotMoney:
        raise BadTry(say("不是金额（元，最多两位小数）")) from None
    if fen < 0:
        raise BadTry(say("不能小于 0"))
    return fen


def changed(terms: Mapping[str, Any], tried: Mapping[str, Value]) -> dict[str, Any]:
    """The terms with the values of `tried` (by the knobs' keys); of a profit share the other side gets the rest."""
    new = deepcopy(dict(terms))
    for knob in knobs(terms):
        if knob.key not in tried:
            continue
        holder: Any = new
        for step in knob.path[:-1]:
            holder = holder[step]
        holder[knob.path[-1]] = tried[knob.key]
        if knob.kind == SHARE:
            holder["a"] = f"{(1 - Decimal(tried[knob.key])).normalize():f}"
    return new


def carried_on(terms: Mapping[str, Any], carried_fen: int) -> dict[str, Any]:
    """The terms with the loss that the month before, tried otherwise too, carries on (<= 0 fen)."""
    carries = any(
        part["kind"] == "profit_share" and part["loss"] == "carry_forward" for part in terms["components"]
    )
    return {**terms, "carried_in": carried_fen if carries else 0}


def reason_of(why: BadTry) -> Sentence:
    return cast(Sentence, why.args[0])
