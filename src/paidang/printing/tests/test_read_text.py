"""Contract files as text; what is unreadable gets one clear line."""

import io
import zipfile

import docx
import pytest

from paidang.printing.read_text import FILE_MAX_BYTES, Unreadable, read_text

TEXT = "甲方：青岚茶器\n第一条 合作"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_encodings(encoding):
    assert read_text(TEXT.encode(encoding), "a.txt") == TEXT


def test_html_shows_what_a_reader_sees():
    page = "<html><head><title>x</title><script>alert(1)</script></head><body><p>甲方：青岚茶器</p><p>第一条 合作</p></body></html>"
    assert read_text(page.encode(), "a.html") == TEXT


def test_docx_with_a_table():
    document = docx.Document()
    document.add_paragraph("甲方：青岚茶器")
    row = document.add_table(rows=1, cols=2).rows[0]
    row.cells[0].text, row.cells[1].text = "平台", "天猫"
    stored = io.BytesIO()
    document.save(stored)
    assert read_text(stored.getvalue(), "a.docx") == "甲方：青岚茶器\n平台\t天猫"


def zipped(name, content):
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return stored.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "EMPTY"),
        (b" \n\n ", "EMPTY"),
        (bytes(range(256)) * 40, "NOT_TEXT"),
        (b"%PDF-1.4 broken", "DAMAGED"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 100, "ENCRYPTED_OR_OLD"),
        (zipped("word/document.xml", "<broken"), "DAMAGED"),
        (zipped("a.txt", "x"), "NOT_DOCX"),
        (
            lambda: zipped("word/document.xml", b"0" * (101 * 1024 * 1024)),
            "ZIP_BOMB",
        ),  # packed where it is read
        (b"x" * (FILE_MAX_BYTES + 1), "TOO_LARGE"),
        (b"x" * 2_000_001, "TOO_LONG"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_read_says_why(content, code):
    with pytest.raises(Unreadable) as refused:
        read_text(content() if callable(content) else content, "a")
    assert refused.value.code == code
    assert str(refused.value).endswith("。")


def test_a_scan_has_no_text():
    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 200)
    stored = io.BytesIO()
    document.save(stored)
    with pytest.raises(Unreadable, match="扫描件"):
        read_text(stored.getvalue(), "a.pdf")
