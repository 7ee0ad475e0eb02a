"""The life of a contract: its eleven states, which act leads from which to which, and which state holds on a day.

Only three stages are stored: draft, in force, settled. The other states follow from dates and from the notices that
stand, and are computed each time; `TRANSITIONS` is the table that both the actions and the page ask.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from paidang.contracts.rules import notices as n
from paidang.contracts.rules.renewal import Renewal, last_day_to_object, period_end
from paidang.kit.clause import clause
from paidang.kit.outcome import Violation
from paidang.kit.sentence import Sentence, say

DRAFT, NEGOTIATION, SIGNING, SIGNED = "draft", "negotiation", "signing", "signed"
IN_FORCE, RENEWING = "in_force", "renewing"
CURE_RUNNING, SUSPENDED, NOTICE_GIVEN = "cure_running", "suspended", "notice_given"
ENDED, SETTLED = "ended", "settled"
STAGES = (DRAFT, IN_FORCE, SETTLED)
# Where several hold at once the last of them is the state: the end that is near says more than a clock that runs.
STATES = (
    DRAFT, NEGOTIATION, SIGNING, SIGNED, IN_FORCE, RENEWING, CURE_RUNNING, SUSPENDED, NOTICE_GIVEN, ENDED, SETTLED,
)  # fmt: skip
RUNNING = (IN_FORCE, RENEWING, CURE_RUNNING, SUSPENDED, NOTICE_GIVEN)
LIVE = (SIGNED, *RUNNING)
EITHER, TIME = "either", "time"

STATE_WORDS: dict[str, Sentence] = {
    DRAFT: say("草稿"),
    NEGOTIATION: say("协商中"),
    SIGNING: say("待签署"),
    SIGNED: say("已签署，还没到起始日"),
    IN_FORCE: say("履行中"),
    RENEWING: say("续期中"),
    CURE_RUNNING: say("限期纠正中"),
    SUSPENDED: say("因不可抗力中止"),
    NOTICE_GIVEN: say("已通知终止"),
    ENDED: say("已终止"),
    SETTLED: say("已结清"),
}


@dataclass(frozen=True, slots=True)
class Transition:
    """One row of the table: in these states the act is possible, for whom, what holds afterwards, by which clause and on what condition."""

    act: str
    begins: tuple[str, ...]
    by: str
    to: str
    clause: str
    condition: str


TRANSITIONS: tuple[Transition, ...] = (
    Transition("share", (DRAFT,), EITHER, NEGOTIATION, "", "the author names the other side"),
    Transition("accept", (NEGOTIATION,), EITHER, SIGNING, "OP-7-A", "both sides have accepted exactly this text"),
    Transition("change", (SIGNING,), EITHER, NEGOTIATION, "", "a version, an addendum, an annex or the order of signing changed: both words are void"),
    Transition("sign", (SIGNING,), EITHER, SIGNED, "OP-7-A", "both sides have signed the same document, or one confirms the other's record of a signature on paper"),
    Transition("begin", (SIGNED,), TIME, IN_FORCE, "OP-7-A", "the first day of the term has come"),
    Transition("renewal_sure", (IN_FORCE,), TIME, RENEWING, "OP-7-A", "the last day to object passed, nobody objected"),
    Transition("renew", (RENEWING,), TIME, IN_FORCE, "OP-7-A", "the next period has begun"),
    Transition(n.OBJECTION, (SIGNED, IN_FORCE, CURE_RUNNING, SUSPENDED), EITHER, NOTICE_GIVEN, "OP-7-A", "it renews by itself, and the last day to object has not passed"),
    Transition(n.CURE, LIVE, EITHER, CURE_RUNNING, "OP-6-A", "the other side breaches a duty"),
    Transition(n.REMINDER, (*RUNNING, ENDED), "a", "", "OP-6-D", "a statement is overdue and not sent"),
    Transition(n.INCIDENT, (*LIVE, ENDED), EITHER, "", "OP-2-B-5", "a cause that the contract names, with evidence"),
    Transition(n.FORCE_MAJEURE, LIVE, EITHER, SUSPENDED, "OP-6-B", "none is open"),
    Transition(n.TERMINATION, LIVE, EITHER, NOTICE_GIVEN, "OP-6-A", "a right to end has arisen for this side, or notice is agreed"),
    Transition(n.IMMEDIATE, LIVE, EITHER, ENDED, "OP-2-B-5", "a right to end at once has arisen for this side"),
    Transition(n.AGREEMENT, LIVE, EITHER, "", "OP-6-B", "one side proposes the last day; agreed to by the other, notice is given"),
    Transition(n.CLAIM, (*LIVE, ENDED), EITHER, "", "OP-6-A", "a breach by the other side is on record"),
    Transition("end", RUNNING, TIME, ENDED, "OP-7-A", "the last day is over"),
    Transition(n.RETURN, (NOTICE_GIVEN, ENDED), EITHER, "", "OP-5-B", "secrecy binds this side"),
    Transition(n.CLEARANCE, (ENDED,), EITHER, "", "OP-3-E-4", "each month is confirmed; agreed to by the other side, it is settled"),
    Transition("settle", (ENDED,), EITHER, SETTLED, "OP-3-E-4", "the other side agrees to the clearance"),
)  # fmt: skip
BY_ACT = {row.act: row for row in TRANSITIONS}


@dataclass(frozen=True, slots=True)
class Life:
    """All that the state of a contract depends on. `end` is the last day of the first period.

    `is_accepted`: both sides have accepted the draft as it is now.
    """

    stage: str
    is_shared: bool = False
    start: date | None = None
    end: date | None = None
    renewal: Renewal = field(default_factory=Renewal)
    notices: Sequence[n.Served] = ()
    is_accepted: bool = False

    @property
    def ending(self) -> n.Served | None:
        """The notice that ends it first, of those that stand."""
        ends = [each for each in self.notices if each.ends and each.last_day]
        return min(ends, key=lambda each: (each.last_day or date.max, each.id), default=None)

    @property
    def force_majeure(self) -> list[n.Served]:
        """The notices of force majeure that count: a withdrawn one never did, a disputed one binds nobody."""
        return [
            each
            for each in self.notices
            if each.kind == n.FORCE_MAJEURE and each.outcome != n.WITHDRAWN and each.verdict != n.DISPUTED
        ]

    def open(self, kind: str) -> list[n.Served]:
        """The notices of a kind that nothing has closed yet."""
        return [each for each in self.notices if each.kind == kind and not each.outcome]


def last_day(life: Life, day: date) -> date | None:
    """The contract's last day as it is known on `day`: of the notice that ends it, else of the period that holds `day`.

    None where it runs on: no dates yet, or a renewal whose length the contract does not say.
    """
    if life.end is None:
        return None
    period = period_end(life.end, life.renewal, day)
    fixed = life.ending.last_day if life.ending else None
    return min(fixed, period) if fixed and period else fixed or period


def objection_day(life: Life, day: date) -> tuple[date, date] | None:
    """The last day to object to the next renewal and the last day of the period before it; None where nothing renews.

    After the last day to object the pair is that of the following period, since the next one is sure.
    """
    if life.end is None or not life.renewal.is_automatic or life.ending:
        return None
    end = period_end(life.end, life.renewal, day)
    while end is not None and (until := last_day_to_object(end, life.renewal)) < day:
        end = period_end(life.end, life.renewal, date.fromordinal(end.toordinal() + 1))
    return (until, end) if end else None


@clause("OP-7-A", "OP-6-A", "OP-6-B")
def state_of(life: Life, day: date) -> str:
    """The state that holds on `day`."""
    if life.stage == SETTLED:
        return SETTLED
    if life.stage == DRAFT:
        if life.is_accepted:
            return SIGNING
        return NEGOTIATION if life.is_shared else DRAFT
    end, ending = last_day(life, day), life.ending
    if (end and day > end) or any(each.kind == n.IMMEDIATE for each in life.notices):
        return ENDED
    if ending:
        return NOTICE_GIVEN
    if any(not each.outcome for each in life.force_majeure):
        return SUSPENDED
    if life.open(n.CURE):
        return CURE_RUNNING
    if life.start and day < life.start:
        return SIGNED
    if end and life.renewal.is_automatic and day > last_day_to_object(end, life.renewal):
        return RENEWING
    return IN_FORCE


def transition_fault(life: Life, act: str, *, side: str, day: date) -> Violation | None:
    """Why a side may not do the act in the state of that day; None where it may. The act's own conditions are not in."""
    row, state = BY_ACT[act], state_of(life, day)
    if state not in row.begins:
        return Violation(
            "WRONG_STATE",
            say("合同现在是“{state}”，不能做这件事", state=STATE_WORDS[state]),
            remedy=say("可以做的时候：{states}。", states=tuple(STATE_WORDS[each] for each in row.begins)),
        )
    if row.by not in (EITHER, side):
        return Violation("WRONG_SIDE", say("这件事由对方做"), remedy=say("请对方办理。"))
    return None


def possible_acts(life: Life, *, side: str, day: date) -> Mapping[str, Transition]:
    """The acts that the table admits for a side on that day, by name."""
    return {
        act: row
        for act, row in BY_ACT.items()
        if row.by != TIME and transition_fault(life, act, side=side, day=day) is None
    }
