"""A project as it stands: its tasks with their latest versions, days, whose turn it is, how late all of it is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import QuerySet

from paidang.contracts.models import Contract
from paidang.kit.outcome import NotFound
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.projects.models import DayProposal, Delivery, DeliveryFile, Project, Slip, Task
from paidang.projects.rules.due import Hands, due_on
from paidang.projects.rules.schedule import (
    Planned,
    Settled,
    Span,
    as_agreed,
    as_first_planned,
    critical_path,
    held_up_by,
    schedule,
    working_days_between,
)
from paidang.projects.rules.states import (
    CONFIRMED,
    PUBLISHED,
    RETURNED,
    SUBMITTED,
    TODO,
    Turn,
    is_done,
    turn_of,
)
from paidang.projects.rules.templates import GO_LIVE, PLATFORM, TITLES


@dataclass(frozen=True, slots=True)
class Standing:
    """A task with its latest version, if any, and the one that `stands`: published where it goes before the public, else
    confirmed. `waits_for` are the tasks before it that are not done; `lain` working days returned versions lay with the
    other side."""

    task: Task
    latest: Delivery | None
    stands: Delivery | None
    waits_for: tuple[Task, ...]
    lain: int = 0

    @property
    def state(self) -> str:
        return state_of(self.latest)

    @property
    def is_done(self) -> bool:
        return self.stands is not None

    @property
    def is_change(self) -> bool:
        """Whether the latest version is to take the place of one that stands (改版)."""
        return self.stands is not None and self.stands is not self.latest

    @property
    def whose(self) -> str:
        """With whom it lies now: a side, or the platform while it decides; "" where it is done."""
        turn = self.turn
        if turn is None:
            return ""
        return PLATFORM if self.task.side == PLATFORM else turn.side

    @property
    def is_held(self) -> bool:
        """Whether the next step, to begin it or to publish it, cannot be taken before other tasks are done."""
        return bool(self.waits_for) and not self.is_done and self.state in (TODO, CONFIRMED)

    @property
    def turn(self) -> Turn | None:
        return turn_of(self.task.side, self.state, is_public=self.task.is_public, is_change=self.is_change)

    @property
    def hands(self) -> Hands:
        """When the latest version changed hands."""
        if self.latest is None:
            return Hands()
        answered = self.latest.answered_at
        return Hands(day_of(self.latest.submitted_at), day_of(answered) if answered else None, self.lain)


@dataclass(frozen=True)
class Picture:
    """All of a project on a day: `first` as it was planned, `agreed` with what slipped, `expected` as it looks today."""

    project: Project
    today: date
    standings: Sequence[Standing]
    first: Mapping[int, Span]
    agreed: Mapping[int, Span]
    expected: Mapping[int, Span]

    @cached_property
    def planned(self) -> list[Planned]:
        return [planned_of(one.task) for one in self.standings]

    @cached_property
    def critical(self) -> list[int]:
        return critical_path(self.planned, dict(self.expected))

    @cached_property
    def first_end(self) -> date:
        return max((span.end for span in self.first.values()), default=self.project.starts_on)

    @cached_property
    def end(self) -> date:
        return max((span.end for span in self.expected.values()), default=self.project.starts_on)

    @property
    def late_days(self) -> int:
        """Working days by which it ends later than first planned; less than 0: earlier."""
        return working_days_between(self.first_end, self.end)

    @property
    def is_done(self) -> bool:
        return all(one.is_done for one in self.standings)

    @property
    def done_count(self) -> int:
        return sum(one.is_done for one in self.standings)

    def late_of(self, one: Standing) -> int:
        """Working days by which the step that is due now is late; 0: it is not, or it waits for another that is."""
        if one.turn is None or one.is_held:
            return 0
        return max(0, working_days_between(self.due_of(one), self.today))

    def due_of(self, one: Standing) -> date:
        """By when the step that is due now is owed."""
        return due_on(one.state, self.agreed[one.task.number], one.task.answer_days, one.hands)

    def early_of(self, one: Standing) -> date | None:
        """The day from which the task may be begun though it is planned for later; None: there is none, or it is begun."""
        start = self.expected[one.task.number].start
        is_early = one.latest is None and not one.is_held and start < self.agreed[one.task.number].start
        return max(start, self.today) if is_early else None

    @cached_property
    def opening(self) -> Standing | None:
        """The task that opens the store, where the project has one."""
        return next((one for one in self.standings if one.task.key == GO_LIVE), None)

    def holds_up(self, one: Standing) -> int:
        """How many tasks wait for this one."""
        return len(held_up_by(self.planned, one.task.number))


def title_of(task: Task) -> str:
    """What the task is called: a sentence, or as it was typed where it was added by hand."""
    return TITLES[task.key] if task.key else task.title


def state_of(latest: Delivery | None) -> str:
    """The state of a task by its latest version."""
    if latest is None:
        return TODO
    if latest.agreed is None:
        return SUBMITTED
    if not latest.agreed:
        return RETURNED
    return PUBLISHED if latest.published_at else CONFIRMED


def planned_of(task: Task) -> Planned:
    """A task as the calendar reads it."""
    return Planned(
        task.number, task.days, task.answer_days, tuple(task.after), task.slipped,
        day_of(task.done_at) if task.done_at else None, task.not_before,
        Settled(task.settled_from, task.settled_days) if task.settled_from and task.settled_days else None,
    )  # fmt: skip


def get_project(contract: Contract, number: int, *, lock: bool = False) -> Project:
    found = Project.objects.filter(contract=contract, number=number)
    project = (found.select_for_update(no_key=True) if lock else found).first()
    if project is None:
        raise NotFound(say("没有项目 {number}", number=number), remedy=say("请从店铺项目页打开。"))
    return project


def list_projects(contract: Contract) -> list[Project]:
    """The contract's projects, the newest first."""
    return list(projects_of(contract).order_by("-number"))


