"""A contract as a Word document: real headings, numbering, header, footer, and references that follow the numbers."""

import io
from datetime import datetime
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from .typesetting import naive_utc

Json = dict[str, Any]
CLAUSE = "Contract Clause"
SONG, HEI, LATIN = "宋体", "黑体", "Times New Roman"
NUMBERING = f"""<w:abstractNum {nsdecls("w")} w:abstractNumId="90">
<w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:pStyle w:val="Heading1"/><w:suff w:val="space"/>
<w:lvlText w:val="第%1条"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="0"/></w:pPr></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:pStyle w:val="ContractClause"/><w:isLgl/><w:suff w:val="tab"/>
<w:lvlText w:val="%1.%2"/><w:lvlJc w:val="left"/><w:pPr><w:tabs><w:tab w:val="num" w:pos="680"/></w:tabs><w:ind w:left="680" w:hanging="680"/></w:pPr></w:lvl>
</w:abstractNum>"""


def contract_docx(contract: Json, made_at: datetime) -> bytes:
    """Set a composed contract (`DraftText.to_json`) on A4; the document is dated `made_at`, never by the clock.

    The numbers of articles and clauses are Word's own, so the paragraphs' texts do not have them.
    """
    document = Document()
    _page(document, contract)
    _styles(document)
    _numbering(document)
    document.core_properties.title = contract["title"]
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.core_properties.created = document.core_properties.modified = naive_utc(made_at)
    document.add_paragraph(contract["title"], style="Title")
    if contract["number"]:
        document.add_paragraph(f"合同编号：{contract['number']}").alignment = WD_ALIGN_PARAGRAPH.CENTER
    for line in contract["front"]:
        document.add_paragraph(line)
    document.add_paragraph(contract["preamble"]).paragraph_format.first_line_indent = Pt(21)
    ids = [one["id"] for section in contract["sections"] for one in section["paragraphs"]]
    marks = {clause: f"_Ref{number:08d}" for number, clause in enumerate(ids, 1)}
    for section in contract["sections"]:
        document.add_paragraph(section["heading"], style="Heading 1")
        for clause in section["paragraphs"]:
            _clause(document.add_paragraph(style=CLAUSE), clause, marks)
    for line in contract["annexes"]:
        document.add_paragraph(line)
    for side in contract["signatures"]:
        for number, line in enumerate(side):
            paragraph = document.add_paragraph(line)
            paragraph.paragraph_format.keep_with_next = number < len(side) - 1
            if number == 0:
                paragraph.paragraph_format.space_before = Pt(18)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document: WordDocument, contract: Json) -> None:
    """A4 with number and title above, 第 n 页 共 m 页 below."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.6)
    section.top_margin = section.bottom_margin = Cm(2.5)
    head = section.header.paragraphs[0]
    for stop in list(head.style.paragraph_format.tab_stops if head.style else []):
        stop.alignment = WD_TAB_ALIGNMENT.CLEAR
    head.paragraph_format.tab_stops.add_tab_stop(Cm(15.8), WD_TAB_ALIGNMENT.RIGHT)
    head.add_run(f"{contract['number']}\t{contract['title']}")
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run("第 ")
    _field(foot, "PAGE", "1")
    foot.add_run(" 页 共 ")
    _field(foot, "NUMPAGES", "1")
    foot.add_run(" 页")


def _styles(document: WordDocument) -> None:
    normal = document.styles["Normal"]
    set_font(normal, SONG, 10.5)
    normal.paragraph_format.line_spacing = 1.5
    normal.paragraph_format.space_after = Pt(3)
    for name, size in (("Title", 18), ("Heading 1", 12)):
        style = document.styles[name]
        set_font(style, HEI, size)
        style.font.bold = False
        style.font.color.rgb = None
        for border in style.element.findall(f".//{qn('w:pBdr')}"):
            border.getparent().remove(border)
    document.styles["Title"].paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    document.styles["Heading 1"].paragraph_format.space_before = Pt(12)
    document.styles["Heading 1"].paragraph_format.keep_with_next = True
    clause = document.styles.add_style(CLAUSE, WD_STYLE_TYPE.PARAGRAPH)
    clause.base_style = normal
    clause.quick_style = True
    for name, level in (("Heading 1", 0), (CLAUSE, 1)):
        numbered = document.styles[name].element.get_or_add_pPr().get_or_add_numPr()
        numbered.get_or_add_ilvl().val = level
        numbered.get_or_add_numId().val = 90
    for name in ("Header", "Footer"):
        set_font(document.styles[name], SONG, 9)


def set_font(style: Any, chinese: str, size: float) -> None:
    style.font.name = LATIN
    style.font.size = Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    fonts.set(qn("w:eastAsia"), chinese)


def _numbering(document: WordDocument) -> None:
    """One multilevel list; abstract definitions stand before the lists that use them."""
    numbering = document.part.numbering_part.element
    first = numbering.find(qn("w:num"))
    definition = parse_xml(NUMBERING)
    if first is not None:
        first.addprevious(definition)
    else:
        numbering.append(definition)
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>'))


def _clause(paragraph: Paragraph, clause: Json, marks: dict[str, str]) -> None:
    """The clause inside its bookmark; a number of another clause is a field that refers to that one's."""
    mark = marks[clause["id"]]
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(int(mark.removeprefix("_Ref"))))
    start.set(qn("w:name"), mark)
    paragraph._p.append(start)
    for text, to in clause["pieces"]:
        if to:
            _field(paragraph, f"REF {marks[to]} \\r \\h", text)
        else:
            paragraph.add_run(text)
    paragraph._p.append(end)


def _field(paragraph: Paragraph, code: str, shown: str) -> None:
    """A field of Word with what it shows until it is updated."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("shown", shown), ("end", "")):
        run = paragraph.add_run(text if kind == "shown" else "")
        if kind in ("begin", "separate", "end"):
            character = OxmlElement("w:fldChar")
            character.set(qn("w:fldCharType"), kind)
            run._r.append(character)
        elif not kind:
            instruction = OxmlElement("w:instrText")
            instruction.set(qn("xml:space"), "preserve")
            instruction.text = f" {text} "
            run._r.append(instruction)
