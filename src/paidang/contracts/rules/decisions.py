"""Whether what somebody proposes for an open point is a value at all."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from paidang.contracts.rules import points as p
from paidang.kit.sentence import say

DATES = ("signed_on", "term.start", "term.end")
DECIMALS_MAX = 6


def decision_fault(key: str, value: object, choices: Sequence[p.Choice]) -> str:
    """Why a decision's value is none; empty if it is fine."""
    if key == "tax":
        return _tax_fault(value)
    if choices:
        return "" if any(choice.value == value for choice in choices) else say("请从列出的答案中选一个")
    if key in DATES:
        return "" if _is_date(value) else say("日期要写成 2026-09-01 这样")
    if key == "share":
        return _share_fault(value)
    if key == "commission.rate":
        return "" if _rate(value) is not None else say("比例要在 0 和 1 之间，至多六位小数")
    if key in ("fee.monthly", "fee.minimum"):
        is_amount = isinstance(value, int) and not isinstance(value, bool) and value >= 0
        return "" if is_amount else say("金额要是不小于 0 的整数分")
    return "" if value not in (None, "", {}) else say("不能空着")


def _is_date(value: object) -> bool:
    try:
        return date.fromisoformat(str(value)).isoformat() == value
    except ValueError:
        return False


def _rate(value: object) -> Decimal | None:
    """A rate from 0 to 1 with at most six decimals, as a decimal string; None if it is none."""
    try:
        rate = Decimal(value) if isinstance(value, str) else None
    except InvalidOperation:
        return None
    return rate if rate is not None and 0 <= rate <= 1 and rate == round(rate, DECIMALS_MAX) else None


def _share_fault(value: object) -> str:
    parts = [_rate(value.get(side)) for side in "ab"] if isinstance(value, Mapping) else [None]
    if None in parts:
        return say("双方的比例要写成 0.7 这样")
    total = sum((part for part in parts if part is not None), Decimal(0))
    return "" if total == 1 else say("双方的比例合计要是 1，现在是 {total}", total=str(total.normalize()))


def _tax_fault(value: object) -> str:
    if not isinstance(value, Mapping) or value.get("mode") not in {choice.value for choice in p.TAX_MODES}:
        return say("请选一种算税的办法")
    if value.get("paid_by") not in ("a", "b"):
        return say("请写明税由哪方缴")
    if value["mode"] == "none":
        return "" if "rate" not in value else say("不扣税就没有税率")
    return (
        ""
        if _rate(value.get("rate")) is not None
        else say("税率要在 0 和 1 之间，至多六位小数，写成 0.13 这样")
    )
