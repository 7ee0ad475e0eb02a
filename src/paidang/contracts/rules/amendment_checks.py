"""Whether a supplementary agreement can hold: what it changes, from which day, and whether all is decided after it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain

from paidang.contracts.rules.amending import (
    OF_THE_PAPER,
    POINT,
    REMOVED,
    TEXT,
    Amended,
    Change,
    Held,
    compile_held,
    held_on,
)
from paidang.contracts.rules.compiled import Compiled
from paidang.contracts.rules.decisions import CHOICES, decision_fault
from paidang.contracts.rules.points import Point
from paidang.contracts.rules.reading.vocabulary import TERMS
from paidang.contracts.rules.terms import BY_HAND
from paidang.contracts.rules.values import rate_of, sum_fault
from paidang.kit.clause import clause
from paidang.kit.outcome import Violation
from paidang.kit.period import add_months
from paidang.kit.sentence import say

NOT_SETTLED_BY = ("contract", "parties", "term", "signed_on")
"""What of the compiled terms is no term of settlement: it may change on any day."""


@dataclass(frozen=True, slots=True)
class Books:
    """What settlement knows: the first month whose statement is not sent, the loss carried so far (<= 0, fen), and why it
    could not compute by some terms (empty if it can)."""

    open_month: str
    carried_fen: int = 0
    fault_of: Callable[[Mapping[str, object]], str] = lambda terms: ""


@dataclass(frozen=True, slots=True)
class Case:
    """A supplementary agreement and all that it is judged by: the contract before it, its first and last day, the books.

    `agreed` are those agreed before it; `today` is the day of the proposal or of the acceptance.
    """

    new: Amended
    base: Held
    agreed: Sequence[Amended]
    names: tuple[str, str]
    first_day: date
    last_day: date | None
    books: Books
    today: date
    signed_on: date | None = None

    def compiled(self, day: date, *, without_new: bool = False) -> Compiled:
        """The terms of a day, with it or without."""
        agreed = self.agreed if without_new else [*self.agreed, self.new]
        return compile_held(held_on(self.base, agreed, day), names=self.names, signed_on=self.signed_on)


@clause("TC-7-2", "OP-6-B")
def amendment_fault(case: Case) -> Violation | None:
    """The first reason why it cannot hold; None where it can."""
    faults = chain(
        _parties(case),
        _no_change(case),
        _not_a_change(case),
        _day(case),
        _ends(case),
        _left_open(case),
        _month(case),
        _carried(case),
    )
    return next(faults, None)


def moves_settlement(case: Case) -> bool:
    """Whether it changes what a statement is computed by, or what is agreed and computed by hand."""
    if case.new.keys & set(BY_HAND):
        return True
    day = case.new.effective_on
    before, after = _settlement(case.compiled(day, without_new=True)), _settlement(case.compiled(day))
    return before != after


def _settlement(compiled: Compiled) -> dict[str, object]:
    return {key: value for key, value in compiled.terms.items() if key not in NOT_SETTLED_BY}


def left_open(case: Case) -> list[Point]:
    """What moves money and nobody has decided once it holds, from its day on."""
    days = [
        case.new.effective_on,
        *(one.effective_on for one in case.agreed if one.effective_on > case.new.effective_on),
    ]
    found = {point.key: point for day in sorted(days) for point in case.compiled(day).open if point.blocking}
    return list(found.values())


# What it changes


def _parties(case: Case) -> Iterable[Violation]:
    """What a paper calls 甲方 must be the contract's 甲方: else every a and b in it would be the other's."""
    named = {place["term"]: place["value"] for place in case.new.places}
    parties = case.compiled(case.new.effective_on, without_new=True).terms["parties"]
    names = (
        {side: str(party["name"]) for side, party in parties.items()} if isinstance(parties, Mapping) else {}
    )
    of_other = {
        "party.a.name": names.get(case.base.read.turned("b")),
        "party.b.name": names.get(case.base.read.turned("a")),
    }
    for term, name in of_other.items():
        if name and named.get(term) == name:
            yield Violation(
                "PARTIES_SWAPPED", say("补充协议里的甲方、乙方和合同写反了：{name}", name=name), remedy=say("请照合同称呼双方，改好再提。")
            )  # fmt: skip


def _no_change(case: Case) -> Iterable[Violation]:
    if not case.new.changes:
        yield Violation(
            "NOTHING_CHANGES", say("没有选要变更的约定"), remedy=say("请选至少一条，写明改成什么。")
        )


def _not_a_change(case: Case) -> Iterable[Violation]:
    """Each change is of a term that can change, and the text says it without a blank or a contradiction."""
    held = held_on(case.base, case.agreed, case.new.effective_on)
    for change in case.new.changes:
        key, facts = change.key, {"term": change.key}
        if key in OF_THE_PAPER or (change.kind != POINT and key not in TERMS):
            words = say("选的约定里有一条不能用补充协议变更")
            yield Violation("NOT_CHANGEABLE", words, facts=facts, remedy=say("请去掉这一条。"))
        if change.kind == POINT and (wrong := _point_fault(change)):
            yield Violation("POINT_MALFORMED", wrong, facts=facts, remedy=say("请改好再提。"))
        if change.kind == REMOVED and not held.read.all(key):
            words = say("要取消的约定里有一条现在没有约定")
            yield Violation("NOT_THERE", words, facts=facts, remedy=say("请去掉这一条。"))
        places = case.new.places_of(key) if change.kind == TEXT else []
        if change.kind == TEXT and (not places or any(place["status"] != "stated" for place in places)):
            words = say("选的约定里有一条在补充协议里没有写清")
            yield Violation("NOT_IN_THE_TEXT", words, facts=facts, remedy=say("请改好文字，或去掉这一条。"))


def _point_fault(change: Change) -> str:
    """Why what is decided along with the text is no answer."""
    if change.key not in CHOICES and change.key != "tax":
        return say("这件事不能这样定")
    return decision_fault(change.key, change.value, CHOICES.get(change.key, ()))


# From which day


def _day(case: Case) -> Iterable[Violation]:
    day, first, last = case.new.effective_on, case.first_day, case.last_day
    if day < first:
        yield Violation(
            "BEFORE_THE_TERM", say("{day} 合同还没有开始", day=day.isoformat()), remedy=say("最早写 {first}。", first=first.isoformat())
        )  # fmt: skip
    if last and day > last:
        yield Violation(
            "AFTER_THE_TERM", say("{day} 合同已经期满", day=day.isoformat()), remedy=say("最晚写 {last}；要继续合作，请先延长期限。", last=last.isoformat())
        )  # fmt: skip


def _ends(case: Case) -> Iterable[Violation]:
    """A last day that is over already would end the contract unseen; to end it there are notices."""
    if "term.end" not in case.new.keys:
        return
    term = case.compiled(case.new.effective_on).terms.get("term")
    end = date.fromisoformat(str(term["end"])) if isinstance(term, Mapping) and term.get("end") else None
    earliest = max(case.today, case.new.effective_on)
    if end and end < earliest:
        yield Violation(
            "ENDS_IN_THE_PAST", say("终止日 {end} 早于 {day}", end=end.isoformat(), day=earliest.isoformat()),
            remedy=say("请写以后的日子；要提前结束，请用协商终止。"),
        )  # fmt: skip


def _month(case: Case) -> Iterable[Violation]:
    """Terms of settlement change on the first of a month whose statement is not sent (SPEC §6)."""
    if not moves_settlement(case):
        return
    day, opened = case.new.effective_on, case.books.open_month
    if day.strftime("%Y-%m") < opened:
        yield Violation(
            "MONTH_SENT", say("{month} 的对账单已经发出，按当时的约定算定", month=day.strftime("%Y-%m")),
            remedy=say("请从 {first} 起变更；以前月份的差额，请作为一笔调整写进下一张对账单。", first=f"{opened}-01"),
        )  # fmt: skip
    elif day.day != 1:
        yield Violation(
            "NOT_FIRST_OF_MONTH", say("{day} 不是一月的第一天：一个月的对账单只按一套约定算", day=day.isoformat()),
            remedy=say("最近的日子：{days}。", days=tuple(each.isoformat() for each in nearest_days(day, opened))),
        )  # fmt: skip


def nearest_days(day: date, open_month: str) -> list[date]:
    """The first days of months before and after a day from which terms of settlement can change.

    >>> nearest_days(date(2026, 12, 15), "2026-12")
    [datetime.date(2026, 12, 1), datetime.date(2027, 1, 1)]
    """
    first = day.replace(day=1)
    days = [first, add_months(first, 1)]
    return [each for each in days if each.strftime("%Y-%m") >= open_month]


# What is left after it


def _left_open(case: Case) -> Iterable[Violation]:
    after = case.compiled(case.new.effective_on)
    if points := left_open(case):
        yield Violation(
            "LEFT_OPEN", say("变更以后还有 {count} 件没定的事", count=len(points)), facts={"keys": [point.key for point in points]},
            remedy=say("请在补充协议里一并写明，或在这里定下。"),
        )  # fmt: skip
    held = held_on(case.base, [*case.agreed, case.new], case.new.effective_on).stated
    shares = [rate_of(held.stated(f"fee.share.{side}")) for side in "ab"]
    if case.new.keys & {"fee.share.a", "fee.share.b"} and None not in shares:
        total = sum((share for share in shares if share is not None), Decimal(0))
        if total != 1:
            words = say("变更以后双方的比例合计 {total}%，不是 100%", total=f"{(total * 100).normalize():f}")
            yield Violation("SHARES_SUM", words, remedy=say("请把双方的比例一起改。"))
    if wrong := sum_fault(held.stated("fee.installments"), held.stated("fee.fixed_total")):
        yield Violation("INSTALMENTS_SUM", wrong, remedy=say("请把总费用和各期一起改。"))
    if wrong := case.books.fault_of(after.terms):
        yield Violation("NOT_COMPUTABLE", wrong, remedy=say("请改好这一条再提。"))


def _carried(case: Case) -> Iterable[Violation]:
    """A loss that waits for later profit is not lost by the way."""
    day = case.new.effective_on
    carries = [_carries_forward(case.compiled(day, without_new=True)), _carries_forward(case.compiled(day))]
    if carries == [True, False] and case.books.carried_fen < 0:
        yield Violation(
            "LOSS_CARRIED", say("还有结转的亏损，不能取消结转"), remedy=say("等亏损由以后的收益补完，或先以一笔调整结清。")
        )  # fmt: skip


def _carries_forward(compiled: Compiled) -> bool:
    parts = compiled.terms["components"]
    return isinstance(parts, list) and any(part.get("loss") == "carry_forward" for part in parts)
