"""A launch under way, for tests: a contract that gives image work free, files, short forms of the acts."""

from copy import deepcopy
from dataclasses import replace
from datetime import date
from typing import Any

from tests.cast import acting, shanghai
from tests.reading import PLAIN, Read

from paidang.contracts.models import Contract
from paidang.duties.actions import Proof
from paidang.duties.queries import list_open
from paidang.evidence.models import Entry
from paidang.projects.actions import answer_delivery, give_paper, publish_delivery, submit_delivery
from paidang.projects.models import Delivery, Project
from paidang.projects.queries.projects import get_standing_of
from paidang.projects.rules.papers import PAPERS
from paidang.projects.rules.templates import template_of
from paidang.team.models import Person

AT = shanghai("2026-03-09 10:00")
START = date(2026, 3, 9)
PDF = b"%PDF-1.7 a paper"
HOME = Proof("home.pdf", b"%PDF-1.7 home page, version 1")


def with_free() -> Read:
    """The short contract, with what its 第三章 B gives free."""
    reading: dict[str, Any] = deepcopy(PLAIN.reading)
    terms = reading["documents"][0]["terms"]
    place = next(one for one in terms if one["term"] == "fee.setup")
    terms.append({**place, "term": "free_of_charge", "value": ["image_processing", "planning"]})
    return replace(PLAIN, reading=reading)


def number_of(project: Project, key: str) -> int:
    """The number of the task with this key."""
    return next(number for number, task, _after in template_of(project.kind) if task.key == key)


def submit(project: Project, person: Person, key: str, **given: Any) -> Delivery:
    with acting(person):
        return submit_delivery(
            person=person, at=AT, code=project.contract.code, number=project.number, task=number_of(project, key),
            **(given or {"words": "交了"}),
        )  # fmt: skip


def answer(project: Project, person: Person, key: str, *, agree: bool = True, reason: str = "") -> Delivery:
    """The word on the latest version."""
    with acting(person):
        number = number_of(project, key)
        latest = get_standing_of(project, number).latest
        assert latest is not None
        return answer_delivery(
            person=person, at=AT, code=project.contract.code, number=project.number, task=number, agree=agree,
            digest=latest.digest, reason=reason,
        )  # fmt: skip


def publish(project: Project, person: Person, key: str) -> Delivery:
    with acting(person):
        return publish_delivery(
            person=person,
            at=AT,
            code=project.contract.code,
            number=project.number,
            task=number_of(project, key),
        )


def finish(project: Project, brand: Person, agency: Person, key: str) -> None:
    """Do all of a task: submitted, confirmed, published where it goes before the public."""
    with acting(agency):
        one = get_standing_of(project, number_of(project, key))
    doer, other = (brand, agency) if one.task.side == "a" else (agency, brand)
    submit(project, doer, key)
    if one.task.side != "p":
        answer(project, other, key)
    if one.task.is_public:
        publish(project, agency, key)


def give_all_papers(project: Project, brand: Person, agency: Person, **until: date | None) -> None:
    """Every paper there is; `until`: the last day of some."""
    for kind, (_word, side) in PAPERS.items():
        person = brand if side == "a" else agency
        with acting(person):
            give_paper(
                person=person, at=AT, code=project.contract.code, kind=kind, file=Proof(f"{kind}.pdf", PDF + kind.encode()),
                valid_until=until.get(kind),
            )  # fmt: skip


def duties(person: Person, project: Project) -> dict[str, tuple[str, str]]:
    """The project's open duties: key without the project to side and day."""
    with acting(person):
        return {
            duty.key: (duty.side, f"{duty.due_at:%m-%d}" if duty.due_at else "")
            for duty in list_open([project.contract_id])
            if duty.key.startswith(("project", "paper"))
        }


def acts(contract: Contract) -> list[str]:
    """What was done with projects and papers, in its order."""
    found = Entry.objects.filter(chain=contract.chain_id)
    return [
        act.removeprefix("project.")
        for act in found.order_by("seq").values_list("act", flat=True)
        if act.startswith(("project.", "paper."))
    ]
