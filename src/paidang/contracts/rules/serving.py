"""Drawing a notice up: what a person writes becomes a notice with its clause, deadline and last day, or is refused with the reason."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from paidang.contracts.rules import notices as n
from paidang.contracts.rules.ending import bound_sides
from paidang.contracts.rules.life import Life, last_day, objection_day, transition_fault
from paidang.contracts.rules.read_terms import ReadTerms
from paidang.contracts.rules.renewal import last_day_to_object
from paidang.contracts.rules.rights import ON_NOTICE, Known, Right, causes_for, right_of, rights_of
from paidang.kit.clause import clause
from paidang.kit.outcome import Violation
from paidang.kit.sentence import Sentence, say

RETURNED, DESTROYED = "returned", "destroyed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a person says with a notice. `right` is the key of the right it rests on; `by` a deadline, `last_day` an end."""

    kind: str
    grounds: str
    right: str = ""
    cause: str = ""
    how: str = ""
    by: date | None = None
    last_day: date | None = None
    amount_fen: int | None = None
    has_proof: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """A notice that may be served."""

    about: str
    clause: str = ""
    facts: dict[str, object] = field(default_factory=dict)
    deadline: date | None = None
    last_day: date | None = None
    amount_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """What a notice is drawn up from: the contract, what is known, who serves it and when. `digest` names the grounds."""

    read: ReadTerms
    life: Life
    known: Known
    side: str
    day: date
    said: Said
    digest: str


def draw_up(case: Case) -> Drawn | Violation:
    """The notice that a side may serve on that day; the first of the reasons why it may not."""
    said = case.said
    late = _too_late_to_object(case) if said.kind == n.OBJECTION else None
    fault = late or transition_fault(case.life, said.kind, side=case.side, day=case.day)
    if fault:
        return fault
    if not said.grounds.strip():
        return Violation("GROUNDS_MISSING", say("没有写事由"), remedy=say("请写明事实，对方看得到。"))
    if n.KINDS[said.kind].with_proof and not said.has_proof:
        return Violation(
            "PROOF_MISSING", say("没有凭证文件"), remedy=say("请附上照片、网页、检测报告之类的文件。")
        )
    return DRAWN_UP[said.kind](case)


def _too_late_to_object(case: Case) -> Violation | None:
    end = last_day(case.life, case.day)
    if not case.life.renewal.is_automatic or case.life.ending or end is None:
        return None
    until = last_day_to_object(end, case.life.renewal)
    if case.day <= until:
        return None
    following = objection_day(case.life, case.day)
    remedy = (
        say("下一期可在 {day} 前提出；要早些结束，请双方协商终止。", day=following[0].isoformat())
        if following
        else say("续期多长合同没写；要结束，请双方协商终止。")
    )
    return Violation(
        "TOO_LATE_TO_OBJECT",
        say(
            "{end} 期满的不续期要在 {until} 前书面提出，现在已经过了，合同自动续期",
            end=end.isoformat(),
            until=until.isoformat(),
        ),
        clause=case.life.renewal.clause,
        remedy=remedy,
    )


@clause("OP-7-A")
def _objection(case: Case) -> Drawn | Violation:
    end = last_day(case.life, case.day)
    if end is None:
        return Violation(
            "END_UNKNOWN",
            say("合同没写续期多长，期满日算不出"),
            remedy=say("请双方协商终止，或签补充协议写明。"),
        )
    if not case.life.renewal.is_automatic:
        return Violation(
            "NO_RENEWAL",
            say("合同不自动续期，{end} 期满即终止", end=end.isoformat()),
            remedy=say("不用提出。"),
        )
    return Drawn(end.isoformat(), case.life.renewal.clause, {"end": end.isoformat()}, last_day=end)


