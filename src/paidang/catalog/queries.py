"""Reads on prices."""

from paidang.catalog.models import FactoryPrice, RetailPrice


def list_skus(contract_id: int) -> set[str]:
    """Every SKU that has a price of either kind: the goods of this contract. Empty: no list was handed in yet."""
    found = set(FactoryPrice.objects.filter(contract_id=contract_id).values_list("sku", flat=True).distinct())
    return found | set(
        RetailPrice.objects.filter(contract_id=contract_id).values_list("sku", flat=True).distinct()
    )