def projects_of(contract: Contract) -> QuerySet[Project]:
    """All projects of the contract."""
    return Project.objects.filter(contract=contract)


def list_standings(project: Project) -> list[Standing]:
    """The tasks in their order, each with its latest version."""
    tasks = list(Task.objects.filter(project=project).order_by("number"))
    versions: dict[int, list[Delivery]] = {}
    rows = Delivery.objects.filter(task__project=project).select_related("submitted_by", "answered_by")
    for row in rows.order_by("version").defer("words"):
        versions.setdefault(row.task_id, []).append(row)
    stands = {task.pk: _stands(task, versions.get(task.pk, ())) for task in tasks}
    done = {task.number for task in tasks if stands[task.pk]}
    return [
        Standing(
            task,
            versions[task.pk][-1] if task.pk in versions else None,
            stands[task.pk],
            tuple(one for one in tasks if one.number in task.after and one.number not in done),
            _lain(versions.get(task.pk, ())),
        )
        for task in tasks
    ]


def _stands(task: Task, versions: Sequence[Delivery]) -> Delivery | None:
    """The last version with which nothing was left to do."""
    return next((one for one in reversed(versions) if is_done(state_of(one), is_public=task.is_public)), None)


def _lain(versions: Iterable[Delivery]) -> int:
    """The working days that returned versions lay with the other side."""
    return sum(
        working_days_between(day_of(one.submitted_at), day_of(one.answered_at))
        for one in versions
        if one.agreed is False and one.answered_at
    )


def get_picture(project: Project, today: date) -> Picture:
    """The project as it stands today."""
    standings = list_standings(project)
    planned, start = [planned_of(one.task) for one in standings], project.starts_on
    return Picture(
        project, today, standings, as_first_planned(planned, start), as_agreed(planned, start),
        schedule(planned, start, today),
    )  # fmt: skip


def get_standing_of(project: Project, number: int) -> Standing:
    """One task of the project; NotFound where it has none of this number."""
    return standing_in(list_standings(project), number)


def standing_in(standings: Sequence[Standing], number: int) -> Standing:
    """The task of this number among them."""
    one = next((one for one in standings if one.task.number == number), None)
    if one is None:
        raise NotFound(say("项目里没有第 {number} 件事", number=number), remedy=say("请从店铺项目页打开。"))
    return one


def list_deliveries(task: Task) -> list[Delivery]:
    """All versions, the latest first, each with its files but not their bytes."""
    found = Delivery.objects.filter(task=task).select_related("submitted_by", "answered_by", "published_by")
    return list(found.order_by("-version"))


def list_files(deliveries: Sequence[Delivery]) -> dict[int, list[DeliveryFile]]:
    """The files of versions, by the version's id, without their bytes."""
    found: dict[int, list[DeliveryFile]] = {}
    rows = DeliveryFile.objects.filter(delivery__in=deliveries).defer("content").order_by("pk")
    for row in rows:
        found.setdefault(row.delivery_id, []).append(row)
    return found


def get_file(project: Project, sha256: str) -> DeliveryFile:
    """A file of any version of the project."""
    row = DeliveryFile.objects.filter(delivery__task__project=project, sha256=sha256).first()
    if row is None:
        raise NotFound(say("没有这个文件"), remedy=say("请从店铺项目页打开。"))
    return row


def list_slips(project: Project) -> list[Slip]:
    """Every date that was moved, the latest first."""
    found = Slip.objects.filter(task__project=project).select_related("task", "slipped_by", "noted_by")
    return list(found.order_by("-slipped_at", "-pk"))


def list_day_proposals(project: Project) -> list[DayProposal]:
    """Every day that one side proposed to the other, the latest first."""
    found = DayProposal.objects.filter(task__project=project).select_related(
        "task", "proposed_by", "answered_by"
    )
    return list(found.order_by("-proposed_at", "-pk"))


def applies_now(contract: Contract, key: str) -> Delivery | None:
    """The agreed version that applies of a document by its task's key, in whichever project it was agreed last."""
    found = Delivery.objects.filter(contract=contract, task__key=key, agreed=True).select_related(
        "task__project", "answered_by"
    )
    return found.order_by("-answered_at", "-pk").first()
