"""Another day for a task, earlier or later, that one side proposes and the other agrees to (Civil Code 543)."""

from datetime import date, datetime

from django.db import transaction

from paidang.duties.actions import close_duty, raise_duty
from paidang.kit.clause import clause
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.kit.sides import other_side
from paidang.projects.actions.owing import day_key, facts_of, page_of, set_duties
from paidang.projects.actions.recording import UnableToRun, record, task_for, text_of
from paidang.projects.models import REASON_MAX, DayProposal, Project
from paidang.projects.queries.projects import Standing, get_picture
from paidang.projects.rules.settling import settle, why_not_on
from paidang.team.models import Person


@clause("OP-2-B-3")
@transaction.atomic
def propose_day(
    *, person: Person, at: datetime, code: str, number: int, task: int, due_on: date, reason: str
) -> DayProposal:
    """Propose another day on which a task is due, with the reason. Until the other side agrees the agreed day holds.

    One's own that waits is replaced; the other side's is to be answered first.
    """
    project, one = task_for(person, code, number, task, "plan_project")
    reason = text_of(reason, say("为什么改日子"), REASON_MAX)
    side = project.contract.side_of(person.org_id)
    waiting = DayProposal.objects.filter(task=one.task, agreed=None).first()
    if waiting and waiting.side != side:
        raise UnableToRun(
            say("对方提的 {day} 还没有答复", day=waiting.due_on.isoformat()),
            code="DAY_WAITS",
            remedy=say("先同意或不同意它。"),
        )
    due_before = _check(project, one, at, due_on)
    if waiting:
        waiting.agreed, waiting.answered_by, waiting.answered_at = False, person, at
        waiting.save(update_fields=["agreed", "answered_by", "answered_at"])
    made = DayProposal.objects.create(
        contract=project.contract, task=one.task, due_on=due_on, due_before=due_before, reason=reason, side=side,
        proposed_by=person, proposed_at=at,
    )  # fmt: skip
    facts = {"due_on": due_on.isoformat(), "due_before": due_before.isoformat()}
    record(project, person, at, "project.day_proposed", facts, one.task)
    raise_duty(
        project.contract_id, key=day_key(project, one.task), kind="answer_day", side=other_side(side), at=at, clause="OP-2-B-3",
        page=page_of(project, one.task), facts={**facts_of(one.task), **facts},
    )  # fmt: skip
    return made


@clause("OP-2-B-3")
@transaction.atomic
def answer_day(
    *,
    person: Person,
    at: datetime,
    code: str,
    number: int,
    task: int,
    due_on: date,
    agree: bool,
    reason: str = "",
) -> DayProposal:
    """The other side's word on exactly the day it was shown: agreed, or not, with the reason. The same word again changes
    nothing. What follows moves where the day is later; where it is earlier, nothing else does."""
    project, one = task_for(person, code, number, task, "plan_project")
    latest = DayProposal.objects.filter(task=one.task).order_by("-proposed_at", "-pk").first()
    if latest is None or latest.due_on != due_on:
        raise UnableToRun(
            say("对方没有提这一天"), code="NOT_THE_LATEST", remedy=say("请刷新，看过最新的提议再答复。")
        )
    if latest.side == project.contract.side_of(person.org_id):
        raise UnableToRun(say("自己提的要由对方同意"), code="OWN_PROPOSAL", remedy=say("请对方答复。"))
    if latest.agreed is agree:
        return latest
    if latest.agreed is not None:
        raise UnableToRun(say("这个提议已经答复过"), code="WRONG_STATE")
    latest.answer = text_of(reason, say("不同意的理由"), REASON_MAX, is_needed=not agree)
    facts = {"due_on": due_on.isoformat(), "due_before": latest.due_before.isoformat()}
    if agree:
        _check(project, one, at, due_on)
        picture = get_picture(project, day_of(at))
        settled = settle(picture.planned, project.starts_on, one.task.number, due_on, picture.today)
        one.task.settled_from, one.task.settled_days = settled.start, settled.days
        one.task.save(update_fields=["settled_from", "settled_days"])
    latest.agreed, latest.answered_by, latest.answered_at = agree, person, at
    latest.save(update_fields=["agreed", "answer", "answered_by", "answered_at"])
    record(project, person, at, "project.day_agreed" if agree else "project.day_declined", facts, one.task)
    close_duty(project.contract_id, key=day_key(project, one.task), at=at)
    set_duties(project, at)
    return latest


def _check(project: Project, one: Standing, at: datetime, due_on: date) -> date:
    """UnableToRun where the task cannot be due on the day; else the day that is agreed now."""
    if one.is_done:
        raise UnableToRun(say("已经做完，不用改日子"), code="WRONG_STATE")
    picture = get_picture(project, day_of(at))
    found = why_not_on(picture.planned, project.starts_on, one.task.number, due_on, picture.today)
    if found:
        raise UnableToRun(found.message, code=found.code, clause=found.clause, remedy=found.remedy)
    return picture.agreed[one.task.number].due
