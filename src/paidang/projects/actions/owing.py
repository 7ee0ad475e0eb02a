"""The duties that follow from how a project and its papers stand."""

from datetime import datetime

from django.utils.translation import gettext, override

from paidang.contracts.models import Contract
from paidang.duties.actions import close_duty, raise_duty
from paidang.duties.queries import list_open
from paidang.kit.clause import clause
from paidang.kit.period import day_end_at, day_of
from paidang.kit.sentence import worded
from paidang.projects.models import Project, Task
from paidang.projects.queries.papers import owed_papers
from paidang.projects.queries.projects import get_picture, list_projects, title_of
from paidang.projects.rules.papers import GOOD, PAPERS
from paidang.projects.rules.states import ANSWER, DELIVER, PUBLISH, REDO
from paidang.projects.rules.templates import SHOPS

CLAUSES = {DELIVER: "OP-2-B-3", REDO: "OP-2-B-3", ANSWER: "TC-3-2", PUBLISH: "TC-3-2"}
GIFTS = ("gifts", "copy", "promotion_copy")
PAPERS_PAGE = "/launch/papers?contract={code}"


def page_of(project: Project, task: Task) -> str:
    """The task's page."""
    return f"/launch/{project.contract.code}/{project.number}/{task.number}"


def day_key(project: Project, task: Task) -> str:
    """The key of the duty to answer another day that was proposed for a task."""
    return f"project-day:{project.number}:{task.number}"


def set_duties(project: Project, at: datetime) -> None:
    """Put on each side's list what is its turn now and can be done, by the days as they stand; take off all else."""
    picture = get_picture(project, day_of(at))
    standing = {duty.key for duty in list_open([project.contract_id])}
    for one in picture.standings:
        if one.is_done and day_key(project, one.task) in standing:
            close_duty(project.contract_id, key=day_key(project, one.task), at=at)
        turn = None if one.is_held else one.turn
        for kind in (DELIVER, REDO, ANSWER, PUBLISH):
            key = f"project:{project.number}:{one.task.number}:{kind}"
            if turn is None or turn.kind != kind:
                if key in standing:
                    close_duty(project.contract_id, key=key, at=at)
                continue
            due_at = day_end_at(picture.due_of(one))
            raise_duty(
                project.contract_id, key=key, kind=kind, side=turn.side, at=at, due_at=due_at,
                clause=_clause_of(one.task, kind), page=page_of(project, one.task), facts=facts_of(one.task),
            )  # fmt: skip
    if project.kind in SHOPS:
        set_paper_duties(project.contract, at)


@clause("OP-1-B", "OP-2-A-1", "OP-2-A-4")
def set_paper_duties(contract: Contract, at: datetime) -> None:
    """Put on each side's list the papers it must supply: those missing, and those that end within a month, twice: by a week
    before the end, and in the last week by the end."""
    today = day_of(at)
    pictures = [get_picture(one, today) for one in list_projects(contract) if one.kind in SHOPS]
    for one, due in owed_papers(contract, pictures, today):
        key = f"paper:{one.kind}"
        if one.state == GOOD:
            close_duty(contract.pk, key=key, at=at)
            continue
        raise_duty(
            contract.pk, key=key, kind="give_paper", side=one.side, at=at, due_at=day_end_at(due) if due else None,
            clause="OP-2-A-4" if one.side == "a" else "OP-2-B-3", page=PAPERS_PAGE.format(code=contract.code),
            facts={"paper": PAPERS[one.kind][0], "paper_en": english(PAPERS[one.kind][0])},
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
