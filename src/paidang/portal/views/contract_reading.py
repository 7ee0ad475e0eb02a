"""Where the portal meets the reader of contracts: decode and read, each refusal one clear line."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from paidang.contracts.queries import Standing
from paidang.contracts.rules.reading import read_contract
from paidang.kit.outcome import UnableTo
from paidang.printing.read_text import (
    FILE_MAX_BYTES,
    TEXT_MAX_CHARACTERS,
    Unreadable,
    count_tracked_changes,
    read_text,
)

FILE_MAX = FILE_MAX_BYTES
PASTE_MAX = 10 * 1024 * 1024  # DATA_UPLOAD_MAX_MEMORY_SIZE


class UnableToRead(UnableTo):
    status = 422
    code = "CONTRACT_NOT_READ"


@dataclass(frozen=True, slots=True)
class ReadContract:
    """A file or a pasted text, decoded and read."""

    name: str
    sha256: str
    text: str
    reading: dict[str, object]
    tracked: int = 0
    """How many tracked changes a Word file had: they are read as accepted."""


def language() -> str:
    """The language of the request as the reader and the rules name it."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def read_bytes(name: str, data: bytes) -> ReadContract:
    """Decode a file (.txt .docx .pdf .html .md) and read it; UnableToRead with one clear line."""
    try:
        text = read_text(data, name)
    except Unreadable as error:
        raise UnableToRead(str(error), remedy=_("没有写入任何内容。")) from None
    return _read(name, hashlib.sha256(data).hexdigest(), text, count_tracked_changes(data))


def read_pasted(text: str) -> ReadContract:
    """Read a pasted text. A form sends line ends as CR LF: they are put back."""
    bare = text.replace("\r\n", "\n").removeprefix("\ufeff")
    if not bare.strip():
        raise UnableToRead(_("没有文字可读"), remedy=_("请选一个文件，或贴上合同全文。"))
    if len(bare) > TEXT_MAX_CHARACTERS:
        raise UnableToRead(
            _("文字有 %(n)s 个，超过 200 万的上限") % {"n": f"{len(bare):,}"}, remedy=_("请只贴合同正文。")
        )
    return _read(_("粘贴的文字"), hashlib.sha256(bare.encode()).hexdigest(), bare)


def _read(name: str, sha256: str, text: str, tracked: int = 0) -> ReadContract:
    if "\x00" in text:
        raise UnableToRead(_("文字里有不能保存的字符（NUL）"), remedy=_("请另存为 .txt 或 .docx 再传。"))
    reading = read_contract(text, name=name, sha256=sha256).to_json()
    return ReadContract(name, sha256, text, reading, tracked)


def document_of(standing: Standing) -> dict[str, object]:
    """The document that was read, its findings in the language of the page."""
    if language() == "zh":
        return standing.document
    return read_again(standing.text.text, standing.document, standing.text.document)


def read_again(text: str, document: dict[str, object], index: int) -> dict[str, object]:
    """The same document with its findings worded in the page's language; as it was, if the reader has changed since."""
    documents = read_contract(text, name="", sha256="", lang=language()).to_json()["documents"]
    again = cast("list[dict[str, object]]", documents)[index : index + 1]
    if not again or _codes(again[0]) != _codes(document):
        return document
    return document | {"findings": again[0]["findings"]}


def _codes(document: Mapping[str, object]) -> list[object]:
    return [finding["code"] for finding in cast("list[Mapping[str, object]]", document["findings"])]
