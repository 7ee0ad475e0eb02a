"""A Word document's text as one reads it in Word: automatic numbers in front, tracked changes as if all were accepted.

Text of content controls counts; that of comments, headers, footers, notes and text boxes does not.
"""

from collections.abc import Iterator

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from .word_numbers import Numbers

OPENED = {
    qn(f"w:{name}")
    for name in ("ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml", "dir", "bdo")
}  # fmt: skip
"""What only stands around text."""
DELETED = {qn("w:del"), qn("w:moveFrom")}
TRACKED = DELETED | {qn("w:ins"), qn("w:moveTo")}
SIGNS = {qn("w:tab"): "\t", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
RUN, PARAGRAPH, TABLE, ROW, CELL = (qn(f"w:{name}") for name in ("r", "p", "tbl", "tr", "tc"))


def word_text(document: Document) -> str:
    """Paragraphs and rows of tables in their order, each a line; the cells of a row are parted by tabs."""
    return "\n".join(_lines(document.element.body, Numbers(document)))


def count_tracked(document: Document) -> int:
    """How many tracked changes the body has; those of format alone are none."""
    return sum(1 for each in document.element.body.iter(*TRACKED) if each.getparent().tag != qn("w:rPr"))


def _lines(block: BaseOxmlElement, numbers: Numbers) -> Iterator[str]:
    ahead = ""
    for child in block:
        if child.tag == PARAGRAPH:
            text = _text(child)
            if _is_mark_deleted(child):  # what is left of it goes on in the next paragraph
                ahead += text
                continue
            yield numbers.before(child) + ahead + text
            ahead = ""
        elif child.tag == TABLE:
            rows = (
                row for row in child.iter(ROW) if _owner(row, TABLE) is child and not _is_row_deleted(row)
            )
            for row in rows:
                cells = (cell for cell in row.iter(CELL) if _owner(cell, ROW) is row)
                yield "\t".join("\n".join(_lines(cell, numbers)) for cell in cells)
        elif child.tag in OPENED:
            yield from _lines(child, numbers)
    if ahead:
        yield ahead


def _text(paragraph: BaseOxmlElement) -> str:
    """What a paragraph says once its tracked changes are accepted."""
    parts = []
    for child in paragraph:
        if child.tag == RUN:
            parts.append("".join(_sign(each) for each in child))
        elif child.tag in OPENED:
            parts.append(_text(child))
    return "".join(parts)


def _sign(element: BaseOxmlElement) -> str:
    if element.tag == qn("w:t"):
        return element.text or ""
    if element.tag == qn("w:br"):
        return "" if element.get(qn("w:type")) in ("page", "column") else "\n"
    return SIGNS.get(element.tag, "")


def _owner(element: BaseOxmlElement, tag: str) -> BaseOxmlElement | None:
    """The nearest element of a kind around one: a table may stand in a cell of another."""
    return next(element.iterancestors(tag), None)


def _is_mark_deleted(paragraph: BaseOxmlElement) -> bool:
    return paragraph.find(f"{qn('w:pPr')}/{qn('w:rPr')}/{qn('w:del')}") is not None


def _is_row_deleted(row: BaseOxmlElement) -> bool:
    return row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None
