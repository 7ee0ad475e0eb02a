"""Remarks on a picture at their place, replies to them, and that they are done with."""

from datetime import datetime

from django.db import transaction

from paidang.contracts.queries.numbers import next_number
from paidang.kit.clause import clause
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.studio.actions.recording import UnableToProof, asset_for, record, talks, text_of
from paidang.studio.models import Asset, Pin, Reply
from paidang.studio.queries.pictures import get_version
from paidang.team.models import Person


@clause("PH-1")
@transaction.atomic
def add_pin(
    *,
    person: Person,
    at: datetime,
    code: str,
    number: int,
    version: int,
    text: str,
    x: int | None,
    y: int | None,
) -> Pin:
    """Remark on a version, at a place in thousandths of width and height, or on all of it (None, None)."""
    asset = asset_for(person, code, number, talks(person))
    found = get_version(asset, version)
    if (x is None) != (y is None) or not (0 <= (x or 0) <= 1000 and 0 <= (y or 0) <= 1000):
        raise UnableToProof(say("批注的位置不在图上"), code="NO_PLACE", remedy=say("请再点一次图片。"))
    pin = Pin.objects.create(
        contract=asset.contract, asset=asset, version=found, number=next_number(Pin, asset=asset),
        x=x, y=y, text=text_of(text, say("批注")),
        said_by=person, said_at=at,
    )  # fmt: skip
    record(asset.contract, person, at, "studio.pinned", asset.code, {"pin": pin.number, "version": version})
    return pin


@clause("PH-1")
@transaction.atomic
def reply_to_pin(*, person: Person, at: datetime, code: str, number: int, pin: int, text: str) -> Reply:
    """Answer a remark."""
    asset = asset_for(person, code, number, talks(person))
    found = _pin(asset, pin)
    reply = Reply.objects.create(
        contract=asset.contract, pin=found, text=text_of(text, say("回复")), said_by=person, said_at=at
    )
    record(asset.contract, person, at, "studio.replied", asset.code, {"pin": pin})
    return reply


@clause("PH-1")
@transaction.atomic
def resolve_pin(*, person: Person, at: datetime, code: str, number: int, pin: int) -> Pin:
    """Mark a remark as done with; either side may, it says who. Done with is done with: twice changes nothing."""
    asset = asset_for(person, code, number, talks(person))
    found = _pin(asset, pin)
    if found.resolved_at:
        return found
    found.resolved_by, found.resolved_at = person, at
    found.save(update_fields=["resolved_by", "resolved_at"])
    record(asset.contract, person, at, "studio.resolved", asset.code, {"pin": pin})
    return found


def _pin(asset: Asset, number: int) -> Pin:
    found = Pin.objects.filter(asset=asset, number=number).first()
    if found is None:
        raise NotFound(
            say("图片 {code} 没有批注 {number}", code=asset.code, number=number),
            remedy=say("请从图片的页面打开。"),
        )
    return found
