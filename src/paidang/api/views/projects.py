"""Launch projects: tasks on working days, deliverables with the other side's written word, dates moved, papers."""

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, File, Form, Router
from ninja.files import UploadedFile

from paidang.api.views.files import Csv, binary, download, proof_of, proofs_of
from paidang.api.views.paging import page
from paidang.api.views.route import acts, reads
from paidang.api.views.shapes import (
    Asked,
    Code,
    Cursor,
    Digest,
    FenOrNone,
    Limit,
    Moment,
    Named,
    Number,
    Sha256,
    Shape,
    Side,
    said,
    word_of,
)
from paidang.api.views.token import who
from paidang.contracts.queries import get_contract
from paidang.kit.period import day_of
from paidang.projects import actions
from paidang.projects.actions.task_file import FILE_BYTES_MAX as TABLE_BYTES_MAX
from paidang.projects.models import DAYS_MAX, FILE_BYTES_MAX, LINK_MAX, REASON_MAX, TITLE_MAX, WORDS_MAX
from paidang.projects.queries.projects import (
    Picture,
    Standing,
    get_file,
    get_picture,
    get_project,
    list_day_proposals,
    list_deliveries,
    list_files,
    projects_of,
    standing_in,
    title_of,
)
from paidang.projects.rules.schedule import follow
from paidang.projects.rules.states import STATES
from paidang.projects.rules.templates import KINDS, PHASES

router = Router(tags=["projects"])
LISTING = "projects"
LATE = "CONTRACT_NOT_IN_FORCE"
TASK = "/contracts/{code}/projects/{number}/tasks/{int:task}"
Reason = Annotated[str, Field(max_length=REASON_MAX)]


class FileOut(Shape):
    """A file by its digest, under which it is handed out."""

    name: str
    media: str
    sha256: str
    size_bytes: int


class DeliveryOut(Shape):
    """A version of a deliverable; `digest` is of all its content, and what the written word is about."""

    version: int
    words: str
    link: str
    lines: list[dict[str, Any]]
    digest: str
    submitted_by: Named
    submitted_at: Moment
    agreed: bool | None = Field(description="null: the other side has not said its word")
    reason: str
    answered_by: Named
    answered_at: Moment | None
    published_at: Moment | None
    files: list[FileOut]


class TaskRow(Shape):
    """A task with the days as they look today."""

    number: int
    title: str
    phase: str = Field(description=", ".join(PHASES))
    phase_word = word_of("phase", PHASES)
    side: Side
    state: str = Field(description=", ".join(STATES))
    state_word = word_of("state", STATES)
    is_public: bool = Field(description="it has to be published, after the brand's written word")
    start: date
    due: date
    end: date = Field(description="the other side's answer in")
    owed_by: date = Field(description="the step that is due now; never earlier because others were quick")
    late_days: int
    waits_for: list[int]
    version: int | None
    stands: int | None = Field(description="the version that applies; a later one is a change of it")
    digest: str
    charge_fen: int
    before_opening: bool = Field(description="the store opens only when it is done")


class SlipOut(Shape):
    """A date that was moved, and whether the other side knows."""

    days: int
    reason: str
    side: Side
    slipped_by: Named
    slipped_at: Moment
    noted_at: Moment | None


class DayOut(Shape):
    """Another day that one side proposed for the task, and the other's word."""

    due_on: date
    due_before: date
    reason: str
    side: Side
    proposed_by: Named
    proposed_at: Moment
    agreed: bool | None = Field(description="null: not answered; false with its proposer's name: replaced")
    answer: str
    answered_by: Named
    answered_at: Moment | None


class TaskOut(TaskRow):
    """A task with its versions, the newest first."""

    blocked: str = Field(
        description="why the latest version may not be published; empty: nothing stands against it"
    )
    deliveries: list[DeliveryOut]
    slips: list[SlipOut]
    days_proposed: list[DayOut]


class ProjectRow(Shape):
    """A project as the list has it."""

    number: int
    kind: str = Field(description=", ".join(KINDS))
    kind_word = word_of("kind", KINDS)
    title: str
    starts_on: date
    begun_at: Moment


class Projects(Shape):
    """A page, the newest first."""

    items: list[ProjectRow]
    next_cursor: str | None


class ProjectOut(ProjectRow):
    """A project as it stands today; `critical` are the tasks each of which moves the end."""

    first_end: date
    end: date
    late_days: int
    is_done: bool
    critical: list[int]
    tasks: list[TaskRow]


class ProjectIn(Asked):
    kind: str = Field(max_length=12, description=", ".join(KINDS))
    starts_on: date | None = Field(None, description="today without it")
    title: str = Field("", max_length=TITLE_MAX)


