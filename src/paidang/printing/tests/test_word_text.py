"""A Word file says what Word shows: automatic numbers, tracked changes accepted, content controls, cells that span."""

import io

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from paidang.printing.read_text import count_tracked_changes, read_text
from paidang.printing.word_numbers import FORMATS

W = nsdecls("w")
LIST = f"""<w:abstractNum {W} w:abstractNumId="77"><w:multiLevelType w:val="multilevel"/>
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="第%1条"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2"/></w:lvl>
<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:suff w:val="nothing"/><w:lvlText w:val="（%3）"/></w:lvl>
</w:abstractNum>"""
LISTS = (
    f'<w:num {W} w:numId="70"><w:abstractNumId w:val="77"/></w:num>',
    f'<w:num {W} w:numId="71"><w:abstractNumId w:val="77"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/></w:lvlOverride></w:num>',
)


def paragraph(text, level=None, num=70, style=""):
    numbered = (
        "" if level is None else f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>'
    )
    return f"<w:p {W}><w:pPr>{style}{numbered}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"


def stored(*blocks: str) -> bytes:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    numbering.insert(0, parse_xml(LIST))
    for each in LISTS:
        numbering.append(parse_xml(each))
    for block in blocks:
        document.element.body.insert(len(document.element.body) - 1, parse_xml(block))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def text_of(*blocks: str) -> str:
    return read_text(stored(*blocks), "a.docx")


def test_clauses_have_the_numbers_that_word_draws():
    blocks = [("合作", 0), ("甲方供货。", 1), ("正品", 2), ("足量", 2), ("乙方经营。", 1), ("及时", 2), ("费用", 0), ("每月。", 1)]  # fmt: skip
    assert text_of(*(paragraph(*block) for block in blocks)).split("\n") == [
        "第一条 合作", "1.1 甲方供货。", "（一）正品", "（二）足量", "1.2 乙方经营。", "（一）及时", "第二条 费用", "2.1 每月。",
    ]  # fmt: skip


def test_what_is_in_no_list_or_has_a_bullet_has_no_number():
    bullet = '<w:pStyle w:val="ListBullet"/>'
    assert (
        text_of(paragraph("首部"), paragraph("甲方", style=bullet), paragraph("乙方", 0, num=0))
        == "首部\n甲方\n乙方"
    )


def test_a_list_may_begin_elsewhere():
    assert text_of(paragraph("其一", 0), paragraph("其九", 0, num=71), paragraph("其十", 0, num=71)) == (
        "第一条 其一\n第九条 其九\n第十条 其十"
    )


@pytest.mark.parametrize(
    ("kind", "number", "shown"),
    [
        ("chineseCounting", 12, "十二"), ("chineseLegalSimplified", 3, "叁"), ("decimalEnclosedCircle", 2, "②"), ("decimalEnclosedCircle", 21, "21"),
        ("upperLetter", 28, "BB"), ("lowerRoman", 14, "xiv"), ("ideographTraditional", 2, "乙"), ("decimalFullWidth", 10, "１０"), ("decimalZero", 7, "07"),
    ],
)  # fmt: skip
def test_ways_to_number(kind, number, shown):
    assert FORMATS[kind](number) == shown


def test_tracked_changes_are_read_as_accepted_and_counted():
    who = 'w:id="1" w:author="对方" w:date="2026-09-01T00:00:00Z"'
    changed = f"""<w:p {W}><w:r><w:t>付款后</w:t></w:r><w:del {who}><w:r><w:delText>3</w:delText></w:r></w:del>
<w:ins {who}><w:r><w:t>5</w:t></w:r></w:ins><w:r><w:t>日内</w:t></w:r></w:p>"""
    gone = f"""<w:p {W}><w:pPr><w:rPr><w:del {who}/></w:rPr></w:pPr><w:del {who}><w:r><w:delText>保证金五万元。</w:delText></w:r></w:del></w:p>"""
    content = stored(changed, gone, paragraph("完。"))
    assert read_text(content, "a.docx") == "付款后5日内\n完。"
    assert count_tracked_changes(content) == 3
    assert count_tracked_changes(stored(paragraph("完。"))) == count_tracked_changes(b"plain") == 0


def test_a_content_control_and_a_cell_over_two_columns_say_their_text_once():
    control = f"<w:sdt {W}><w:sdtContent>{paragraph('甲方：青岚茶器')}</w:sdtContent></w:sdt>"
    inside = f"<w:p {W}><w:r><w:t>乙方：</w:t></w:r><w:sdt><w:sdtContent><w:r><w:t>拾舟电商</w:t></w:r></w:sdtContent></w:sdt></w:p>"
    cell = f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{paragraph("平台：天猫")}</w:tc>'
    table = f"<w:tbl {W}><w:tr>{cell}<w:tc>{paragraph('一家')}</w:tc></w:tr></w:tbl>"
    assert text_of(control, inside, table) == "甲方：青岚茶器\n乙方：拾舟电商\n平台：天猫\t一家"
