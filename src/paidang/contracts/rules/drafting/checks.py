"""What answers must meet together: each fault is a `Violation` whose facts name the term it stands at."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import cast

from paidang.contracts.rules.drafting.answers import PARTICULARS, fault, questions
from paidang.contracts.rules.drafting.compose import DraftText
from paidang.contracts.rules.drafting.model import Draft
from paidang.contracts.rules.reading.vocabulary import label
from paidang.contracts.rules.schedule import calendar_year, infeasible_months, schedule_of, window_that_fits
from paidang.kit.money import percent, yuan
from paidang.kit.outcome import Violation
from paidang.kit.period import add_months

YEARLY_MAX = Decimal("0.24")


def malformed(draft: Draft) -> list[Violation]:
    """Answers that nobody asked for or that have not the form of their question, by question."""
    asked = {question.term: question for question in questions(draft.template)}
    found = [
        _at(term, "ANSWER_UNKNOWN", f"这个模板没有“{term}”这一项", "请删去它。")
        for term, value in draft.answers.items()
        if term not in asked and value is not None
    ]
    for term, question in asked.items():
        if draft.answers.get(term) is not None and (wrong := fault(question, draft.answers[term])):
            found.append(
                _at(
                    term,
                    "ANSWER_MALFORMED",
                    f"{called(term)}：{draft.answers[term]} {wrong[0]}",
                    f"{wrong[1]}。",
                )
            )
    return found


def check(draft: Draft, text: DraftText) -> list[Violation]:
    """What well-formed answers miss, or do not agree in; `text` is what they compose to."""
    answers = draft.answers
    missing = [
        _at(term, "ANSWER_MISSING", f"没有填{called(term)}", "请填上。")
        for term in draft.template.required
        if answers.get(term) is None
    ]
    return [*missing, *together(answers), *([] if missing else _unused(answers, text))]


def together(answers: Mapping[str, object]) -> list[Violation]:
    """What well-formed answers do not agree in."""
    return [*_parties(answers), *_dates(answers), *_money(answers), *_schedule(answers), *_ending(answers)]


def called(term: str) -> str:
    """What a term is called in Chinese."""
    return PARTICULARS[term][0] if term in PARTICULARS else label(term)


def _at(term: str, code: str, message: str, remedy: str) -> Violation:
    return Violation(code, message, facts={"term": term}, remedy=remedy)


def _parties(answers: Mapping[str, object]) -> Iterator[Violation]:
    first, second, holder = (answers.get(key) for key in ("party.a.name", "party.b.name", "account.holder"))
    if first and second and _bare(first) == _bare(second):
        yield _at("party.b.name", "SAME_PARTY_NAMES", f"甲乙双方的名称几乎相同：{second}", "请核对。")
    if holder and holder != second:
        yield _at(
            "account.holder", "ACCOUNT_NOT_PAYEE", f"收款方是乙方，户名却是{holder}", f"请写乙方的全称{second or ''}。"
        )  # fmt: skip
    services, free = (cast("list[str]", answers.get(key) or []) for key in ("services", "free_of_charge"))
    for value, where, term in (
        ("customer_service", services, "customer_service.party"),
        ("image_processing", free, "image_processing.party"),
    ):
        if value in where and answers.get(term) != "b":
            yield _at(
                term, "SERVICE_NOT_ITS_PARTY", "这项服务写了由乙方提供", "请在这里选乙方，或从服务里去掉。"
            )

    if answers.get("training.months") and "training" not in services:
        yield _at("services", "TRAINING_NOT_OFFERED", "写了培训期，服务里却没有培训", "请在服务里选上培训，或清空培训期。")  # fmt: skip


def _bare(name: object) -> str:
    return "".join(character for character in str(name) if not character.isdigit() and character != " ")


def _dates(answers: Mapping[str, object]) -> Iterator[Violation]:
    start, end, months = (answers.get(key) for key in ("term.start", "term.end", "term.months"))
    if not start or not end:
        return
    first, last = date.fromisoformat(str(start)), date.fromisoformat(str(end))
    if last < first:
        yield _at("term.end", "TERM_ENDS_BEFORE_START", f"止期 {end} 早于起期 {start}", "请改其中一个。")
    elif months and (right := add_months(first, cast(int, months)) - timedelta(days=1)) != last:
        yield _at("term.months", "TERM_MONTHS_MISMATCH", f"从 {start} 起 {months} 个月，到 {right} 止，不是 {end}", "请改其中一个。")  # fmt: skip


def _money(answers: Mapping[str, object]) -> Iterator[Violation]:
    shares = [answers.get(f"fee.share.{side}") for side in "ab"]
    if all(shares) and (total := sum((Decimal(str(share)) for share in shares), Decimal(0))) != 1:
        yield _at("fee.share.b", "SHARES_SUM", f"双方比例合计 {percent(total)}，不是 100%", "请改其中一个。")
    parts = cast("list[dict[str, object]]", answers.get("fee.installments") or [])
    by_share = sum((Decimal(str(part["share"])) for part in parts if "share" in part), Decimal(0))
    by_amount = sum(cast(int, part.get("amount") or 0) for part in parts)
    fixed = cast("int | None", answers.get("fee.fixed_total"))
    if by_share and by_share != 1:
        yield _at("fee.installments", "INSTALMENTS_SUM", f"各期合计 {percent(by_share)}，不是 100%", "请改各期的比例。")  # fmt: skip
    if by_amount and fixed and by_amount != fixed:
        yield _at("fee.installments", "INSTALMENTS_SUM", f"各期合计 {yuan(by_amount)}，总费用 {yuan(fixed)}", "请改各期的金额或总费用。")  # fmt: skip
    formula = cast("list[str]", answers.get("fee.share.formula") or [])
    for cost in ("platform_fees", "marketing"):
        if cost in formula and answers.get(f"{cost}.payer"):
            yield _at(f"{cost}.payer", "COST_TWICE", "这项费用已在收益里先扣，不能再由一方承担", "请清空这里，或从公式里去掉。")  # fmt: skip
    earns = formula or answers.get("fee.commission.rate") or answers.get("fee.commission.tiers")
    if earns and "platform_fees" not in formula and not answers.get("platform_fees.payer"):
        yield _at("platform_fees.payer", "PLATFORM_FEES_OPEN", "平台扣费由谁承担没有写", "请选一方，或放进收益公式。")  # fmt: skip
    if formula and "tax" not in formula:
        yield _at("fee.share.formula", "TAX_OPEN", "收益没有减去税", "请选上税，否则分到的收益里含着要缴的税。")  # fmt: skip


def _schedule(answers: Mapping[str, object]) -> Iterator[Violation]:
    due, window = answers.get("settlement.statement_due_day"), answers.get("settlement.pay_window")
    if due and window and (first := cast("list[int]", window)[0]) <= cast(int, due):
        yield _at("settlement.pay_window", "WINDOW_BEFORE_STATEMENT", f"付款期从 {first} 日起，对账单却要到 {due} 日", "请让付款期晚于对账单。")  # fmt: skip
        return
    schedule, began = schedule_of(answers.get), answers.get("signed_on") or answers.get("term.start")
    year = calendar_year(date.fromisoformat(str(began)) if began else None)
    if schedule and (late := infeasible_months(schedule, year)):
        months = "、".join(f"{int(each.month[5:])} 月" for each in late)
        last, fits = schedule.window[1], window_that_fits(schedule, year)
        remedy = f"请把付款期延到 {fits} 日" if fits and fits <= 28 else "请缩短确认或付款的天数"
        yield _at("settlement.pay_window", "SCHEDULE_INFEASIBLE", f"{year} 年 {months}：走完确认和付款的天数就过了 {last} 日", f"{remedy}，或提前出对账单。")  # fmt: skip


def _ending(answers: Mapping[str, object]) -> Iterator[Violation]:
    rate = answers.get("penalty.late_payment.rate_per_day")
    if rate and (yearly := Decimal(str(rate)) * 365) > YEARLY_MAX:
        yield _at("penalty.late_payment.rate_per_day", "LATE_FEE_TOO_HIGH", f"合年 {percent(yearly)}，超过 24%，对方可以请求调低（民法典 585）", "请写每日 0.0657% 以下。")  # fmt: skip
    forum, place = answers.get("dispute.forum"), answers.get("dispute.place")
    if forum and place and ("仲裁" in str(place)) != (forum == "arbitration"):
        yield _at("dispute.place", "PLACE_NOT_OF_FORUM", f"{place} 与争议解决的方式不合", "法院请写法院，仲裁请写仲裁委员会的全称。")  # fmt: skip
    copies = answers.get("signature.copies")
    if copies and cast(int, copies) % 2:
        yield _at("signature.copies", "COPIES_ODD", f"{copies} 份不能双方各执一半", "请写双数。")
    waits = [answers.get(f"{act}.late_payment_days") for act in ("suspension", "termination")]
    if all(waits) and cast(int, waits[0]) > cast(int, waits[1]):
        yield _at("suspension.late_payment_days", "SUSPENSION_AFTER_ENDING", f"{waits[0]} 天才可暂停，{waits[1]} 天已可解除", "请让暂停早于解除。")  # fmt: skip


def _unused(answers: Mapping[str, object], text: DraftText) -> Iterator[Violation]:
    """What was answered but stands in no clause, because something it hangs on is open."""
    said = text.states
    for term in answers:
        if answers[term] is not None and term not in said and term not in PARTICULARS:
            yield _at(term, "ANSWER_NOT_USED", f"{called(term)}填了，但没有写进正文：它依靠的另一项还没填", "请补上那一项，或清空这里。")  # fmt: skip
