"""What a promotion's readiness is judged from: prices and offers of the store, stock, terms, packers, the calendar."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db.models import Sum

from paidang.catalog.models import FactoryPrice
from paidang.catalog.queries.guard import Shop, floors_for, goods_of, list_listed, list_offers
from paidang.catalog.queries.names import titles_of
from paidang.catalog.rules.guarding import Good, Nearest
from paidang.catalog.rules.offers import ITEM, Offer
from paidang.contracts.models import Contract
from paidang.contracts.queries import Standing, get_standing, terms_in
from paidang.kit.outcome import NotFound
from paidang.kit.period import day_of, day_start_at, month_of
from paidang.kit.sentence import say
from paidang.promotions.models import Promotion
from paidang.promotions.queries.fees import expected_fee
from paidang.promotions.queries.inquiries import load_inquiries
from paidang.promotions.queries.pace import load_pace
from paidang.promotions.queries.promotions import (
    list_capacities,
    list_promotions,
    list_season_dates,
    list_supplies,
)
from paidang.promotions.queries.sold import list_sales
from paidang.promotions.rules.meanwhile import Meanwhile, units_between
from paidang.promotions.rules.passing import lowest_passing
from paidang.promotions.rules.readiness import Around, Readiness, Wanted, readiness, whole_worth
from paidang.promotions.rules.seasons import BY_KEY
from paidang.promotions.rules.staff import Staff
from paidang.promotions.rules.states import STANDING
from paidang.promotions.rules.worth import Sold, worths_of
from paidang.settlement.rules.facts import Cost
from paidang.settlement.rules.read_terms import read_terms
from paidang.settlement.rules.terms import Terms
from paidang.staffing.queries import on_shift
from paidang.staffing.rules.roles import SERVICE, WAREHOUSE
from paidang.stock.models import SkuPlan, StockLevel
from paidang.stock.queries import tracks_stock
from paidang.stock.rules.offering import sellable


@dataclass(frozen=True, slots=True)
class Asked:
    """One SKU at a price in fen, in so many units."""

    sku: str
    price_fen: int
    units: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A promotion as somebody means it; `number` and `offer_number` are its own where it is stored already, else 0."""

    shop: Shop
    starts_at: datetime
    ends_at: datetime
    answer_by: datetime
    lines: Sequence[Asked]
    budget_fen: int | None = None
    by_link: bool = False
    number: int = 0
    offer_number: int = 0

    @property
    def days(self) -> tuple[date, date]:
        """The first and the last day on which it is on."""
        return day_of(self.starts_at), day_of(self.ends_at - timedelta(seconds=1))


def plan_of(promotion: Promotion) -> Plan:
    """A stored promotion."""
    return Plan(
        Shop(promotion.channel, promotion.store), promotion.starts_at, promotion.ends_at, promotion.answer_by,
        [Asked(line.sku, line.price_fen, line.units) for line in sorted(promotion.lines.all(), key=lambda one: one.pk)],
        promotion.budget_fen, promotion.by_link, promotion.number, promotion.offer.number if promotion.offer else 0,
    )  # fmt: skip


def offer_of_plan(plan: Plan, title: str) -> Offer:
    """The offer that a promotion is for the price guard: its prices on all of its days."""
    since, until = plan.days
    return Offer(
        "new", ITEM, title, frozenset(one.sku for one in plan.lines), since, until,
        prices=tuple(sorted((one.sku, one.price_fen) for one in plan.lines)),
    )  # fmt: skip


def check_plan(contract: Contract, plan: Plan, at: datetime, standing: Standing | None = None) -> Readiness:
    """Whether it is ready at a moment. Nothing is written. `standing` of the contract, where it is at hand."""
    skus = {one.sku for one in plan.lines}
    goods = _goods(contract, plan.shop, skus)
    offers = list_offers(contract.pk, plan.shop, since=plan.days[0], without=plan.offer_number)
    money = _Money(contract, skus, plan.starts_at, standing)
    stock = _Stock(contract, plan, skus, at)
    titles = titles_of(contract, skus)
    own = offer_of_plan(plan, "")
    since, until = plan.days
    prices = _Prices(offers, own, Nearest([*offers, own], since=since, until=until))
    priced = [
        prices.add(
            Wanted(one.sku, titles.get(one.sku) or one.sku, one.price_fen, one.units), goods.get(one.sku)
        )
        for one in plan.lines
    ]
    wanted = [stock.add(one) for one in money.add(priced)]
    fee = expected_fee(contract, money.terms, plan.shop, whole_worth(wanted), plan.starts_at, at)
    return readiness(wanted, _around(contract, plan, stock, at), at, fee)


