"""On which of a store's products its SKUs are on sale, as it told us last; and in which sets."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Sum

from paidang.catalog.models import Listing, ListingPart
from paidang.stock.models import SyncWish
from paidang.stock.rules.offering import hanging_together, offer_places
from paidang.stores.models import StoreLink


@dataclass(frozen=True, slots=True)
class Listings:
    """By SKU the products that hold it; by SKU those that share a set with it, itself among them."""

    products: dict[str, set[str]]
    beside: dict[str, set[str]]

    def around(self, skus: set[str]) -> set[str]:
        """These and all that hang together with them."""
        return hanging_together(skus, lambda sku: self.beside.get(sku, ()))

    def of(self, skus: set[str]) -> set[str]:
        """The products that hold any of these."""
        return set().union(*(self.products.get(sku, set()) for sku in skus))


def listings_of(link: StoreLink) -> Listings:
    """Of all that the store lists; a listing that is mapped to nothing counts by what it says itself."""
    rows = Listing.objects.filter(contract=link.contract_id, channel=link.channel, store=link.store)
    parts: dict[int, tuple[str, set[str]]] = {}
    for pk, item_id, said, sku in rows.values_list("pk", "item_id", "said_sku", "parts__sku__code"):
        _item, skus = parts.setdefault(pk, (item_id, set()))
        if sku or said:
            skus.add(sku or said)
    found = Listings({}, {})
    for item_id, skus in parts.values():
        for sku in skus:
            found.products.setdefault(sku, set()).add(item_id)
            found.beside.setdefault(sku, set()).update(skus)
    return found


@dataclass(frozen=True, slots=True)
class OfSet:
    """A set in a store, of what it is made, and how many of it the store is to offer; None where a part is not counted."""

    store: str
    title: str
    parts: Mapping[str, int]
    units: int | None


def sets_with(contract_id: int, sku: str) -> list[OfSet]:
    """The sets that hold a SKU, by store, as far as the stores' lists tell what is sold beside them."""
    holding = ListingPart.objects.filter(contract_id=contract_id, sku__code=sku).values("listing")
    parts = ListingPart.objects.filter(contract_id=contract_id, listing__in=holding).values("listing")
    several = parts.annotate(units=Sum("quantity")).filter(units__gt=1).values("listing")
    stores = set(Listing.objects.filter(pk__in=several, problem="").values_list("channel", "store"))
    found: list[OfSet] = []
    for channel, store in sorted(stores):
        titles, places = _places_around(contract_id, channel, store, sku)
        sets = {name: of for name, of in places.items() if sku in of and sum(of.values()) > 1}
        wishes = SyncWish.objects.filter(contract_id=contract_id, store__channel=channel, store__name=store)
        skus = {code for of in places.values() for code in of}
        offered = offer_places(dict(wishes.filter(sku__in=skus).values_list("sku", "quantity")), places)
        found += [OfSet(store, titles[name], of, offered.get(name)) for name, of in sorted(sets.items())]
    return found


def _places_around(
    contract_id: int, channel: str, store: str, sku: str
) -> tuple[dict[str, str], dict[str, dict[str, int]]]:
    """Titles and parts of a store's listings that sell the SKU, or share a part with one that does, however far."""
    listed = Listing.objects.filter(contract_id=contract_id, channel=channel, store=store, problem="")
    skus, before = {sku}, 0
    titles: dict[str, str] = {}
    places: dict[str, dict[str, int]] = {}
    while len(skus) > before:
        before = len(skus)
        holding = ListingPart.objects.filter(contract_id=contract_id, sku__code__in=skus).values("listing")
        rows = listed.filter(pk__in=holding)
        for pk, title, code, n in rows.values_list("pk", "title", "parts__sku__code", "parts__quantity"):
            titles[str(pk)] = title
            places.setdefault(str(pk), {})[code] = n
            skus.add(code)
    return titles, places
