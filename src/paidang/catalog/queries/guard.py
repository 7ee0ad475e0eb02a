"""What the price guard looks at: a store's listings with their floors, the offers that are or may be on, what is refused."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from paidang.catalog.models import (
    APPROVED,
    CHECKED,
    OUT,
    FactoryPrice,
    Listing,
    ListingPart,
    RetailPrice,
    Sku,
    StoreOffer,
)
from paidang.catalog.queries.floors import retail_days
from paidang.catalog.queries.prices import known_prices
from paidang.catalog.rules.declaring import price_on
from paidang.catalog.rules.guarding import Below, FloorDays, Good, find_below, sum_floors
from paidang.catalog.rules.mending import price_ways
from paidang.catalog.rules.offers import Offer
from paidang.catalog.rules.refusing import below_floor, not_mapped, without_factory_price
from paidang.contracts.models import Contract
from paidang.kit.outcome import Violation

VIOLATIONS_MAX = 200
"""So many goods are told one by one; one is enough to refuse."""
LISTED_MANY = 1_000
MENDED_MAX = 20
"""Of more list prices the ways out are not told."""


@dataclass(frozen=True, slots=True)
class Shop:
    """One store of one platform, as orders and listings name it."""

    channel: str
    store: str


@dataclass(frozen=True, slots=True)
class Listed:
    """A listing that is mapped: what it is called among goods, its parts by SKU, the SKUs among them that are gifts.

    One SKU sold singly is called by its code, a bundle by the platform's id; `code`: the seller's own, by which orders name it.
    """

    sku: str
    platform_sku: str
    price_fen: int | None
    parts: Mapping[str, int]
    gifts: frozenset[str]
    code: str = ""


def list_listed(contract_id: int, shop: Shop, skus: Collection[str] | None = None) -> list[Listed]:
    """The mapped listings of a store, or those of them with one of the SKUs, by what they are called."""
    found: dict[int, tuple[str, str, int | None, dict[str, int], set[str]]] = {}
    rows = Listing.objects.filter(contract_id=contract_id, channel=shop.channel, store=shop.store, problem="")
    if skus is not None:
        with_them = ListingPart.objects.filter(contract_id=contract_id, sku__code__in=skus)
        rows = rows.filter(pk__in=with_them.values("listing"))
    for pk, platform, own, fen, code, quantity, is_gift in rows.values_list(
        "pk", "platform_sku", "seller_code", "price_fen", "parts__sku__code", "parts__quantity", "parts__sku__is_gift"
    ):  # fmt: skip
        if code is None:
            continue
        one = found.setdefault(pk, (platform, own, fen, {}, set()))
        one[3][code] = quantity
        if is_gift:
            one[4].add(code)
    listed = [
        Listed(_called(platform, parts), platform, fen, parts, frozenset(gifts), own)
        for platform, own, fen, parts, gifts in found.values()
    ]
    return sorted(listed, key=lambda one: (one.sku, one.platform_sku))


def codes_of(contract_id: int, shop: Shop) -> dict[str, str]:
    """What a store's goods are called by others, the platform's id or the SKU's code, and what each is called here."""
    listed = list_listed(contract_id, shop)
    return {one.platform_sku: one.sku for one in listed} | {one.sku: one.sku for one in listed}


def _called(platform: str, parts: Mapping[str, int]) -> str:
    [code, *more] = parts
    return platform if more or parts[code] > 1 else code


def list_offers(contract_id: int, shop: Shop, *, since: date, without: int = 0) -> list[Offer]:
    """The offers of a store that are out, or may go out any time, on a day from `since` on; `without`: not this number."""
    found = StoreOffer.objects.filter(
        contract_id=contract_id, channel=shop.channel, store=shop.store, state__in=[CHECKED, APPROVED, OUT],
        until__gte=since,
    )  # fmt: skip
    return [offer_of(one) for one in found.exclude(number=without).order_by("number")]


def offer_of(row: StoreOffer) -> Offer:
    """A stored offer as the rule reads it."""
    return Offer(
        key=str(row.number), kind=row.kind, name=row.name, skus=frozenset(row.skus) if row.skus else None,
        since=row.since, until=row.until, price_fen=row.price_fen,
        prices=tuple(sorted((sku, int(fen)) for sku, fen in row.prices.items())), rate=row.rate, minus_fen=row.minus_fen,
        threshold_fen=row.threshold_fen, times=row.times, units=row.units, merchant_percent=row.merchant_percent,
        excludes=frozenset(row.excludes),
    )  # fmt: skip


