"""Penalties from a CSV, as the page's own copy has them: whole or not at all."""

from contextlib import suppress
from datetime import date

from paidang.channels.mapping import clean_row
from paidang.channels.reading import BadFile, read_table
from paidang.incidents.actions.penalties import ROWS_MAX, PenaltyRow
from paidang.incidents.actions.recording import UnableToReport
from paidang.kit.money import NotMoney, fen_from_yuan
from paidang.kit.sentence import say

FILE_BYTES_MAX = 2**20
COLUMNS = {
    "channel": "平台",
    "store": "店铺",
    "day": "日期",
    "rule": "规则",
    "points": "扣分",
    "money": "罚款",
    "cause": "事由",
    "appeal_by": "申诉截止",
}
"""By either name. `money` in yuan, days as 2026-09-30; `points`, `money` and `appeal_by` may be empty."""

_NAMES = {word: name for name, word in COLUMNS.items()}


def read_penalties(content: bytes) -> list[PenaltyRow]:
    """The rows of the file; UnableToReport, naming the row, where one cannot be read."""
    return [_row(number, cells) for number, cells in _rows(content)]


def _rows(content: bytes) -> list[tuple[int, dict[str, str]]]:
    rows: list[tuple[int, dict[str, str]]] = []
    with suppress(BadFile):
        if len(content) <= FILE_BYTES_MAX:
            sheet = read_table(content, "penalties.csv")
            header = [_NAMES.get(each.strip(), each) for each in sheet.header]
            if sheet.form == "csv" and {"channel", "store", "day", "rule", "cause"} <= set(header):
                rows = [(number, clean_row(header, cells)) for number, cells in sheet.rows]
    if not 0 < len(rows) <= ROWS_MAX:
        raise UnableToReport(
            say("文件读不出来"),
            code="FILE_NOT_TAKEN",
            remedy=say(
                "CSV，表头是 {columns}，最多 {most:,} 行。", columns=tuple(COLUMNS.values()), most=ROWS_MAX
            ),
        )
    return rows


def _row(number: int, cells: dict[str, str]) -> PenaltyRow:
    def cell(name: str) -> str:
        return cells.get(name, "").strip()

    name = "day"
    try:
        day = date.fromisoformat(cell("day"))
        name = "appeal_by"
        appeal_by = date.fromisoformat(cell(name)) if cell(name) else None
        name = "points"
        points = int(cell(name) or 0)
        name = "money"
        money_fen = fen_from_yuan(cell(name)) if cell(name) else 0
    except (ValueError, NotMoney):
        raise UnableToReport(
            say("第 {row} 行 {column}“{text}”读不懂", row=number, column=COLUMNS[name], text=cell(name)[:20]),
            code="ROW_WRONG",
            remedy=say("改好后再传，一行也没有收下。"),
        ) from None
    return PenaltyRow(
        channel=cell("channel"), store=cell("store"), penalised_on=day, rule=cell("rule"), cause=cell("cause"),
        points=points, money_fen=money_fen, appeal_by=appeal_by,
    )  # fmt: skip
