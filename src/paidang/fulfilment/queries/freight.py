"""The freight table, and which parcels' freight is not in the facts yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Sum

from paidang.fulfilment.models import FreightRate, Pack
from paidang.fulfilment.queries.waves import goods_of
from paidang.fulfilment.rules.freight import Rate, rate_for
from paidang.fulfilment.rules.states import SHIPPED
from paidang.kit.period import day_of

PARCELS_MAX = 5_000


@dataclass(frozen=True, slots=True)
class Weighed:
    """A parcel that left, its weight in grams and what the table asks for it in fen; None where nobody knows."""

    pack: Pack
    weight_g: int | None
    fen: int | None


def list_rates(contract_id: int) -> list[FreightRate]:
    """The whole table, the latest day of each row first."""
    found = FreightRate.objects.filter(contract_id=contract_id).select_related("warehouse", "set_by")
    return list(found.order_by("carrier", "warehouse__name", "province", "-valid_from"))


def list_unbooked(contract_id: int, *, most: int = PARCELS_MAX) -> list[Weighed]:
    """The parcels that left and whose freight is not in the facts, the longest gone first, with what the table says."""
    packs = list(
        Pack.objects.filter(contract_id=contract_id, state=SHIPPED, freight_fen=None)
        .select_related("wave")
        .prefetch_related("items")
        .order_by("shipped_at", "pk")[:most]
    )
    return weigh(contract_id, packs)


def weigh(contract_id: int, packs: Sequence[Pack]) -> list[Weighed]:
    """Each parcel with its weight, as weighed or as the sum of its goods, and its freight by the table."""
    rates = [
        Rate(
            row.carrier, row.warehouse_id, row.province, row.valid_from, row.first_g, row.first_fen, row.step_g, row.step_fen
        )
        for row in FreightRate.objects.filter(contract_id=contract_id)
    ]  # fmt: skip
    goods = goods_of(contract_id, {item.sku for pack in packs for item in pack.items.all()})
    found = []
    for pack in packs:
        grams = [(goods[item.sku].weight_g, item.quantity) for item in pack.items.all()]
        weight_g = pack.weight_g
        if weight_g is None and all(g is not None for g, _n in grams):
            weight_g = sum((g or 0) * n for g, n in grams)
        assert pack.shipped_at is not None, "only what left has freight"
        rate = rate_for(
            rates, carrier=pack.carrier, warehouse=pack.wave.warehouse_id, province=pack.province, day=day_of(pack.shipped_at)
        )  # fmt: skip
        fen = rate.freight_fen(weight_g) if rate and weight_g is not None else None
        found.append(Weighed(pack, weight_g, fen))
    return found


def booked_of(contract_id: int) -> tuple[int, int]:
    """How many parcels' freight is in the facts, and what it comes to in fen."""
    booked = Pack.objects.filter(contract_id=contract_id, freight_fen__isnull=False)
    return booked.count(), int(booked.aggregate(fen=Sum("freight_fen"))["fen"] or 0)
