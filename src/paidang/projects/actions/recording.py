"""What every act on a project does: who may, its entry in the contract's chain."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from paidang.contracts.actions.acting import contract_in_force
from paidang.evidence.actions import append
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.kit.written import written
from paidang.projects.models import Project, Task
from paidang.projects.queries.projects import Standing, get_project, get_standing_of
from paidang.team.models import Person


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
