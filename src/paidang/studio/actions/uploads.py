"""Large files in parts: told beforehand, taken part by part, whole only when every byte is there and the digest is right.

A part that came already is taken as come; one too far ahead is refused. What broke off goes on at `received_bytes`.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from paidang.contracts.models import Contract
from paidang.contracts.rules.annexes import safe_name
from paidang.kit.outcome import NotFound, UnableTo
from paidang.kit.sentence import say
from paidang.studio.actions.recording import UnableToProof, contract_for, text_of
from paidang.studio.actions.versions import add_version, hand_in
from paidang.studio.models import Asset, Upload, UploadPart
from paidang.studio.queries.pictures import get_asset, get_product
from paidang.studio.rules.picture import OTHER_KIND, OTHER_KINDS, PICTURE_BYTES_MAX, digest_of
from paidang.studio.rules.shots import KINDS
from paidang.team.models import Person

PART_MAX = 4 * 2**20
KEPT = timedelta(days=7)
"""So long an upload waits to be gone on with."""


@dataclass(frozen=True, slots=True)
class Received:
    """How far an upload is; `asset`: the picture that it became; `fault`: why it became none, and is gone."""

    bytes: int
    asset: Asset | None = None
    fault: UnableTo | None = None


@transaction.atomic
def begin_upload(
    *,
    person: Person,
    at: datetime,
    code: str,
    name: str,
    sha256: str,
    size_bytes: int,
    product_id: int = 0,
    kind: str = "",
    number: int = 0,
    note: str = "",
) -> Upload:
    """Tell of a file for picture `number`, or for a kind of picture of a product; the one on its way, if there is one."""
    contract = contract_for(person, code, "make_pictures")
    asset = get_asset(contract, number) if number else None
    product = asset.product if asset else get_product(contract, product_id)
    kind = asset.kind if asset else kind
    if name.lower().endswith(OTHER_KINDS):
        raise UnableToProof(OTHER_KIND.message, code="FILE_NOT_TAKEN", remedy=OTHER_KIND.remedy)
    if size_bytes > PICTURE_BYTES_MAX:
        raise UnableToProof(
            say("文件有 {size:,} MB，超过 {most} MB", size=-(-size_bytes // 2**20), most=PICTURE_BYTES_MAX // 2**20),
            code="FILE_NOT_TAKEN", remedy=say("请导出时压小一些。"),
        )  # fmt: skip
    if not re.fullmatch(r"[0-9a-f]{64}", sha256) or size_bytes <= 0 or kind not in KINDS:
        raise UnableToProof(
            say("文件是空的，或种类不对"), code="FILE_NOT_TAKEN", remedy=say("请重新选文件和种类。")
        )
    note = text_of(note, say("改了什么"), is_needed=False)
    told = {"asset": asset, "product": product, "kind": kind, "name": safe_name(name), "note": note}
    upload, _is_new = Upload.objects.update_or_create(
        contract=contract, begun_by=person, sha256=sha256,
        defaults=told, create_defaults={**told, "size_bytes": size_bytes, "begun_at": at},
    )  # fmt: skip
    return upload


@transaction.atomic
def take_part(
    *, person: Person, at: datetime, code: str, upload_id: int, offset: int, content: bytes
) -> Received:
    """Take a part from an offset on; with the last one the file becomes a picture, or is gone with a fault."""
    contract = contract_for(person, code, "make_pictures")
    found = Upload.objects.select_for_update(of=("self",)).filter(
        contract=contract, begun_by=person, pk=upload_id
    )
    upload = found.select_related("product", "asset").first()
    if upload is None:
        raise NotFound(say("没有这个上传"), remedy=say("请重新选文件。"))
    if offset < upload.received_bytes:
        return Received(upload.received_bytes)
    fits = 0 < len(content) <= PART_MAX and offset + len(content) <= upload.size_bytes
    if offset > upload.received_bytes or not fits:
        raise UnableToProof(
            say("请从第 {at} 字节接着传", at=upload.received_bytes),
            code="WRONG_PART",
            remedy=say("请再按一次上传。"),
        )
    UploadPart.objects.create(contract=contract, upload=upload, offset=offset, content=content)
    upload.received_bytes += len(content)
    upload.save(update_fields=["received_bytes"])
    if upload.received_bytes < upload.size_bytes:
        return Received(upload.received_bytes)
    return _whole(upload, person, at, code)


def _whole(upload: Upload, person: Person, at: datetime, code: str) -> Received:
    content = b"".join(bytes(part.content) for part in upload.parts.order_by("offset"))
    size, name, note, asset = upload.size_bytes, upload.name, upload.note, upload.asset
    is_right = digest_of(content) == upload.sha256
    product_id, kind = upload.product_id, upload.kind
    upload.delete()
    if not is_right:
        return Received(
            size,
            fault=UnableToProof(
                say("{name} 传坏了", name=name), code="WRONG_DIGEST", remedy=say("请再传一次。")
            ),
        )
    who = {"person": person, "at": at, "code": code, "name": name, "content": content}
    try:
        with transaction.atomic():
            if asset is None:
                return Received(size, hand_in(**who, product_id=product_id, kind=kind))  # type: ignore[arg-type]
            add_version(**who, number=asset.number, note=note)  # type: ignore[arg-type]
            return Received(size, asset)
    except UnableToProof as no:
        return Received(size, fault=no)


@transaction.atomic
def drop_upload(*, person: Person, at: datetime, code: str, upload_id: int) -> None:
    """Forget an upload of one's own and what came of it."""
    contract = contract_for(person, code, "make_pictures")
    Upload.objects.filter(contract=contract, begun_by=person, pk=upload_id).delete()


def drop_old_uploads(contract: Contract, *, at: datetime) -> None:
    """Forget what nobody went on with."""
    Upload.objects.filter(contract=contract, begun_at__lt=at - KEPT).delete()
