"""The review of a contract as a Word document: what is wrong, by which law, what to write instead, who lets it stand."""

import io
from datetime import datetime
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from .contract_docx import HEI, SONG, set_font
from .typesetting import naive_utc

Json = dict[str, Any]


def review_docx(review: Json, made_at: datetime) -> bytes:
    """Set a review on A4, in the words it brings; the document is dated `made_at`, never by the clock.

    `review`: title · about [(name, value)] · groups [(word, findings)] · unread_title, unread [(clause, sentence)] · closing.
    A finding: headline, rest, quotes [(clause, quotation)], law (name, what it says) or None, how, wording, stands.
    """
    document = Document()
    _set_up(document, review["title"], made_at)
    document.add_paragraph(review["title"], style="Title")
    table = document.add_table(rows=0, cols=2)
    for name, value in review["about"]:
        cells = table.add_row().cells
        cells[0].text, cells[1].text = name, value
        cells[0].width, cells[1].width = Cm(3.2), Cm(12.6)
    number = 0
    for word, findings in review["groups"]:
        document.add_paragraph(f"{word}（{len(findings)}）", style="Heading 1")
        for finding in findings:
            number += 1
            _finding(document, number, finding)
    if review["unread"]:
        document.add_paragraph(review["unread_title"], style="Heading 1")
        for clause, sentence in review["unread"]:
            cited = "" if sentence.startswith(clause) else clause
            document.add_paragraph(f"{cited}  {sentence}".strip(), style="List Bullet")
    document.add_paragraph(review["closing"]).paragraph_format.space_before = Pt(12)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _set_up(document: WordDocument, title: str, made_at: datetime) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.6)
    for name, font, size in (("Normal", SONG, 10.5), ("Title", HEI, 16), ("Heading 1", HEI, 13), ("Heading 2", HEI, 11)):  # fmt: skip
        style = document.styles[name]
        set_font(style, font, size)
        style.font.bold = False
        style.font.color.rgb = None
    for border in document.styles["Title"].element.findall(f".//{qn('w:pBdr')}"):
        border.getparent().remove(border)
    document.styles["Normal"].paragraph_format.space_after = Pt(3)
    document.styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.core_properties.title = title
    document.core_properties.author = document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = naive_utc(made_at)


def _finding(document: WordDocument, number: int, finding: Json) -> None:
    heading = document.add_paragraph(f"{number}. {finding['headline']}", style="Heading 2")
    heading.paragraph_format.keep_with_next = True
    for clause, quotation in finding["quotes"]:
        document.add_paragraph(f"{clause}  “{quotation}”".strip())
    if finding["rest"]:
        document.add_paragraph(finding["rest"])
    if finding["law"]:
        document.add_paragraph("：".join(finding["law"]))
    if finding["how"]:
        line = document.add_paragraph(f"{finding['how']}：")
        line.add_run(finding["wording"]).underline = True
    if finding["stands"]:
        document.add_paragraph(finding["stands"])
