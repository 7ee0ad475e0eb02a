"""What the goods are called."""

from collections.abc import Collection

from django.db.models import Exists, OuterRef

from paidang.catalog.models import Listing, ListingPart, Sku
from paidang.contracts.models import Contract


def titles_of(contract: Contract, skus: Collection[str]) -> dict[str, str]:
    """What the goods are called, by SKU, as far as that was told."""
    return {sku: title for (_pk, sku), title in titles_in([contract.pk], skus).items()}


def titles_in(contract_ids: Collection[int], skus: Collection[str]) -> dict[tuple[int, str], str]:
    """The same of several contracts, by contract and SKU; a SKU of no product is called as a store last listed it alone,
    a set as the store that lists it under this code does."""
    titles: dict[tuple[int, str], str] = {}
    unnamed: dict[int, tuple[int, str]] = {}
    found = Sku.objects.filter(contract__in=contract_ids, code__in=skus)
    for pk, contract_id, code, title in found.values_list("pk", "contract_id", "code", "product__title"):
        if title is None:
            unnamed[pk] = contract_id, code
        else:
            titles[contract_id, code] = title
    if unnamed:
        titles.update((unnamed[pk], title) for pk, title in _listed_titles(unnamed))
    others = set(skus) - {"", *(code for _contract_id, code in titles)}
    if others:
        sets = Listing.objects.filter(contract__in=contract_ids, seller_code__in=others).exclude(title="")
        listed = sets.order_by("told_at", "pk").values_list("contract", "seller_code", "title")
        titles.update(((contract_id, code), title) for contract_id, code, title in listed)
    return titles


def _listed_titles(sku_ids: Collection[int]) -> list[tuple[int, str]]:
    """What stores call these SKUs where they sell one of them alone, what was told last at the end."""
    other = ListingPart.objects.filter(listing=OuterRef("listing")).exclude(pk=OuterRef("pk"))
    alone = ListingPart.objects.filter(~Exists(other), sku__in=sku_ids, quantity=1).exclude(listing__title="")
    return list(alone.order_by("listing__told_at", "pk").values_list("sku_id", "listing__title"))
