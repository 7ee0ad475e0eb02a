"""A draft's answers as form fields and back: yuan and fen, percent and rate, choices, rows of instalments and tiers."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from paidang.contracts.rules.drafting.answers import Question, fault
from paidang.contracts.rules.reading.numbers import plain
from paidang.kit.money import NotMoney, fen_from_yuan

ROWS = 4
DAY_KIND = ".day_kind"
PLACES = {"甲方": "a", "乙方": "b", "Party A": "a", "Party B": "b"}
UNLIMITED = {"长期": "unlimited", "unlimited": "unlimited"}
INSTALLMENT_KEYS = ("trigger", "days", "day_kind", "sum")
TIER_KEYS = ("to", "rate")
Get = Callable[[str], Sequence[str]]


def read_form(asked: Sequence[Question], get: Get) -> dict[str, object]:
    """The answers of a form. A field that is left empty is no answer, nor is how its days are counted; what cannot be read is kept as it was typed."""
    found = {question.term: _read(question, get) for question in asked}
    given = {term: value for term, value in found.items() if value not in (None, [], "")}
    return {
        term: value
        for term, value in given.items()
        if not term.endswith(DAY_KIND) or term.removesuffix(DAY_KIND) in given
    }


def shown(question: Question, value: object) -> str:
    """An answer as its field shows it."""
    if value is None:
        return ""
    if question.options and not is_multiple(question):
        return option_key(value)
    if question.kind == "fen" and isinstance(value, int):
        return _yuan(value)
    if question.kind == "rate" and fault(question, value) is None:
        return _percent(str(value))
    if question.term == "dispute.place":
        return {"a": "甲方", "b": "乙方"}.get(str(value), str(value))
    return "长期" if value == "unlimited" else str(value)


def shown_rows(question: Question, value: object) -> list[dict[str, str]]:
    """The rows of instalments or tiers as their fields show them, the empty ones after them."""
    keys = INSTALLMENT_KEYS if question.kind == "installments" else TIER_KEYS
    rows = []
    for part in value if isinstance(value, list) else []:
        row = {key: str(part.get(key) if part.get(key) is not None else "") for key in keys}
        if question.kind == "installments":
            amount = part.get("amount")
            row["sum"] = _yuan(amount) if isinstance(amount, int) else _shown_rate(part.get("share"))
        else:
            row |= {
                "to": _yuan(part["to"]) if isinstance(part.get("to"), int) else row["to"],
                "rate": _shown_rate(part.get("rate")),
            }
        rows.append(row)
    return rows + [dict.fromkeys(keys, "") for _ in range(max(1, ROWS - len(rows)))]


def option_key(option: object) -> str:
    """What a choice is called in the form."""
    if isinstance(option, bool):
        return "yes" if option else "no"
    return "+".join(option) if isinstance(option, list) else str(option)


def is_multiple(question: Question) -> bool:
    """Whether several can be ticked; a list that is chosen as a whole is one choice."""
    return question.kind == "list" and not any(isinstance(option, list) for option in question.options)


def _read(question: Question, get: Get) -> object:
    if question.kind == "installments":
        return _read_installments(question.term, get)
    if question.kind == "tiers":
        return _read_tiers(question.term, get)
    if question.kind == "window":
        days = [_number(text.strip()) for text in get(question.term)]
        return days if any(day != "" for day in days) else None
    if is_multiple(question):
        return sorted(get(question.term))
    typed = (list(get(question.term)) or [""])[-1].strip()
    if question.options:
        return {option_key(option): option for option in question.options}.get(typed, typed)
    return _value(question, typed)


def _value(question: Question, typed: str) -> object:
    if question.kind == "fen":
        return _fen(typed)
    if question.kind == "rate":
        return _rate(typed)
    if question.kind in ("months", "days", "day", "number", "years"):
        return UNLIMITED.get(typed) or _number(typed)
    return PLACES.get(typed, typed) if question.term == "dispute.place" else typed


def _read_installments(term: str, get: Get) -> list[dict[str, object]]:
    parts = []
    for trigger, days, kind, typed in zip(
        *([text.strip() for text in get(f"{term}.{key}")] for key in INSTALLMENT_KEYS), strict=False
    ):
        if not typed and not days:
            continue
        of_whole = typed.endswith(("%", "％"))
        money: dict[str, object] = {"share": _rate(typed)} if of_whole else {"amount": _fen(typed)}
        parts.append({**money, "trigger": trigger, "days": _number(days), "day_kind": kind})
    return parts


def _read_tiers(term: str, get: Get) -> list[dict[str, object]]:
    """Each tier begins where the one before ends; the last one that has a rate has no end."""
    tiers: list[dict[str, object]] = []
    low: object = 0
    for to, rate in zip(*(list(get(f"{term}.{key}")) for key in TIER_KEYS), strict=False):
        if not to.strip() and not rate.strip():
            continue
        high = _fen(to.strip()) if to.strip() else None
        tiers.append({"from": low, "to": high, "rate": _rate(rate.strip())})
        low = high
    return tiers


def _number(typed: str) -> object:
    return int(typed) if re.fullmatch(r"[0-9]{1,6}", typed) else typed


def _fen(typed: str) -> object:
    try:
        return fen_from_yuan(typed) if typed else ""
    except NotMoney:
        return typed


def _rate(typed: str) -> object:
    """Percent as typed, with or without its sign, as a decimal of one."""
    bare = typed.rstrip("%％ ")
    return plain(Decimal(bare) / 100) if re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{1,6})?", bare) else typed


def _yuan(fen: int) -> str:
    yuan, rest = divmod(fen, 100)
    return f"{yuan}.{rest:02d}" if rest else str(yuan)


def _percent(rate: str) -> str:
    return f"{plain(Decimal(rate) * 100)}%"


def _shown_rate(rate: object) -> str:
    return _percent(rate) if isinstance(rate, str) and re.fullmatch(r"[0-9.]+", rate) and rate.count(".") < 2 else str(rate or "")  # fmt: skip