class TaskIn(Asked):
    title: str = Field(max_length=TITLE_MAX)
    phase: str = Field(max_length=10, description=", ".join(PHASES))
    side: Literal["a", "b"]
    days: int = Field(ge=1, le=DAYS_MAX, description="working days")
    after: list[int] = Field(default_factory=list, max_length=200)
    is_public: bool = False
    service: str = Field("", max_length=30)
    charge_fen: FenOrNone = 0
    before_opening: bool | None = Field(None, description="null: yes, unless it comes after the opening")


class OpeningIn(Asked):
    before_opening: bool


class AnswerIn(Asked):
    agree: bool
    digest: Digest
    reason: Reason = ""


def _task(picture: Picture, one: Standing) -> dict[str, Any]:
    task, span, latest = one.task, picture.expected[one.task.number], one.latest
    same = ("number", "phase", "side", "is_public", "charge_fen")
    return {name: getattr(task, name) for name in same} | {
        "title": said(title_of(task)), "state": one.state, "start": span.start, "due": span.due, "end": span.end,
        "owed_by": picture.due_of(one), "stands": one.stands.version if one.stands else None,
        "before_opening": _is_before_opening(picture, one), "late_days": picture.late_of(one), "waits_for": [each.number for each in one.waits_for],
        "version": latest.version if latest else None, "digest": latest.digest if latest else "",
    }  # fmt: skip


def _is_before_opening(picture: Picture, one: Standing) -> bool:
    opening = picture.opening
    return opening is not None and opening.task.number in follow(picture.planned, one.task.number)


def _picture(code: str, number: int) -> Picture:
    return get_picture(get_project(get_contract(code), number), day_of(timezone.now()))


def project_out(code: str, number: int) -> ProjectOut:
    """A project as it is answered."""
    picture = _picture(code, number)
    figures = ("first_end", "end", "late_days", "is_done", "critical")
    return ProjectOut(
        **ProjectRow.from_orm(picture.project).model_dump(),
        **{name: getattr(picture, name) for name in figures},
        tasks=[TaskRow(**_task(picture, one)) for one in picture.standings],
    )


def task_out(code: str, number: int, task: int) -> TaskOut:
    """A task as it is answered."""
    picture = _picture(code, number)
    one = standing_in(picture.standings, task)
    versions = list_deliveries(one.task)
    files = list_files(versions)
    why = actions.why_not(picture.project, one, timezone.now()) if one.latest else None
    deliveries = []
    for version in versions:
        names = set(DeliveryOut.model_fields) - {"files"}
        held = [FileOut.from_orm(file) for file in files.get(version.pk, [])]
        deliveries.append(DeliveryOut(**{name: getattr(version, name) for name in names}, files=held))
    slips = one.task.slips.select_related("slipped_by").order_by("-slipped_at")
    return TaskOut(
        **_task(picture, one),
        blocked=said(why.message) if why else "",
        deliveries=deliveries,
        slips=[SlipOut.from_orm(each) for each in slips],
        days_proposed=[
            DayOut.from_orm(each)
            for each in list_day_proposals(picture.project)
            if each.task_id == one.task.pk
        ],
    )


@reads(router, "/contracts/{code}/projects", Projects, errors=("422 CURSOR_UNKNOWN",))
def list_all_projects(request: HttpRequest, code: Code, cursor: Cursor = "", limit: Limit = 50) -> Projects:
    """The projects of a contract, the newest first."""
    rows, more = page(LISTING, projects_of(get_contract(code)), cursor, limit)
    return Projects(items=[ProjectRow.from_orm(one) for one in rows], next_cursor=more)


@reads(router, "/contracts/{code}/projects/{number}", ProjectOut)
def get_one_project(request: HttpRequest, code: Code, number: Number) -> ProjectOut:
    """A project as it stands today: every task with its days, its state, and what it waits for."""
    return project_out(code, number)


@reads(router, TASK, TaskOut)
def get_one_task(request: HttpRequest, code: Code, number: Number, task: Number) -> TaskOut:
    """A task with every version of its deliverable and the word on each."""
    return task_out(code, number, task)


@reads(router, "/contracts/{code}/projects/{number}/files/{sha256}", None, **binary())
def download_project_file(request: HttpRequest, code: Code, number: Number, sha256: Sha256) -> HttpResponse:
    """A file of a version, by its digest."""
    file = get_file(get_project(get_contract(code), number), sha256)
    return download(bytes(file.content), file.name)


@acts(
    router, "/contracts/{code}/projects", ProjectOut, verbs=["plan_project"], act=actions.begin_project,
    errors=("NO_SUCH_KIND", "TOO_LONG", LATE),
)  # fmt: skip
def begin_one_project(request: HttpRequest, code: Code, body: ProjectIn) -> ProjectOut:
    """Begin a project of a kind from its template."""
    told = who(request, code)
    starts_on = body.starts_on or day_of(told["at"])
    made = actions.begin_project(**told, kind=body.kind, title=body.title, starts_on=starts_on)
    return project_out(code, made.number)


