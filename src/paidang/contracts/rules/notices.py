"""The notices of a contract's life: one table of their kinds, who answers what, what closes them, which of them end it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from paidang.contracts.rules.read_terms import ReadTerms
from paidang.kit.clause import clause
from paidang.kit.sentence import Sentence, say
from paidang.kit.sides import other_side
from paidang.kit.workdays import add_days

OBJECTION, CURE, REMINDER, INCIDENT = "objection", "cure", "reminder", "incident"
FORCE_MAJEURE, TERMINATION, IMMEDIATE = "force_majeure", "termination", "immediate"
AGREEMENT, CLAIM, RETURN, CLEARANCE = "agreement", "claim", "return", "clearance"

NOTED, REPLIED, AGREED, DECLINED = "noted", "replied", "agreed", "declined"
ADMITTED, DISPUTED, CONFIRMED = "admitted", "disputed", "confirmed"
CURED, WITHDRAWN, OVER, PROVEN, FULFILLED = "cured", "withdrawn", "over", "proven", "fulfilled"

VERDICT_WORDS: dict[str, Sentence] = {
    NOTED: say("已知悉"),
    REPLIED: say("已答复"),
    AGREED: say("同意"),
    DECLINED: say("不同意"),
    ADMITTED: say("承认"),
    DISPUTED: say("有异议"),
    CONFIRMED: say("核对无误，确认"),
}
OUTCOME_WORDS: dict[str, Sentence] = {
    CURED: say("已纠正"),
    WITHDRAWN: say("已撤回"),
    OVER: say("已消除"),
    PROVEN: say("已查实"),
    FULFILLED: say("已补交"),
    AGREED: say("双方同意"),
    DECLINED: say("对方不同意"),
    ADMITTED: say("对方承认"),
    CONFIRMED: say("对方已确认"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of notice. `verdicts` are the receiver's answers, of which `closing` close it; `closes` are the sender's own ways.

    `stands`: the outcomes with which it ends the contract, "" being an open one. `with_proof`: not without a file.
    """

    word: Sentence
    verdicts: tuple[str, ...]
    closing: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()
    stands: tuple[str, ...] = ()
    with_proof: bool = False


KINDS: dict[str, Kind] = {
    OBJECTION: Kind(say("不续期通知"), (NOTED,), closes=(WITHDRAWN,), stands=("",)),
    CURE: Kind(say("限期纠正通知"), (REPLIED, DISPUTED), closes=(CURED, WITHDRAWN)),
    REMINDER: Kind(say("催缴对账单"), (REPLIED,), closes=(WITHDRAWN,)),
    INCIDENT: Kind(say("违约事实"), (ADMITTED, DISPUTED), closing=(ADMITTED,), closes=(PROVEN, WITHDRAWN), with_proof=True),
    FORCE_MAJEURE: Kind(say("不可抗力通知"), (NOTED, DISPUTED), closes=(OVER, WITHDRAWN)),
    TERMINATION: Kind(say("解除通知"), (NOTED, DISPUTED), stands=("",)),
    IMMEDIATE: Kind(say("立即解除通知"), (NOTED, DISPUTED), stands=("",)),
    AGREEMENT: Kind(say("协商终止"), (AGREED, DECLINED), closing=(AGREED, DECLINED), closes=(WITHDRAWN,), stands=(AGREED,)),
    CLAIM: Kind(say("索赔"), (AGREED, DISPUTED), closing=(AGREED,), closes=(WITHDRAWN,)),
    RETURN: Kind(say("归还或销毁声明"), (CONFIRMED, DECLINED), closing=(CONFIRMED, DECLINED), closes=(WITHDRAWN,)),
    CLEARANCE: Kind(say("结清声明"), (AGREED, DECLINED), closing=(AGREED, DECLINED), closes=(WITHDRAWN,)),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Served:
    """A notice as the rules see it; `side` sent it, `outcome` is "" while it is open."""

    id: int
    kind: str
    side: str
    served_on: date
    about: str = ""
    deadline: date | None = None
    last_day: date | None = None
    verdict: str = ""
    outcome: str = ""
    closed_on: date | None = None
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def ends(self) -> bool:
        """Whether it ends the contract as things stand."""
        return self.outcome in KINDS[self.kind].stands

    @property
    def other(self) -> str:
        """The side that receives it."""
        return other_side(self.side)


DAYS_OF = {CURE: "termination.cure_days", REMINDER: "termination.late_statement_days"}


@clause("OP-6-A", "OP-6-D")
def deadline_of(kind: str, read: ReadTerms, served_on: date) -> tuple[date | None, str]:
    """By when a notice served on that day wants its answer by the contract, and the clause; (None, "") where it is silent.

    Counted from the day after; an end on a rest day moves to the next working day (Civil Code 203).
    """
    term = DAYS_OF.get(kind, "")
    days = read.stated(term) if term else None
    if not isinstance(days, int) or days <= 0:
        return None, ""
    return add_days(served_on, days, "calendar")[0], read.clause(term)
