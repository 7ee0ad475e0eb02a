"""Which tasks that were added by hand the store's opening waits for."""

from datetime import datetime

from django.db import transaction

from paidang.kit.clause import clause
from paidang.kit.sentence import say
from paidang.projects.actions.owing import set_duties
from paidang.projects.actions.recording import UnableToRun, record, task_for
from paidang.projects.models import Project, Task
from paidang.projects.queries.projects import list_standings, planned_of, title_of
from paidang.projects.rules.schedule import follow
from paidang.projects.rules.templates import GO_LIVE
from paidang.team.models import Person


def let_opening_wait(project: Project, task: Task, wanted: bool | None) -> bool:
    """Let the opening wait for a new task where it is `wanted`, or by its place where that is None; whether it does now."""
    standings = list_standings(project)
    opening = next((one for one in standings if one.task.key == GO_LIVE), None)
    is_possible = (
        opening is not None
        and not opening.is_done
        and task.number not in follow([planned_of(one.task) for one in standings], opening.task.number)
    )
    if wanted and not is_possible:
        raise UnableToRun(
            say("开业等不了“{title}”", title=title_of(task)),
            code="NO_OPENING_AHEAD",
            remedy=say("它排在开业之后，或者店已开业、这个项目没有开业。"),
        )
    if opening is None or not is_possible or wanted is False:
        return False
    opening.task.after = sorted({*opening.task.after, task.number})
    opening.task.save(update_fields=["after"])
    return True


@clause("OP-2-B-3", "TC-3-2")
@transaction.atomic
def set_before_opening(
    *, person: Person, at: datetime, code: str, number: int, task: int, is_before: bool
) -> Task:
    """Say of a task added by hand whether the store opens only when it is done. Either side may add a condition; that one
    falls away is the brand's word, without which nothing opens. Said again changes nothing."""
    project, one = task_for(person, code, number, task, "plan_project")
    opening = next((each for each in list_standings(project) if each.task.key == GO_LIVE), None)
    if one.task.key:
        raise UnableToRun(
            say("“{title}”是模板里的事，先后不改", title=title_of(one.task)),
            code="FROM_TEMPLATE",
            remedy=say("只有自己加的事可以改。"),
        )
    if opening is not None and (one.task.number in opening.task.after) == is_before:
        return one.task
    if is_before:
        let_opening_wait(project, one.task, True)
    elif opening is not None:
        if project.contract.side_of(person.org_id) != "a":
            raise UnableToRun(
                say("开业不必等一件事，由甲方来定"),
                code="NOT_YOUR_TURN",
                remedy=say("请甲方来改。"),
                clause="TC-3-2",
            )
        opening.task.after = [each for each in opening.task.after if each != one.task.number]
        opening.task.save(update_fields=["after"])
    record(project, person, at, "project.waited_for" if is_before else "project.not_waited_for", {}, one.task)
    set_duties(project, at)
    return one.task
