"""A contract file's bytes as text: .txt .md .html .docx .pdf, in UTF-8, UTF-16 or GB18030.

Positions are counted in what this yields: the byte order mark removed, line ends as in the file.
"""

import io
import zipfile
from html.parser import HTMLParser

from paidang.kit.sentence import say

FILE_MAX_BYTES = 20 * 1024 * 1024
TEXT_MAX_CHARACTERS = 2_000_000
UNZIPPED_MAX_BYTES = 100 * 1024 * 1024
PDF_MAX_PAGES = 500
CONTROL_MAX_SHARE = 0.02
OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BLOCKS = {"p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "table", "section", "article"}


class Unreadable(ValueError):
    """A file with nothing to read; `code` for machines, the message for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def read_text(content: bytes, name: str) -> str:
    """The text of a file; Unreadable with one clear line where there is none."""
    if len(content) > FILE_MAX_BYTES:
        raise Unreadable(
            "TOO_LARGE",
            say(
                "文件 {size} MB，超过 20 MB 的上限。合同全文一般不到 1 MB，请检查是不是选错了文件。",
                size=f"{len(content) / 1048576:.1f}",
            ),
        )
    if not content.strip(b"\x00 \t\r\n"):
        raise Unreadable("EMPTY", say("文件是空的。请重新导出或另存后再传。"))
    text = _by_kind(content, name.lower())
    if not text.strip():
        raise Unreadable("EMPTY", say("文件里没有文字。请换有文字的版本。"))
    if len(text) > TEXT_MAX_CHARACTERS:
        raise Unreadable(
            "TOO_LONG",
            say(
                "文字有 {chars:,} 个，超过 {most:,} 的上限。",
                chars=len(text),
                most=TEXT_MAX_CHARACTERS,
            ),
        )
    return text


def _by_kind(content: bytes, name: str) -> str:
    if content.startswith(b"%PDF"):
        return _pdf(content)
    if content.startswith(b"PK\x03\x04"):
        return _docx(content)
    if content.startswith(OLE2):
        raise Unreadable(
            "ENCRYPTED_OR_OLD", say("这是加密的文档或旧版 .doc。请去掉密码，另存为 .docx 再传。")
        )
    text = _decode(content)
    is_html = name.endswith((".html", ".htm")) or text.lstrip()[:15].lower().startswith(
        ("<!doctype html", "<html")
    )
    return _html(text) if is_html else text


def _decode(content: bytes) -> str:
    """By byte order mark, then UTF-8, then GB18030; bytes that are no text in any of them are refused."""
    for mark, encoding in (
        (b"\xef\xbb\xbf", "utf-8"),
        (b"\xff\xfe", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"),
    ):
        if content.startswith(mark):
            return _strictly(content[len(mark) :], (encoding,))
    return _strictly(content, ("utf-8", "gb18030"))


def _strictly(content: bytes, encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        controls = sum(character < " " and character not in "\t\r\n\f" for character in text)
        if controls <= CONTROL_MAX_SHARE * len(text):
            return text
    raise Unreadable(
        "NOT_TEXT",
        say("这不是文字文件，或编码不是 UTF-8、UTF-16、GB18030。请另存为 .txt、.docx 或带文字的 .pdf。"),
    )


def _docx(content: bytes) -> str:
    """The text as Word shows it (`word_text`). Sizes are checked before anything is unpacked."""
    import docx

    from .word_text import word_text

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > UNZIPPED_MAX_BYTES:
                raise Unreadable("ZIP_BOMB", say("压缩包展开后超过 100 MB，不像合同，没有打开。"))
            if "word/document.xml" not in archive.namelist():
                raise Unreadable("NOT_DOCX", say("这个压缩包不是 .docx 文档。请传 .docx、.pdf 或 .txt。"))
        return word_text(docx.Document(io.BytesIO(content)))
    except Unreadable:
        raise
    except Exception as error:  # a damaged file fails in as many ways as there are libraries underneath
        raise Unreadable("DAMAGED", say("这个 .docx 已损坏，打不开。请用 Word 打开后另存再传。")) from error


def count_tracked_changes(content: bytes) -> int:
    """How many tracked changes a readable file has; only .docx can have any."""
    import docx

    from .word_text import count_tracked

    return count_tracked(docx.Document(io.BytesIO(content))) if content.startswith(b"PK\x03\x04") else 0


def _pdf(content: bytes) -> str:
    import pypdfium2

    from .page_furniture import without_furniture

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise Unreadable("ENCRYPTED", say("这个 PDF 加了密码。请去掉密码再传。")) from error
        raise Unreadable("DAMAGED", say("这个 PDF 已损坏，打不开。请重新导出再传。")) from error
    try:
        if len(document) > PDF_MAX_PAGES:
            raise Unreadable(
                "TOO_LONG",
                say(
                    "PDF 有 {pages} 页，超过 {most} 页的上限。",
                    pages=len(document),
                    most=PDF_MAX_PAGES,
                ),
            )
        pages = [page.get_textpage().get_text_bounded().replace("\r\n", "\n") for page in document]
    finally:
        document.close()
    text = "\n".join(without_furniture(pages))
    if not text.strip():
        raise Unreadable("SCANNED", say("这是扫描件，读不出文字。请要电子版，或先做文字识别。"))
    return text


class _Text(HTMLParser):
    """Visible text; a block element ends a line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("script", "style", "head")
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("script", "style", "head")
        if tag in BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if self.hidden <= 0:
            self.parts.append(data)


def _html(text: str) -> str:
    parser = _Text()
    parser.feed(text)
    lines = (line.strip() for line in "".join(parser.parts).splitlines())
    return "\n".join(line for line in lines if line)
