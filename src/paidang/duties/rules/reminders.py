"""When people are reminded of a duty: steps counted from its day in working days, and how often a mail is tried again.

What has no day but waits for somebody's word (`ASKED_OF`), a notice or a right that has arisen, is told once, when it
is their turn.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from paidang.kit.clause import clause
from paidang.kit.period import SHANGHAI
from paidang.kit.workdays import add_days, is_working_day

BEFORE_3, BEFORE_1, ON_DAY, OVERDUE_1, OVERDUE_3 = "before_3", "before_1", "on_day", "overdue_1", "overdue_3"
STEPS = (BEFORE_3, BEFORE_1, ON_DAY, OVERDUE_1, OVERDUE_3)
ASKED = "asked"
ESCALATED = (OVERDUE_1, OVERDUE_3)
"""From these on the managers are told too."""

ASKED_OF = (
    "approve_contract", "sign_contract", "confirm_paper", "approve_amendment", "sign_amendment", "confirm_amendment_paper",
    "answer_objection", "answer_cure", "answer_reminder", "answer_incident", "answer_force_majeure", "answer_termination",
    "answer_immediate", "answer_agreement", "answer_claim", "answer_return", "answer_clearance", "answer_amendment",
    "may_end", "may_remind", "may_claim", "return_material", "clear_contract",
    "approve_offer", "answer_promotion", "explain_sale", "note_sale", "answer_price_draft", "answer_report", "decide_report",
    "approve_pictures", "approve_page", "answer_delivery", "note_slip", "answer_consent", "note_withdrawal", "answer_proposal",
    "answer_waiver", "answer_target", "answer_sample", "decide_sample", "give_advice", "decide_advice", "sign_handover",
)  # fmt: skip
BY_THE_HOUR = ("approve_offer", "answer_promotion")
"""Their time runs out at an hour, not at the end of a day, and a platform's offer leaves few of them."""
PRESSING = timedelta(hours=12)

FIRST_HOUR, LAST_HOUR = 8, 20
ATTEMPTS_MAX = 8
FIRST_WAIT = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One person is to be reminded of one duty, at one step; `due_on` is the day on which they were asked where it has none."""

    contract_id: int
    key: str
    due_on: date
    step: str
    person_id: int


def step_days(due_on: date) -> dict[str, date]:
    """The day of each step: 3 and 1 working days before, the day itself, 1 and 3 working days after.

    >>> {step: str(day) for step, day in step_days(date(2026, 10, 8)).items()}
    {'before_3': '2026-09-28', 'before_1': '2026-09-30', 'on_day': '2026-10-08', 'overdue_1': '2026-10-09', 'overdue_3': '2026-10-12'}
    """
    return {
        BEFORE_3: working_days_before(due_on, 3),
        BEFORE_1: working_days_before(due_on, 1),
        ON_DAY: due_on,
        OVERDUE_1: add_days(due_on, 1, "working")[0],
        OVERDUE_3: add_days(due_on, 3, "working")[0],
    }


def working_days_before(day: date, n: int) -> date:
    """The working day that has `n` - 1 working days between itself and `day`.

    >>> working_days_before(date(2026, 10, 8), 1)
    datetime.date(2026, 9, 30)
    """
    while n:
        day -= timedelta(days=1)
        n -= is_working_day(day)
    return day


def step_of(due_on: date, today: date) -> str | None:
    """The step that has come last; None while it is too early for any. One that was missed is not made up for."""
    return next((step for step, day in reversed(step_days(due_on).items()) if day <= today), None)


def is_escalated(due_on: date, today: date) -> bool:
    """Whether the duty is so late that the managers are told."""
    return step_of(due_on, today) in ESCALATED


def is_hour_to_remind(now: datetime) -> bool:
    """Whether people may be written to: from 8 in the morning to 8 in the evening, Asia/Shanghai."""
    return FIRST_HOUR <= now.astimezone(SHANGHAI).hour < LAST_HOUR


@clause("JD-3")
def is_pressing(kind: str, due_at: datetime | None, now: datetime) -> bool:
    """Whether it cannot wait for the morning or for the day's one letter: hours are left of it.

    >>> asked = datetime(2026, 10, 8, 20, 30, tzinfo=SHANGHAI)
    >>> is_pressing("approve_offer", asked + timedelta(hours=3), asked), is_pressing("pay_debt", asked + timedelta(hours=3), asked)
    (True, False)
    """
    return kind in BY_THE_HOUR and due_at is not None and now < due_at <= now + PRESSING


def day_opens_at(now: datetime) -> datetime:
    """The moment of this day from which people may be written to; what went out before it is not the day's letter."""
    return now.astimezone(SHANGHAI).replace(hour=FIRST_HOUR, minute=0, second=0, microsecond=0)


def retry_at(attempts: int, now: datetime) -> datetime:
    """When a mail that failed `attempts` times is tried again: after 10 minutes, then twice as long each time."""
    return now + FIRST_WAIT * (1 << (attempts - 1))
