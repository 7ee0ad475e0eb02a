"""What the demo's stores list, and the offers that its agency wrote down: one of them is refused."""

from datetime import date, datetime

from paidang.catalog.actions import ListingRow, make_offer, put_listings, put_out_offer
from paidang.catalog.queries.guard import Shop
from paidang.catalog.rules.offers import ITEM, MEMBER, SHOP_COUPON, Offer
from paidang.site.demo.goods import GOODS
from paidang.team.models import Person


def list_goods(person: Person, at: datetime, code: str, shop: Shop) -> None:
    """Every good, singly, at its list price."""
    rows = [
        ListingRow(
            f"1000{number:02}", f"88{number:02}", good.title, good.price_fen, good.sku, product=good.title
        )
        for number, good in enumerate(GOODS, 1)
    ]
    put_listings(person=person, at=at, code=code, shop=shop, rows=rows)


def write_offers(person: Person, at: datetime, code: str, shop: Shop, since: date, until: date) -> None:
    """A member price and a coupon are out; a flash sale would break the floor of the cup together with them."""
    for offer in (
        Offer("new", MEMBER, "会员 95 折", rate=950, since=since, until=until),
        Offer("new", SHOP_COUPON, "店铺券", threshold_fen=100_00, minus_fen=6_00, since=since, until=until),
    ):
        made = make_offer(person=person, at=at, code=code, shop=shop, offer=offer).offer
        put_out_offer(person=person, at=at, code=code, number=made.number)
    flash = Offer("new", ITEM, "限时秒杀", frozenset(["QL-GW150"]), since, until, price_fen=139_00)
    make_offer(person=person, at=at, code=code, shop=shop, offer=flash)
