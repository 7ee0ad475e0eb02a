"""Changes between two versions of a text as a Word document with tracked changes, to be accepted or rejected there."""

import io
from collections.abc import Sequence
from datetime import datetime

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt
from docx.text.paragraph import Paragraph

from paidang.kit.period import SHANGHAI

from .contract_docx import SONG, set_font
from .typesetting import naive_utc

OUT, IN = "out", "in"
TRACKED = {OUT: ("w:del", "w:delText"), IN: ("w:ins", "w:t")}

Runs = Sequence[tuple[str, str]]


def redline_docx(title: str, clauses: Sequence[Runs], *, author: str, at: datetime) -> bytes:
    """Set clauses, each runs of (op, text) with op same, out or in; what goes and comes is tracked as `author`'s of `at`.

    A line end within a text is one in the paragraph. The document is dated `at`, never by the clock.
    """
    document = Document()
    normal = document.styles["Normal"]
    set_font(normal, SONG, 10.5)
    normal.paragraph_format.line_spacing = 1.5
    document.core_properties.title = title
    document.core_properties.author = author
    document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = naive_utc(at)
    stamp = at.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M:%S")
    number = 0
    for clause in clauses:
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(3)
        if (ops := {op for op, _text in clause}) in ({OUT}, {IN}):
            number += 1
            _track_mark(paragraph, ops, {"w:id": str(number), "w:author": author, "w:date": stamp})
        for op, text in clause:
            number += 1
            marks = {"w:id": str(number), "w:author": author, "w:date": stamp}
            paragraph._p.append(_tracked(op, text, marks) if op in TRACKED else _run("w:t", text))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _track_mark(paragraph: Paragraph, ops: set[str], marks: dict[str, str]) -> None:
    """A clause that goes or comes whole takes its line end along."""
    inside = OxmlElement("w:rPr")
    change = OxmlElement(TRACKED[OUT if OUT in ops else IN][0])
    for name, value in marks.items():
        change.set(qn(name), value)
    inside.append(change)
    paragraph._p.get_or_add_pPr().append(inside)


def _tracked(op: str, text: str, marks: dict[str, str]) -> BaseOxmlElement:
    """`w:ins` or `w:del` round the runs of a text."""
    outer, inner = TRACKED[op]
    change = OxmlElement(outer)
    for name, value in marks.items():
        change.set(qn(name), value)
    change.append(_run(inner, text))
    return change


def _run(tag: str, text: str) -> BaseOxmlElement:
    """A text as one run, with a break for each line end."""
    run = OxmlElement("w:r")
    for at, line in enumerate(text.split("\n")):
        if at:
            run.append(OxmlElement("w:br"))
        if line:
            words = OxmlElement(tag)
            words.set(qn("xml:space"), "preserve")
            words.text = line
            run.append(words)
    return run