@clause("OP-6-A")
def _cure(case: Case) -> Drawn | Violation:
    by_contract, where = n.deadline_of(n.CURE, case.read, case.day)
    deadline = by_contract or case.said.by
    if deadline is None:
        return Violation(
            "DEADLINE_MISSING", say("合同没写纠正的期限"), remedy=say("请写明最后一天，要留合理的时间。")
        )
    if deadline <= case.day:
        return Violation(
            "DEADLINE_PAST",
            say("期限 {day} 不在今天以后", day=deadline.isoformat()),
            remedy=say("请改日期。"),
        )
    return Drawn(case.digest[:16], where, {"clause": where, "deadline": deadline.isoformat()}, deadline)


@clause("OP-6-D")
def _reminder(case: Case) -> Drawn | Violation:
    right = _right(case)
    if isinstance(right, Violation):
        return right
    deadline, where = n.deadline_of(n.REMINDER, case.read, case.day)
    facts = {
        **right.facts,
        "clause": where,
        "days_agreed": case.read.stated(n.DAYS_OF[n.REMINDER]) if deadline else None,
    }
    return Drawn(right.about, where or right.clause, facts, deadline)


@clause("OP-2-B-5", "OP-3-D")
def _incident(case: Case) -> Drawn | Violation:
    causes = causes_for(case.read, case.side)
    if case.said.cause not in causes:
        return Violation(
            "CAUSE_NOT_NAMED",
            say("合同没有把这种事写成解除的原因"),
            remedy=say("可以发限期纠正通知。"),
        )
    named = case.read.stated("termination.immediate_for")
    term = "immediate_for" if isinstance(named, list) and case.said.cause in named else "automatic_for"
    where = case.read.clause(f"termination.{term}")
    about = f"{case.said.cause}:{case.digest[:16]}"
    return Drawn(about, where, {"cause": case.said.cause, "clause": where})


@clause("OP-6-B")
def _force_majeure(case: Case) -> Drawn | Violation:
    if any(
        not each.outcome
        for each in case.life.notices
        if each.kind == n.FORCE_MAJEURE and each.side == case.side
    ):
        return Violation(
            "ALREADY_OPEN", say("你们的不可抗力通知还没结束"), remedy=say("先登记消除，再发新的。")
        )
    return Drawn(case.day.isoformat(), case.read.clause("force_majeure"))


@clause("OP-6-A", "OP-6-C", "OP-6-D")
def _termination(case: Case) -> Drawn | Violation:
    if not case.said.right:
        return _on_notice(case)
    right = _right(case)
    if isinstance(right, Violation):
        return right
    last = case.said.last_day or case.day
    if last < case.day:
        return _past(last)
    facts = {**right.facts, "ground": right.ground, "notice": right.notice}
    return Drawn(f"{right.ground}:{right.about}"[:80], right.clause, facts, last_day=last)


def _on_notice(case: Case) -> Drawn | Violation:
    days = case.read.stated("termination.notice_days")
    if not isinstance(days, int) or days <= 0:
        return Violation(
            "NO_RIGHT",
            say("合同没写可以提前通知终止，现在也没有解除的权利"),
            remedy=say("可以向对方提议协商终止。"),
        )
    where, earliest = case.read.clause("termination.notice_days"), case.day + timedelta(days=days)
    last = case.said.last_day or earliest
    if last < earliest:
        return Violation(
            "NOTICE_TOO_SHORT",
            say("最后一天 {day} 离今天不到约定的 {days} 天", day=last.isoformat(), days=days),
            clause=where,
            remedy=say("最早可以是 {day}。", day=earliest.isoformat()),
        )
    return Drawn(ON_NOTICE, where, {"ground": ON_NOTICE, "days_agreed": days}, last_day=last)


@clause("OP-2-B-5", "OP-3-D")
def _immediate(case: Case) -> Drawn | Violation:
    right = _right(case)
    if isinstance(right, Violation):
        return right
    facts = {**right.facts, "ground": right.ground, "notice": right.notice}
    return Drawn(f"{right.ground}:{right.about}"[:80], right.clause, facts, last_day=case.day)


