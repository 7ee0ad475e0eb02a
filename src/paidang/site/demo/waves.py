"""The demo brand's warehouse at work: shelves, and a wave of which the first parcel is checked and the second begun."""

from datetime import datetime, timedelta

from paidang.fulfilment.actions import WaveWish, make_wave, scan_code, scan_waybill, set_places
from paidang.fulfilment.queries.waves import list_packs
from paidang.site.demo.acting import ActingAs
from paidang.site.demo.cast import BRAND
from paidang.site.demo.goods import GOODS
from paidang.site.demo.month import JD, STORES
from paidang.site.demo.stock import HOUSE

LUO = BRAND.people[2].email


def begin_wave(code: str, now: datetime, acting_as: ActingAs) -> None:
    """What may leave of one store is picked; of two parcels the first is whole with its waybill, of the second one unit is in."""
    at = now - timedelta(minutes=40)
    places = {good.sku: f"A-{n:02d}-1" for n, good in enumerate(GOODS, 1)}
    with acting_as(LUO) as luo:
        set_places(person=luo, at=at, code=code, warehouse=HOUSE, places=places)
        wish = WaveWish(HOUSE, "jd", stores=frozenset({STORES[JD]}))
        wave = make_wave(person=luo, at=at, code=code, wish=wish)
        done, begun, *_waiting = list_packs(wave)
        reads = [item.sku for item in done.contents for _unit in range(item.quantity)]
        for n, (pack, sku) in enumerate([*((done, sku) for sku in reads), (begun, begun.contents[0].sku)]):
            scan_code(
                person=luo, at=at + timedelta(minutes=20 + n), code=code, pack_id=pack.pk, read=sku, key=f"demo-{n}"
            )  # fmt: skip
        scan_waybill(
            person=luo,
            at=at + timedelta(minutes=20 + len(reads)),
            code=code,
            parcel=done.code,
            read="JDV012345678901",
        )
