"""A table of spend: which columns it has, each row read or refused with its reason. A cell is text, never computed."""

import hashlib
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from paidang.kit.money import NotMoney, fen_from_yuan
from paidang.kit.sentence import Sentence, say

PROPOSAL, DAY, AMOUNT, SUPPLIER, WHAT = "提案", "日期", "金额", "供应商", "内容"
COLUMNS: Mapping[str, Sequence[str]] = {
    PROPOSAL: (PROPOSAL, "提案编号", "推广提案", "proposal"),
    DAY: (DAY, "花费日期", "消费日期", "支付日期", "date"),
    AMOUNT: (AMOUNT, "金额（元）", "金额(元)", "花费", "消费金额", "amount"),
    SUPPLIER: (SUPPLIER, "收款方", "平台", "supplier"),
    WHAT: (WHAT, "用途", "说明", "项目", "what"),
}
ROWS_MAX = 2_000
_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class SpendRow:
    """One spend as a row says it. `nth`: the how manieth row of the file that says all the same, from 1."""

    row: int
    proposal: int
    day: date
    amount_fen: int
    supplier: str
    what: str
    nth: int = 1

    @property
    def key(self) -> str:
        """Names the spend, so that the same file, or a longer one, brings it in once."""
        said = [self.proposal, self.day.isoformat(), self.amount_fen, self.supplier, self.what, self.nth]
        return hashlib.sha256(repr(said).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be read: the column, what stands there, why."""

    row: int
    column: str
    value: str
    reason: str | Sentence


def read_rows(
    rows: Iterable[tuple[int, Mapping[str, str]]], columns: Mapping[str, str], numbers: Collection[int]
) -> tuple[list[SpendRow], list[BadRow]]:
    """The rows that say a spend, and those that do not. `numbers`: the proposals that there are."""
    good: list[SpendRow] = []
    bad: list[BadRow] = []
    seen: dict[tuple[object, ...], int] = {}
    for number, cells in rows:
        read = _read_row(
            number, {name: cells.get(title, "").strip() for name, title in columns.items()}, numbers
        )
        if isinstance(read, BadRow):
            bad.append(read)
            continue
        said = (read.proposal, read.day, read.amount_fen, read.supplier, read.what)
        seen[said] = seen.get(said, 0) + 1
        good.append(SpendRow(number, *said, seen[said]))
    return good, bad


def _read_row(row: int, cells: Mapping[str, str], numbers: Collection[int]) -> SpendRow | BadRow:
    def bad(column: str, reason: Sentence) -> BadRow:
        return BadRow(row, column, cells[column][:60], reason)

    for column in (PROPOSAL, DAY, SUPPLIER, WHAT):
        if cells[column].startswith(_FORMULA):
            return bad(column, say("像公式，没有读。请改成文字或数值"))
    proposal = re.fullmatch(r"(?:M-?)?0*([0-9]{1,6})", cells[PROPOSAL], re.IGNORECASE)
    if proposal is None or int(proposal[1]) not in numbers:
        return bad(PROPOSAL, say("没有这个提案。写 M-07 或 7"))
    day = _day(cells[DAY])
    if day is None:
        return bad(DAY, say("不是日期。写成 2026-10-05"))
    try:
        fen = fen_from_yuan(cells[AMOUNT])
    except NotMoney:
        return bad(AMOUNT, say("不是金额。写成 1234.56，单位元"))
    if fen <= 0:
        return bad(AMOUNT, say("要大于 0。退回的花费请撤回原来那一笔"))
    if not cells[SUPPLIER] or not cells[WHAT]:
        return bad(SUPPLIER if not cells[SUPPLIER] else WHAT, say("空着"))
    return SpendRow(row, int(proposal[1]), day, fen, cells[SUPPLIER][:120], cells[WHAT][:200])


def _day(text: str) -> date | None:
    found = re.fullmatch(r"(\d{4})[-/年.](\d{1,2})[-/月.](\d{1,2})日?(?: [0-9:]+)?", text)
    try:
        return date(*(int(part) for part in found.groups())) if found else None
    except ValueError:
        return None
