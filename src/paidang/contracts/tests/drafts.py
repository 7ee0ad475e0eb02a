"""Drafts for the tests: the cast's answers, and any answers a person could give."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from paidang.contracts.rules.drafting.answers import INTEGERS, LEAST_CHOSEN, PARTICULARS, Question, questions
from paidang.contracts.rules.drafting.compose import compose
from paidang.contracts.rules.drafting.model import Draft, Template
from paidang.contracts.rules.drafting.templates import TEMPLATES, first_answers
from paidang.contracts.rules.reading.numbers import plain
from paidang.kit.period import add_months

TODAY = date(2026, 8, 20)
CAST: dict[str, object] = {
    "party.a.name": "青岚茶器（杭州）有限公司", "party.b.name": "拾舟电子商务有限公司", "store.name": "青岚旗舰店",
    "party.a.contact": "沈知夏", "party.b.contact": "林知秋",
}  # fmt: skip
TEXTS: dict[str, st.SearchStrategy[str]] = {
    "name": st.builds(
        "{}{}{}".format,
        st.sampled_from(["杭州", "上海", "广东", "成都", ""]),
        st.text("青岚拾舟云山木禾川海星辰嘉禾明泽宁远", min_size=2, max_size=5),
        st.sampled_from(["有限公司", "电子商务有限公司", "（集团）股份有限公司", "工作室", "茶业有限责任公司"]),
    ),
    "store.name": st.builds("{}{}".format, st.text("青岚云山禾川海辰嘉泽", min_size=2, max_size=4), st.sampled_from(["旗舰店", "官方旗舰店", "专营店", "专卖店"])),
    "person": st.builds("{}{}".format, st.sampled_from("沈林周郑王李欧"), st.text("知夏秋远明嘉泽宁", min_size=1, max_size=2)),
    "address": st.builds("{}市{}区{}路{}号".format, st.sampled_from(["杭州", "上海"]), st.sampled_from(["西湖", "静安"]), st.sampled_from(["文三", "中山"]), st.integers(1, 999)),
    "account.bank": st.builds("{}银行{}支行".format, st.sampled_from(["中国工商", "招商", "示例"]), st.sampled_from(["杭州西湖", "上海静安"])),
    "account.number": st.from_regex(r"[0-9]{12,19}", fullmatch=True),
    "contract.number": st.from_regex(r"[A-Z]{2,4}-20[0-9]{2}-[0-9]{3,5}", fullmatch=True),
}  # fmt: skip
WHAT = {"party.a.name": "name", "party.b.name": "name", "account.holder": "name"}


def cast_draft(template: Template, **more: object) -> Draft:
    """The template with its own answers and the cast's names."""
    return Draft(template, first_answers(template, TODAY) | CAST | more)


def rates(low: int, high: int) -> st.SearchStrategy[str]:
    """Rates in millionths."""
    return st.integers(low, high).map(lambda parts: plain(Decimal(parts) / 10**6))


def fen() -> st.SearchStrategy[int]:
    """Whole yuan mostly, sometimes with fen; up to hundreds of millions."""
    return st.one_of(st.integers(1, 10**6).map(lambda yuan: yuan * 100), st.integers(1, 10**11))


def answer(question: Question) -> st.SearchStrategy[object]:
    """Any well-formed answer to a question by itself."""
    if question.kind == "list" and not isinstance(question.options[0], list):
        return st.lists(
            st.sampled_from(question.options), min_size=LEAST_CHOSEN.get(question.term, 1), unique=True
        ).map(sorted)
    if question.options:
        return st.sampled_from(question.options)
    if question.kind == "fen":
        return fen()
    if question.kind in INTEGERS:
        low, high = INTEGERS[question.kind]
        return st.integers(low, min(high, 90))
    if question.kind == "rate":
        return rates(1_000, 999_000)
    key = {"representative": "person", "contact": "person", "address": "address"}.get(
        question.term.rsplit(".", 1)[-1]
    )
    key = (
        "person"
        if question.term == "team.project_manager.name"
        else key or WHAT.get(question.term, question.term)
    )
    return TEXTS[key]  # fmt: skip


@st.composite
def installments(draw: st.DrawFn, total: int) -> list[dict[str, object]]:
    """Two to four parts that add up, all shares or all amounts."""
    count = draw(st.integers(2, 4))
    by_share = draw(st.booleans()) or total < 1000
    whole = 100 if by_share else total
    cuts = sorted(
        draw(st.lists(st.integers(1, whole - 1), min_size=count - 1, max_size=count - 1, unique=True))
    )
    sizes = [right - left for left, right in zip([0, *cuts], [*cuts, whole], strict=True)]
    return [
        {
            **({"share": plain(Decimal(size) / 100)} if by_share else {"amount": size}),
            "trigger": draw(st.sampled_from(["signing", "end", "other"])),
            "days": draw(st.integers(1, 60)), "day_kind": draw(st.sampled_from(["working", "calendar"])),
        }
        for size in sizes
    ]  # fmt: skip


