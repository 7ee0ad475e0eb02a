"""Files in and out: what was given as the actions take it, what is handed out as a file to save."""

from collections.abc import Sequence
from typing import Annotated
from urllib.parse import quote

from django.http import HttpResponse
from ninja import File
from ninja.files import UploadedFile

from paidang.api.views.shapes import Json
from paidang.duties.actions import Proof

ANY = "application/octet-stream"
Csv = Annotated[UploadedFile, File(description="CSV in UTF-8 or GBK, its columns as the page names them")]
Given = Annotated[UploadedFile, File(description="the file as it is")]


def proof_of(file: UploadedFile, bytes_max: int) -> Proof:
    """A file with its name; one byte more than the most, so that the act can say that it is too large."""
    return Proof((file.name or "")[-255:], file.read(bytes_max + 1))


def proofs_of(files: Sequence[UploadedFile], bytes_max: int) -> list[Proof]:
    """Several of them."""
    return [proof_of(file, bytes_max) for file in files]


def binary(kind: str = ANY) -> Json:
    """What the OpenAPI document says of a route that hands out a file."""
    return {"responses": {200: {"content": {kind: {"schema": {"type": "string", "format": "binary"}}}}}}


def download(content: bytes, name: str, kind: str = ANY) -> HttpResponse:
    """A file to save, under its name."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}", "X-Content-Type-Options": "nosniff",
    }  # fmt: skip
    return HttpResponse(content, content_type=kind, headers=headers)
