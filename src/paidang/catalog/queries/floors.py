"""Minimum retail prices by SKU, and of what stores sell under a code of their own: one way for guard, sold prices and market."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Q

from paidang.catalog.models import Listing, ListingPart, RetailPrice
from paidang.catalog.rules.guarding import FloorDays, sum_floors

SetCode = tuple[str, str, str]
"""Channel, store, and the seller's code by which orders of that store name what it sells."""


def retail_days(contract_id: int, skus: Collection[str] | None = None) -> dict[str, list[tuple[date, int]]]:
    """The minimum retail prices by SKU, each from its day on, in the order of the days."""
    found = RetailPrice.objects.filter(contract_id=contract_id)
    if skus is not None:
        found = found.filter(sku__in=skus)
    days: dict[str, list[tuple[date, int]]] = {}
    for sku, day, fen in found.order_by("valid_from").values_list(
        "sku", "valid_from", "min_retail_price_fen"
    ):
        days.setdefault(sku, []).append((day, fen))
    return days


def names_own(contract_id: int) -> bool:
    """Whether any store lists by a code of the seller's; where none does nothing need be asked of sets."""
    return Listing.objects.filter(~Q(seller_code=""), contract_id=contract_id).exists()


def sets_with(contract_id: int, skus: Collection[str]) -> set[str]:
    """The sellers' codes of what any of these SKUs is a part of."""
    parts = ListingPart.objects.filter(contract_id=contract_id, sku__code__in=skus, listing__problem="")
    return set(parts.exclude(listing__seller_code="").values_list("listing__seller_code", flat=True))


def floors_of_sets(contract_id: int, codes: Collection[str]) -> dict[SetCode, FloorDays]:
    """Of these codes those that the brand has not priced itself: the sum of the parts' floors, gifts left out.

    Where a store lists one code with different parts, nobody can say which was sold: then no floor is known.
    """
    priced = RetailPrice.objects.filter(contract_id=contract_id, sku__in=codes).values_list("sku", flat=True)
    rows = Listing.objects.filter(
        contract_id=contract_id, seller_code__in=set(codes) - set(priced) - {""}, problem="", parts__sku__is_gift=False
    )  # fmt: skip
    listed: dict[SetCode, dict[int, dict[str, int]]] = {}
    for channel, store, code, pk, part, n in rows.values_list(
        "channel", "store", "seller_code", "pk", "parts__sku__code", "parts__quantity"
    ):
        listed.setdefault((channel, store, code), {}).setdefault(pk, {})[part] = n
    made_of = {}
    for name, listings in listed.items():
        first, *others = listings.values()
        if all(other == first for other in others):
            made_of[name] = first
    of_parts = retail_days(contract_id, {part for parts in made_of.values() for part in parts})
    floors = {
        name: sum_floors((of_parts.get(part, ()), n) for part, n in parts.items())
        for name, parts in made_of.items()
    }
    return {name: days for name, days in floors.items() if days}


def floors_of_codes(contract_id: int, codes: Collection[str]) -> dict[str, FloorDays]:
    """The floors by what people call the goods, whoever sells them; a code that stores make up differently has none."""
    found: Mapping[SetCode, FloorDays] = floors_of_sets(contract_id, codes)
    of_code: dict[str, list[FloorDays]] = {}
    for (_channel, _store, code), days in found.items():
        of_code.setdefault(code, []).append(days)
    return dict(retail_days(contract_id, codes)) | {
        code: days[0] for code, days in of_code.items() if all(other == days[0] for other in days)
    }
