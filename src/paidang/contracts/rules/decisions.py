"""Whether what somebody proposes for an open point is a value at all."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from paidang.contracts.rules import points as p
from paidang.contracts.rules.reading.vocabulary import TERMS
from paidang.contracts.rules.values import rate_of, sum_fault, value_fault
from paidang.kit.sentence import say

CHOICES: dict[str, Sequence[p.Choice]] = {
    "recognition": p.RECOGNITION, "collector": p.COLLECTOR, "platform_fees": p.PLATFORM_FEES, "loss": p.LOSS,
    "faults_borne_by": p.FAULTS, "commission.of": p.COMMISSION_BASES, "commission.tier_mode": p.TIER_MODES,
}  # fmt: skip
"""The answers to each point that has some; tax has some more to say."""


def decision_fault(
    key: str,
    value: object,
    choices: Sequence[p.Choice],
    *,
    stated: Callable[[str], object] = lambda term: None,
) -> str:
    """Why a decision's value is none; empty if it is fine. `stated` looks up what else the contract says."""
    if key == "tax":
        return _tax_fault(value)
    if choices:
        return "" if any(choice.value == value for choice in choices) else say("请从列出的答案中选一个")
    if key == "share":
        return _share_fault(value)
    if key in TERMS or key == "commission.rate":
        return value_fault("fee.commission.rate" if key == "commission.rate" else key, value) or _sum_fault(
            key, value, stated
        )
    return "" if value not in (None, "", {}) else say("不能空着")


def _sum_fault(key: str, value: object, stated: Callable[[str], object]) -> str:
    """Why a total and its instalments do not go together, whichever of them is decided."""
    if key not in ("fee.installments", "fee.fixed_total"):
        return ""
    said = {
        "fee.installments": stated("fee.installments"),
        "fee.fixed_total": stated("fee.fixed_total"),
        key: value,
    }
    return sum_fault(said["fee.installments"], said["fee.fixed_total"])


def _share_fault(value: object) -> str:
    parts = [rate_of(value.get(side)) for side in "ab"] if isinstance(value, Mapping) else [None]
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
        if rate_of(value.get("rate")) is not None
        else say("税率要在 0 和 1 之间，至多六位小数，写成 0.13 这样")
    )
