"""What another late fee, payment calendar or meaning of silence would have meant for one statement: in days and fen."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from paidang.contracts.rules.read_terms import ReadTerms
from paidang.kit.clause import clause
from paidang.kit.money import yuan
from paidang.kit.sentence import Sentence, say
from paidang.settlement.rules.arithmetic import NotARate, read_rate
from paidang.settlement.rules.dates import confirmation_due, payment_due
from paidang.settlement.rules.late_fee import fee_segments
from paidang.settlement.rules.terms import LateFee, Schedule

LATE_DAYS = 10
"""So many days late the fee is compared at."""


@dataclass(frozen=True, slots=True)
class Basis:
    """The statement looked at: its month, what was to be paid (fen), when it was sent, and confirmed if it was."""

    month: str
    payable: int
    sent_on: date
    confirmed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Meaning:
    """One thing that would have been otherwise, in words; what is a `Sentence` has its English."""

    what: Sentence
    was: str
    now: str


@clause("OP-3-E-4", "OP-6-C", "TC-5-3")
def meanings(old: ReadTerms, new: ReadTerms, basis: Basis) -> list[Meaning]:
    """What the changes come to, in order: late fee, last day of payment, silence; nothing where they say the same."""
    return [*_late_fee(old, new, basis), *_payment(old, new, basis), *_silence(old, new, basis)]


def schedule_in(read: ReadTerms) -> Schedule:
    """When a statement is due, confirmed and paid as far as the text says so."""
    due = _number(read, "settlement.pay_due_day")
    pay, confirm = _number(read, "settlement.pay_days"), _number(read, "settlement.confirm_days")
    return Schedule(
        due_day=_number(read, "settlement.statement_due_day"),
        confirm_days=confirm,
        confirm_day_kind=_kind(read, "settlement.confirm_days") if confirm else None,
        pay_days=pay,
        pay_day_kind=_kind(read, "settlement.pay_days") if pay else None,
        pay_window=_window(read) or ((due, due) if due else None),
        silence=str(read.stated("settlement.silence") or "undecided"),
    )  # fmt: skip


def _window(read: ReadTerms) -> tuple[int, int] | None:
    window = read.stated("settlement.pay_window")
    days = [int(str(day)) for day in window] if isinstance(window, list) else []
    return (days[0], days[1]) if len(days) == 2 and 1 <= days[0] <= days[1] <= 31 else None


def late_fee_in(read: ReadTerms) -> LateFee | None:
    """The late fee as far as the text says one."""
    rate, cap = (_rate(read, f"penalty.late_payment.{name}") for name in ("rate_per_day", "cap"))
    return None if rate is None else LateFee(rate, read.side("penalty.late_payment.party") or "both", cap)


def _number(read: ReadTerms, term: str) -> int | None:
    value = read.stated(term)
    return value if isinstance(value, int) and value > 0 else None


def _kind(read: ReadTerms, term: str) -> str:
    return str(read.stated(f"{term}.day_kind") or "calendar")


def _rate(read: ReadTerms, term: str) -> int | None:
    try:
        return read_rate(str(read.stated(term)))
    except NotARate:  # silent, or nothing that a fee can be computed by
        return None


def _late_fee(old: ReadTerms, new: ReadTerms, basis: Basis) -> Iterator[Meaning]:
    was, now = late_fee_in(old), late_fee_in(new)
    if was != now:
        what = say("逾期 {n} 天付 {amount} 的违约金", n=LATE_DAYS, amount=yuan(basis.payable))
        yield Meaning(what, _fee(was, basis), _fee(now, basis))


def _fee(terms: LateFee | None, basis: Basis) -> str:
    if terms is None:
        return say("没有约定")
    until = basis.sent_on + timedelta(days=LATE_DAYS)
    found = fee_segments(terms, principal=basis.payable, due_on=basis.sent_on, repaid=(), until=until)
    return yuan(sum(segment.fee for segment in found))


def _payment(old: ReadTerms, new: ReadTerms, basis: Basis) -> Iterator[Meaning]:
    before, after = schedule_in(old), schedule_in(new)
    if _calendar(before) == _calendar(after):
        return
    keeps = _answer(before) == _answer(after)
    days = [_due(each, basis, keeps=keeps) for each in (before, after)]
    if days != [None, None]:
        was, now = (day.isoformat() if day else say("没有约定") for day in days)
        yield Meaning(say("{month} 对账单的最迟付款日", month=basis.month), was, _moved(now, *days))


def _calendar(schedule: Schedule) -> tuple[object, ...]:
    return (*_answer(schedule), schedule.pay_days, schedule.pay_day_kind, schedule.pay_window)


def _answer(schedule: Schedule) -> tuple[object, ...]:
    return schedule.confirm_days, schedule.confirm_day_kind


def _due(schedule: Schedule, basis: Basis, *, keeps: bool) -> date | None:
    """The last day of payment; counted from the day of confirmation, which is the last day for it where that is not known."""
    confirmed = basis.confirmed_on if keeps and basis.confirmed_on else _confirm_by(schedule, basis)
    due = payment_due(schedule, basis.month, confirmed)
    return due.due_on if due else None


def _confirm_by(schedule: Schedule, basis: Basis) -> date:
    due = confirmation_due(schedule, basis.sent_on)
    return due[0] if due else basis.sent_on


def _moved(day: str, was: date | None, now: date | None) -> str:
    if was is None or now is None or was == now:
        return day
    n = abs((now - was).days)
    return say("{day}，晚 {n} 天", day=day, n=n) if now > was else say("{day}，早 {n} 天", day=day, n=n)


def _silence(old: ReadTerms, new: ReadTerms, basis: Basis) -> Iterator[Meaning]:
    before, after = schedule_in(old), schedule_in(new)
    if before.silence == after.silence:
        return
    by = _confirm_by(after, basis)
    yield Meaning(
        say("{month} 对账单到 {day} 没有答复", month=basis.month, day=by.isoformat()),
        _unanswered(before, basis),
        _unanswered(after, basis),
    )


def _unanswered(schedule: Schedule, basis: Basis) -> Sentence:
    if schedule.silence == "refused":
        return say("视为不认，不用付")
    if schedule.silence != "approved":
        return say("没有约定，等答复")
    due = _due(schedule, basis, keeps=False)
    if due is None:
        return say("视为确认，{amount} 应付", amount=yuan(basis.payable))
    return say("视为确认，最迟 {day} 付 {amount}", day=due.isoformat(), amount=yuan(basis.payable))
