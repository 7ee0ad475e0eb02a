"""The agreed terms in words: what each is called and what its value says, Chinese and English."""

from collections.abc import Iterable, Mapping
from typing import Any

from paidang.contracts.rules import points as p
from paidang.contracts.rules.decisions import CHOICES
from paidang.contracts.rules.reading import vocabulary
from paidang.kit.money import percent, yuan

WORDS: dict[str, tuple[str, str]] = {
    "share": ("收益分成", "Profit share"),
    "loss": ("亏损", "A month's loss"),
    "commission.of": ("佣金的基数", "Commission on"),
    "commission.rate": ("佣金比例", "Commission rate"),
    "commission.tier_mode": ("阶梯怎么算", "Tiers"),
    "fee.monthly": ("每月服务费", "Monthly fee"),
    "fee.minimum": ("每月保底", "Monthly minimum"),
    "setup": ("平台建设费", "Set-up fee"),
    "fixed_total": ("服务费总额", "Total fee"),
    "recognition": ("何时计入", "An order counts at"),
    "tax": ("税怎么算", "Tax"),
    "platform_fees": ("平台扣费", "Platforms' fees"),
    "faults_borne_by": ("质量与错发的成本", "Cost of faulty goods"),
    "collector": ("收款方", "Who collects"),
    "late_fee": ("逾期违约金", "Late fee"),
    "signed_on": ("签订日期", "Signed on"),
    "term.start": ("起始日", "First day"),
    "term.end": ("终止日", "Last day"),
    "statement": ("对账与付款", "Statement and payment"),
    "party.a.name": ("甲方名称", "Name of the brand"),
    "party.b.name": ("乙方名称", "Name of the agency"),
}

MONEY = (
    "share", "loss", "commission.of", "commission.rate", "commission.tier_mode", "fee.monthly", "fee.minimum", "setup",
    "fixed_total", "recognition", "tax", "platform_fees", "faults_borne_by", "collector", "late_fee",
)  # fmt: skip
DATES = ("signed_on", "term.start", "term.end", "statement", "party.a.name", "party.b.name")

_SIDES = {"a": ("甲方", "the brand"), "b": ("乙方", "the agency")}
_DAYS = {"working": ("个工作日", "working days"), "calendar": ("日", "days")}


def term_label(key: str, lang: str = "zh") -> str:
    """What a term is called: here, else in the reader's vocabulary; any other key is shown as it is."""
    if key in WORDS:
        return WORDS[key][_at(lang)]
    return vocabulary.label(key, lang) if key in vocabulary.TERMS else key


def values_of(terms: Mapping[str, Any]) -> dict[str, object]:
    """The terms (SPEC §10) by the keys of WORDS; what the contract does not speak of is not there."""
    found: dict[str, object] = {
        key: terms.get(key) for key in ("recognition", "tax", "platform_fees", "faults_borne_by")
    }
    found |= {key: terms.get(key) for key in ("collector", "late_fee", "statement", "signed_on")}
    found |= {f"term.{end}": terms.get("term", {}).get(end) for end in ("start", "end")}
    found |= {f"party.{side}.name": terms.get("parties", {}).get(side, {}).get("name") for side in "ab"}
    found |= {debt["kind"]: debt["amount"] for debt in terms.get("dated_debts", [])}
    for part in terms.get("components", []):
        found |= _component(part)
    return {key: value for key, value in found.items() if value is not None}


def _component(part: Mapping[str, Any]) -> dict[str, object]:
    if part["kind"] == "profit_share":
        return {"share": {"a": part["a"], "b": part["b"]} if part["a"] else None, "loss": part["loss"]}
    if part["kind"] == "commission":
        tiers = part.get("tiers")
        rates = [tier["rate"] for tier in tiers] if tiers else part.get("rate")
        return {
            "commission.of": part.get("of"),
            "commission.rate": rates,
            "commission.tier_mode": part.get("tier_mode"),
        }
    return {{"monthly_fee": "fee.monthly", "minimum": "fee.minimum"}[part["kind"]]: part["amount"]}


def term_value(key: str, value: Any, lang: str = "zh") -> str:
    """A term's value in words."""
    if key in CHOICES:
        return _choice(CHOICES[key], value, lang)
    if key in ("fee.monthly", "fee.minimum", "setup", "fixed_total"):
        return yuan(value)
    if key in _WRITERS:
        return _WRITERS[key](value, _at(lang))
    return vocabulary.show_value(key, value, lang) if key in vocabulary.TERMS else str(value)


def _share(value: Mapping[str, str], at: int) -> str:
    a, b = percent(value["a"]), percent(value["b"])
    return (
        f"{_SIDES['a'][at]} {a}，{_SIDES['b'][at]} {b}"
        if at == 0
        else f"{_SIDES['a'][at]} {a}, {_SIDES['b'][at]} {b}"
    )


def _rate(value: Any, at: int) -> str:
    return " · ".join(percent(rate) for rate in (value if isinstance(value, list) else [value]))


def _tax(value: Mapping[str, str], at: int) -> str:
    mode = _choice(p.TAX_MODES, value["mode"], "zh" if at == 0 else "en")
    rate = f" {percent(value['rate'])}" if "rate" in value else ""
    payer = _SIDES[value["paid_by"]][at]
    return f"{mode}{rate}，{payer}缴" if at == 0 else f"{mode}{rate}, paid by {payer}"


def _late_fee(value: Mapping[str, str], at: int) -> str:
    rate = percent(value["rate_per_day"])
    return f"每日 {rate}" if at == 0 else f"{rate} a day"


def _statement(value: Mapping[str, Any], at: int) -> str:
    first, last = value["pay_window"]
    kind = _DAYS[value["confirm_day_kind"]][at]
    if at == 0:
        return f"每月 {value['due_day']} 日前发，{value['confirm_days']} {kind}内确认，{first}–{last} 日付"
    return f"sent by day {value['due_day']}, confirmed within {value['confirm_days']} {kind}, paid on {first}–{last}"


_WRITERS = {
    "share": _share,
    "commission.rate": _rate,
    "tax": _tax,
    "late_fee": _late_fee,
    "statement": _statement,
}


def _choice(choices: Iterable[p.Choice], value: object, lang: str) -> str:
    return next(
        ((choice.zh, choice.en)[_at(lang)] for choice in choices if choice.value == value), str(value)
    )


def _at(lang: str) -> int:
    return 0 if lang.startswith("zh") else 1
