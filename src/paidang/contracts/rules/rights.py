"""The rights that arise in the life of a contract: each offered to the side entitled, with its clause and evidence, never done by itself.

Statements and payments belong to slices above; what they know comes in as `Known`. What the contract does not say
gives no right here: a lawyer may find one in the law, the program does not guess it.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from paidang.contracts.rules import notices as n
from paidang.contracts.rules.life import ENDED, LIVE, Life, state_of
from paidang.contracts.rules.notices import Served
from paidang.contracts.rules.read_terms import ReadTerms
from paidang.kit.clause import clause
from paidang.kit.sentence import Sentence, say
from paidang.kit.sides import other_side

A, B = "a", "b"
SIDES = (A, B)
COUNTERFEIT, UNAUTHORISED, SUBLICENSING = "counterfeit", "unauthorised_brand_use", "sublicensing"
DISCLOSURE, FAKE_ORDERS, FALSE_PRICE = "disclosure", "fake_orders", "false_factory_price"

# A cause -> its words, and the sides that can be at fault: the brand is the one who declares factory prices.
CAUSES: dict[str, tuple[Sentence, str]] = {
    COUNTERFEIT: (say("销售假冒或仿冒品牌的产品"), B),
    UNAUTHORISED: (say("在授权以外使用品牌"), B),
    SUBLICENSING: (say("再授权他人经营"), B),
    FAKE_ORDERS: (say("刷单、虚假交易"), B),
    DISCLOSURE: (say("泄露商业秘密"), A + B),
    FALSE_PRICE: (say("虚报产品出厂价"), A),
}
LATE_PAYMENT, LATE_STATEMENT, UNCURED, ON_NOTICE = "late_payment", "late_statement", "uncured", "on_notice"
OVERDUE = "overdue"
GROUNDS: dict[str, Sentence] = {
    LATE_PAYMENT: say("逾期付款超过约定天数"),
    LATE_STATEMENT: say("催缴后仍没有交对账单"),
    UNCURED: say("限期届满没有纠正"),
    ON_NOTICE: say("提前通知终止"),
    OVERDUE: say("逾期付款的违约金"),
} | {cause: words for cause, (words, _sides) in CAUSES.items()}


@dataclass(frozen=True, slots=True)
class LatePayment:
    """What is not paid and whose day of payment is over; `late_fee_fen` is what lateness costs so far.

    `month` is the confirmed statement's; a fee has none, but the name and the number of its term (`fee`, `nth`).
    """

    month: str
    due_on: date
    payer: str
    amount_fen: int
    late_fee_fen: int | None = None
    fee: str = ""
    nth: int = 0

    @property
    def about(self) -> str:
        """What tells it apart from the contract's other debts for good."""
        return self.month or f"{self.fee}:{self.nth}"

    @property
    def facts(self) -> dict[str, object]:
        """Which debt it is, by when it was due, how much is open."""
        named: dict[str, object] = {"month": self.month} if self.month else {"fee": self.fee, "nth": self.nth}
        return {**named, "due_on": self.due_on.isoformat(), "amount_fen": self.amount_fen}


@dataclass(frozen=True, slots=True)
class UnsentStatement:
    """A month that is over and has no sent statement; `due_on` None where the contract names no day."""

    month: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Known:
    """What the slices above know of a contract on a day. `unconfirmed`: months sent and not confirmed; `unpaid`: what is
    owed and may be asked for, by month, or by term and number; `unclaimed`: laid out for the other side and in no statement yet.

    `has_statements`: whether what the agency earns is settled month by month, or in fees alone; `final_…`: by when the
    statement of the contract's last month is due, and paid, as far as the end and the days are known.
    """

    late_payments: Sequence[LatePayment] = ()
    unsent: Sequence[UnsentStatement] = ()
    unconfirmed: Sequence[str] = ()
    unpaid: Sequence[str] = ()
    unclaimed: Sequence[str] = ()
    has_statements: bool = True
    final_due_on: date | None = None
    final_pay_by: date | None = None


@dataclass(frozen=True, slots=True)
class Right:
    """What a side may do now: give the notice `kind` on `ground`. `about` names what it rests on, for good."""

    kind: str
    ground: str
    side: str
    clause: str
    since: date
    about: str
    facts: dict[str, object] = field(default_factory=dict)
    notice: int | None = None

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.ground}:{self.about}"


def rights_of(read: ReadTerms, life: Life, known: Known, *, day: date) -> list[Right]:
    """The rights of both sides on a day, those to end first, each with the day on which it arose."""
    state = state_of(life, day)
    found: list[Right] = []
    if state in LIVE:
        found += _to_end(read, life, known, day)
    if state in (*LIVE, ENDED):
        found += reminders(read, life, known, day=day)
        found += _claims(read, life, known, day)
    order = (n.IMMEDIATE, n.TERMINATION, n.REMINDER, n.CLAIM)
    return sorted(found, key=lambda right: (order.index(right.kind), right.since, right.key))


