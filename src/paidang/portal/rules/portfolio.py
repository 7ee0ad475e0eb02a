"""How a contract is doing, in one word with its reason, and the order of a list of contracts. Plain data."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from paidang.kit.sentence import Sentence, say
from paidang.portal.rules.worklist import SOON_DAYS, Item

LATE, DISPUTED, ERRORS, ROWS, SOON, OK, SETTLED = (
    "late",
    "disputed",
    "errors",
    "rows",
    "soon",
    "ok",
    "settled",
)
HEALTHS: dict[str, tuple[str, Sentence]] = {
    LATE: ("bad", say("逾期")),
    DISPUTED: ("bad", say("有异议")),
    ERRORS: ("warn", say("有错误")),
    ROWS: ("warn", say("待修正")),
    SOON: ("warn", say("将到期")),
    OK: ("ok", say("正常")),
    SETTLED: ("", say("已结清")),
}
"""The word for each, the worst first, with the colour it is shown in."""


@dataclass(frozen=True, slots=True)
class Health:
    """A key of `HEALTHS`, why, and where to look."""

    key: str
    reason: Sentence | None = None
    url: str = ""

    @property
    def kind(self) -> str:
        return HEALTHS[self.key][0]

    @property
    def word(self) -> Sentence:
        return HEALTHS[self.key][1]


@dataclass(frozen=True, slots=True)
class Money:
    """Of one contract's statements, in fen: the last confirmed one, and what is sent and not confirmed yet."""

    month: str = ""
    confirmed_fen: int | None = None
    waiting_fen: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One contract in the list. `ends` is the last day of its period, `object_by` the last day to object to the next one."""

    contract_id: int
    code: str
    title: str
    other: str
    other_id: int
    state: str
    health: Health
    money: Money
    next: Item | None
    errors: int
    findings: int
    ends: date | None = None
    object_by: date | None = None

    @property
    def turn(self) -> date | None:
        """The day on which its life turns next, where it is not the next day of work already."""
        day = self.object_by or self.ends
        return None if self.next and self.next.due_on == day else day


def health_of(
    *,
    settled: bool,
    items: Sequence[Item],
    disputed: str,
    errors: int,
    rows: int,
    today: date,
    urls: Mapping[str, str],
) -> Health:
    """The worst that can be said of a contract.

    `items` are its duties by day, both sides'; `disputed` is the month of a statement with an open question; `errors`
    are findings that nobody let stand; `rows` wait to be mended; `urls` lead to what is not a duty.
    """
    if settled:
        return Health(SETTLED)
    dated = [item for item in items if item.due_on]
    late = [item for item in dated if item.due_on and item.due_on < today]
    if late:
        first = late[0]
        assert first.due_on
        n = (today - first.due_on).days
        ours = say("我方晚 {n} 天：{what}", n=n, what=first.title)
        theirs = say("对方晚 {n} 天：{what}", n=n, what=first.title)
        reason = ours if first.mine else theirs
        return Health(LATE, reason, first.url)
    if disputed:
        return Health(DISPUTED, say("对 {month} 对账单有疑问没答复", month=disputed), urls[DISPUTED])
    if errors:
        return Health(ERRORS, say("合同里有 {n} 处错误", n=errors), urls[ERRORS])
    if rows:
        return Health(ROWS, say("{n} 行等着修正", n=rows), urls[ROWS])
    soon = [item for item in dated if item.due_on and (item.due_on - today).days <= SOON_DAYS]
    if soon:
        return Health(
            SOON, say("{day} 到期：{what}", day=f"{soon[0].due_on:%m-%d}", what=soon[0].title), soon[0].url
        )
    return Health(OK)


Key = Callable[[Line], tuple[object, ...]]
SEVERITY = list(HEALTHS)
SORTS: dict[str, Key] = {
    "title": lambda line: (line.title,),
    "other": lambda line: (line.other,),
    "health": lambda line: (SEVERITY.index(line.health.key), _due(line)),
    "money": lambda line: (-(line.money.confirmed_fen or 0), line.money.confirmed_fen is None),
    "next": lambda line: (_due(line),),
    "findings": lambda line: (-line.errors, -line.findings),
    "state": lambda line: (line.state,),
}
"""What each column is sorted by; the first click brings what wants looking at: the worst, the most, the nearest."""


def _due(line: Line) -> date:
    return (line.next.due_on if line.next else None) or date.max


def in_order(lines: Sequence[Line], sort: str) -> list[Line]:
    """By a column of `SORTS`, `-column` the other way round; equal ones by code."""
    key = SORTS[sort.lstrip("-")]
    return sorted(sorted(lines, key=lambda line: line.code), key=key, reverse=sort.startswith("-"))
