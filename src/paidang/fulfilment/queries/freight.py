"""The freight table, and which parcels' freight is not in the facts yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet, Sum

from paidang.contracts.queries.kept import kept
from paidang.fulfilment.models import FreightRate, Pack, contents_of
from paidang.fulfilment.queries.waves import goods_of
from paidang.fulfilment.rules.freight import Rate, rate_for
from paidang.kit.period import day_of
from paidang.orders.models import Parcel, ParcelLine

PARCELS_MAX = 5_000
ROWS_A_PARCEL = 40
"""Weighing a parcel takes its lines, its goods and the table: as much as so many rows."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """A parcel that left, its first order, its weight in grams, and its freight in fen by the table, or as whoever packed it by
    hand wrote it down; None where nobody knows.
    """

    parcel: Parcel
    order_id: str
    weight_g: int | None
    fen: int | None


def list_rates(contract_id: int) -> list[FreightRate]:
    """The whole table, the latest day of each row first."""
    found = FreightRate.objects.filter(contract_id=contract_id).select_related("warehouse", "set_by")
    return list(found.order_by("carrier", "warehouse__name", "province", "-valid_from"))


def list_unbooked(contract_id: int, *, most: int = PARCELS_MAX) -> list[Weighed]:
    """The parcels that left and whose freight is not in the facts, those packed by hand too, the longest gone first."""
    found = (
        _unbooked(contract_id)
        .select_related("pack__wave")
        .prefetch_related("lines__parts")
        .order_by("shipped_at", "pk")
    )
    return weigh(contract_id, list(found[:most]))


@dataclass(frozen=True, slots=True)
class Waiting:
    """Parcels that left and whose freight is not in the facts: how many in all, and of those that are looked at how many the
    table knows and what they come to in fen."""

    parcels: int
    known: int
    fen: int


def count_unbooked(contract_id: int) -> Waiting:
    """How many parcels wait for their freight. Parcels that come or go, and rows of the table, tell at once; a weight of goods put
    down later is seen within a minute or so where thousands wait."""
    parcels = _unbooked(contract_id).count()
    rates = FreightRate.objects.filter(contract_id=contract_id).count()

    def make() -> tuple[int, int]:
        known = [one.fen for one in list_unbooked(contract_id) if one.fen is not None]
        return len(known), sum(known)

    known, fen = kept(
        [contract_id],
        ("freight", parcels, rates),
        make,
        rows=lambda _: min(parcels, PARCELS_MAX) * ROWS_A_PARCEL,
    )
    return Waiting(parcels, known, fen)


def _unbooked(contract_id: int) -> QuerySet[Parcel]:
    return Parcel.objects.filter(contract_id=contract_id, shipped_at__isnull=False, booked_fen=None)


def weigh(contract_id: int, parcels: Sequence[Parcel]) -> list[Weighed]:
    """Each parcel with its weight, as weighed or as the sum of its goods, and its freight."""
    rates = [
        Rate(
            row.carrier, row.warehouse_id, row.province, row.valid_from, row.first_g, row.first_fen, row.step_g, row.step_fen
        )
        for row in FreightRate.objects.filter(contract_id=contract_id)
    ]  # fmt: skip
    inside = {parcel.pk: contents_of(parcel.lines.all()) for parcel in parcels}
    goods = goods_of(contract_id, {item.sku for items in inside.values() for item in items})
    found = []
    for parcel in parcels:
        items = inside[parcel.pk]
        grams = [(goods[item.sku].weight_g, item.quantity) for item in items]
        weight_g = parcel.weight_g
        if weight_g is None and all(g is not None for g, _n in grams):
            weight_g = sum((g or 0) * n for g, n in grams)
        assert parcel.shipped_at is not None, "only what left has freight"
        rate = rate_for(
            rates, carrier=parcel.carrier, warehouse=_warehouse_of(parcel), province=parcel.province,
            day=day_of(parcel.shipped_at),
        )  # fmt: skip
        fen = parcel.freight_fen
        if rate and weight_g is not None:
            fen = rate.freight_fen(weight_g)
        found.append(Weighed(parcel, min(item.order_id for item in items), weight_g, fen))
    return found


def _warehouse_of(parcel: Parcel) -> int | None:
    """Where it was picked; None for one that was packed by hand."""
    pack: Pack | None = getattr(parcel, "pack", None)
    return pack.wave.warehouse_id if pack else None


def orders_of(parcels: Sequence[Parcel]) -> dict[int, list[str]]:
    """The orders of each parcel by number; by the parcel's key."""
    found: dict[int, list[str]] = {}
    lines = ParcelLine.objects.filter(parcel__in=parcels)
    for parcel_id, order_id in lines.order_by("order_id").values_list("parcel_id", "order_id").distinct():
        found.setdefault(parcel_id, []).append(order_id)
    return found


def booked_of(contract_id: int) -> tuple[int, int]:
    """How many parcels' freight is in the facts, and what it comes to in fen."""
    booked = Parcel.objects.filter(contract_id=contract_id, booked_fen__isnull=False)
    return booked.count(), int(booked.aggregate(fen=Sum("booked_fen"))["fen"] or 0)
