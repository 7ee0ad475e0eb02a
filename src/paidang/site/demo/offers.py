"""What the demo's stores list, the offers that its agency wrote down (one of them is refused), and what it proposes."""

import hashlib
from datetime import date, datetime, timedelta

from paidang.catalog.actions import (
    ListingRow,
    SeenPrice,
    draft_prices,
    make_offer,
    put_listings,
    record_market_prices,
)
from paidang.catalog.queries.guard import Shop
from paidang.catalog.rules.offers import FULL, ITEM, ITEM_COUPON, MEMBER, SHOP_COUPON, Offer
from paidang.catalog.rules.pasted import RetailRow
from paidang.channels.sandbox.buyers import open_shop
from paidang.channels.sandbox.platforms import load_platforms
from paidang.kit.money import yuan_text
from paidang.kit.period import day_of
from paidang.site.demo.goods import GOODS, TEA_TABLE, TEA_TABLE_PARTS
from paidang.site.demo.month import JD, RENREN, STORES, TMALL
from paidang.team.models import Person

LISTED_FOR_LESS = {RENREN: {"QL-LX4": 189_00, "QL-GD300": 56_00, "QL-PM2": 85_00}}
"""In fen, where a store asks less than the others."""
SANDBOX = {JD: "jd", TMALL: "taobao", RENREN: "renren"}
"""Whose shop of the sandbox a store may be connected to: what it lists has that shop's numbers."""
PAIR = "QL-PM2-2T"
PROPOSED = {"QL-CB260": (189_00, 228_00), "QL-LX4": (159_00, 199_00)}
"""The minimum and suggested prices that the agency proposes, in fen."""


def list_goods(person: Person, at: datetime, code: str, shop: Shop) -> None:
    """Every good, singly, at its list price, and the sets of that store. Under the sandbox's own numbers."""
    less, listed = LISTED_FOR_LESS.get(shop.channel, {}), load_platforms()[SANDBOX[shop.channel]].shop
    open_shop(listed, at)
    known = {one.sku: one for one in listed.goods.values()}
    rows = [
        ListingRow(
            known[good.sku].sku_id, known[good.sku].item_id, good.title, less.get(good.sku, good.price_fen), good.sku,
            product=good.title,
        )
        for good in GOODS
    ]  # fmt: skip
    if pair := known.get(PAIR):
        rows.append(
            ListingRow(
                pair.sku_id, pair.item_id, "品茗杯两套装", pair.price_fen, "QL-PM2", quantity=2, product="手绘品茗杯 两只装",
                code=PAIR,
            )
        )  # fmt: skip
    if table := known.get(TEA_TABLE.sku):
        titles = {good.sku: good.title for good in GOODS}
        rows += [
            ListingRow(
                table.sku_id, table.item_id, TEA_TABLE.title, TEA_TABLE.price_fen, part, product=titles[part], code=TEA_TABLE.sku
            )
            for part in TEA_TABLE_PARTS
        ]  # fmt: skip
    put_listings(person=person, at=at, code=code, shop=shop, rows=rows)


def write_offers(person: Person, at: datetime, code: str, since: date, until: date) -> list[int]:
    """The offers that the brand is asked to approve, by number: each passes on top of those before it."""
    jd, tmall = Shop(JD, STORES[JD]), Shop(TMALL, STORES[TMALL])
    offers = (
        (jd, Offer("new", MEMBER, "会员 95 折", None, since, until, rate=950)),
        (jd, Offer("new", SHOP_COUPON, "店铺券", None, since, until, threshold_fen=100_00, minus_fen=6_00)),
        (jd, Offer("new", FULL, "满 300 减 30", None, since, until, threshold_fen=300_00, minus_fen=30_00, excludes=frozenset([ITEM, MEMBER, SHOP_COUPON]))),
        (tmall, Offer("new", ITEM_COUPON, "急须壶单品券", frozenset(["QL-CB260"]), since, until, minus_fen=15_00)),
        (tmall, Offer("new", SHOP_COUPON, "平台券", None, since, until, threshold_fen=99_00, minus_fen=20_00, merchant_percent=18)),
    )  # fmt: skip
    made = [make_offer(person=person, at=at, code=code, shop=shop, offer=offer) for shop, offer in offers]
    assert not any(one.violations for one in made), "the demo's offers pass"
    return [one.offer.number for one in made]


def write_flash_sales(person: Person, at: datetime, code: str, since: date, until: date) -> None:
    """One that would break the floor of the cup with the offers that are out, and one that waits for the brand."""
    for shop, offer in (
        (Shop(JD, STORES[JD]), Offer("new", ITEM, "限时秒杀", frozenset(["QL-GW150"]), since, until, price_fen=139_00)),
        (
            Shop(TMALL, STORES[TMALL]),
            Offer("new", ITEM, "双十二直降", frozenset(["QL-CP-S", "QL-PM2"]), since, until, prices=(("QL-CP-S", 119_00), ("QL-PM2", 82_00))),
        ),
    ):  # fmt: skip
        make_offer(person=person, at=at, code=code, shop=shop, offer=offer)


def propose_prices(person: Person, at: datetime, code: str, since: date) -> None:
    """The agency's draft of the next edition, for the brand to publish."""
    rows = [RetailRow(sku, floor, suggested, since) for sku, (floor, suggested) in PROPOSED.items()]
    draft_prices(person=person, at=at, code=code, since=since, rows=rows, note="竞品都在降，建议年底前调一次")


def watch_market(person: Person, at: datetime, code: str) -> None:
    """What a round of other sellers' shops found: one price below the floor."""
    seen_on = day_of(at) - timedelta(days=1)
    rows = [
        SeenPrice("茗品优选专营店", "天猫", 109_00, seen_on, sku="QL-GW150", title="青瓷盖碗 150ml"),
        SeenPrice("云舍家居", "京东", 179_00, seen_on, sku="QL-LX4", title="旅行茶具 四件套"),
    ]
    lines = [f"{row.seller},{row.platform},{row.sku},{yuan_text(row.price_fen)},{seen_on}" for row in rows]
    content = "\n".join(["卖家,平台,商品编码,价格,日期", *lines, ""]).encode()
    record_market_prices(
        person=person, at=at, code=code, rows=rows, file_name=f"巡查_{seen_on}.csv",
        file_sha256=hashlib.sha256(content).hexdigest(),
    )  # fmt: skip
