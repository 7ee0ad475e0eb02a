"""Beginning a project, adding to it, moving a date: both sides are told."""

from datetime import date, datetime

from django.db import transaction

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_contract
from paidang.contracts.queries.numbers import next_number
from paidang.duties.actions import close_duty, raise_duty
from paidang.kit.clause import clause
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.kit.sides import SIDES, other_side
from paidang.projects.actions.opening import let_opening_wait
from paidang.projects.actions.owing import facts_of, page_of, set_duties
from paidang.projects.actions.recording import UnableToRun, contract_for, record, task_for, text_of
from paidang.projects.models import DAYS_MAX, REASON_MAX, TITLE_MAX, Project, Slip, Task
from paidang.projects.queries.free import free_of
from paidang.projects.queries.projects import get_picture, get_project
from paidang.projects.rules.charges import SERVICE_WORDS, charge_refused
from paidang.projects.rules.templates import KINDS, PHASES, template_of
from paidang.team.models import Person


@clause("OP-2-B-3", "OP-4-B-2", "TC-3-1", "TC-3-4")
@transaction.atomic
def begin_project(
    *, person: Person, at: datetime, code: str, kind: str, title: str = "", starts_on: date
) -> Project:
    """Begin a project of a kind from its template; the sides owe what comes first from this moment on."""
    contract = contract_for(person, code, "plan_project", lock=True)
    if kind not in KINDS:
        raise UnableToRun(say("没有这种项目"), code="NO_SUCH_KIND", remedy=say("请从列表里选。"))
    title = text_of(title, say("项目名称"), TITLE_MAX, is_needed=False) or KINDS[kind]
    project = Project.objects.create(
        contract=contract,
        number=next_number(Project, contract=contract),
        kind=kind,
        title=title,
        starts_on=starts_on,
        begun_by=person,
        begun_at=at,
    )
    Task.objects.bulk_create(
        Task(
            contract=contract, project=project, number=number, key=one.key, phase=one.phase, side=one.side, days=one.days,
            answer_days=one.answer_days, after=list(after), is_public=one.is_public, service=one.service,
        )
        for number, one, after in template_of(kind)
    )  # fmt: skip
    record(project, person, at, "project.begun", {"kind": kind, "starts_on": starts_on.isoformat()})
    set_duties(project, at)
    return project


@clause("OP-4-B-2", "OP-3-B")
@transaction.atomic
def add_task(
    *, person: Person, at: datetime, code: str, number: int, title: str, phase: str, side: str, days: int,
    after: tuple[int, ...] = (), is_public: bool = False, service: str = "", charge_fen: int = 0,
    before_opening: bool | None = None,
) -> Task:  # fmt: skip
    """Add a task by hand. A charge that the agency asks for is refused for what the contract gives free, with its clause.

    `before_opening`: the store opens only when it is done; None: by its place, so unless it comes after the opening.
    """
    project = get_project(contract_for(person, code, "plan_project"), number, lock=True)
    title = text_of(title, say("这件事的名称"), TITLE_MAX)
    next_one = next_number(Task, project=project)
    is_known = phase in PHASES and side in SIDES and (not service or service in SERVICE_WORDS)
    if not is_known or not 1 <= days <= DAYS_MAX or not set(after) <= set(range(1, next_one)):
        raise UnableToRun(
            say("阶段、由谁做、天数或前面的事没有写对"),
            code="TASK_WRONG",
            remedy=say("天数是 1 到 250 个工作日；前面的事从本项目里选。"),
        )
    _check_charge(project.contract, person, at, side, service, charge_fen)
    task = Task.objects.create(
        contract=project.contract, project=project, number=next_one, title=title, phase=phase, side=side, days=days,
        answer_days=1, after=sorted(set(after)), is_public=is_public and side == "b", service=service, charge_fen=charge_fen,
        not_before=day_of(at),
    )  # fmt: skip
    waits = let_opening_wait(project, task, before_opening)
    facts = {"side": side, "days": days, "fen": charge_fen, "before_opening": waits}
    record(project, person, at, "project.task_added", facts, task)
    set_duties(project, at)
    return task


def _check_charge(
    contract: Contract, person: Person, at: datetime, side: str, service: str, charge_fen: int
) -> None:
    if charge_fen and (side != "b" or not service):
        raise UnableToRun(
            say("收费要写明是乙方的哪项服务"), code="CHARGE_UNNAMED", remedy=say("请选服务，或去掉金额。")
        )
    if charge_fen < 0:
        raise UnableToRun(say("金额不能小于 0"), code="CHARGE_WRONG")
    free, cited = free_of(contract, day_of(at))
    if refused := charge_refused(free, cited, service, charge_fen):
        raise UnableToRun(refused.message, code=refused.code, clause=refused.clause, remedy=refused.remedy)


@clause("OP-2-B-3")
@transaction.atomic
def slip_task(
    *, person: Person, at: datetime, code: str, number: int, task: int, days: int, reason: str
) -> Slip:
    """Move a task's date by working days, with the reason: what waits for it moves too, and the other side is told."""
    project, one = task_for(person, code, number, task, "deliver_task")
    reason = text_of(reason, say("为什么改期"), REASON_MAX)
    if one.is_done:
        raise UnableToRun(say("已经做完，不用改期"), code="WRONG_STATE")
    if not 1 <= days <= DAYS_MAX - one.task.slipped:
        raise UnableToRun(say("要写顺延几个工作日，1 到 250"), code="DAYS_WRONG")
    one.task.slipped += days
    if one.task.settled_days is not None:
        one.task.settled_days += days
    one.task.save(update_fields=["slipped", "settled_days"])
    side = project.contract.side_of(person.org_id)
    slip = Slip.objects.create(
        contract=project.contract,
        task=one.task,
        days=days,
        reason=reason,
        side=side,
        slipped_by=person,
        slipped_at=at,
    )
    end = get_picture(project, day_of(at)).end
    record(project, person, at, "project.slipped", {"days": days, "end": end.isoformat()}, one.task)
    set_duties(project, at)
    raise_duty(
        project.contract_id, key=_slip_key(slip), kind="note_slip", side=other_side(side), at=at, clause="OP-2-B-3",
        page=page_of(project, one.task), facts={**facts_of(one.task), "days": days, "end": end.isoformat()},
    )  # fmt: skip
    return slip


@transaction.atomic
def note_slip(*, person: Person, at: datetime, code: str, number: int, task: int) -> None:
    """The other side takes note of every date of the task that was moved. Again changes nothing."""
    project, one = task_for(person, code, number, task, "deliver_task")
    side = project.contract.side_of(person.org_id)
    for slip in Slip.objects.filter(task=one.task, noted_at=None).exclude(side=side):
        slip.noted_by, slip.noted_at = person, at
        slip.save(update_fields=["noted_by", "noted_at"])
        close_duty(project.contract_id, key=_slip_key(slip), at=at)
        record(project, person, at, "project.slip_noted", {"days": slip.days}, one.task)


def _slip_key(slip: Slip) -> str:
    return f"project-slip:{slip.pk}"


@transaction.atomic
def record_export(*, person: Person, at: datetime, code: str, number: int, rows: int) -> None:
    """Note on the contract's chain that somebody took a copy of a project."""
    record(get_project(get_contract(code), number), person, at, "project.exported", {"rows": rows})
