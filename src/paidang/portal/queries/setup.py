"""What a contract needs before work can be done and paid: prices, stores."""

from dataclasses import dataclass

from paidang.catalog.models import FactoryPrice, RetailPrice
from paidang.contracts.models import Contract
from paidang.orders.models import OrderLine, Store


@dataclass(frozen=True, slots=True)
class Setup:
    """How many SKUs have prices, which were sold without one, and the stores."""

    priced: int
    unpriced: list[str]
    floors: int
    stores: list[str]


def get_setup(contract: Contract) -> Setup:
    """Count what is there; `unpriced` are at most 20 of the SKUs sold without any factory price."""
    priced = set(FactoryPrice.objects.filter(contract=contract).values_list("sku", flat=True).distinct())
    sold = (
        OrderLine.objects.filter(contract=contract, gift=False)
        .order_by()
        .values_list("sku", flat=True)
        .distinct()
    )
    floors = RetailPrice.objects.filter(contract=contract).values("sku").distinct().count()
    stores = (
        Store.objects.filter(contract=contract).order_by("channel", "name").values_list("name", flat=True)
    )
    return Setup(len(priced), sorted(set(sold) - priced)[:20], floors, list(stores))
