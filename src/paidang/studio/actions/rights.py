"""Releases of people and makers for a picture, and the agency's reminder before one ends."""

from datetime import date, datetime, timedelta

from django.db import transaction

from paidang.contracts.models import Contract
from paidang.duties.actions import close_duty, raise_duty
from paidang.kit.clause import clause
from paidang.kit.period import day_end_at, day_of
from paidang.kit.sentence import say
from paidang.studio.actions.recording import UnableToProof, asset_for, record, text_of
from paidang.studio.models import Asset, Right
from paidang.studio.queries.pictures import list_rights
from paidang.studio.rules.words import REMIND_DAYS, RIGHTS
from paidang.team.models import Person

HOLDER_MAX = 80


@clause("PH-1")
@transaction.atomic
def record_right(
    *, person: Person, at: datetime, code: str, number: int, kind: str, holder: str, until: date | None
) -> Right:
    """Whose release a picture has and until which day; the same kind and holder again is its renewal."""
    asset = asset_for(person, code, number, "make_pictures")
    if kind not in RIGHTS:
        raise UnableToProof(say("没有这种授权"), code="NO_RIGHT", remedy=say("请从列表里选。"))
    right = Right.objects.create(
        contract=asset.contract, asset=asset, kind=kind, holder=text_of(holder, say("授权人"), most=HOLDER_MAX), until=until,
        recorded_by=person, recorded_at=at,
    )  # fmt: skip
    record(
        asset.contract,
        person,
        at,
        "studio.right_recorded",
        asset.code,
        {"kind": kind, "until": f"{until or '—'}"},
    )
    set_right_duty(asset, at=at)
    return right


def set_right_duties(contract: Contract, *, at: datetime) -> None:
    """Remind of every release that ends within REMIND_DAYS. Done again, it changes nothing."""
    soon = day_of(at) + timedelta(days=REMIND_DAYS)
    for asset in Asset.objects.filter(contract=contract, rights__until__lte=soon).distinct():
        asset.contract = contract
        set_right_duty(asset, at=at)


def set_right_duty(asset: Asset, *, at: datetime) -> None:
    """The agency's duty to renew the picture's release that ends first, if that is soon or past."""
    ends = min((right.until for right in list_rights(asset) if right.until), default=None)
    key = f"right:{asset.number}"
    if ends is None or ends > day_of(at) + timedelta(days=REMIND_DAYS):
        close_duty(asset.contract_id, key=key, at=at)
        return
    raise_duty(
        asset.contract_id, key=key, kind="renew_right", side="b", at=at,
        due_at=day_end_at(ends),
        page=f"/studio/{asset.contract.code}/{asset.number}", facts={"picture": asset.code, "day": f"{ends}"},
    )  # fmt: skip
