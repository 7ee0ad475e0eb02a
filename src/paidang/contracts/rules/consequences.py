"""What the contract says follows from not doing a duty in time: nothing is added that it does not say."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from paidang.contracts.rules.read_terms import ReadTerms
from paidang.kit.money import percent
from paidang.kit.sentence import Sentence, say

PAYMENTS = ("pay_statement", "pay_agreed", "pay_debt")


@dataclass(frozen=True, slots=True)
class Consequence:
    """One sentence, and the clause that it rests on."""

    says: Sentence
    clause: str


def consequences_of(kind: str, side: str, read: ReadTerms) -> list[Consequence]:
    """What follows if `side` (a or b) does not do a duty of this kind in time; empty where the contract is silent."""
    if kind in PAYMENTS:
        return list(_late_payment(read, side))
    readers: dict[str, Callable[[ReadTerms], Iterator[Consequence]]] = {
        "send_statement": _late_statement,
        "answer_reminder": _late_statement,
        "answer_cure": _uncured,
        "answer_statement": _silence,
        "object_to_renewal": _renewal,
    }
    return list(readers[kind](read)) if kind in readers else []


def _late_payment(read: ReadTerms, side: str) -> Iterator[Consequence]:
    rate, owed_by = read.stated("penalty.late_payment.rate_per_day"), read.side("penalty.late_payment.party")
    if isinstance(rate, str) and owed_by in (side, None):
        cap = read.stated("penalty.late_payment.cap")
        says = say("逾期每日按逾期金额的 {rate} 付违约金", rate=percent(rate))
        if isinstance(cap, str):
            says = say("{says}，最多到 {cap}", says=says, cap=percent(cap))
        yield Consequence(says, read.clause("penalty.late_payment.rate_per_day"))
    yield from _after_days(read, "suspension.late_payment_days", say("对方可以暂停服务"))
    yield from _after_days(read, "termination.late_payment_days", say("对方可以解除合同"))


def _late_statement(read: ReadTerms) -> Iterator[Consequence]:
    """The days count from the reminder, not from the day on which it was due."""
    days = read.stated("termination.late_statement_days")
    if isinstance(days, int) and days > 0:
        says = say("对方催缴后 {n} 天仍没有交，对方可以解除合同", n=days)
        yield Consequence(says, read.clause("termination.late_statement_days"))


def _uncured(read: ReadTerms) -> Iterator[Consequence]:
    days = read.stated("termination.cure_days")
    if isinstance(days, int) and days > 0:
        says = say("通知后 {n} 天仍没有纠正，对方可以解除合同", n=days)
        yield Consequence(says, read.clause("termination.cure_days"))


def _after_days(read: ReadTerms, term: str, what: Sentence) -> Iterator[Consequence]:
    days = read.stated(term)
    if isinstance(days, int) and days > 0:
        yield Consequence(say("逾期 {n} 天，{what}", n=days, what=what), read.clause(term))


def _silence(read: ReadTerms) -> Iterator[Consequence]:
    means = {"approved": say("到期不答复，视为同意"), "refused": say("到期不答复，视为不同意")}
    says = means.get(str(read.stated("settlement.silence")))
    if says:
        yield Consequence(says, read.clause("settlement.silence"))


def _renewal(read: ReadTerms) -> Iterator[Consequence]:
    if read.stated("renewal.auto") is not True:
        return
    months = read.stated("renewal.months")
    says = say("到期不提出，合同自动续期")
    if isinstance(months, int) and months > 0:
        says = say("到期不提出，合同自动续期 {n} 个月", n=months)
    yield Consequence(says, read.clause("renewal.auto"))