def find_violations(
    contract: Contract,
    shop: Shop,
    *,
    since: date,
    until: date | None = None,
    prices: Mapping[str, int] | None = None,
    offer: Offer | None = None,
    without: int = 0,
) -> list[Violation]:
    """What forbids these list prices (fen, by our SKU or the platform's), or this offer, from `since` to `until`.

    A price without `until` holds until it is changed. Nothing is written.
    """
    listed = list_listed(contract.pk, shop)
    if prices is not None:
        listed, found = _priced(contract, listed, prices, since)
    else:
        found = []
    offers = list_offers(contract.pk, shop, since=since, without=without)
    if offer is not None:
        offers = [*offers, offer]
        listed = [one for one in listed if offer.covers(one.sku)]
        since, until = offer.since, offer.until
    goods = goods_of(listed, floors_for(contract.pk, listed))
    below = list(islice(find_below(goods, offers, since=since, until=until or date.max), VIOLATIONS_MAX))
    if prices is None or len(below) > MENDED_MAX:
        return [*found, *(below_floor(one) for one in below)]
    of_sku = {good.sku: good for good in goods}
    return [
        *found,
        *(
            below_floor(one, price_ways(of_sku[one.sku], offers, since=since, until=until or date.max))
            for one in below
        ),
    ]


def floors_for(contract_id: int, listed: Sequence[Listed]) -> dict[str, list[tuple[date, int]]]:
    """The floors of what these listings are made of, and of the codes that orders name them by; of very many: all there are."""
    asked = {sku for one in listed for sku in (one.code, *one.parts)}
    return retail_days(contract_id, None if len(listed) > LISTED_MANY else asked)


def goods_of(listed: Iterable[Listed], floors: Mapping[str, FloorDays]) -> list[Good]:
    """The listings that have a price, with their floors; gifts have none."""
    return [
        Good(one.sku, one.price_fen, _floors_of(one, floors)) for one in listed if one.price_fen is not None
    ]


def _floors_of(one: Listed, floors: Mapping[str, FloorDays]) -> FloorDays:
    if one.code in floors:  # the brand has priced the set itself
        return floors[one.code]
    own = [(floors.get(sku, ()), n) for sku, n in one.parts.items() if sku not in one.gifts]
    return own[0][0] if len(own) == 1 and own[0][1] == 1 else sum_floors(own)


def _priced(
    contract: Contract, listed: Sequence[Listed], prices: Mapping[str, int], since: date
) -> tuple[list[Listed], list[Violation]]:
    """The listings that these prices are for, with them; and what forbids to list any of them at all."""
    found: list[Listed] = []
    violations = []
    for asked, fen in prices.items():
        of_store = [one for one in listed if asked in (one.platform_sku, one.sku)]
        if not of_store and _is_known(contract.pk, asked):
            of_store = [Listed(asked, "", None, {asked: 1}, frozenset())]
        if not of_store:
            violations.append(not_mapped(asked))
        found += [replace(one, price_fen=fen) for one in of_store]
    wanted = {sku for one in found for sku in one.parts if sku not in one.gifts}
    known = known_prices(contract.pk, wanted)
    violations += [
        without_factory_price(sku, since)
        for sku in sorted(wanted)
        if price_on(known.get(sku, {}), since) is None
    ]
    return found, violations


def _is_known(contract_id: int, sku: str) -> bool:
    """Whether the brand has priced it or the catalogue has it, and it is no gift."""
    of_catalogue = Sku.objects.filter(contract_id=contract_id, code=sku).first()
    if of_catalogue:
        return not of_catalogue.is_gift
    return any(
        model.objects.filter(contract_id=contract_id, sku=sku).exists()
        for model in (RetailPrice, FactoryPrice)
    )


def list_below(contract: Contract, shop: Shop, offer: Offer, *, without: int = 0) -> list[Below]:
    """The goods that could be sold below their floor if this offer went out, by what combination."""
    listed = [one for one in list_listed(contract.pk, shop) if offer.covers(one.sku)]
    offers = [*list_offers(contract.pk, shop, since=offer.since, without=without), offer]
    goods = goods_of(listed, floors_for(contract.pk, listed))
    return list(islice(find_below(goods, offers, since=offer.since, until=offer.until), VIOLATIONS_MAX))
