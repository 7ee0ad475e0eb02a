"""What the goods are called."""

from collections.abc import Collection

from paidang.catalog.models import Sku
from paidang.contracts.models import Contract


def titles_of(contract: Contract, skus: Collection[str]) -> dict[str, str]:
    """What the goods are called, by SKU, as far as that was told."""
    return {sku: title for (_pk, sku), title in titles_in([contract.pk], skus).items()}


def titles_in(contract_ids: Collection[int], skus: Collection[str]) -> dict[tuple[int, str], str]:
    """The same of several contracts, by contract and SKU."""
    found = Sku.objects.filter(contract__in=contract_ids, code__in=skus).exclude(product=None)
    return {(pk, sku): title for pk, sku, title in found.values_list("contract_id", "code", "product__title")}
