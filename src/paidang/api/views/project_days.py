"""The days of a project's tasks: moved by one side and noted by the other, or proposed by one and agreed to by the other."""

from django.http import HttpRequest
from ninja import Field, Router

from paidang.api.views.projects import LATE, TASK, Reason, TaskOut, task_out
from paidang.api.views.route import acts
from paidang.api.views.shapes import Asked, Code, Day, Number
from paidang.api.views.token import who
from paidang.projects import actions
from paidang.projects.models import DAYS_MAX

router = Router(tags=["projects"])


class DayIn(Asked):
    due_on: Day = Field(description="a working day, earlier or later than the agreed one")
    reason: Reason


class DayAnswerIn(Asked):
    due_on: Day = Field(description="the day that was seen")
    agree: bool
    reason: Reason = Field("", description="needed where one does not agree")


class SlipIn(Asked):
    days: int = Field(ge=1, le=DAYS_MAX, description="working days")
    reason: Reason


@acts(
    router, f"{TASK}/slip", TaskOut, verbs=["deliver_task"], act=actions.slip_task,
    errors=("DAYS_WRONG", "WRONG_STATE", "WORDS_MISSING", "TOO_LONG", LATE),
)  # fmt: skip
def slip_one_task(request: HttpRequest, code: Code, number: Number, task: Number, body: SlipIn) -> TaskOut:
    """Move a task's date by working days; what waits for it moves too."""
    actions.slip_task(**who(request, code, number=number, task=task), **body.model_dump())
    return task_out(code, number, task)


@acts(
    router, f"{TASK}/day", TaskOut, verbs=["plan_project"], act=actions.propose_day,
    errors=("DAY_WRONG", "DAY_WAITS", "WRONG_STATE", "WORDS_MISSING", "TOO_LONG", LATE),
)  # fmt: skip
def propose_task_day(request: HttpRequest, code: Code, number: Number, task: Number, body: DayIn) -> TaskOut:
    """Propose another day on which the task is due; until the other side agrees the agreed one holds."""
    actions.propose_day(**who(request, code, number=number, task=task), **body.model_dump())
    return task_out(code, number, task)


@acts(
    router, f"{TASK}/day/answer", TaskOut, verbs=["plan_project"], act=actions.answer_day,
    errors=("NOT_THE_LATEST", "OWN_PROPOSAL", "DAY_WRONG", "WRONG_STATE", "WORDS_MISSING", "TOO_LONG", LATE),
)  # fmt: skip
def answer_task_day(
    request: HttpRequest, code: Code, number: Number, task: Number, body: DayAnswerIn
) -> TaskOut:
    """Agree to the day that the other side proposed, or say why not."""
    actions.answer_day(**who(request, code, number=number, task=task), **body.model_dump())
    return task_out(code, number, task)


@acts(router, f"{TASK}/note", TaskOut, verbs=["deliver_task"], act=actions.note_slip, errors=(LATE,))
def note_moved_task(request: HttpRequest, code: Code, number: Number, task: Number) -> TaskOut:
    """Take note of every date of the task that the other side moved."""
    actions.note_slip(**who(request, code, number=number, task=task))
    return task_out(code, number, task)
