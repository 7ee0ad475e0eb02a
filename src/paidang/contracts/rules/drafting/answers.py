"""What a template asks, and whether an answer is well-formed."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from typing import cast

from paidang.contracts.rules.drafting.compose import HEADS
from paidang.contracts.rules.drafting.library import CLAUSES
from paidang.contracts.rules.drafting.model import Clause, Template
from paidang.contracts.rules.drafting.templates import asked_terms
from paidang.contracts.rules.drafting.wording import DATES, PHRASES, TRIGGERS
from paidang.contracts.rules.reading import vocabulary
from paidang.kit.workdays import DAY_KINDS

PARTICULARS: dict[str, tuple[str, str]] = {
    f"party.{side}.{key}": (f"{word}{zh}", f"{english}: {en.lower()}")
    for side, word, english in (("a", "甲方", "Party A"), ("b", "乙方", "Party B"))
    for key, zh, en in HEADS
    if f"party.{side}.{key}" not in vocabulary.TERMS
}
"""What a draft also writes down, though it is no term: addresses and legal representatives."""

HAN = "〇㐀-䶿一-鿿\U00020000-\U0003ffff"
"""Chinese characters, the rare ones of names too (㛃, 䶮, 𬭎)."""
NAME = rf"[{HAN}A-Za-z0-9（）·&. -]{{1,58}}[{HAN}A-Za-z0-9）]"
ADDRESS = rf"[{HAN}A-Za-z0-9（）#·-]{{4,60}}"
PERSON = rf"[{HAN}·]{{2,8}}"
TEXTS: dict[str, str] = {
    "party.a.name": NAME, "party.b.name": NAME, "account.holder": NAME, "account.bank": NAME, "store.name": rf"[{HAN}A-Za-z0-9·]{{2,30}}",
    "party.a.contact": PERSON, "party.b.contact": PERSON, "team.project_manager.name": rf"[{HAN}·]{{2,4}}",
    "account.number": r"[0-9]{8,30}", "contract.number": r"[A-Za-z0-9][A-Za-z0-9-]{1,39}",
    "party.a.representative": PERSON, "party.b.representative": PERSON,
    "party.a.address": ADDRESS, "party.b.address": ADDRESS,
    "dispute.place": r"a|b|[一-鿿（）]{2,20}(?:法院|仲裁委员会|仲裁院)",
}  # fmt: skip
INTEGERS: dict[str, tuple[int, int]] = {
    "months": (1, 120), "days": (1, 180), "day": (1, 28), "number": (1, 99), "years": (1, 30), "fen": (1, 10**13),
}  # fmt: skip


LEAST_CHOSEN = {"team.roles": 2, "services": 2}


@dataclass(frozen=True, slots=True)
class Question:
    """One thing a template asks: its kind of answer, and what there is to choose from."""

    term: str
    group: str
    kind: str
    options: tuple[object, ...]
    required: bool


@cache
def questions(template: Template) -> Sequence[Question]:
    """What the template asks, in the order of the page's groups."""
    asked = asked_terms(template)
    ordered = [term for term in vocabulary.TERMS if term in asked]
    at = ordered.index("party.b.contact") + 1
    found = [
        Question(term, vocabulary.group(term), _kind(term), _options(term, template), term in template.required)
        for term in (*ordered[:at], *PARTICULARS, *ordered[at:])
    ]  # fmt: skip
    return tuple(
        Question(one.term, "parties", one.kind, one.options, one.required)
        if one.term in PARTICULARS or one.term == "contract.number"
        else one
        for one in found
    )


def _kind(term: str) -> str:
    if term in DATES:
        return "date"
    if term in PARTICULARS:
        return "text"
    kind = vocabulary.TERMS[term][1]
    return "text" if kind == "place" else kind


def _options(term: str, template: Template) -> tuple[object, ...]:
    """What a choice offers: the phrases there are, else the values that some clause of the template is for."""
    if term == "platform" and template.platforms:
        return template.platforms
    return options_among(term, [CLAUSES[key] for article in template.articles for key in article.clauses])


def options_among(term: str, clauses: Iterable[Clause]) -> tuple[object, ...]:
    """What a choice offers where these clauses are to write it: the phrases there are, else the values that they are for."""
    if term in PHRASES:
        return tuple(PHRASES[term])
    if term.endswith(".day_kind"):
        return DAY_KINDS
    kind = vocabulary.TERMS[term][1] if term in vocabulary.TERMS else "text"
    if kind == "party":
        return ("a", "b", "shared") if term.endswith("s.payer") or term == "marketing.payer" else ("a", "b")
    if kind not in ("word", "bool", "list"):
        return ()
    wanted = [clause.when[term] for clause in clauses if term in clause.when]
    return tuple(value for at, value in enumerate(wanted) if not callable(value) and value not in wanted[:at])


