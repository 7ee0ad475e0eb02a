"""The price list of a day: each SKU with its floor, what it is listed at, and the worst price a buyer could pay."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q

from paidang.catalog.models import FactoryPrice, Listing, ListingPart, MarketPrice, RetailPrice, StoreOffer
from paidang.catalog.queries.finding import find_skus
from paidang.catalog.queries.floors import retail_days
from paidang.catalog.queries.guard import Listed, Shop, goods_of, list_listed, list_offers
from paidang.catalog.queries.told import kept_of_goods
from paidang.catalog.rules.guarding import find_below
from paidang.catalog.rules.worst_price import Worst, WorstPrices
from paidang.contracts.models import Contract
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say

ALL, NO_FLOOR, NO_FACTORY, BELOW = "all", "no_floor", "no_factory", "below"
BELOW_MAX = 200


@dataclass(frozen=True, slots=True)
class ListedAt:
    """What a SKU is listed at in a store, singly, and the worst price of it there by the offers of the day."""

    shop: Shop
    price_fen: int
    worst: Worst


@dataclass(frozen=True, slots=True)
class PriceLine:
    """One SKU on a day; amounts in fen. `following` is the next floor with its day, None where none is set yet."""

    sku: str
    title: str
    floor_fen: int | None
    since: date | None
    suggested_fen: int | None
    following: tuple[date, int] | None
    factory_fen: int | None
    listed: Sequence[ListedAt]

    @property
    def lowest(self) -> ListedAt | None:
        """The store in which it could be sold for least."""
        return min(self.listed, key=lambda one: one.worst.price_fen, default=None)

    @property
    def gap_fen(self) -> int | None:
        """How far the worst price is above the floor; below zero: it could be broken."""
        if self.floor_fen is None or self.lowest is None:
            return None
        return self.lowest.worst.price_fen - self.floor_fen


@dataclass(frozen=True, slots=True)
class PricePage:
    """Some lines, how many there are in all, and after which SKU the next page begins ("" at the end)."""

    lines: Sequence[PriceLine]
    total: int
    next_after: str


_ALL_GOODS = """
        select sku from catalog_retailprice where contract_id = %(contract)s
        union select sku from catalog_factoryprice where contract_id = %(contract)s
        union select code from catalog_sku where contract_id = %(contract)s and not is_gift"""
# of each kind no more than the page has: what comes first in all of them comes first in one
_FIRST_GOODS = """
        (select distinct sku from catalog_retailprice where contract_id = %(contract)s and sku > %(after)s order by 1 limit %(most)s)
        union (select distinct sku from catalog_factoryprice
               where contract_id = %(contract)s and sku > %(after)s order by 1 limit %(most)s)
        union (select code from catalog_sku
               where contract_id = %(contract)s and not is_gift and code > %(after)s order by 1 limit %(most)s)"""
_WANTED = """
    with goods as ({goods}
    ), wanted as (
        select g.sku, coalesce(p.title, '') as title from goods g
        left join catalog_sku s on s.contract_id = %(contract)s and s.code = g.sku
        left join catalog_product p on p.id = s.product_id
        where (g.sku ilike %(like)s or p.title ilike %(like)s)
          and (not %(no_floor)s or not exists (select from catalog_retailprice r
               where r.contract_id = %(contract)s and r.sku = g.sku and r.valid_from <= %(day)s))
          and (not %(no_factory)s or not exists (select from catalog_factoryprice f
               where f.contract_id = %(contract)s and f.sku = g.sku and f.valid_from <= %(day)s))
          and (%(only)s::text[] is null or g.sku = any(%(only)s::text[]))
    )"""


def list_price_page(
    contract: Contract, day: date, *, view: str = ALL, text: str = "", after: str = "", most: int = 100
) -> PricePage:
    """One page of the list in the order of the SKUs; of `view` BELOW no more than the first 200 are looked for."""
    is_all = not text and view == ALL
    below = (
        kept_of_goods(contract, ("below", day), lambda: sorted(list_standing_below(contract, day)))
        if view == BELOW
        else None
    )
    asked: dict[str, Any] = {
        "contract": contract.pk, "day": day, "like": f"%{_as_it_is(text)}%", "no_floor": view == NO_FLOOR,
        "no_factory": view == NO_FACTORY, "only": below, "after": after, "most": most + 1,
    }  # fmt: skip
    counted = _WANTED.format(goods=_ALL_GOODS) + " select count(*) from wanted"
    [(total,)] = kept_of_goods(contract, ("prices", day, view, text), lambda: _fetch(counted, asked))
    listed = (
        _WANTED.format(goods=_FIRST_GOODS if is_all else _ALL_GOODS)
        + " select sku, title from wanted where sku > %(after)s order by sku limit %(most)s"
    )
    if is_all:
        found = _fetch(listed, asked)
    else:
        found = kept_of_goods(
            contract, ("price page", day, view, text, after, most), lambda: _fetch(listed, asked)
        )
    lines = _lines(contract, day, dict(found[:most]), is_whole=is_all and not after and len(found) <= most)
    return PricePage(lines, total, found[most - 1][0] if len(found) > most else "")


def _fetch(sql: str, values: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _as_it_is(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _lines(
    contract: Contract, day: date, titles: Mapping[str, str], *, is_whole: bool = False
) -> list[PriceLine]:
    """The lines of these SKUs; `is_whole`: they are all there are, so that they need not be named in each query."""
    asked = None if is_whole else titles.keys()
    floors = retail_days(contract.pk, asked)
    suggested = suggested_prices(contract.pk, asked, day)
    factory = _factory(contract.pk, asked, day)
    listed = list_listed_at(contract, day, asked)
    lines = []
    for sku, title in titles.items():
        now = [(begins, fen) for begins, fen in floors.get(sku, ()) if begins <= day]
        later = [(begins, fen) for begins, fen in floors.get(sku, ()) if begins > day]
        lines.append(
            PriceLine(
                sku, title, now[-1][1] if now else None, now[-1][0] if now else None, suggested.get(sku),
                later[0] if later else None, factory.get(sku), listed.get(sku, ()),
            )
        )  # fmt: skip
    return lines


def suggested_prices(contract_id: int, skus: Collection[str] | None, day: date) -> dict[str, int | None]:
    """The suggested retail prices of a day, by SKU; of all where none are named."""
    rows = RetailPrice.objects.filter(contract_id=contract_id, valid_from__lte=day, **_named(skus))
    return dict(rows.order_by("valid_from").values_list("sku", "suggested_price_fen"))


def _factory(contract_id: int, skus: Collection[str] | None, day: date) -> dict[str, int]:
    rows = FactoryPrice.objects.filter(contract_id=contract_id, valid_from__lte=day, **_named(skus))
    return dict(rows.order_by("valid_from").values_list("sku", "factory_price_fen"))


def _named(skus: Collection[str] | None) -> dict[str, Collection[str]]:
    return {} if skus is None else {"sku__in": skus}


def list_listed_at(contract: Contract, day: date, skus: Collection[str] | None) -> dict[str, list[ListedAt]]:
    """Where these SKUs, or all, are listed singly, at which price, and the worst price there."""
    found: dict[str, list[ListedAt]] = {}
    for shop in list_shops(contract):
        worst = WorstPrices(one for one in list_offers(contract.pk, shop, since=day) if one.is_on(day))
        for one in list_listed(contract.pk, shop, skus):
            if one.price_fen is not None and (skus is None or one.sku in skus):
                listed = ListedAt(shop, one.price_fen, worst.of(one.sku, one.price_fen))
                found.setdefault(one.sku, []).append(listed)
    return found


def list_shops(contract: Contract) -> list[Shop]:
    """The stores that have listings or offers."""
    return kept_of_goods(contract, ("shops",), lambda: _list_shops(contract))


def _list_shops(contract: Contract) -> list[Shop]:
    pairs = set(Listing.objects.filter(contract=contract).values_list("channel", "store").distinct())
    pairs |= set(StoreOffer.objects.filter(contract=contract).values_list("channel", "store").distinct())
    return [Shop(channel, store) for channel, store in sorted(pairs)]


def list_standing_below(contract: Contract, day: date) -> set[str]:
    """The SKUs that could be sold below their floor today as things stand, in any store: the first 200."""
    found: set[str] = set()
    floors = retail_days(contract.pk)
    for shop in list_shops(contract):
        listed: Sequence[Listed] = list_listed(contract.pk, shop)
        parts = {one.sku: one.parts for one in listed}
        offers = list_offers(contract.pk, shop, since=day)
        for below in _first(find_below(goods_of(listed, floors), offers, since=day, until=day)):
            found |= set(parts[below])
    return found


def _first(found: Iterator[object]) -> Iterator[str]:
    for _n, one in zip(range(BELOW_MAX), found, strict=False):
        yield one.sku  # type: ignore[attr-defined]


def list_problem_listings(contract: Contract) -> list[Listing]:
    """The listings that are mapped to nothing, by store."""
    found = Listing.objects.filter(contract=contract).exclude(problem="")
    return list(found.order_by("channel", "store", "platform_sku"))


def list_listings(contract: Contract, *, text: str, most: int) -> list[Listing]:
    """The listings of the goods that the text finds, or whose id contains it, with their parts, by store; of those mapped to
    nothing the ones whose title contains it.
    """
    found = Listing.objects.filter(contract=contract)
    if text:
        of_goods = ListingPart.objects.filter(
            contract=contract, sku__code__in=find_skus([contract.pk], text, most=most)
        )
        found = found.filter(
            Q(platform_sku__icontains=text)
            | Q(pk__in=of_goods.values("listing"))
            | Q(parts__isnull=True, title__icontains=text)
        )
    return list(found.prefetch_related("parts__sku").order_by("channel", "store", "platform_sku")[:most])


def get_listing(contract: Contract, listing_id: int) -> Listing:
    """One of them with its parts; NotFound where there is none."""
    found = Listing.objects.filter(contract=contract, pk=listing_id).prefetch_related("parts__sku").first()
    if found is None:
        raise NotFound(say("没有这个链接"), remedy=say("请从商品对照页打开。"))
    return found


def count_problem_listings(contract: Contract) -> int:
    """How many of them there are."""
    found = Listing.objects.filter(contract=contract).exclude(problem="")
    return kept_of_goods(contract, ("problem listings",), found.count)


def count_listings(contract: Contract) -> int:
    """How many there are in all stores."""
    return Listing.objects.filter(contract=contract).count()


def list_market(contract: Contract, *, open_only: bool, most: int) -> list[MarketPrice]:
    """Other sellers' prices, the newest first; those that the agency has still to act on, or all."""
    found = MarketPrice.objects.filter(contract=contract).select_related("recorded_by", "acted_by")
    if open_only:
        found = found.filter(is_below=True, acted_at=None)
    return list(found.order_by("-seen_on", "-is_below", "sku", "pk")[:most])


def count_open_market(contract: Contract) -> int:
    """How many low prices of others nobody has acted on yet."""
    return MarketPrice.objects.filter(contract=contract, is_below=True, acted_at=None).count()


def list_store_offers(contract: Contract) -> list[StoreOffer]:
    """The offers of all stores, the newest first."""
    return list(contract.store_offers.select_related("made_by").order_by("-number")[:200])
