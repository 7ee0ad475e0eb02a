"""Why a duty falls on its day: the rule as it was counted, for what the contract plans and for statements."""

from datetime import date

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_terms_of
from paidang.contracts.rules.consequences import Consequence, consequences_of
from paidang.kit.counted import count_days, day_words, moved
from paidang.kit.period import day_of, month_period, next_month
from paidang.kit.sentence import Sentence, say
from paidang.portal.queries.duty import FoundDuty
from paidang.portal.rules.worklist import Item
from paidang.settlement.models import Statement
from paidang.settlement.rules.dates import statement_dates
from paidang.settlement.rules.read_terms import read_terms
from paidang.settlement.rules.terms import Schedule

CONFIRMED_AT, SENT_AT = say("确认日"), say("收到日")


def why_that_day(contract: Contract, found: FoundDuty) -> Sentence | None:
    """How the day was found; None for what has no day or whose rule is not known."""
    item = found.item
    if found.planned:
        return found.planned.why
    if item.due_on is None or not item.month:
        return None
    if item.kind == "send_statement":
        return say("{month} 的次月第 {n} 日", month=item.month, n=item.due_on.day)
    statement = (
        contract.statements.filter(month=item.month, sent_at__isnull=False).order_by("-version").first()
    )
    schedule = read_terms(statement.terms).statement if statement else None
    if statement is None or schedule is None:
        return None
    if item.kind == "answer_statement":
        return _why_confirmed(statement, schedule)
    return _why_paid(statement, schedule, item) if item.kind == "pay_statement" else None


def _why_confirmed(statement: Statement, schedule: Schedule) -> Sentence | None:
    """Counted from the day on which it was sent."""
    if statement.sent_at is None or schedule.confirm_days is None or schedule.confirm_day_kind is None:
        return None
    return count_days(
        SENT_AT, day_of(statement.sent_at), schedule.confirm_days, schedule.confirm_day_kind
    ).why


def _why_paid(statement: Statement, schedule: Schedule, item: Item) -> Sentence | None:
    """The end of the payment window, or, where that is later, the days after confirmation."""
    dates = statement_dates(schedule, statement.month)
    if dates.window_end == item.due_on and dates.window_end and schedule.pay_window:
        first, last = schedule.pay_window
        why = say("次月 {first}–{last} 日付款，最后一日", first=first, last=last)
        month = month_period(next_month(statement.month))
        day = month.start.replace(day=min(last, month.days))
        return moved(say("{why} {end}", why=why, end=day_words(day)), day, dates.window_end)
    if statement.confirmed_at and schedule.pay_days is not None and schedule.pay_day_kind:
        return count_days(
            CONFIRMED_AT, day_of(statement.confirmed_at), schedule.pay_days, schedule.pay_day_kind
        ).why
    return None


def list_consequences(contract: Contract, item: Item, today: date) -> list[Consequence]:
    """What the contract says on the day on which it falls due, or today where it has none, of not doing it in time."""
    return consequences_of(item.kind, item.side, get_terms_of(contract, item.due_on or today).read)
