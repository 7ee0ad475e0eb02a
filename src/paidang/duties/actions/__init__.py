"""What is done with duties: raising and closing, recording them as done, giving them to a person, reminding of them."""

from paidang.duties.actions.assigning import Standing, assign, set_standing
from paidang.duties.actions.raising import Proof, close_duties, close_duty, raise_duty, record_done
from paidang.duties.actions.reminding import mark_sent, plan_reminders, postpone, wanted_of

__all__ = [
    "Proof",
    "Standing",
    "assign",
    "close_duties",
    "close_duty",
    "mark_sent",
    "plan_reminders",
    "postpone",
    "raise_duty",
    "record_done",
    "set_standing",
    "wanted_of",
]
