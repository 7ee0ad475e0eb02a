"""Prices of promotions on their way through a store's interface: which may go, what became of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from paidang.catalog.models import Listing
from paidang.catalog.queries.guard import Shop, list_listed
from paidang.channels.platforms import PLATFORMS
from paidang.contracts.models import Contract
from paidang.kit.sentence import Sentence, say
from paidang.promotions.models import Promotion, PromotionPrice
from paidang.promotions.rules.digest import Promised, digest_of
from paidang.promotions.rules.outing import HOLDING, WORDS, Way, state_of_price
from paidang.promotions.rules.states import APPROVED, ASKED, ENDED, ON_SALE, WITHDRAWN
from paidang.stores.models import OutgoingAct, StoreLink
from paidang.stores.rules.states import DISCONNECTED, DONE, LINK_STATES, PRICE, WAITING, WORKING


def digest_now(promotion: Promotion) -> str:
    """The digest of what it says now."""
    lines = [(line.sku, line.price_fen, line.units) for line in promotion.lines.all()]
    return digest_of(
        Promised(
            promotion.channel, promotion.store, promotion.title, promotion.words, promotion.starts_at, promotion.ends_at,
            promotion.by_link, promotion.budget_fen, lines,
        )
    )  # fmt: skip


def find_link(contract: Contract, shop: Shop) -> StoreLink | None:
    """The store's interface, in whatever state, if its platform lets it set prices."""
    found = StoreLink.objects.filter(contract=contract, channel=shop.channel, store=shop.store)
    link = found.exclude(state=DISCONNECTED).select_related("contract").order_by("pk").first()
    return link if link and PLATFORMS[link.platform].sets_prices else None


def why_not_by_link(link: StoreLink | None) -> Sentence | None:
    """Why no price can go there now; None: it can."""
    if link is None:
        return say("这家店没有接上能改价的接口")
    if link.state not in WORKING:
        return say("店铺 {store} {state}，现在改不了价", store=link.store, state=LINK_STATES[link.state])
    return None


@dataclass(frozen=True, slots=True)
class Target:
    """A listing that sells one unit of a SKU of the promotion; amounts in fen."""

    sku: str
    platform_sku: str
    price_fen: int
    before_fen: int


def list_targets(promotion: Promotion, link: StoreLink) -> list[Target]:
    """The listings whose price it sets, each with the price that stands there before: the last that was sent, else told."""
    prices = {line.sku: line.price_fen for line in promotion.lines.all()}
    shop = Shop(promotion.channel, promotion.store)
    listed = [
        one
        for one in list_listed(promotion.contract_id, shop, prices)
        if one.sku in prices and one.platform_sku
    ]
    rows = {
        row.platform_sku: row
        for row in Listing.objects.filter(
            contract=promotion.contract_id, channel=shop.channel, store=shop.store,
            platform_sku__in=[one.platform_sku for one in listed],
        )
    }  # fmt: skip
    sent = {act.key: act for act in _standing_acts(link, list(rows))}
    found = []
    for one in listed:
        row, act = rows[one.platform_sku], sent.get(one.platform_sku)
        is_newer = act is not None and (act.done_at or act.asked_at) > row.told_at
        before = int(act.body["value"]) if act is not None and is_newer else row.price_fen
        if before:
            found.append(Target(one.sku, one.platform_sku, prices[one.sku], before))
    return found


def _standing_acts(link: StoreLink, keys: Sequence[str]) -> list[OutgoingAct]:
    """Prices that the platform took or is about to be told, by their order."""
    found = OutgoingAct.objects.filter(link=link, kind=PRICE, key__in=keys, state__in=[WAITING, DONE])
    return list(found.order_by("pk"))


def find_holding(promotion: Promotion, platform_skus: Sequence[str], at: datetime) -> Promotion | None:
    """Another promotion that has its price on one of these listings of the store and has not taken it back."""
    others = Promotion.objects.filter(
        contract=promotion.contract_id, prices__link__store=promotion.store, prices__back=None,
        prices__platform_sku__in=platform_skus,
    ).exclude(pk=promotion.pk)  # fmt: skip
    for other in others.select_related("offer").distinct():
        for one in list_outings(other, at):
            if one.row.platform_sku in platform_skus and one.row.back is None and one.state in HOLDING:
                return other
    return None


def list_held(contract: Contract, at: datetime) -> dict[tuple[int, str], PromotionPrice]:
    """The listings that are a promotion's now, by store's link and platform's SKU, each with the price that it set."""
    found: dict[tuple[int, str], PromotionPrice] = {}
    running = Promotion.objects.filter(contract=contract, prices__back=None, prices__isnull=False)
    for promotion in running.select_related("offer").distinct():
        for one in list_outings(promotion, at):
            if one.row.back_id is None and one.state in HOLDING:
                one.row.promotion = promotion
                found[one.row.link_id, one.row.platform_sku] = one.row
    return found


def find_overlap(promotion: Promotion, at: datetime) -> Promotion | None:
    """Another promotion that stands and sets the price of the same SKU through the same store's interface at the same time."""
    others = Promotion.objects.filter(
        contract=promotion.contract_id, channel=promotion.channel, store=promotion.store, by_link=True,
        starts_at__lt=promotion.ends_at, ends_at__gt=promotion.starts_at,
        lines__sku__in=[line.sku for line in promotion.lines.all()],
    ).exclude(pk=promotion.pk)  # fmt: skip
    found = others.select_related("offer").distinct().order_by("number")
    return next((one for one in found if one.state_at(at) in (ASKED, APPROVED, ON_SALE)), None)


@dataclass(frozen=True, slots=True)
class Outing:
    """A price with how far it is, and why where it is in trouble."""

    row: PromotionPrice
    way: Way
    state: str

    @property
    def word(self) -> Sentence:
        return WORDS[self.state]

    @property
    def why(self) -> str:
        """What the guard or the platform said; "" where nobody said anything."""
        for refused, act in ((self.row.back_refused, self.row.back), (self.row.refused, self.row.out)):
            if refused:
                return str(refused["reason"]) if isinstance(refused["reason"], str) else ""
            if act and act.problem and act.state != DONE:
                return act.problem["reason"]  # type: ignore[no-any-return]
        return ""


def list_outings(promotion: Promotion, at: datetime) -> list[Outing]:
    """The prices of a promotion by SKU and listing."""
    rows = list(promotion.prices.select_related("out", "back", "link").order_by("sku", "platform_sku"))
    if not rows:
        return []
    is_over = promotion.state_at(at) in (ENDED, WITHDRAWN)
    latest: dict[tuple[int, str], int] = {}
    for link in {row.link_id: row.link for row in rows}.values():
        keys = [row.platform_sku for row in rows if row.link_id == link.pk]
        latest |= {(link.pk, act.key): act.pk for act in _standing_acts(link, keys)}
    found = []
    for row in rows:
        way = _way(row, latest.get((row.link_id, row.platform_sku), 0), is_over=is_over)
        found.append(Outing(row, way, state_of_price(way)))
    return found


def _way(row: PromotionPrice, latest: int, *, is_over: bool) -> Way:
    own = row.back_id or row.out_id
    return Way(
        out=row.out.state if row.out else "", out_done_at=row.out.done_at if row.out else None,
        seen_fen=row.seen_fen, seen_at=row.seen_at, price_fen=row.price_fen, was_live=row.live_at is not None,
        is_over=is_over, is_other=own is not None and latest > own, back=row.back.state if row.back else "",
        back_refused=row.back_refused is not None, is_back=row.back_at is not None,
    )  # fmt: skip
