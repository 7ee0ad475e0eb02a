"""Lessons in a table: one a line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from paidang.kit.sentence import say
from paidang.training.rules.curriculum import SKILLS

DAY, SKILL, TITLE = "日期", "技能", "课名"
COLUMNS: Mapping[str, Sequence[str]] = {
    DAY: (DAY, "day", "date"),
    SKILL: (SKILL, "skill"),
    TITLE: (TITLE, "title"),
}
ROWS_MAX = 200
_SKILL_OF = {str(skill.word): key for key, skill in SKILLS.items()} | {key: key for key in SKILLS}


@dataclass(frozen=True, slots=True)
class LessonRow:
    """One lesson that is planned."""

    planned_on: date
    skill: str
    title: str


class NotALesson(ValueError):
    """A cell that says nothing of its kind."""

    def __init__(self, column: str, value: str) -> None:
        super().__init__(say("“{column}”的“{value}”读不懂", column=column, value=value[:20]))


def read_lesson(cells: Mapping[str, str]) -> LessonRow:
    """The lesson of a row; NotALesson.

    >>> read_lesson({DAY: "2026-11-02", SKILL: "商品上架", TITLE: "标题"}).skill
    'listing'
    """
    if cells[SKILL] not in _SKILL_OF:
        raise NotALesson(SKILL, cells[SKILL])
    try:
        planned_on = date.fromisoformat(cells[DAY])
    except ValueError:
        raise NotALesson(DAY, cells[DAY]) from None
    return LessonRow(planned_on, _SKILL_OF[cells[SKILL]], cells[TITLE])
