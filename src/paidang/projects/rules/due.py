"""By when the step that a task is in is owed: from the agreed days and from when its versions changed hands."""

from dataclasses import dataclass
from datetime import date

from paidang.kit.clause import clause
from paidang.kit.workdays import add_days
from paidang.projects.rules.schedule import Span
from paidang.projects.rules.states import CONFIRMED, PUBLISHED, RETURNED, SUBMITTED


@dataclass(frozen=True, slots=True)
class Hands:
    """When the latest version was handed over and answered; `lain` are the working days that versions which were returned lay
    with the other side."""

    submitted_on: date | None = None
    answered_on: date | None = None
    lain: int = 0


@clause("OP-2-B-3", "TC-3-2")
def due_on(state: str, span: Span, answer_days: int, hands: Hands) -> date:
    """The day on which the step is due: the agreed one, or later where the side got what it needs only later.

    An answer has its days from when it was asked; redoing is not charged with the days the other side took; publishing
    has the working day after the confirmation.
    """
    if state == RETURNED:
        return add_days(span.due, hands.lain, "working")[0]
    if state == SUBMITTED and hands.submitted_on:
        return max(span.end, add_days(hands.submitted_on, answer_days, "working")[0])
    if state in (CONFIRMED, PUBLISHED):
        return max(span.end, add_days(hands.answered_on, 1, "working")[0]) if hands.answered_on else span.end
    return span.due
