"""The one place where the portal meets the reader of contracts: decode, read, and the words for what was read."""

import hashlib
from dataclasses import dataclass

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from paidang.kit.outcome import UnableTo

FILE_MAX = 20 * 1024 * 1024
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


def language() -> str:
    """The language of the request as the reader and the rules name it."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def read_bytes(name: str, data: bytes) -> ReadContract:
    """Decode a file (.txt .docx .pdf .html .md) and read it; UnableToRead with one clear line."""
    from paidang.printing.read_text import read_text

    try:
        text = read_text(data, name)
    except ValueError as error:
        raise UnableToRead(str(error), remedy=_("没有写入任何内容。")) from None
    return _read(name, hashlib.sha256(data).hexdigest(), text)


def read_pasted(text: str) -> ReadContract:
    """Read a pasted text. A form sends line ends as CR LF: they are put back."""
    bare = text.replace("\r\n", "\n").removeprefix("\ufeff")
    if not bare.strip():
        raise UnableToRead(_("没有文字可读"), remedy=_("请选一个文件，或贴上合同全文。"))
    return _read(_("粘贴的文字"), hashlib.sha256(bare.encode()).hexdigest(), bare)


def _read(name: str, sha256: str, text: str) -> ReadContract:
    from paidang.contracts.rules.reading import read_contract

    return ReadContract(name, sha256, text, read_contract(text, name=name, sha256=sha256).to_json())


def read_again(text: str, document: dict[str, object], index: int) -> dict[str, object]:
    """The same document with its findings worded in the page's language; as it was, if the reader has changed since."""
    try:
        from paidang.contracts.rules.reading import read_contract
    except ImportError:
        return document
    documents = read_contract(text, name="", sha256="", lang=language()).to_json()["documents"]
    if index >= len(documents) or [one["code"] for one in documents[index]["findings"]] != _codes(document):
        return document
    return document | {"findings": documents[index]["findings"]}


def _codes(document: dict[str, object]) -> list[str]:
    return [finding["code"] for finding in document["findings"]]  # type: ignore[attr-defined]


# The words of the reader's vocabulary


def label(term: str, lang: str) -> str:
    """What a term is called."""
    return _vocabulary("label", term, lang, default=term)


def group(term: str) -> str:
    """The key of the group that a term belongs to."""
    return _vocabulary("group", term, default=term.split(".")[0])


def show_value(term: str, value: object, lang: str) -> str:
    """A term's value as people read it."""
    return _vocabulary("show_value", term, value, lang, default=str(value))


def _vocabulary(name: str, *args: object, default: str) -> str:
    try:
        from paidang.contracts.rules.reading import vocabulary
    except ImportError:
        return default
    return str(getattr(vocabulary, name)(*args))
