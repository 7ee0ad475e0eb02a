"""Waves with their parcels, what is fetched for them, and what a scanner found."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from paidang.catalog.models import Sku
from paidang.catalog.queries.names import titles_in
from paidang.contracts.models import Contract
from paidang.fulfilment.models import Pack, PackPart, Shelf, Wave, contents_of
from paidang.fulfilment.rules.scanning import Item, codes_of, plain, sets_in
from paidang.fulfilment.rules.states import GIVEN_UP, OPEN, PACKED
from paidang.fulfilment.rules.waves import pick_order
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.orders.models import ParcelLine
from paidang.stock.models import StockLevel

WAVES_SHOWN, CHECKED_SHOWN = 30, 5


@dataclass(frozen=True, slots=True)
class Goods:
    """What people call a SKU, and its barcode; the code itself where nobody named it."""

    sku: str
    title: str
    barcode: str
    weight_g: int | None
    is_gift: bool


def list_waves(
    contract_id: int, *, before: int = 0, most: int = WAVES_SHOWN, only_open: bool = False
) -> list[Wave]:
    """The latest waves, with how many parcels of each are in which state: `parcels`, `open`, `checked`, `left`.

    `only_open`: those in which something is still to be checked.
    """
    found = Wave.objects.filter(contract_id=contract_id).select_related("warehouse", "made_by")
    if before:
        found = found.filter(pk__lt=before)
    counted = found.annotate(
        parcels=Count("packs", filter=~Q(packs__stage__in=GIVEN_UP)),
        open=Count("packs", filter=Q(packs__stage__in=OPEN)),
        checked=Count("packs", filter=Q(packs__stage=PACKED, packs__parcel__shipped_at=None)),
        left=Count("packs", filter=Q(packs__parcel__shipped_at__isnull=False)),
    )
    if only_open:
        counted = counted.filter(open__gt=0)
    return list(counted.order_by("-pk")[:most])


def get_wave(contract: Contract, code: str) -> Wave:
    """The wave; NotFound where there is none that this organisation may see."""
    wave = (
        Wave.objects.filter(contract=contract, code=code)
        .select_related("warehouse", "contract", "made_by")
        .first()
    )
    if wave is None:
        raise NotFound(say("没有波次 {code}", code=code[:40]), remedy=say("请从发货页打开。"))
    return wave


def list_packs(wave: Wave) -> QuerySet[Pack]:
    """The wave's parcels in the order of picking, with what belongs in."""
    return (
        wave.packs.order_by("number")
        .prefetch_related("parcel__lines__parts")
        .select_related("parcel__packed_by")
    )


def find_pack(contract_id: int, read: str) -> Pack | None:
    """The parcel whose label or waybill this is; of several the one that still leaves, then the latest."""
    code = plain(read)
    found = Pack.objects.filter(contract_id=contract_id).filter(
        Q(parcel__code=code) | Q(parcel__waybill=code)
    )
    known = found.select_related("parcel")
    return min(known, key=lambda pack: (pack.stage in GIVEN_UP, -pack.pk), default=None) if code else None


def get_pack(contract: Contract, code: str) -> Pack:
    """The parcel; NotFound where there is none that this organisation may see."""
    found = (
        Pack.objects.filter(contract=contract, parcel__code=code)
        .select_related("wave__warehouse", "parcel__packed_by")
        .first()
    )
    if found is None:
        raise NotFound(say("没有这个包裹"), remedy=say("请从波次打开，或再扫一次包裹码。"))
    return found


def packs_of_order(contract_id: int, order_id: str) -> list[Pack]:
    """The parcels of an order that were not given up, the latest first."""
    lines = ParcelLine.objects.filter(contract_id=contract_id, order_id=order_id)
    found = Pack.objects.filter(parcel__in=lines.values("parcel")).exclude(stage__in=GIVEN_UP)
    return list(found.select_related("wave", "parcel").order_by("-pk"))


def lock_pack(contract: Contract, pack_id: int) -> Pack:
    """The parcel, locked until the transaction ends: of two who scan it one waits for the other."""
    pack = (
        Pack.objects.select_for_update(of=("self", "parcel"))
        .select_related("wave__warehouse", "contract", "parcel")
        .filter(contract=contract, pk=pack_id)
        .first()
    )
    if pack is None:
        raise NotFound(say("没有这个包裹"), remedy=say("请从波次打开，或再扫一次包裹码。"))
    return pack


def goods_of(contract_id: int, skus: Collection[str]) -> dict[str, Goods]:
    """What is known of these SKUs; every one of them is in the answer."""
    titles = titles_in([contract_id], skus)
    known = {
        sku.code: Goods(
            sku.code, titles.get((contract_id, sku.code), sku.code), sku.barcode, sku.weight_g, sku.is_gift
        )
        for sku in Sku.objects.filter(contract_id=contract_id, code__in=skus)
    }
    return {
        code: known.get(code) or Goods(code, titles.get((contract_id, code), code), "", None, False)
        for code in skus
    }


def as_scanned(items: Sequence[ParcelLine | PackPart], goods: dict[str, Goods]) -> list[Item]:
    """The parcel as the rule of scanning sees it."""
    return [Item(item.quantity, item.scanned, codes_of(item.sku, goods[item.sku].barcode)) for item in items]


def sets_of(line: ParcelLine) -> tuple[int, bool]:
    """How many of the line's sets are whole in the parcel, and whether more of them is in; of what is no set: none."""
    parts = [(part.quantity, part.scanned) for part in line.parts.all()]
    return sets_in(line.quantity, parts) if parts else (0, False)


def set_begun(pack: Pack) -> str:
    """The set of which some is in the parcel and some is still to come, "" where each is whole or out: it goes into one parcel."""
    lines = pack.parcel.lines.prefetch_related("parts")
    return next((line.sku for line in lines if sets_of(line)[1]), "")


def find_sku(contract_id: int, read: str) -> str:
    """The SKU that a code is of, "" for a code of nothing of ours."""
    code = read.strip()
    if not code:
        return ""
    named = Sku.objects.filter(contract_id=contract_id).filter(Q(code__iexact=code) | Q(barcode=code))
    stocked = StockLevel.objects.filter(contract_id=contract_id, sku__iexact=code)
    return named.values_list("code", flat=True).first() or stocked.values_list("sku", flat=True).first() or ""


def places_of(contract_id: int, warehouse_id: int, skus: Collection[str] | None = None) -> dict[str, str]:
    """Where these SKUs stand in a warehouse, or all of them."""
    found = Shelf.objects.filter(contract_id=contract_id, warehouse_id=warehouse_id)
    if skus is not None:
        found = found.filter(sku__in=skus)
    return dict(found.values_list("sku", "place"))


def picks_of(wave: Wave) -> list[tuple[str, str, int]]:
    """What is still to be fetched for a wave: (place, SKU, units), along the shelves."""
    units: Counter[str] = Counter()
    to_fetch = ParcelLine.objects.filter(parcel__pack__wave=wave, parcel__pack__stage__in=OPEN)
    for item in contents_of(to_fetch):
        units[item.sku] += item.quantity
    return pick_order(units, places_of(wave.contract_id, wave.warehouse_id, units))


def last_checked(wave: Wave) -> list[Pack]:
    """The parcels of the wave that were checked last."""
    return list(
        wave.packs.filter(parcel__packed_at__isnull=False)
        .order_by("-parcel__packed_at", "-pk")
        .select_related("parcel")
        .prefetch_related("parcel__lines__parts")[:CHECKED_SHOWN]
    )
