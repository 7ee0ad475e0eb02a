"""Lessons planned from a table, all of them or none."""

from datetime import datetime

from django.db import transaction

from paidang.channels.columns import read_columns
from paidang.channels.reading import BadFile
from paidang.duties.actions import Proof
from paidang.kit.clause import clause
from paidang.kit.sentence import say
from paidang.team.models import Person
from paidang.training.actions.lessons import add_lesson
from paidang.training.actions.recording import B, UnableToTrain, contract_for
from paidang.training.models import Lesson
from paidang.training.queries import lessons_of
from paidang.training.rules.lesson_rows import COLUMNS, ROWS_MAX, NotALesson, read_lesson

TABLE_BYTES_MAX = 2**20


@clause("TC-3-5")
@transaction.atomic
def add_lessons(*, person: Person, at: datetime, code: str, file: Proof) -> list[Lesson]:
    """Plan every lesson of a table; one that stands already on its day under its title is left. Returns the new ones."""
    contract = contract_for(person, code, "teach", side=B)
    try:
        rows = read_columns(file.content, file.name, COLUMNS, rows_max=ROWS_MAX, bytes_max=TABLE_BYTES_MAX)
    except BadFile as bad:
        raise UnableToTrain(bad.args[0], code="FILE_NOT_TAKEN", remedy=say("交 CSV 或 XLSX。")) from None
    known = set(lessons_of(contract).values_list("planned_on", "skill", "title"))
    made = []
    for number, cells in rows:
        try:
            row = read_lesson(cells)
            if (row.planned_on, row.skill, row.title) in known:
                continue
            made.append(
                add_lesson(
                    person=person,
                    at=at,
                    code=code,
                    skill=row.skill,
                    title=row.title,
                    planned_on=row.planned_on,
                )
            )
        except (NotALesson, UnableToTrain) as wrong:
            raise UnableToTrain(
                say("第 {row} 行：{why}", row=number, why=wrong.args[0]),
                code="ROW_WRONG",
                remedy=say("改好后再传，一行也没有收下。"),
            ) from None
    return made
