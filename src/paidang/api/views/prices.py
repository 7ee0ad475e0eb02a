"""SKUs with their prices, and an offer or list prices checked against the floors without anything being written."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Router

from paidang.api.rules.cursors import cursor_of, place_of
from paidang.api.views.route import reads
from paidang.api.views.shapes import Code, Cursor, Json, Limit, Shape, plain, said
from paidang.api.views.token import person_of
from paidang.catalog.actions.offers import tried
from paidang.catalog.queries.guard import Shop, find_violations
from paidang.catalog.queries.price_list import PriceLine, list_price_page
from paidang.catalog.rules.offers import KINDS, TIMES_MAX, Offer
from paidang.contracts.queries import get_contract
from paidang.incidents.actions.looks import note_opening
from paidang.kit.outcome import Violation
from paidang.kit.period import day_of

router = Router(tags=["prices"])
LISTING = "prices"
KIND = "|".join(KINDS)
Amount = Annotated[int, Field(ge=0, le=10**12, description="fen")]


class ListedOut(Shape):
    """What a SKU is listed at in a store, and the worst price a buyer could pay there today."""

    channel: str
    store: str
    price_fen: int
    worst_price_fen: int


class SkuOut(Shape):
    """A SKU with its prices of a day, in fen; what is not set is null."""

    sku: str
    title: str
    min_retail_price_fen: int | None
    since: date | None
    suggested_price_fen: int | None
    factory_price_fen: int | None
    listed: list[ListedOut]


class Skus(Shape):
    """A page of SKUs by their codes."""

    day: date
    items: list[SkuOut]
    next_cursor: str | None
    total: int


class ViolationOut(Shape):
    """Why a price or an offer would not go out."""

    code: str = Field(description="PRICE_BELOW_FLOOR, FACTORY_PRICE_MISSING, LISTING_UNMAPPED")
    message: str
    clause: str
    facts: Json
    remedy: str


class CheckOut(Shape):
    """Whether it may go out; `violations` says what forbids it, at most 200 goods."""

    may_go_out: bool
    violations: list[ViolationOut]


class OfferAsked(Shape):
    """An offer as on its page; say one of `price_fen`, `rate` and `minus_fen`."""

    channel: Annotated[str, Field(max_length=40)]
    store: Annotated[str, Field(max_length=200)]
    kind: Annotated[str, Field(pattern=f"^({KIND})$", description=KIND)]
    since: date
    until: date
    skus: Annotated[
        str, Field(max_length=8000, description="codes, parted by commas; without it the whole store")
    ] = ""
    price_fen: Amount | None = None
    rate: Annotated[int | None, Field(ge=1, le=999, description="left to pay, in thousandths")] = None
    minus_fen: Amount = 0
    threshold_fen: Amount = 0
    times: Annotated[int, Field(ge=1, le=TIMES_MAX)] = 1
    units: Annotated[int, Field(ge=1, le=99)] = 1
    merchant_percent: Annotated[int, Field(ge=0, le=100)] = 100
    excludes: Annotated[str, Field(max_length=100, description="kinds, parted by commas")] = ""


class PriceAsked(Shape):
    """A list price that is to stand from a day on."""

    channel: Annotated[str, Field(max_length=40)]
    store: Annotated[str, Field(max_length=200)]
    sku: Annotated[str, Field(max_length=255, description="a SKU's code or the platform's id of a listing")]
    price_fen: Amount
    since: date | None = None


@reads(router, "/contracts/{code}/skus", Skus, errors=("422 CURSOR_UNKNOWN",))
def list_skus_with_prices(
    request: HttpRequest,
    code: Code,
    q: Annotated[str, Query(max_length=120, description="contained in the code or the title")] = "",
    cursor: Cursor = "",
    limit: Limit = 50,
) -> Skus:
    """SKUs with what the brand set, what they are listed at, what they could be sold for today. Looking goes on record."""
    contract, now = get_contract(code), timezone.now()
    note_opening(person=person_of(request), at=now, contract=contract, what="prices")
    today = day_of(now)
    page = list_price_page(contract, today, text=q, after=place_of(LISTING, cursor), most=limit)
    more = cursor_of(LISTING, page.next_after) if page.next_after else None
    return Skus(day=today, items=[_sku(line) for line in page.lines], next_cursor=more, total=page.total)


def _sku(line: PriceLine) -> SkuOut:
    return SkuOut(
        sku=line.sku, title=line.title, min_retail_price_fen=line.floor_fen, since=line.since,
        suggested_price_fen=line.suggested_fen, factory_price_fen=line.factory_fen,
        listed=[
            ListedOut(
                channel=one.shop.channel, store=one.shop.store, price_fen=one.price_fen,
                worst_price_fen=one.worst.price_fen,
            )
            for one in line.listed
        ],
    )  # fmt: skip


@reads(router, "/contracts/{code}/offers/check", CheckOut, errors=("409 OFFER_TERMS", "409 OFFER_DAYS"))
def check_offer(request: HttpRequest, code: Code, asked: Query[OfferAsked]) -> CheckOut:
    """Whether an offer could break a floor on any of its days, with the store's other offers. Nothing is written."""
    contract = get_contract(code)
    offer = tried(
        Offer(
            "tried", asked.kind, "", _parted(asked.skus) or None, asked.since, asked.until, price_fen=asked.price_fen,
            rate=asked.rate, minus_fen=asked.minus_fen, threshold_fen=asked.threshold_fen, times=asked.times,
            units=asked.units, merchant_percent=asked.merchant_percent, excludes=_parted(asked.excludes),
        )
    )  # fmt: skip
    shop = Shop(asked.channel, asked.store)
    return _check(find_violations(contract, shop, since=offer.since, offer=offer))


@reads(router, "/contracts/{code}/prices/check", CheckOut)
def check_list_price(request: HttpRequest, code: Code, asked: Query[PriceAsked]) -> CheckOut:
    """Whether a list price could break a floor while it stands, or may not be listed at all. Nothing is written."""
    found = find_violations(
        get_contract(code), Shop(asked.channel, asked.store), since=asked.since or day_of(timezone.now()),
        prices={asked.sku: asked.price_fen},
    )  # fmt: skip
    return _check(found)


def _parted(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.split(",") if part.strip())


def _check(found: list[Violation]) -> CheckOut:
    return CheckOut(
        may_go_out=not found,
        violations=[
            ViolationOut(
                code=one.code, message=said(one.message), clause=one.clause, facts=_facts(one), remedy=said(one.remedy)
            )
            for one in found
        ],
    )  # fmt: skip


def _facts(one: Violation) -> Json:
    offers = one.facts.get("offers")
    return plain({key: value for key, value in one.facts.items() if key != "offers"}) | (
        {"offers": offers} if offers is not None else {}
    )
