"""A stocked warehouse with orders, and how its people work, for the tests of fulfilment."""

from datetime import datetime
from itertools import count

from tests.cast import Party, acting, shanghai

from paidang.contracts.models import Contract
from paidang.fulfilment import actions
from paidang.fulfilment.actions import WaveWish
from paidang.fulfilment.models import Pack, Scan, Wave
from paidang.intake.tests.goods import HOUSE
from paidang.team.models import Person

AT = shanghai("2026-04-03 10:00")
_keys = count()


def warehouse_of(brand: Party) -> Person:
    return brand.people["brand_warehouse"]


def wave(
    person: Person, contract: Contract, *, at: datetime = AT, carrier: str = "sf", **wish: object
) -> Wave:
    with acting(person):
        return actions.make_wave(
            person=person,
            at=at,
            code=contract.code,
            wish=WaveWish(HOUSE, carrier, **wish),  # type: ignore[arg-type]
        )


def packs_of(person: Person, made: Wave) -> list[Pack]:
    with acting(person):
        return list(
            Pack.objects.filter(wave=made)
            .order_by("number")
            .select_related("wave", "contract", "parcel")
            .prefetch_related("parcel__lines__parts")
        )


def scan(person: Person, pack: Pack, read: str, *, key: str = "", at: datetime = AT) -> Scan:
    """Scan something over a parcel; each time with a key of its own, unless one is given."""
    with acting(person):
        return actions.scan_code(
            person=person,
            at=at,
            code=pack.contract.code,
            pack_id=pack.pk,
            read=read,
            key=key or f"k{next(_keys)}",
        )


def waybill(person: Person, pack: Pack, number: str) -> None:
    with acting(person):
        actions.give_waybills(
            person=person, at=AT, code=pack.contract.code, rows=[actions.Given(pack.code, "", number)]
        )


def ship(person: Person, *packs: Pack, at: datetime = AT) -> actions.Handed:
    with acting(person):
        return actions.ship_packs(
            person=person, at=at, code=packs[0].contract.code, pack_ids=[pack.pk for pack in packs]
        )
