"""What is done with incidents and penalties: reported, answered, given notice of, closed."""

from paidang.incidents.actions.evidence import add_file
from paidang.incidents.actions.incidents import answer_incident, close_incident, give_notice, report_incident
from paidang.incidents.actions.penalties import (
    PenaltyRow,
    enter_penalties,
    record_outcome,
    say_fault,
)
from paidang.incidents.actions.recording import UnableToReport

__all__ = [
    "PenaltyRow",
    "UnableToReport",
    "add_file",
    "answer_incident",
    "close_incident",
    "enter_penalties",
    "give_notice",
    "record_outcome",
    "report_incident",
    "say_fault",
]
