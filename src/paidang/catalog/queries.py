"""Reads on prices."""

from dataclasses import dataclass
from datetime import date

from paidang.catalog.models import FactoryPrice, PriceChange, RetailPrice
from paidang.catalog.rules.price_floor import Floor


@dataclass(frozen=True, slots=True)
class PriceRow:
    """A SKU and its prices in force on a day; None where nothing is declared."""

    sku: str
    factory_price_fen: int | None
    factory_from: date | None
    min_retail_price_fen: int | None
    suggested_price_fen: int | None
    retail_from: date | None


def list_skus(contract_id: int) -> set[str]:
    """Every SKU that has a price of either kind: the goods of this contract. Empty: no list was handed in yet."""
    found = set(FactoryPrice.objects.filter(contract_id=contract_id).values_list("sku", flat=True).distinct())
    return found | set(
        RetailPrice.objects.filter(contract_id=contract_id).values_list("sku", flat=True).distinct()
    )


def list_floors(contract_id: int, sku: str | None = None) -> list[Floor]:
    """The minimum retail prices of a contract, all of them by date, as the rule knows them."""
    rows = RetailPrice.objects.filter(contract_id=contract_id).order_by("sku", "valid_from")
    if sku is not None:
        rows = rows.filter(sku=sku)
    return [Floor(row.sku, row.valid_from, row.min_retail_price_fen) for row in rows]


def list_prices(contract_id: int, day: date) -> list[PriceRow]:
    """Each SKU with its prices in force on that day, by SKU."""
    factory = {
        row.sku: row
        for row in FactoryPrice.objects.filter(contract_id=contract_id, valid_from__lte=day).order_by(
            "valid_from"
        )
    }
    retail = {
        row.sku: row
        for row in RetailPrice.objects.filter(contract_id=contract_id, valid_from__lte=day).order_by(
            "valid_from"
        )
    }
    rows = []
    for sku in sorted(factory.keys() | retail.keys()):
        made, sold = factory.get(sku), retail.get(sku)
        rows.append(
            PriceRow(
                sku=sku,
                factory_price_fen=made.factory_price_fen if made else None,
                factory_from=made.valid_from if made else None,
                min_retail_price_fen=sold.min_retail_price_fen if sold else None,
                suggested_price_fen=sold.suggested_price_fen if sold else None,
                retail_from=sold.valid_from if sold else None,
            )
        )
    return rows


def list_changes(contract_id: int, sku: str) -> list[PriceChange]:
    """What a SKU's prices were before files changed them, the newest first."""
    return list(PriceChange.objects.filter(contract_id=contract_id, sku=sku).order_by("-at", "-pk"))
