"""A picture from the camera to the brand's written word: handed in, sent to proof, signed off or sent back, version by version."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from paidang.contracts.actions.given import hand_over
from paidang.contracts.models import Contract
from paidang.contracts.rules.annexes import safe_name
from paidang.kit.clause import clause
from paidang.kit.media import JPEG
from paidang.kit.sentence import say
from paidang.studio.actions.recording import (
    UnableToProof,
    asset_for,
    check_state,
    contract_for,
    record,
    set_proof_duty,
    text_of,
)
from paidang.studio.actions.shots import new_asset
from paidang.studio.models import Asset, File, Version
from paidang.studio.queries.pictures import get_asset, get_product, get_version
from paidang.studio.rules.picture import NoPicture, digest_of, measure
from paidang.studio.rules.shots import KINDS
from paidang.studio.rules.sizes import failing
from paidang.studio.rules.words import APPROVED, NEEDED, PROOF, RETURNED, UPLOADED
from paidang.team.models import Person


@clause("PH-1", "OP-2-A-4", "OP-2-B-3")
@transaction.atomic
def hand_in(
    *, person: Person, at: datetime, code: str, product_id: int, kind: str, name: str, content: bytes
) -> Asset:
    """A file for a product: the first picture of its kind that is still needed, else a new one.

    Bytes that one of the product's pictures already has are that picture: twice is once.
    """
    contract = contract_for(person, code, "make_pictures", lock=True)
    product = get_product(contract, product_id)
    if kind not in KINDS:
        raise UnableToProof(say("没有这种图"), code="NO_KIND", remedy=say("请从列表里选。"))
    of_product = Asset.objects.filter(contract=contract, product=product)
    known = (
        Version.objects.filter(asset__in=of_product, sha256=digest_of(content))
        .select_related("asset")
        .first()
    )
    if known:
        return known.asset
    waiting = of_product.filter(kind=kind, state=NEEDED).order_by("number").first()
    asset = waiting or new_asset(contract, product, kind, person=person, at=at)
    add_version(person=person, at=at, code=code, number=asset.number, name=name, content=content)
    return get_asset(contract, asset.number)


@clause("PH-1", "OP-2-A-4", "OP-2-B-3")
@transaction.atomic
def add_version(
    *, person: Person, at: datetime, code: str, number: int, name: str, content: bytes, note: str = ""
) -> Version:
    """The next version of a picture, kept as it was given. The brand's word on an earlier one says nothing of this one."""
    asset = asset_for(person, code, number, "make_pictures")
    contract = asset.contract
    sha256 = digest_of(content)
    if same := Version.objects.filter(asset=asset, sha256=sha256).first():
        if same.number == asset.latest:
            return same
        raise UnableToProof(
            say("这和第 {version} 版是同一张图", version=same.number),
            code="SAME_PICTURE",
            remedy=say("请核对选的文件。"),
        )
    try:
        seen = measure(content)
    except NoPicture as no:
        said = no.violation
        raise UnableToProof(
            say("{name}：{why}", name=safe_name(name), why=said.message), code=said.code, remedy=said.remedy
        ) from no
    picture = seen.picture
    hand_over(contract, person, at, files={sha256: safe_name(name)}, unable=UnableToProof)
    version = Version.objects.create(
        contract=contract, asset=asset, number=asset.latest + 1, sha256=keep(contract, content, picture.media),
        name=safe_name(name), media=picture.media, width=picture.width, height=picture.height,
        size_bytes=picture.size_bytes, mode=picture.mode, edge_white_permille=picture.edge_white_permille,
        thumb_sha256=keep(contract, seen.thumb, JPEG), proof_sha256=keep(contract, seen.proof, JPEG),
        note=text_of(note, say("改了什么"), is_needed=False), added_by=person, added_at=at,
    )  # fmt: skip
    asset.latest, asset.thumb_sha256 = version.number, version.thumb_sha256
    asset.failing = failing(picture, asset.kind)
    _step(asset, UPLOADED, at)
    record(
        contract, person, at, "studio.handed_in", asset.code, {"version": version.number, "sha256": sha256}
    )
    return version


def keep(contract: Contract, content: bytes, media: str) -> str:
    """Keep bytes under their digest, once; return it."""
    sha256 = digest_of(content)
    if not File.objects.filter(contract=contract, sha256=sha256).exists():
        File.objects.bulk_create(
            [File(contract=contract, sha256=sha256, media=media, content=content)], ignore_conflicts=True
        )
    return sha256


@clause("PH-1")
@transaction.atomic
def send_to_proof(*, person: Person, at: datetime, code: str, numbers: Sequence[int]) -> int:
    """Ask the brand for its written word on the newest version of each; those that wait already stay as they are."""
    contract = contract_for(person, code, "make_pictures")
    sent = 0
    for number in sorted(set(numbers)):
        asset = get_asset(contract, number, lock=True)
        if asset.state == PROOF:
            continue
        check_state(asset, UPLOADED)
        version = get_version(asset, asset.latest, lock=True)
        version.sent_at = at
        version.save(update_fields=["sent_at"])
        _step(asset, PROOF, at)
        record(contract, person, at, "studio.sent", asset.code, {"version": version.number})
        sent += 1
    return sent


@clause("PH-1", "PH-2", "TC-3-2")
@transaction.atomic
def approve_version(
    *, person: Person, at: datetime, code: str, number: int, version: int, sha256: str
) -> Version:
    """The brand's written word on one version, by its digest as the brand saw it: it may go out (Civil Code 469)."""
    asset = asset_for(person, code, number, "approve_pictures")
    found = _in_proof(asset, version, sha256)
    found.agreed, found.answered_by, found.answered_at = True, person, at
    found.save(update_fields=["agreed", "answered_by", "answered_at"])
    asset.approved = found.number
    _step(asset, APPROVED, at)
    record(
        asset.contract,
        person,
        at,
        "studio.approved",
        asset.code,
        {"version": found.number, "sha256": found.sha256},
    )
    return found


@clause("PH-1", "TC-3-2")
@transaction.atomic
def return_version(
    *, person: Person, at: datetime, code: str, number: int, version: int, sha256: str, reason: str
) -> Version:
    """The brand asks for changes and says which; the next version begins anew."""
    asset = asset_for(person, code, number, "approve_pictures")
    found = _in_proof(asset, version, sha256)
    found.agreed, found.answered_by, found.answered_at = False, person, at
    found.reason = text_of(reason, say("要改什么"))
    found.save(update_fields=["agreed", "answered_by", "answered_at", "reason"])
    _step(asset, RETURNED, at)
    record(
        asset.contract,
        person,
        at,
        "studio.returned",
        asset.code,
        {"version": found.number, "sha256": found.sha256},
    )
    return found


def _in_proof(asset: Asset, version: int, sha256: str) -> Version:
    """The version that waits for the brand's word; UnableToProof where the brand saw another one."""
    check_state(asset, PROOF)
    found = get_version(asset, asset.latest, lock=True)
    if (found.number, found.sha256) != (version, sha256):
        raise UnableToProof(
            say("图片已经换成第 {version} 版", version=found.number),
            code="PICTURE_CHANGED",
            remedy=say("请看过新的一版再答复。"),
        )
    return found


def _step(asset: Asset, state: str, at: datetime) -> None:
    """Bring the picture to a state and save it; only an approved one keeps the number of what was approved."""
    asset.state, asset.turned_at = state, at
    asset.approved = asset.approved if state == APPROVED else 0
    asset.save()
    set_proof_duty(asset.contract, at=at)
