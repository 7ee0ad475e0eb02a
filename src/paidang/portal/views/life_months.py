"""The months whose statement did not come, on the page of a contract's life: each with its own reminder, clock and rights."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from paidang.contracts.rules import notices as n
from paidang.contracts.rules.life import Life
from paidang.contracts.rules.notices import Served
from paidang.contracts.rules.rights import LATE_STATEMENT, Known
from paidang.portal.views.life_words import RightRow


@dataclass(frozen=True, slots=True)
class MonthCard:
    """One month: by when its statement was due, the reminder that is open for it, the rights that have arisen out of it.

    `days_left` are those of the reminder's week, today not in; None where no week runs or it is over.
    """

    month: str
    due_on: date
    days_late: int
    reminder: Served | None
    days_left: int | None
    rights: Sequence[RightRow]

    @property
    def may_end(self) -> bool:
        """Whether the right to end has arisen out of it."""
        return any(row.right.kind == n.TERMINATION for row in self.rights)

    @property
    def clause(self) -> str:
        """Of the right that it offers, else of the reminder."""
        if self.rights:
            return self.rights[0].right.clause
        return str(self.reminder.facts.get("clause", "")) if self.reminder else ""


def is_of_month(row: RightRow) -> bool:
    """Whether the right rests on a statement that did not come: to remind of it, or to end."""
    return row.right.kind == n.REMINDER or row.right.ground == LATE_STATEMENT


def month_cards(life: Life, known: Known, rights: Sequence[RightRow], day: date) -> list[MonthCard]:
    """A card for each month whose statement is overdue on the day, the earliest first."""
    reminders = {notice.about: notice for notice in life.open(n.REMINDER)}
    return [
        MonthCard(
            month=each.month,
            due_on=each.due_on,
            days_late=(day - each.due_on).days,
            reminder=reminders.get(each.month),
            days_left=_days_left(reminders.get(each.month), day),
            rights=[row for row in rights if is_of_month(row) and row.right.about == each.month],
        )
        for each in known.unsent
        if each.due_on and each.due_on < day
    ]


def _days_left(reminder: Served | None, day: date) -> int | None:
    if reminder is None or reminder.deadline is None or reminder.deadline < day:
        return None
    return (reminder.deadline - day).days