def _goods(contract: Contract, shop: Shop, skus: Collection[str]) -> dict[str, Good]:
    listed = [one for one in list_listed(contract.pk, shop, skus) if one.sku in skus]
    return {good.sku: good for good in goods_of(listed, floors_for(contract.pk, listed))}


@dataclass(frozen=True, slots=True)
class _Prices:
    """What a buyer could pay on its days, with the store's other offers on top."""

    others: Sequence[Offer]
    own: Offer
    nearest: Nearest

    def add(self, one: Wanted, good: Good | None) -> Wanted:
        if good is None:
            return one
        near = self.nearest.of(good)
        if near is None:
            return replace(one, list_fen=good.list_fen)
        passing: int | None = one.price_fen
        if near.gap_fen < 0:
            alone = replace(self.own, skus=frozenset([one.sku]), prices=((one.sku, one.price_fen),))
            passing = lowest_passing(good, self.others, alone)
        return replace(
            one, list_fen=good.list_fen, worst_fen=near.worst.price_fen, floor_fen=near.floor_fen, passing_fen=passing
        )  # fmt: skip


class _Money:
    """Both sides' money by the terms and factory prices of the day on which it begins."""

    def __init__(
        self, contract: Contract, skus: Collection[str], at: datetime, standing: Standing | None
    ) -> None:
        self.terms, self.at = terms_at(standing or get_standing(contract), at), at
        self.costs = costs_of(contract, skus)

    def add(self, wanted: Sequence[Wanted]) -> list[Wanted]:
        if self.terms is None:
            return list(wanted)
        sold = [
            Sold(one.sku, units, fen, self.at)
            for one in wanted
            for units, fen in ((one.units, one.price_fen), (1, one.price_fen), (1, one.list_fen or 0))
        ]
        worths = worths_of(self.terms, self.costs, sold)
        return [
            replace(one, worth=whole, worth_one=single, usual_one=None if one.list_fen is None else usual)
            for one, whole, single, usual in zip(wanted, worths[::3], worths[1::3], worths[2::3], strict=True)
        ]


def terms_at(standing: Standing, at: datetime) -> Terms | None:
    """The terms of settlement of a moment's month; None where none hold."""
    try:
        return read_terms(terms_in(standing, month_of(at)).terms)
    except NotFound:
        return None


def costs_of(contract: Contract, skus: Collection[str]) -> tuple[Cost, ...]:
    """The declared factory prices of these SKUs."""
    found = FactoryPrice.objects.filter(contract=contract, sku__in=skus)
    return tuple(Cost(*row) for row in found.values_list("sku", "factory_price_fen", "valid_from"))


class _Stock:
    """What may be sold by the start: sellable now, what the brand said arrives, less what other promotions count on."""

    def __init__(self, contract: Contract, plan: Plan, skus: Collection[str], at: datetime) -> None:
        self.is_kept = tracks_stock(contract.pk)
        levels = StockLevel.objects.filter(contract=contract, sku__in=skus).values("sku")
        self.levels = {
            sku: (on_hand, reserved)
            for sku, on_hand, reserved in levels.annotate(h=Sum("on_hand"), r=Sum("reserved")).values_list(
                "sku", "h", "r"
            )
        }
        safety = SkuPlan.objects.filter(contract=contract, sku__in=skus)
        self.safety = dict(safety.values_list("sku", "safety"))
        self.incoming: dict[str, int] = {}
        for one in list_supplies(contract):
            if day_of(at) <= one.day <= plan.days[0]:
                self.incoming[one.sku] = self.incoming.get(one.sku, 0) + one.units
        self.others = _others(contract, plan, at)
        self.wanted = _still_wanted(self.others, at)
        self.claimed: dict[str, int] = {}
        for wanted in self.wanted.values():
            for sku, units in wanted.items():
                self.claimed[sku] = self.claimed.get(sku, 0) + units

    def meanwhile(self, plan: Plan, at: datetime) -> int:
        """Units that the others sell while it is on, of all SKUs."""
        sells = (
            Meanwhile(sum(self.wanted[one.pk].values()), max(one.starts_at, at), one.ends_at)
            for one in self.others
        )
        return units_between(sells, plan.starts_at, plan.ends_at)

    def add(self, one: Wanted) -> Wanted:
        if not self.is_kept:
            return one
        on_hand, reserved = self.levels.get(one.sku, (0, 0))
        free = sellable(on_hand=on_hand, reserved=reserved, safety=self.safety.get(one.sku, 0))
        return replace(
            one, sellable=free, incoming=self.incoming.get(one.sku, 0), claimed=self.claimed.get(one.sku, 0)
        )


