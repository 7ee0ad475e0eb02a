"""A pull's documents as a file, so that they go the way that files go (ADR 0036): one row each, CSV, nothing about persons.

What a row says of money is what the platform's mapping reads in its document; the mapping is pure, so a row in quarantine
is read again exactly as it was read first.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

from paidang.channels.link.documents import Document, MappedDocument
from paidang.channels.mapping import Context, FactRow, MapOrder, Mapped, SourceRow
from paidang.kit.sentence import say

KIND, NUMBER, SHIPPED_AT, KNOWN, BODY, TAKEN_AT = "类别", "单号", "发货时间", "已有", "接口原文", "收到时间"
_YES = "1"
MapDocument = Callable[[Document, Context], MappedDocument]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A document on its way in. `shipped_at`: when it left, as we know it, for platforms that do not say.

    `is_known`: an earlier state of the order gave facts, which this one may have to undo.
    """

    document: Document
    shipped_at: str = ""
    is_known: bool = False


def columns(platform: str) -> tuple[str, ...]:
    """The titles of a platform's sheet: the last one names the platform, by which it is told from the others'."""
    return KIND, NUMBER, SHIPPED_AT, KNOWN, f"{platform} {BODY}"


def write_sheet(titles: Sequence[str], rows: Iterable[SheetRow], *, taken_at: str) -> bytes:
    """The file's bytes under a platform's titles; `taken_at`: the moment, by which it is not taken for an earlier file.

    Of two states of an order that differ in what is about persons alone, the rows are the same.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([*titles, TAKEN_AT])
    for row in rows:
        body = json.dumps(row.document.body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        writer.writerow(
            [row.document.kind, row.document.id, row.shipped_at, _YES if row.is_known else "", body, taken_at]
        )
    return text.getvalue().encode()


def by_document(platform: str, map_document: MapDocument) -> MapOrder:
    """The platform's mapping of documents, as intake maps the rows of a file."""
    body_title = columns(platform)[-1]

    def map_rows(rows: Sequence[SourceRow], other: Sequence[SourceRow] | None, context: Context) -> Mapped:
        """All rows of one number: nearly always one; an order and a case may have the same."""
        whole = Mapped()
        skipped = []
        for number, cells in rows:
            try:
                document = _document(cells[KIND], cells[NUMBER], cells[body_title])
            except ValueError:
                whole.fault(
                    number, body_title, cells.get(body_title, ""), say("不是接口给出的单据"), "bad_document"
                )
                continue
            mapped = map_document(document, replace(context, is_known=cells.get(KNOWN) == _YES)).mapped
            whole.facts += [_placed(fact, number, cells.get(SHIPPED_AT, "")) for fact in mapped.facts]
            for faults in mapped.faults.values():
                whole.faults.setdefault(number, []).extend(faults)
            whole.notes += mapped.notes
            skipped.append(mapped.skipped)
        whole.skipped = skipped[0] if skipped and all(skipped) else ""
        return whole

    return map_rows


def mapped_before(map_order: MapOrder, mapped: Mapping[tuple[str, str], Mapped]) -> MapOrder:
    """The same mapping for one who has mapped some of the documents, by kind and number, to write them: these are not read
    again. Whoever reads the file later finds the same.
    """

    def map_rows(rows: Sequence[SourceRow], other: Sequence[SourceRow] | None, context: Context) -> Mapped:
        number, cells = rows[0]
        found = mapped.get((cells[KIND], cells[NUMBER])) if len(rows) == 1 else None
        if found is None:
            return map_order(rows, other, context)
        facts = [_placed(fact, number, cells.get(SHIPPED_AT, "")) for fact in found.facts]
        return Mapped(facts, skipped=found.skipped, notes=[*found.notes])

    return map_rows


def document_of(cells: Mapping[str, str]) -> Document | None:
    """The document in a row's cells by title, whichever platform's; None where there is none that can be read."""
    body = next((cell for title, cell in cells.items() if title.endswith(BODY)), "")
    try:
        return _document(cells.get(KIND, ""), cells.get(NUMBER, ""), body)
    except ValueError:
        return None


def _document(kind: str, number: str, body: str) -> Document:
    read = json.loads(body)
    if kind not in ("order", "case") or not isinstance(read, dict):
        raise ValueError(kind)
    return Document("case" if kind == "case" else "order", number, cast("dict[str, object]", read))


def _placed(fact: FactRow, number: int, shipped_at: str) -> FactRow:
    """The fact at the document's row; a line that is not said to have left takes the time that we know."""
    cells = fact.cells
    if fact.table == "order_lines" and shipped_at and not cells.get("shipped_at"):
        cells = {**cells, "shipped_at": shipped_at}
    return replace(fact, row_number=number, cells=cells)