def _to_end(read: ReadTerms, life: Life, known: Known, day: date) -> Iterator[Right]:
    yield from _at_once(read, life)
    yield from _false_price(read, life)
    yield from _unpaid(read, life, known, day)
    yield from _not_sent(life, known, day)
    yield from (right for right in _uncured(life, day) if right.clause)


def _incidents(life: Life) -> Iterator[tuple[Served, str]]:
    """The breaches on record that nobody took back, with their causes."""
    for notice in life.notices:
        if notice.kind == n.INCIDENT and notice.outcome != n.WITHDRAWN:
            yield notice, str(notice.facts.get("cause", ""))


@clause("OP-2-B-5")
def _at_once(read: ReadTerms, life: Life) -> Iterator[Right]:
    """An end at once for a cause that the contract names, on a breach that the other side's notice puts on record with evidence."""
    named = read.stated("termination.immediate_for")
    for notice, cause in _incidents(life):
        if isinstance(named, list) and cause in named:
            yield Right(
                n.IMMEDIATE, cause, notice.side, read.clause("termination.immediate_for"), notice.served_on,
                str(notice.id), {"verdict": notice.verdict}, notice.id,
            )  # fmt: skip


@clause("OP-3-D")
def _false_price(read: ReadTerms, life: Life) -> Iterator[Right]:
    """An end for a false factory price, once it is proven: admitted, or found in a ruling that is on record."""
    named = read.stated("termination.automatic_for")
    for notice, cause in _incidents(life):
        proven = notice.outcome in (n.ADMITTED, n.PROVEN)
        if cause == FALSE_PRICE and proven and isinstance(named, list) and cause in named:
            since = notice.closed_on or notice.served_on
            yield Right(
                n.IMMEDIATE, cause, notice.side, read.clause("termination.automatic_for"), since,
                str(notice.id), {"outcome": notice.outcome}, notice.id,
            )  # fmt: skip


@clause("OP-6-C")
def _unpaid(read: ReadTerms, life: Life, known: Known, day: date) -> Iterator[Right]:
    """An end for late payment of more than the agreed days, where the contract makes that side answer for lateness.

    Where there are statements it is them that such a clause speaks of: a fee that is late gives no right to end then.
    """
    days = _days(read, "termination.late_payment_days")
    if days is None:
        return
    answerable = _late_sides(read)
    for late in known.late_payments:
        days_late = counted_days(late.due_on, day, life)
        if late.fee and known.has_statements:
            continue
        if late.payer in answerable and days_late > days:
            facts = {
                **late.facts, "days_late": days_late, "days_agreed": days,
                "not_excused": not_excused_days(late.due_on, day, life),
            }  # fmt: skip
            since = day_after(late.due_on, days, life, day)
            yield Right(
                n.TERMINATION, LATE_PAYMENT, other_side(late.payer), read.clause("termination.late_payment_days"),
                since, late.about, facts,
            )  # fmt: skip


def _late_sides(read: ReadTerms) -> str:
    """The sides that answer for late payment: as the penalty names them, both where it names none."""
    said = read.stated("penalty.late_payment.party")
    return read.turned(said) if said in SIDES else A + B


@clause("OP-6-D")
def _not_sent(life: Life, known: Known, day: date) -> Iterator[Right]:
    """An end for a statement that did not come within the agreed days after the brand's reminder."""
    unsent = {each.month: each for each in known.unsent}
    for notice in life.open(n.REMINDER):
        by_contract = notice.facts.get("days_agreed")
        if notice.deadline and by_contract and notice.about in unsent and notice.deadline < day:
            due_on = unsent[notice.about].due_on
            facts: dict[str, object] = {
                "month": notice.about, "due_on": due_on.isoformat() if due_on else "",
                "reminded_on": notice.served_on.isoformat(), "deadline": notice.deadline.isoformat(),
            }  # fmt: skip
            since = notice.deadline + timedelta(days=1)
            clause_ = str(notice.facts.get("clause", ""))
            yield Right(
                n.TERMINATION, LATE_STATEMENT, notice.side, clause_, since, notice.about, facts, notice.id
            )


@clause("OP-6-A")
def _uncured(life: Life, day: date) -> Iterator[Right]:
    """A breach that was not cured by the deadline of the notice, as a right to end.

    Without a clause where the contract names no such deadline: then it gives a claim, and no right to end.
    """
    for notice in life.open(n.CURE):
        if notice.deadline and notice.deadline < day:
            facts: dict[str, object] = {
                "deadline": notice.deadline.isoformat(), "notified_on": notice.served_on.isoformat(),
                "verdict": notice.verdict,
            }  # fmt: skip
            since = notice.deadline + timedelta(days=1)
            clause_ = str(notice.facts.get("clause", ""))
            yield Right(n.TERMINATION, UNCURED, notice.side, clause_, since, str(notice.id), facts, notice.id)