def fault(question: Question, value: object) -> tuple[str, str] | None:
    """What is wrong with an answer's form, in Chinese, and how to mend it; None where nothing is."""
    if question.options and question.kind != "list":
        chosen = any(value == option and type(value) is type(option) for option in question.options)
        return None if chosen else ("不在可选的范围里", "请从列出的里选一个")
    if question.kind == "list":
        return _list_fault(question, value)
    return FAULTS.get(question.kind, _text_fault)(question, value)


def _list_fault(question: Question, value: object) -> tuple[str, str] | None:
    if value in question.options:  # a list that is chosen as a whole
        return None
    if (
        not isinstance(value, list)
        or not all(isinstance(each, str) for each in value)
        or len(value) < LEAST_CHOSEN.get(question.term, 1)
        or value != sorted(set(value))
        or not set(value) <= set(question.options)
    ):
        least = LEAST_CHOSEN.get(question.term, 1)
        return "不在可选的范围里", f"请至少选 {least} 项，每项一次"
    return None


def _text_fault(question: Question, value: object) -> tuple[str, str] | None:
    if isinstance(value, str) and re.fullmatch(TEXTS[question.term], value):
        return None
    if isinstance(value, str) and (odd := _odd_characters(question, value)):
        return f"有不能用的字：{odd}", "请只写名称或号码本身；括号用（）"
    return "有不能用的字，或太长、太短", "请只写名称或号码本身，不用引号、逗号和换行"


def _odd_characters(question: Question, value: str) -> str:
    """The characters of an answer that its form has nowhere, each once."""
    usable = "|".join(re.findall(r"\[[^\]]+\]", TEXTS[question.term]))
    return "".join(dict.fromkeys(one for one in value if not re.fullmatch(usable, one)))


def _date_fault(question: Question, value: object) -> tuple[str, str] | None:
    try:
        date.fromisoformat(cast(str, value))
    except (TypeError, ValueError):
        return "不是日期", "请写成 2026-09-01"
    return None


def _integer_fault(question: Question, value: object) -> tuple[str, str] | None:
    if question.term == "confidentiality.years" and value == "unlimited":
        return None
    low, high = INTEGERS[question.kind]
    if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
        return None
    if question.kind == "fen":
        return "不是金额", "请写元，至多两位小数，大于 0"
    return "不是范围内的整数", f"请写 {low} 到 {high}"


def _rate_fault(question: Question, value: object) -> tuple[str, str] | None:
    return None if is_rate(value) else ("不是比例", "请写 0 到 100 之间的百分数，至多四位小数")


def is_rate(value: object) -> bool:
    """A decimal above 0 and below 1, written as text without trailing zeros, at most six places."""
    return isinstance(value, str) and bool(re.fullmatch(r"0\.[0-9]{0,5}[1-9]", value))


def _window_fault(question: Question, value: object) -> tuple[str, str] | None:
    if (
        isinstance(value, list)
        and len(value) == 2
        and all(isinstance(day, int) and 1 <= day <= 28 for day in value)
        and value[0] < value[1]
    ):
        return None
    return "不是付款期", "请写两个日子，先小后大，1 到 28"


def _installments_fault(question: Question, value: object) -> tuple[str, str] | None:
    good = (
        isinstance(value, list)
        and 2 <= len(value) <= 6
        and all(
            isinstance(part, Mapping)
            and str(part.get("trigger")) in TRIGGERS
            and part.get("day_kind") in DAY_KINDS
            and isinstance(part.get("days"), int)
            and 1 <= part["days"] <= 180
            and _is_sum(part)
            for part in value
        )
        and len({"share" in part for part in value}) == 1
    )
    return None if good else ("分期不完整", "请写两到六期，每期有时点、天数和比例或金额，各期写法一致")


def _is_sum(part: Mapping[str, object]) -> bool:
    share, amount = part.get("share"), part.get("amount")
    if share is not None:
        return amount is None and is_rate(share)
    return isinstance(amount, int) and amount > 0


def _tiers_fault(question: Question, value: object) -> tuple[str, str] | None:
    good = (
        isinstance(value, list)
        and 2 <= len(value) <= 6
        and all(
            isinstance(tier, Mapping) and is_rate(tier.get("rate")) and isinstance(tier.get("from"), int)
            for tier in value
        )
        and value[0]["from"] == 0
        and value[-1].get("to") is None
        and all(isinstance(tier.get("to"), int) and tier["to"] > tier["from"] for tier in value[:-1])
        and all(left["to"] == right["from"] for left, right in pairwise(value))
    )
    return None if good else ("阶梯不连续", "请写两到六档，从 0 起，每档的上限大于下限，最后一档不封顶")


FAULTS: dict[str, Callable[[Question, object], tuple[str, str] | None]] = {
    "date": _date_fault,
    "rate": _rate_fault,
    "window": _window_fault,
    "installments": _installments_fault,
    "tiers": _tiers_fault,
    **dict.fromkeys(INTEGERS, _integer_fault),
}
