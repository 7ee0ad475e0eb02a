"""Tasks added from a table, all of them or none."""

from datetime import datetime

from django.db import transaction

from paidang.channels.columns import read_columns
from paidang.channels.reading import BadFile
from paidang.duties.actions import Proof
from paidang.kit.clause import clause
from paidang.kit.sentence import say
from paidang.projects.actions.recording import UnableToRun
from paidang.projects.actions.running import add_task
from paidang.projects.models import Task
from paidang.projects.rules.task_rows import COLUMNS, OPTIONAL, ROWS_MAX, NotATask, read_task
from paidang.team.models import Person

FILE_BYTES_MAX = 2**20


@clause("OP-4-B-2", "OP-3-B")
@transaction.atomic
def add_tasks(*, person: Person, at: datetime, code: str, number: int, file: Proof) -> list[Task]:
    """Add every task of a table to a project, in its order; `UnableToRun` names the row that cannot be, and adds none."""
    try:
        rows = read_columns(
            file.content, file.name, COLUMNS, optional=OPTIONAL, rows_max=ROWS_MAX, bytes_max=FILE_BYTES_MAX
        )
    except BadFile as bad:
        raise UnableToRun(bad.args[0], code="FILE_NOT_TAKEN", remedy=say("交 CSV 或 XLSX。")) from None
    made = []
    for row_number, cells in rows:
        try:
            row = read_task(cells)
            made.append(
                add_task(
                    person=person, at=at, code=code, number=number, title=row.title, phase=row.phase, side=row.side,
                    days=row.days, after=row.after, is_public=row.is_public, before_opening=row.before_opening,
                )
            )  # fmt: skip
        except (NotATask, UnableToRun) as wrong:
            raise UnableToRun(
                say("第 {row} 行：{why}", row=row_number, why=wrong.args[0]),
                code="ROW_WRONG",
                remedy=say("改好后再传，一行也没有收下。"),
            ) from None
    return made