@clause("OP-6-D")
def reminders(read: ReadTerms, life: Life, known: Known, *, day: date) -> Iterator[Right]:
    """The reminder that the brand may send for each statement that is overdue, as long as none is open for it."""
    reminded = {notice.about for notice in life.open(n.REMINDER)}
    for each in known.unsent:
        if each.due_on and each.due_on < day and each.month not in reminded:
            facts: dict[str, object] = {
                "month": each.month,
                "due_on": each.due_on.isoformat(),
                "days_late": (day - each.due_on).days,
            }
            where = read.clause("termination.late_statement_days", "settlement.statement_due_day")
            yield Right(n.REMINDER, "", A, where, each.due_on + timedelta(days=1), each.month, facts)  # fmt: skip


@clause("OP-6-A", "OP-6-C")
def _claims(read: ReadTerms, life: Life, known: Known, day: date) -> Iterator[Right]:
    """Damages for each breach on record that nobody has claimed for yet: late payment, a breach not cured, an incident."""
    claimed = {
        notice.about for notice in life.notices if notice.kind == n.CLAIM and notice.outcome != n.WITHDRAWN
    }
    for late in known.late_payments:
        about = f"{OVERDUE}:{late.about}"
        if (
            late.payer in _late_sides(read)
            and about not in claimed
            and read.stated("penalty.late_payment.rate_per_day")
        ):
            facts = {
                **late.facts, "days_late": counted_days(late.due_on, day, life), "late_fee_fen": late.late_fee_fen,
                "not_excused": not_excused_days(late.due_on, day, life),
            }  # fmt: skip
            where = read.clause("penalty.late_payment.rate_per_day")
            yield Right(
                n.CLAIM,
                OVERDUE,
                other_side(late.payer),
                where,
                late.due_on + timedelta(days=1),
                about,
                facts,
            )
    for notice, cause in _incidents(life):
        if f"{n.INCIDENT}:{notice.id}" not in claimed and cause in CAUSES:
            where = str(notice.facts.get("clause", ""))
            yield Right(
                n.CLAIM,
                cause,
                notice.side,
                where,
                notice.served_on,
                f"{n.INCIDENT}:{notice.id}",
                {},
                notice.id,
            )
    for right in _uncured(life, day):
        if f"{n.CURE}:{right.notice}" not in claimed:
            yield Right(n.CLAIM, UNCURED, right.side, right.clause, right.since, f"{n.CURE}:{right.notice}", right.facts, right.notice)  # fmt: skip


def causes_for(read: ReadTerms, side: str) -> list[str]:
    """The causes by which a side may put a breach of the other on record: those that this contract attaches an end to."""
    named: set[str] = set()
    for term in ("termination.immediate_for", "termination.automatic_for"):
        found = read.stated(term)
        named |= {str(each) for each in found} if isinstance(found, list) else set()
    return [
        cause
        for cause, (_words, at_fault) in CAUSES.items()
        if cause in named and other_side(side) in at_fault
    ]


@clause("OP-6-B")
def counted_days(since: date, day: date, life: Life) -> int:
    """Days of delay after `since` up to and including `day`.

    Days under force majeure are not in, since nobody answers for them; but who was late already when it struck is not
    excused (Civil Code 590 II): only what began by the end of `since`, the last day in time, excuses.
    """
    return _length(since, day) - len(_under_force_majeure(life, since, day, struck_late=False))


def not_excused_days(since: date, day: date, life: Life) -> int:
    """How many of the counted days lie under force majeure that struck when the delay had begun."""
    late = _under_force_majeure(life, since, day, struck_late=True)
    return len(late - _under_force_majeure(life, since, day, struck_late=False))


def _length(since: date, day: date) -> int:
    return max(0, (day - since).days)


def _under_force_majeure(life: Life, since: date, day: date, *, struck_late: bool) -> set[int]:
    first, last = since.toordinal() + 1, day.toordinal()
    found: set[int] = set()
    for notice in life.force_majeure:
        if (notice.served_on > since) == struck_late:
            over = notice.closed_on.toordinal() if notice.closed_on else last + 1
            found |= set(range(max(notice.served_on.toordinal(), first), min(over, last + 1)))
    return found


def day_after(due_on: date, days: int, life: Life, day: date) -> date:
    """The first day on which more than `days` have counted, `day` at the latest."""
    found = due_on
    while counted_days(due_on, found, life) <= days and found < day:
        found += timedelta(days=1)
    return found


def _days(read: ReadTerms, term: str) -> int | None:
    value = read.stated(term)
    return value if isinstance(value, int) and value > 0 else None


def right_of(rights: Collection[Right], *, kind: str, key: str, side: str) -> Right | None:
    """The right of a side with this key; None where it has not arisen."""
    return next(
        (each for each in rights if each.key == key and each.kind == kind and each.side == side), None
    )
