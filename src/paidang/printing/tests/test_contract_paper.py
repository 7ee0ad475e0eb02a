"""A drafted contract as .docx and PDF: what Word needs to number and refer by itself, and both read back."""

import io
import re
import zipfile
from datetime import UTC, datetime

import pytest

from paidang.printing.contract_docx import contract_docx
from paidang.printing.contract_pdf import contract_pdf
from paidang.printing.read_text import read_text

AT = datetime(2026, 8, 20, tzinfo=UTC)
CONTRACT = {
    "title": "网店代运营服务合同", "number": "QL-2026-001", "front": ["甲方（品牌方）：青岚茶器", "乙方（代运营方）：拾舟电商"],
    "preamble": "甲乙双方协商一致，订立本合同。",
    "sections": [
        {"id": "one", "number": "第一条", "heading": "委托关系", "paragraphs": [{"id": "one.a", "number": "1.1", "pieces": [["乙方提供服务。", ""]]}]},
        {"id": "two", "number": "第二条", "heading": "其他", "paragraphs": [{"id": "two.a", "number": "2.1", "pieces": [["见本合同第", ""], ["1.1", "one.a"], ["款。", ""]]}]},
    ],
    "annexes": ["附件一：《价格表》"], "signatures": [["甲方（盖章）：青岚茶器"], ["乙方（盖章）：拾舟电商"]],
}  # fmt: skip


@pytest.fixture(scope="module")
def parts() -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(contract_docx(CONTRACT, AT))) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith(".xml")}


def test_headings_and_clauses_are_numbered_by_word(parts):
    numbering, styles = parts["word/numbering.xml"], parts["word/styles.xml"]
    assert 'w:lvlText w:val="第%1条"' in numbering and 'w:lvlText w:val="%1.%2"' in numbering
    assert numbering.index('w:abstractNumId="90"') < numbering.index("<w:num ")
    assert styles.count('<w:numId w:val="90"/>') == 2
    assert "第一条" not in parts["word/document.xml"]


def test_a_reference_is_a_field_to_the_bookmark_of_its_clause(parts):
    document = parts["word/document.xml"]
    [mark] = re.findall(r"REF (_Ref[0-9]+) \\r \\h", document)
    bookmarks = re.findall(r'w:name="(_Ref[0-9]+)"', document)
    assert bookmarks[0] == mark and len(set(bookmarks)) == 2
    assert document.count('w:fldCharType="begin"') == document.count('w:fldCharType="end"') == 1


def test_header_and_footer_have_number_title_and_pages(parts):
    header = next(text for name, text in parts.items() if name.startswith("word/header"))
    footer = next(text for name, text in parts.items() if name.startswith("word/footer"))
    assert "QL-2026-001" in header and "网店代运营服务合同" in header
    assert " PAGE " in footer and " NUMPAGES " in footer


def test_chinese_fonts_are_named(parts):
    assert 'w:eastAsia="宋体"' in parts["word/styles.xml"] and 'w:eastAsia="黑体"' in parts["word/styles.xml"]


def test_both_read_back():
    assert "见本合同第1.1款。" in read_text(contract_docx(CONTRACT, AT), "a.docx")
    pdf = contract_pdf(CONTRACT, AT)
    assert pdf == contract_pdf(CONTRACT, AT)
    text = read_text(pdf, "a.pdf")
    assert "第一条 委托关系" in text and "QL-2026-001" in text and "第 1 页，共 1 页" in text
