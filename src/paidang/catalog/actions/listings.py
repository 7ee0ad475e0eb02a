"""A store's list of what it sells, mapped to the brand's SKUs: one to one, or bundles. What cannot be mapped is kept to be looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from paidang.catalog.models import Listing, ListingPart, Product, Sku
from paidang.catalog.models.goods import BARCODE_TAKEN, UNKNOWN_SKU, UNMAPPED
from paidang.catalog.queries import list_skus
from paidang.catalog.queries.guard import Shop
from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries import get_contract
from paidang.evidence.actions import append
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Person

ROWS_MAX = 200_000


class UnableToList(UnableTo):
    code = "GOODS_NOT_LISTED"


@dataclass(frozen=True, slots=True)
class ListingRow:
    """One row of such a list: a listing and one of its parts. A bundle has a row for each of its SKUs.

    `code`: the seller's own of the listing at the platform, where that is known; orders name it by this.
    """

    platform_sku: str
    item_id: str = ""
    title: str = ""
    price_fen: int | None = None
    sku: str = ""
    quantity: int = 1
    product: str = ""
    barcode: str = ""
    is_gift: bool = False
    weight_g: int | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Put:
    """How many listings the list had, and how many of them are mapped to nothing."""

    listings: int
    problems: int


@transaction.atomic
def put_listings(*, person: Person, at: datetime, code: str, shop: Shop, rows: Sequence[ListingRow]) -> Put:
    """Put a store's list in the place of what is known of the same listings; others stay. The same list twice is once.

    A SKU is known by the brand's price list, or as a gift. A row whose SKU is missing, not known, or has the barcode of
    another leaves its listing mapped to nothing, with the reason.
    """
    check_may(person, "make_offer")
    contract = get_contract(code, lock=True)
    if contract.agency_id != person.org_id or contract.state != IN_FORCE:
        raise UnableToList(say("由乙方在履行中的合同里维护"), remedy=say("请核对合同。"))
    if not rows or len(rows) > ROWS_MAX or not shop.store:
        raise UnableToList(say("没有行，没有店铺，或行太多"), remedy=say("请核对文件，最多 20 万行。"))
    skus = _put_skus(contract, rows)
    by_listing: dict[str, list[ListingRow]] = {}
    for row in rows:
        by_listing.setdefault(row.platform_sku, []).append(row)
    problems = _put(contract, shop, by_listing, skus, at)
    append(
        contract.chain_id, at=at, org_id=person.org_id, person_id=person.pk, act="goods.listed", subject=contract.code,
        facts={"store": shop.store, "listings": len(by_listing), "problems": problems},
    )  # fmt: skip
    return Put(len(by_listing), problems)


def _put_skus(contract: Contract, rows: Sequence[ListingRow]) -> dict[str, Sku]:
    """The SKUs that the rows name and that are known, by code, with their barcodes as far as these are nobody else's."""
    priced = list_skus(contract.pk)
    known = {one.code: one for one in Sku.objects.filter(contract=contract)}
    taken = {one.barcode: one.code for one in known.values() if one.barcode}
    titles = {row.product for row in rows if row.product}
    Product.objects.bulk_create(
        [Product(contract=contract, title=title) for title in titles], ignore_conflicts=True
    )
    products = {one.title: one for one in Product.objects.filter(contract=contract, title__in=titles)}
    new: dict[str, Sku] = {}
    changed: dict[str, Sku] = {}
    for row in rows:
        if not row.sku or not (row.sku in priced or row.sku in known or row.is_gift):
            continue
        sku = known.get(row.sku) or new.setdefault(row.sku, Sku(contract=contract, code=row.sku))
        if row.barcode and taken.setdefault(row.barcode, row.sku) == row.sku:
            sku.barcode = row.barcode
        sku.is_gift = row.is_gift or (sku.is_gift and row.sku not in priced)
        sku.weight_g = row.weight_g or sku.weight_g
        sku.product = products.get(row.product) or sku.product
        if row.sku in known:
            changed[row.sku] = sku
    Sku.objects.bulk_create(
        [*new.values(), *changed.values()],
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["contract", "code"],
        update_fields=["barcode", "is_gift", "weight_g", "product"],
    )
    return known | new


def _put(
    contract: Contract,
    shop: Shop,
    by_listing: Mapping[str, Sequence[ListingRow]],
    skus: Mapping[str, Sku],
    at: datetime,
) -> int:
    """Write the listings with their parts; returns how many are mapped to nothing."""
    known = {
        one.platform_sku: one
        for one in Listing.objects.filter(contract=contract, channel=shop.channel, store=shop.store)
        if one.platform_sku in by_listing
    }
    new, problems = [], 0
    for platform_sku, rows in by_listing.items():
        listing = known.get(platform_sku)
        if listing is None:
            listing = Listing(
                contract=contract, channel=shop.channel, store=shop.store, platform_sku=platform_sku
            )
            new.append(listing)
        first = rows[0]
        listing.item_id, listing.title, listing.told_at = first.item_id, first.title, at
        listing.price_fen = first.price_fen if first.price_fen is not None else listing.price_fen
        said = "、".join(row.sku for row in rows)[:255]
        if listing.said_sku not in ("", said, *skus):  # a person says now what the platform's code is made of
            listing.seller_code = listing.seller_code or listing.said_sku
        listing.seller_code = first.code or listing.seller_code
        listing.said_sku = said
        listing.problem = next(filter(None, (_problem(row, skus) for row in rows)), "")
        problems += bool(listing.problem)
    fields = ["item_id", "title", "told_at", "price_fen", "said_sku", "seller_code", "problem"]
    listings = [*known.values(), *new]
    Listing.objects.bulk_create(
        listings,
        batch_size=2000,
        update_conflicts=True,
        unique_fields=["contract", "channel", "store", "platform_sku"],
        update_fields=fields,
    )
    ListingPart.objects.filter(listing__in=[one.pk for one in known.values()]).delete()
    parts = []
    for listing in listings:
        if not listing.problem:
            counted: dict[str, int] = {}
            for row in by_listing[listing.platform_sku]:
                counted[row.sku] = counted.get(row.sku, 0) + row.quantity
            parts += [
                ListingPart(contract=contract, listing=listing, sku=skus[sku], quantity=n)
                for sku, n in counted.items()
            ]
    ListingPart.objects.bulk_create(parts, batch_size=2000)
    return problems


def _problem(row: ListingRow, skus: Mapping[str, Sku]) -> str:
    if not row.sku:
        return UNMAPPED
    if row.sku not in skus:
        return UNKNOWN_SKU
    return BARCODE_TAKEN if row.barcode and skus[row.sku].barcode != row.barcode else ""
