"""What is done with projects and papers."""

from paidang.projects.actions.delivering import answer_delivery, publish_delivery, submit_delivery, why_not
from paidang.projects.actions.opening import set_before_opening
from paidang.projects.actions.owing import set_paper_duties
from paidang.projects.actions.papers import give_paper
from paidang.projects.actions.recording import UnableToRun
from paidang.projects.actions.running import add_task, begin_project, note_slip, record_export, slip_task
from paidang.projects.actions.settling import answer_day, propose_day
from paidang.projects.actions.task_file import add_tasks

__all__ = [
    "UnableToRun",
    "add_task",
    "add_tasks",
    "answer_day",
    "answer_delivery",
    "begin_project",
    "give_paper",
    "note_slip",
    "propose_day",
    "publish_delivery",
    "record_export",
    "set_before_opening",
    "set_paper_duties",
    "slip_task",
    "submit_delivery",
    "why_not",
]