@st.composite
def tiers(draw: st.DrawFn) -> list[dict[str, object]]:
    bounds = sorted(draw(st.lists(st.integers(100, 10**8), min_size=1, max_size=4, unique=True)))
    edges = [0, *(bound * 100 for bound in bounds), None]
    return [
        {"from": low, "to": high, "rate": draw(rates(1_000, 300_000))}
        for low, high in zip(edges[:-1], edges[1:], strict=True)
    ]


@st.composite
def drafts(draw: st.DrawFn) -> Draft:
    """A sound draft of any template, any optional answer given or not."""
    template = draw(st.sampled_from(TEMPLATES))
    answers = first_answers(template, TODAY) | CAST
    asked = {question.term: question for question in questions(template)}
    whole = {"term.start", "term.end", "term.months", "signed_on", "fee.installments", "fee.commission.tiers", "dispute.place",
             "settlement.pay_window", "penalty.late_payment.rate_per_day", "fee.share.b", "confidentiality.years"}  # fmt: skip
    for term, question in asked.items():
        if term in whole:
            continue
        how = draw(st.sampled_from(["keep", "other", "drop"]))
        if how == "other":
            answers[term] = draw(answer(question))
        elif how == "drop" and not question.required:
            answers.pop(term, None)
    _mend(draw, answers, set(asked))
    while unused := [
        term
        for term in answers
        if term not in PARTICULARS and term not in compose(Draft(template, answers)).states
    ]:
        for term in unused:
            del answers[term]
    return Draft(template, answers)  # fmt: skip


def _mend(draw: st.DrawFn, answers: dict[str, object], asked: set[str]) -> None:
    """What answers must meet together."""
    start = draw(st.dates(date(2026, 1, 1), date(2027, 12, 31)))
    months = draw(st.integers(1, 36))
    answers["term.start"] = start.isoformat()
    answers["term.end"] = (add_months(start, months) - timedelta(days=1)).isoformat()
    answers["term.months"] = months
    if draw(st.booleans()):
        del answers["term.months"]
    if draw(st.booleans()):
        answers["signed_on"] = (start - timedelta(days=draw(st.integers(0, 30)))).isoformat()
    _mend_parties(answers, asked)
    _mend_money(draw, answers, asked)
    answers["penalty.late_payment.rate_per_day"] = draw(rates(10, 657))
    courts, tribunals = (
        ["a", "b", "杭州市西湖区人民法院", "上海市第一中级人民法院"],
        ["杭州仲裁委员会", "上海国际经济贸易仲裁委员会"],
    )
    answers["dispute.place"] = draw(
        st.sampled_from(courts if answers["dispute.forum"] == "court" else tribunals)
    )
    answers["signature.copies"] = draw(st.sampled_from([2, 4, 6, 8]))
    answers["confidentiality.years"] = draw(st.one_of(st.integers(1, 10), st.just("unlimited")))
    waits = ("suspension.late_payment_days", "termination.late_payment_days")
    if all(term in answers for term in waits):
        answers.update(zip(waits, sorted(answers[term] for term in waits), strict=True))
    if "settlement.pay_window" in asked:
        for term, most in (("statement_due_day", 5), ("confirm_days", 3), ("pay_days", 3)):
            answers[f"settlement.{term}"] = draw(st.integers(1, most))
        answers["settlement.pay_window"] = [draw(st.integers(6, 20)), draw(st.integers(26, 28))]


def _mend_parties(answers: dict[str, object], asked: set[str]) -> None:
    if answers["party.a.name"] == answers["party.b.name"]:
        answers["party.b.name"] = "拾舟电子商务有限公司"
    if "account.holder" in answers:
        answers["account.holder"] = answers["party.b.name"]
    if "customer_service" in answers["services"] and "customer_service.party" in asked:
        answers["customer_service.party"] = "b"
    if "training" not in answers["services"]:
        answers.pop("training.months", None)
    if "image_processing" in answers.get("free_of_charge", []):
        answers["image_processing.party"] = "b"


def _mend_money(draw: st.DrawFn, answers: dict[str, object], asked: set[str]) -> None:
    if "fee.share.a" in asked:
        answers["fee.share.b"] = plain(1 - Decimal(str(answers["fee.share.a"])))
        answers["fee.share.formula"] = sorted({*answers["fee.share.formula"], "tax"})
    if "fee.installments" in asked:
        answers["fee.installments"] = draw(installments(answers["fee.fixed_total"]))
    if "fee.commission.tiers" in asked:
        answers["fee.commission.tiers"] = draw(tiers())
    for cost in ("platform_fees", "marketing"):
        if cost in answers.get("fee.share.formula", []):
            answers.pop(f"{cost}.payer", None)
        elif cost == "platform_fees" and f"{cost}.payer" in asked:
            answers.setdefault(f"{cost}.payer", "a")
