"""Retail prices as people paste them from a sheet: SKU, minimum, suggested price, first day."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from paidang.kit.money import NotMoney, fen_from_yuan, yuan
from paidang.kit.outcome import Violation
from paidang.kit.sentence import say

SKU_MAX = 255
_COMMA = re.compile(r"[,，]")


@dataclass(frozen=True, slots=True)
class RetailRow:
    """What the brand lets a SKU be sold for at least, and what it suggests (None: nothing), in fen from a day on."""

    sku: str
    floor_fen: int
    suggested_fen: int | None
    since: date


def find_wrong(rows: Iterable[RetailRow]) -> Violation | None:
    """The first row whose prices cannot stand: a floor below nothing, or a suggestion below the floor."""
    for row in rows:
        if row.floor_fen < 0 or (row.suggested_fen is not None and row.suggested_fen < row.floor_fen):
            return Violation(
                code="RETAIL_TOO_LOW",
                message=say(
                    "{sku} 的建议零售价 {suggested} 低于最低零售价 {floor}",
                    sku=row.sku, suggested=yuan(row.suggested_fen or 0), floor=yuan(row.floor_fen),
                )
                if row.floor_fen >= 0
                else say("{sku} 的最低零售价小于 0", sku=row.sku),
                facts={"sku": row.sku},
                remedy=say("建议零售价不能低于最低零售价；没有建议的，空着。"),
            )  # fmt: skip
    return None


def read_pasted(text: str, *, since: date) -> tuple[list[RetailRow], list[Violation]]:
    """The rows of a pasted block, and one violation for each line that is none. A line without a day means `since`.

    Cells are parted by tabs, as sheets copy them, or by commas; a line of titles and empty lines are passed over.
    """
    rows: list[RetailRow] = []
    bad = []
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell.strip() for cell in (line.split("\t") if "\t" in line else _COMMA.split(line))]
        if not any(cells) or (number == 1 and len(cells) > 1 and not re.search(r"\d", cells[1])):
            continue
        try:
            rows.append(_row(cells, since))
        except ValueError:
            bad.append(
                Violation(
                    code="PASTED_LINE",
                    message=say("第 {number} 行读不懂：{line}", number=number, line=line.strip()[:60]),
                    facts={"line": number},
                    remedy=say("写成：商品编码、底价、建议零售价、起日（后两样可以不写）。"),
                )
            )
    return rows, bad


def _row(cells: list[str], since: date) -> RetailRow:
    sku, floor, suggested, day = [*cells, "", "", ""][:4]
    if not 0 < len(sku) <= SKU_MAX:
        raise NotMoney(sku)
    floor_fen = fen_from_yuan(floor)
    suggested_fen = fen_from_yuan(suggested) if suggested else None
    if floor_fen < 0 or (suggested_fen is not None and suggested_fen < floor_fen):
        raise NotMoney(floor)
    return RetailRow(
        sku, floor_fen, suggested_fen, date.fromisoformat(day.replace("/", "-")) if day else since
    )
