"""What every act on a project does: who may, its entry in the contract's chain, the duties that follow from how it stands."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from django.utils.translation import gettext, override

from paidang.contracts.actions.acting import contract_in_force
from paidang.duties.actions import close_duty, raise_duty
from paidang.duties.queries import list_open
from paidang.evidence.actions import append
from paidang.kit.outcome import UnableTo
from paidang.kit.period import day_end_at, day_of
from paidang.kit.sentence import say, worded
from paidang.kit.written import written
from paidang.projects.models import Project, Task
from paidang.projects.queries.projects import Standing, get_picture, get_project, get_standing_of, title_of
from paidang.projects.rules.states import ANSWER, DELIVER, PUBLISH, REDO, RETURNED, TODO
from paidang.team.models import Person

CLAUSES = {DELIVER: "OP-2-B-3", REDO: "OP-2-B-3", ANSWER: "TC-3-2", PUBLISH: "TC-3-2"}
GIFTS = ("gifts", "copy", "promotion_copy")
MATERIAL = ("qualification", "samples")


class UnableToRun(UnableTo):
    code = "PROJECT_NOT_RUN"


contract_for = partial(
    contract_in_force, unable=UnableToRun, remedy=say("履行中的合同才有店铺项目。"), lock=False
)
text_of = partial(written, unable=UnableToRun, remedy=say("请写明，对方看得到。"))


def task_for(person: Person, code: str, number: int, task: int, act: str) -> tuple[Project, Standing]:
    """The project, locked, and one of its tasks, for a person whose role includes the act."""
    project = get_project(contract_for(person, code, act), number, lock=True)
    return project, get_standing_of(project, task)


def record(
    project: Project,
    person: Person,
    at: datetime,
    act: str,
    facts: Mapping[str, object],
    task: Task | None = None,
) -> None:
    """The act's entry: numbers and digests, nothing of what is secret."""
    subject = f"{project.contract.code} {project.code}" + (f"-{task.number}" if task else "")
    append(
        project.contract.chain_id, at=at, org_id=person.org_id, person_id=person.pk, act=act, subject=subject, facts=facts
    )  # fmt: skip


def page_of(project: Project, task: Task) -> str:
    """The task's page."""
    return f"/launch/{project.contract.code}/{project.number}/{task.number}"


def set_duties(project: Project, at: datetime) -> None:
    """Put on each side's list what is its turn now and can be done, by the days as they stand; take off all else."""
    picture = get_picture(project, day_of(at))
    standing = {duty.key for duty in list_open([project.contract_id])}
    for one in picture.standings:
        turn = None if one.is_held else one.turn
        for kind in (DELIVER, REDO, ANSWER, PUBLISH):
            key = f"project:{project.number}:{one.task.number}:{kind}"
            if turn is None or turn.kind != kind:
                if key in standing:
                    close_duty(project.contract_id, key=key, at=at)
                continue
            span = picture.agreed[one.task.number]
            due = span.due if one.state in (TODO, RETURNED) else span.end
            raise_duty(
                project.contract_id, key=key, kind=kind, side=turn.side, at=at, due_at=day_end_at(due),
                clause=_clause_of(one.task, kind), page=page_of(project, one.task), facts=facts_of(one.task),
            )  # fmt: skip


def facts_of(task: Task) -> dict[str, object]:
    """What the duties' words say of a task."""
    return {"task": title_of(task), "task_en": english(title_of(task))}


def english(text: str) -> str:
    """The English of a sentence, for a duty's words; what people typed stays as it is."""
    with override("en"):
        return worded(text, gettext)


def _clause_of(task: Task, kind: str) -> str:
    if kind in (DELIVER, REDO):
        if task.key in GIFTS:
            return "OP-4-B-2"
        if task.side == "a":
            return "OP-2-A-4"
    return CLAUSES[kind]