def _others(contract: Contract, plan: Plan, at: datetime) -> list[Promotion]:
    """Other promotions that stand and begin before this one is over: they want goods too."""
    return [
        one
        for one in list_promotions(contract, since=at)
        if one.number != plan.number and one.starts_at < plan.ends_at and one.state_at(at) in STANDING
    ]


def _still_wanted(others: Sequence[Promotion], at: datetime) -> dict[int, dict[str, int]]:
    """What each means to sell from now on, by SKU: of one that is on, what it has sold has left the stock already."""
    sold = list_sales([one for one in others if one.starts_at <= at], hours=24)
    found = {}
    for one in others:
        gone = Counter[str]()
        for sale in sold.get(one.pk, ()):
            gone[sale.sku] += sale.units
        found[one.pk] = {line.sku: max(0, line.units - gone[line.sku]) for line in one.lines.all()}
    return found


def _around(contract: Contract, plan: Plan, stock: _Stock, at: datetime) -> Around:
    capacities = list_capacities(contract)
    reserved = StockLevel.objects.filter(contract=contract).aggregate(all=Sum("reserved"))["all"] or 0
    skus = {one.sku for one in plan.lines}
    clashes: list[str] = [
        other.title
        for other in stock.others
        if other.ends_at > plan.starts_at
        and (other.store == plan.shop.store or skus & {line.sku for line in other.lines.all()})
    ]
    first, last = plan.days
    clashes += [
        say(
            "{season}（{since} 起）",
            season=BY_KEY[one.season].word,
            since=(one.presale_from or one.sale_from).isoformat(),
        )
        for one in list_season_dates(contract)
        if BY_KEY[one.season].channel == plan.shop.channel
        and (one.presale_from or one.sale_from) <= last
        and first <= one.sale_until
    ]
    ship_hours = min((one.ship_hours for one in capacities), default=48)
    return Around(
        answer_by=plan.answer_by, starts_at=plan.starts_at, ends_at=plan.ends_at,
        a_day=sum(one.units_a_day for one in capacities) or None,
        ship_hours=ship_hours, backlog=reserved, meanwhile=stock.meanwhile(plan, at), budget_fen=plan.budget_fen, clashes=clashes,
        staff=_staff(contract, plan, ship_hours, at),
    )  # fmt: skip


def _staff(contract: Contract, plan: Plan, ship_hours: int, at: datetime) -> Staff:
    """Packers on the days until the last parcel is to leave with their pace, and customer service of the store while it is on."""
    first = day_start_at(plan.days[0])
    last = day_of(plan.ends_at + timedelta(hours=ship_hours) - timedelta(seconds=1))
    by_hour = on_shift(contract, WAREHOUSE, first, day_start_at(last + timedelta(days=1)))
    packers = None if by_hour is None else [
        (plan.days[0] + timedelta(days=n), max(by_hour[24 * n : 24 * n + 24]))
        for n in range((last - plan.days[0]).days + 1)
    ]  # fmt: skip
    service = on_shift(contract, SERVICE, plan.starts_at, plan.ends_at, side="b", store=plan.shop.store)
    hours = None if by_hour is None else sum(by_hour)
    inquiries, unknown = load_inquiries(contract, plan.shop, at)
    return Staff(packers, service, hours, load_pace(contract, at), inquiries, unknown)
