"""Reading a contract's text: a file becomes cited terms and findings."""

import hashlib
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import File, Router
from ninja.files import UploadedFile

from paidang.api.views.route import acts
from paidang.api.views.shapes import Json, Shape, language
from paidang.contracts.rules.reading import read_contract
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.printing.read_text import FILE_MAX_BYTES, Unreadable, read_text
from paidang.team.rules.api_tokens import READ

router = Router(tags=["contracts"])
Given = Annotated[UploadedFile, File(description="the contract: .txt .md .html .docx .pdf, up to 20 MB")]


class UnableToRead(UnableTo):
    """The file holds no text that can be read. HTTP 422."""

    status = 422
    code = "CONTRACT_NOT_READ"


class Reading(Shape):
    """As `paidang contract read --json` answers: per document its terms and findings, each with its exact quotation."""

    source: Json
    documents: list[Json]


def read_given(file: UploadedFile, lang: str = "zh") -> tuple[str, str, dict[str, Any]]:
    """The file's sha256, its text, and what was read in it; what is kept is kept in Chinese."""
    content, name = file.read(FILE_MAX_BYTES + 1), file.name or ""
    try:
        text = read_text(content, name)
    except Unreadable as why:
        raise UnableToRead(why.args[0], remedy=say("没有写入任何内容。")) from None
    if "\0" in text:
        raise UnableToRead(say("文字里有不能保存的字符（NUL）"), remedy=say("请另存为 .txt 或 .docx 再传。"))
    sha256 = hashlib.sha256(content).hexdigest()
    return sha256, text, read_contract(text, name=name, sha256=sha256, lang=lang).to_json()


@acts(router, "/contracts/read", Reading, verbs=[READ], errors=("422 CONTRACT_NOT_READ",))
def read_text_of_contract(request: HttpRequest, file: Given) -> Reading:
    """Read a contract's text: terms and findings. Nothing is stored but this answer."""
    return Reading(**read_given(file, language())[2])