@clause("OP-6-B")
def _agreement(case: Case) -> Drawn | Violation:
    last = case.said.last_day
    if last is None:
        return Violation(
            "LAST_DAY_MISSING", say("没有写合同的最后一天"), remedy=say("请选一天，对方同意后终止。")
        )
    if last < case.day:
        return _past(last)
    return Drawn(last.isoformat(), "", {"end": last.isoformat()}, case.said.by, last)


@clause("OP-6-A", "OP-2-B-5")
def _claim(case: Case) -> Drawn | Violation:
    right = _right(case)
    if isinstance(right, Violation):
        return right
    if case.said.amount_fen is None or case.said.amount_fen <= 0:
        return Violation(
            "AMOUNT_MISSING", say("没有写索赔的金额"), remedy=say("请写金额，事由里写怎么算出来的。")
        )
    facts = {**right.facts, "ground": right.ground, "notice": right.notice}
    return Drawn(right.about, right.clause, facts, case.said.by, amount_fen=case.said.amount_fen)


@clause("OP-5-B", "TC-6-2")
def _return(case: Case) -> Drawn | Violation:
    if case.side not in bound_sides(case.read):
        return Violation("NOT_BOUND", say("保密义务不由你们承担"), remedy=say("由对方归还或销毁。"))
    if case.said.how not in (RETURNED, DESTROYED):
        return Violation(
            "HOW_MISSING", say("没有选归还还是销毁"), remedy=say("请选一种，两种都有就分两次登记。")
        )
    return Drawn(case.said.how, case.read.clause("confidentiality.on_end"), {"how": case.said.how})


@clause("OP-3-E-4")
def _clearance(case: Case) -> Drawn | Violation:
    waiting = tuple([each.month for each in case.known.unsent] + list(case.known.unconfirmed))
    if waiting:
        return Violation(
            "STATEMENTS_OPEN",
            say("还没有确认的对账单：{months}", months=waiting),
            remedy=say("先把最后一期对完，再声明结清。"),
        )
    if case.known.unpaid:
        return Violation(
            "DEBTS_OPEN",
            say("还有没付清的款：{what}", what=tuple(_debt_word(each) for each in case.known.unpaid)),
            remedy=say("付清、登记到账后再声明结清；双方抵销的，由收款方照到账登记。"),
        )
    if case.known.unclaimed:
        return Violation(
            "SPEND_OPEN",
            say("还有批准了、有凭证的推广花费没有结：{what}", what=tuple(case.known.unclaimed)),
            remedy=say("乙方记入报销并进对账单，或声明放弃、甲方同意后，再声明结清。"),
        )
    return Drawn("clearance")


def _debt_word(about: str) -> Sentence:
    """A month of a statement; a fee of the contract, whose term is no word for people."""
    return say("合同写明的费用") if about.startswith("fee.") else say("{month} 对账单", month=about)


def _right(case: Case) -> Right | Violation:
    rights = rights_of(case.read, case.life, case.known, day=case.day)
    right = right_of(rights, kind=case.said.kind, key=case.said.right, side=case.side)
    return right or Violation(
        "NO_RIGHT", say("现在没有这项权利"), remedy=say("事实变了，请刷新履约页看现在的权利。")
    )


def _past(last: date) -> Violation:
    return Violation(
        "LAST_DAY_PAST", say("最后一天 {day} 已经过去", day=last.isoformat()), remedy=say("请选今天或以后。")
    )


DRAWN_UP: dict[str, Callable[[Case], Drawn | Violation]] = {
    n.OBJECTION: _objection,
    n.CURE: _cure,
    n.REMINDER: _reminder,
    n.INCIDENT: _incident,
    n.FORCE_MAJEURE: _force_majeure,
    n.TERMINATION: _termination,
    n.IMMEDIATE: _immediate,
    n.AGREEMENT: _agreement,
    n.CLAIM: _claim,
    n.RETURN: _return,
    n.CLEARANCE: _clearance,
}