@acts(
    router, "/contracts/{code}/projects/{number}/tasks", TaskOut, verbs=["plan_project"], act=actions.add_task,
    errors=("TASK_WRONG", "NO_OPENING_AHEAD", "CHARGE_WRONG", "CHARGE_UNNAMED", "CHARGE_FREE", "WORDS_MISSING", "TOO_LONG", LATE),
)  # fmt: skip
def add_one_task(request: HttpRequest, code: Code, number: Number, body: TaskIn) -> TaskOut:
    """Add a task by hand. A charge for what the contract gives free is refused."""
    given = body.model_dump() | {"after": tuple(body.after)}
    made = actions.add_task(**who(request, code, number=number), **given)
    return task_out(code, number, made.number)


@acts(
    router, "/contracts/{code}/projects/{number}/tasks/file", ProjectOut, verbs=["plan_project"], act=actions.add_tasks,
    errors=("FILE_NOT_TAKEN", "ROW_WRONG", LATE),
)  # fmt: skip
def import_project_tasks(request: HttpRequest, code: Code, number: Number, file: Csv) -> ProjectOut:
    """Add every task of a table (事, 阶段, 由谁做, 工作日, 在哪几件之后, 对外发布, 开店前必须完成), all rows or none."""
    actions.add_tasks(**who(request, code, number=number), file=proof_of(file, TABLE_BYTES_MAX))
    return project_out(code, number)


@acts(
    router, f"{TASK}/deliveries", TaskOut, verbs=["deliver_task"], act=actions.submit_delivery,
    errors=(
        "NOT_YOUR_TURN", "NOTHING_GIVEN", "TOO_MANY_FILES", "FILE_NOT_TAKEN", "LINK_WRONG", "NO_LINES_HERE", "LINE_WRONG",
        "WRONG_STATE", "WORDS_MISSING", "TOO_LONG", "OF_ANOTHER_CONTRACT", LATE,
    ),
)  # fmt: skip
def submit_one_delivery(
    request: HttpRequest,
    code: Code,
    number: Number,
    task: Number,
    words: Annotated[str, Form(max_length=WORDS_MAX)] = "",
    link: Annotated[str, Form(max_length=LINK_MAX)] = "",
    lines: Annotated[
        str, Form(max_length=WORDS_MAX, description="of a procurement plan: SKU, units a line")
    ] = "",
    file: Annotated[list[UploadedFile] | None, File(description="up to 20 of 20 MB each")] = None,
) -> TaskOut:
    """Submit the next version: files, a link, words. One that still waits is replaced."""
    actions.submit_delivery(
        **who(request, code, number=number, task=task), words=words, link=link, lines=lines,
        files=proofs_of(file or [], FILE_BYTES_MAX),
    )  # fmt: skip
    return task_out(code, number, task)


@acts(
    router, f"{TASK}/answer", TaskOut, verbs=["answer_delivery"], act=actions.answer_delivery,
    errors=("NOT_YOUR_TURN", "NOT_THE_LATEST", "WRONG_STATE", "WORDS_MISSING", "TOO_LONG", LATE),
)  # fmt: skip
def answer_one_delivery(
    request: HttpRequest, code: Code, number: Number, task: Number, body: AnswerIn
) -> TaskOut:
    """The other side's written word on exactly the version of this digest: confirmed, or returned with a reason."""
    actions.answer_delivery(**who(request, code, number=number, task=task), **body.model_dump())
    return task_out(code, number, task)


@acts(
    router, f"{TASK}/publish", TaskOut, verbs=["deliver_task"], act=actions.publish_delivery,
    errors=("NOT_PUBLIC", "NOT_YOUR_TURN", "WRONG_STATE", "PROJECT_NOT_RUN", LATE),
)  # fmt: skip
def publish_one_delivery(request: HttpRequest, code: Code, number: Number, task: Number) -> TaskOut:
    """Put the confirmed version before the public; refused, with the reason, while a sign-off is missing."""
    actions.publish_delivery(**who(request, code, number=number, task=task))
    return task_out(code, number, task)


@acts(
    router, f"{TASK}/opening", TaskOut, verbs=["plan_project"], act=actions.set_before_opening,
    errors=("FROM_TEMPLATE", "NO_OPENING_AHEAD", "NOT_YOUR_TURN", LATE),
)  # fmt: skip
def set_task_before_opening(
    request: HttpRequest, code: Code, number: Number, task: Number, body: OpeningIn
) -> TaskOut:
    """Say whether the store's opening waits for a task that was added by hand; that it no longer does is the brand's word."""
    is_before = body.before_opening
    actions.set_before_opening(**who(request, code, number=number, task=task), is_before=is_before)
    return task_out(code, number, task)
