"""Tasks in a table: one a line, in the words of the page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from paidang.kit.sentence import say
from paidang.projects.rules.templates import PHASES, A, B

TITLE, PHASE, SIDE, DAYS, AFTER, PUBLIC = "事", "阶段", "由谁做", "工作日", "在哪几件之后", "对外发布"
OPENING = "开店前必须完成"
COLUMNS: Mapping[str, Sequence[str]] = {
    TITLE: (TITLE, "title"),
    PHASE: (PHASE, "phase"),
    SIDE: (SIDE, "side"),
    DAYS: (DAYS, "days"),
    AFTER: (AFTER, "after"),
    PUBLIC: (PUBLIC, "public"),
    OPENING: (OPENING, "before_opening"),
}
OPTIONAL = (AFTER, PUBLIC, OPENING)
ROWS_MAX = 200
_PHASE_OF = {str(word): key for key, word in PHASES.items()} | {key: key for key in PHASES}
_SIDE_OF = {"甲方": A, "乙方": B, A: A, B: B}
_YES, _NO = ("是", "yes", "1"), ("", "否", "no", "0")


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task; `after` are numbers of tasks of the project, those that this table adds too; `before_opening` None: by its
    place."""

    title: str
    phase: str
    side: str
    days: int
    after: tuple[int, ...]
    is_public: bool
    before_opening: bool | None = None


class NotATask(ValueError):
    """A cell that says nothing of its kind: `column` and what stands there."""

    def __init__(self, column: str, value: str) -> None:
        super().__init__(say("“{column}”的“{value}”读不懂", column=column, value=value[:20]))
        self.column, self.value = column, value


def read_task(cells: Mapping[str, str]) -> TaskRow:
    """The task of a row; NotATask.

    >>> read_task({TITLE: "拍视频", PHASE: "素材", SIDE: "乙方", DAYS: "5", AFTER: "2、3", PUBLIC: ""}).after
    (2, 3)
    """

    def one_of(column: str, words: Mapping[str, str]) -> str:
        if cells[column].lower() not in words:
            raise NotATask(column, cells[column])
        return words[cells[column].lower()]

    def whole(column: str, text: str) -> int:
        if not (text.isascii() and text.isdecimal() and len(text) < 5):
            raise NotATask(column, cells[column])
        return int(text)

    after = cells[AFTER].replace("、", " ").replace(",", " ").replace("，", " ").split()
    answers = dict.fromkeys(_YES, "1") | dict.fromkeys(_NO, "")
    public, opening = one_of(PUBLIC, answers), one_of(OPENING, answers) if cells.get(OPENING) else None
    return TaskRow(
        cells[TITLE], one_of(PHASE, _PHASE_OF), one_of(SIDE, _SIDE_OF), whole(DAYS, cells[DAYS]),
        tuple(whole(AFTER, each) for each in after), bool(public), None if opening is None else bool(opening),
    )  # fmt: skip
