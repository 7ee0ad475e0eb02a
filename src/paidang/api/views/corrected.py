"""Rows of a statement that stands which were corrected since, and what they come to."""

from typing import Any

from django.http import HttpRequest
from ninja import Field, Router

from paidang.api.views.route import reads
from paidang.api.views.shapes import Code, Month, Shape
from paidang.contracts.queries import get_contract
from paidang.settlement.queries import get_statement
from paidang.settlement.queries.corrected import find_corrected
from paidang.settlement.rules.corrections import Difference

router = Router(tags=["adjustments"])


class CellOut(Shape):
    """A column as it is stored: amounts in fen, times ISO 8601; null: empty."""

    column: str
    was: str | None
    now: str | None


class CorrectedRow(Shape):
    row: str = Field(description="kind:row_id, as a proposal names it")
    waits: str = Field(
        description="why it is not reckoned whole: not_yet (no sent month settles it), no_price, told (an adjustment named it before); empty: it is"
    )
    after: int | None = Field(
        description="the adjustment that stands for it: only what changed since is reckoned"
    )
    cells: list[CellOut]


class FigureOut(Shape):
    name: str
    was_fen: int
    now_fen: int


class PartOut(Shape):
    """What a month comes to otherwise, the loss brought in included."""

    month: str
    amount_fen: int = Field(description="above zero: in the agency's favour")
    figures: list[FigureOut]


class CorrectedOut(Shape):
    """What is neither proposed nor agreed to yet. Nothing is changed by it: propose `amount_fen` with the rows `reckoned`."""

    rows: list[CorrectedRow]
    reckoned: list[str]
    stale: list[int] = Field(
        description="proposals whose rows changed again: reckoned anew, name them in `replaces`"
    )
    amount_fen: int | None = Field(description="null: the corrected facts contradict each other")
    parts: list[PartOut]
    waiting_parts: list[PartOut] = Field(
        description="what the rows that wait come to in the months sent so far"
    )


@reads(router, "/contracts/{code}/statements/{month}/corrected", CorrectedOut)
def list_corrected_rows(request: HttpRequest, code: Code, month: Month) -> CorrectedOut:
    """The settled rows of a month that say something else now, and what the law makes of them, month by month."""
    found = find_corrected(get_statement(get_contract(code), month))
    if found is None:
        return CorrectedOut(rows=[], reckoned=[], stale=[], amount_fen=0, parts=[], waiting_parts=[])
    return CorrectedOut(
        rows=[
            CorrectedRow(
                row=one.name, waits=found.waits.get(one.name, ""), after=found.told.get(one.name),
                cells=[CellOut(column=cell.column, was=_text(cell.was), now=_text(cell.now)) for cell in one.cells],
            )
            for one in found.changes
        ],
        reckoned=list(found.reckoned), stale=list(found.stale), amount_fen=found.amount_fen,
        parts=[_part(one) for one in found.parts or ()], waiting_parts=[_part(one) for one in found.waiting_parts],
    )  # fmt: skip


def _part(part: Difference) -> PartOut:
    figures = [FigureOut(name=name, was_fen=was, now_fen=now) for name, was, now in part.figures]
    return PartOut(month=part.month, amount_fen=part.amount, figures=figures)


def _text(cell: Any) -> str | None:
    return None if cell is None else str(cell).lower() if isinstance(cell, bool) else str(cell)
