"""Goods mapped to listings, offers and prices guarded, the market watched: who may, what is refused, what is on record."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from tests.cast import Party, acting
from tests.goods import AT, DAY, END, JD

from paidang.catalog.actions import (
    ListingRow,
    SeenPrice,
    UnableToOffer,
    UnableToWatch,
    act_on_market,
    approve_offer,
    check_before_going_out,
    decline_offer,
    end_offer,
    make_offer,
    mend_offer,
    put_listings,
    put_out_offer,
    record_market_prices,
)
from paidang.catalog.models import Listing, MarketPrice, RetailPrice, StoreOffer
from paidang.catalog.queries.guard import Shop, find_violations, list_listed
from paidang.catalog.rules.offers import FULL, ITEM, SHOP_COUPON, Offer
from paidang.contracts.models import Contract
from paidang.duties.models import Duty
from paidang.evidence.models import Entry
from paidang.kit.outcome import NotAllowed, NotFound

CUPS = Offer("new", ITEM, "限时秒杀", frozenset(["CUP"]), DAY, END, price_fen=12900)
COUPON = Offer("new", SHOP_COUPON, "店铺券", None, DAY, END, minus_fen=600, threshold_fen=10000)


def acts_of(contract: Contract, kind: str) -> list[str]:
    found = Entry.objects.filter(chain=contract.chain_id, act__startswith=kind)
    return list(found.order_by("seq").values_list("act", flat=True))


def make(contract: Contract, agency: Party, offer: Offer, shop: Shop = JD):
    with acting(agency.manager):
        return make_offer(person=agency.manager, at=AT, code=contract.code, shop=shop, offer=offer)


def test_listings_are_mapped_and_what_cannot_be_is_kept_with_its_reason(priced, agency, brand):
    with acting(agency.manager):
        problems = dict(Listing.objects.exclude(problem="").values_list("platform_sku", "problem"))
        assert problems == {"1004": "unmapped", "1005": "unknown_sku", "1006": "barcode_taken"}
        listed = {one.sku: one.parts for one in list_listed(priced.pk, JD)}
        assert listed == {
            "CUP": {"CUP": 1},
            "POT": {"POT": 1},
            "1003": {"CUP": 1, "POT": 1},
            "BAG": {"BAG": 1},
        }
        again = [ListingRow("1004", "13", "谁的", None, "POT", quantity=3)]
        put = put_listings(person=agency.manager, at=AT, code=priced.code, shop=JD, rows=again)
        assert (put.listings, put.problems) == (1, 0)
        assert {one.sku: one.parts for one in list_listed(priced.pk, JD)}["1004"] == {"POT": 3}
        assert Listing.objects.get(platform_sku="1004").price_fen == 100, "a list without a price tells none"
        assert acts_of(priced, "goods.") == ["goods.listed"] * 2
    for person in (brand.manager, agency.finance):
        with acting(person), pytest.raises(NotAllowed):
            put_listings(person=person, at=AT, code=priced.code, shop=JD, rows=again)
    with acting(agency.manager), pytest.raises(IntegrityError), transaction.atomic():
        Listing.objects.create(contract=priced, channel="jd", store=JD.store, platform_sku="1001", told_at=AT)


@pytest.mark.parametrize(
    ("prices", "codes"),
    [
        ({"CUP": 12240}, []),
        ({"CUP": 12239}, ["PRICE_BELOW_FLOOR"]),  # the floor of May: the price would still stand
        ({"1001": 12239, "POT": 3900}, ["PRICE_BELOW_FLOOR"]),
        ({"1003": 12240 + 3900}, []),
        ({"1003": 12240 + 3899}, ["PRICE_BELOW_FLOOR"]),
        ({"1007": 0}, []),
        ({"1004": 99900}, ["LISTING_UNMAPPED"]),
        ({"9999": 1}, ["LISTING_UNMAPPED"]),
    ],
)
def test_a_list_price_is_guarded_on_every_day_it_may_stand(priced, agency, prices, codes):
    with acting(agency.manager):
        found = check_before_going_out(priced, JD, person=agency.manager, at=AT, since=DAY, prices=prices)
        assert [one.code for one in found] == codes
        assert acts_of(priced, "guard.") == ["guard.refused" if codes else "guard.passed"]
        until = find_violations(priced, JD, since=DAY, until=date(2026, 4, 30), prices={"CUP": 11800})
        assert until == [], "in April the floor is 118.00"


def test_a_sku_without_a_factory_price_is_not_listed(priced, agency, brand):
    with acting(brand.manager):
        RetailPrice.objects.create(
            contract=priced,
            sku="NEW",
            valid_from=DAY,
            min_retail_price_fen=1,
            declared_by=brand.manager,
            declared_at=AT,
        )
    with acting(agency.manager):
        [found] = find_violations(priced, JD, since=DAY, prices={"NEW": 100})
        assert (found.code, found.clause) == ("FACTORY_PRICE_MISSING", "OP-3-D")


def test_an_offer_is_refused_with_its_combination_and_passes_to_the_fen(priced, agency):
    flash = make(priced, agency, CUPS)
    assert flash.offer.state == "checked" and flash.violations == []
    coupon = make(priced, agency, COUPON)  # 129.00 − 6.00 = 123.00, the floor of May is 122.40
    assert coupon.offer.state == "checked"
    [one] = make(priced, agency, Offer("new", FULL, "满减", None, DAY, END, minus_fen=61)).violations
    said = str(one)
    assert "CUP 在 2026-05-01 最低到手价 ¥122.39，低于最低零售价 ¥122.40，差 ¥0.01" in said
    assert "标价 ¥168.00、限时秒杀 −¥39.00、满减 −¥0.61、店铺券 −¥6.00" in said and "OP-2-A-2" in said
    assert make(priced, agency, Offer("new", FULL, "满减", None, DAY, END, minus_fen=60)).violations == []
    assert (
        make(
            priced, agency, Offer("new", FULL, "平台满减", None, DAY, END, minus_fen=9999, merchant_percent=0)
        ).violations
        == []
    )
    in_april = Offer("new", FULL, "四月", None, DAY, date(2026, 4, 30), minus_fen=400)
    assert make(priced, agency, in_april, Shop("jd", "别的店")).violations == [], "no listing there"


def raise_floor(contract: Contract, brand: Party, fen: int) -> None:
    with acting(brand.manager):
        RetailPrice.objects.update_or_create(
            contract=contract, sku="CUP", valid_from=DAY,
            defaults={"min_retail_price_fen": fen, "declared_by": brand.manager, "declared_at": AT},
        )  # fmt: skip


def answer(act, person, contract: Contract, **more: object):
    with acting(person):
        return act(person=person, at=AT, code=contract.code, **more)


def test_an_offer_goes_out_with_the_brands_word_after_one_more_look_and_ends(priced, agency, brand, outsider):
    number = make(priced, agency, CUPS).offer.number
    with acting(brand.manager):
        [duty] = Duty.objects.filter(kind="approve_offer", closed_at=None)
        assert (duty.side, duty.clause, duty.page) == (
            "a", "OP-2-B-4", f"/contracts/{priced.code}/prices/offers/{number}",
        )  # fmt: skip
    with pytest.raises(UnableToOffer, match="还没有甲方批准"):
        answer(put_out_offer, agency.manager, priced, number=number)
    for person, refusal in (
        (agency.manager, NotAllowed), (brand.people["brand_warehouse"], NotAllowed), (outsider.manager, NotAllowed),
    ):  # fmt: skip
        with pytest.raises(refusal):
            answer(approve_offer, person, priced, number=number)
    for _twice in range(2):
        assert answer(approve_offer, brand.manager, priced, number=number).offer.state == "approved"
    with acting(brand.manager):
        assert not Duty.objects.filter(kind="approve_offer", closed_at=None).exists()
    raise_floor(priced, brand, 13000)
    done = answer(put_out_offer, agency.manager, priced, number=number)
    assert done.offer.state == "refused" and done.violations and done.offer.answered_by is None
    with pytest.raises(UnableToOffer, match="没有等着批准"):
        answer(approve_offer, brand.manager, priced, number=number)
    raise_floor(priced, brand, 11800)
    number = make(priced, agency, CUPS).offer.number
    answer(approve_offer, brand.manager, priced, number=number)
    for _twice in range(2):
        done = answer(put_out_offer, agency.manager, priced, number=number)
        assert done.offer.state == "out" and not done.violations
    for _twice in range(2):
        answer(end_offer, agency.manager, priced, number=number)
    with pytest.raises(UnableToOffer, match="已停用"):
        answer(put_out_offer, agency.manager, priced, number=number)
    with pytest.raises(NotFound):
        answer(end_offer, agency.manager, priced, number=99)
    with acting(agency.manager):
        assert acts_of(priced, "offers.") == [
            "offers.checked", "offers.approved", "offers.refused", "offers.checked", "offers.approved", "offers.out",
            "offers.ended",
        ]  # fmt: skip
    for person, refusal in (
        (brand.manager, NotAllowed),
        (agency.finance, NotAllowed),
        (outsider.manager, NotFound),
    ):
        with acting(person), pytest.raises(refusal):
            make_offer(person=person, at=AT, code=priced.code, shop=JD, offer=CUPS)


def test_an_offer_that_breaks_by_now_is_not_approved_and_a_no_has_its_reason(priced, agency, brand):
    first, second = make(priced, agency, CUPS).offer.number, make(priced, agency, COUPON).offer.number
    raise_floor(priced, brand, 12400)  # of both together 123.00
    done = answer(approve_offer, brand.manager, priced, number=first)
    assert done.offer.state == "refused" and done.violations
    with pytest.raises(UnableToOffer, match="没有写理由"):
        answer(decline_offer, brand.manager, priced, number=second, reason=" ")
    for _twice in range(2):
        made = answer(decline_offer, brand.manager, priced, number=second, reason="太久了")
        assert (made.state, made.answer) == ("declined", "太久了")
    with acting(agency.manager):
        assert find_violations(priced, JD, since=DAY, offer=CUPS) == [], "a declined offer does not count"
        for state, answered in (("out", brand.manager), ("approved", agency.manager)):
            with pytest.raises(DatabaseError), transaction.atomic():
                StoreOffer.objects.filter(number=first).update(
                    state=state, answered_by=answered, answered_at=AT
                )


def test_a_refused_offer_is_mended_in_one_of_three_ways_and_then_asked_for(priced, agency, brand):
    make(priced, agency, COUPON)
    made = make(
        priced, agency, Offer("new", ITEM, "秒杀", frozenset(["CUP"]), DAY, END, price_fen=12800)
    ).offer
    assert made.state == "refused"  # 128.00 − 6.00 < 122.40
    for way in ("scope", "apart-full"):
        with pytest.raises(UnableToOffer, match="没有这种改法"):
            answer(mend_offer, agency.manager, priced, number=made.number, way=way)
    with pytest.raises(NotAllowed):
        answer(mend_offer, brand.manager, priced, number=made.number, way="smaller")
    mended = answer(mend_offer, agency.manager, priced, number=made.number, way="apart-shop_coupon")
    assert (mended.state, mended.excludes, mended.price_fen) == ("checked", ["shop_coupon"], 12800)
    with pytest.raises(UnableToOffer, match="没有被拦下"):
        answer(mend_offer, agency.manager, priced, number=made.number, way="smaller")
    answer(approve_offer, brand.manager, priced, number=made.number)
    with acting(agency.manager):
        with pytest.raises(IntegrityError), transaction.atomic():
            StoreOffer.objects.filter(number=made.number).update(price_fen=1)
        assert acts_of(priced, "offers.")[-3:] == ["offers.refused", "offers.mended", "offers.approved"]


@pytest.mark.parametrize(
    "terms",
    [
        {"minus_fen": 0}, {"minus_fen": 100, "rate": 900}, {"rate": 1000}, {"minus_fen": -5}, {"price_fen": 100},
        {"minus_fen": 100, "times": 3}, {"minus_fen": 100, "units": 2}, {"minus_fen": 100, "merchant_percent": 101},
        {"kind": "quantity", "rate": 900, "units": 1}, {"kind": "item", "minus_fen": 100, "threshold_fen": 5},
        {"kind": "other", "minus_fen": 100}, {"minus_fen": 100, "until": date(2026, 4, 19)}, {"minus_fen": 100, "name": ""},
    ],
)  # fmt: skip
def test_terms_that_say_nothing_or_too_much_are_refused(priced, agency, terms):
    values = {"kind": FULL, "name": "满减", "since": DAY, "until": END} | terms
    with pytest.raises(UnableToOffer):
        make(priced, agency, Offer("new", **values))
    with acting(agency.manager):
        assert not StoreOffer.objects.exists()


def test_another_sellers_low_price_is_an_incident_that_the_agency_acts_on(priced, agency, brand, outsider):
    seen = [
        SeenPrice("茗品优选", "天猫", 10900, DAY, sku="CUP", link="https://example.com/1"),
        SeenPrice("云舍", "京东", 3900, DAY, title="公道杯"),
        SeenPrice("谁", "京东", 1, DAY, title="不认识的"),
    ]
    given = {"code": priced.code, "rows": seen, "file_name": "巡查.xlsx", "file_sha256": "a" * 64}
    with acting(brand.manager):
        done = record_market_prices(person=brand.manager, at=AT, **given)
        assert (done.new, done.below) == (3, 1)
        assert record_market_prices(person=brand.manager, at=AT, **given).new == 0
        incident = MarketPrice.objects.get(is_below=True)
        assert (incident.floor_fen, incident.sku) == (11800, "CUP")
        assert MarketPrice.objects.get(seller="云舍").floor_fen == 3900, (
            "by its product's title; exactly the floor"
        )
        duty = Duty.objects.get(kind="act_on_market")
        assert (duty.side, duty.facts["count"], duty.clause) == ("b", 1, "OP-2-A-2")
        with pytest.raises(NotAllowed):
            act_on_market(person=brand.manager, at=AT, code=priced.code, ids=[incident.pk], words="已投诉")
    with acting(agency.manager):
        with pytest.raises(UnableToWatch, match="没有写"):
            act_on_market(person=agency.manager, at=AT, code=priced.code, ids=[incident.pk], words=" ")
        assert (
            act_on_market(person=agency.manager, at=AT, code=priced.code, ids=[incident.pk], words="已投诉")
            == 1
        )
        with pytest.raises(NotFound):
            act_on_market(person=agency.manager, at=AT, code=priced.code, ids=[incident.pk], words="再来")
        assert not Duty.objects.filter(kind="act_on_market", closed_at=None).exists()
        assert acts_of(priced, "market.") == ["market.recorded", "market.acted"]
    with acting(outsider.manager), pytest.raises(NotFound):
        record_market_prices(person=outsider.manager, at=AT, **given)


def test_a_set_that_another_seller_offers_has_the_floor_of_its_parts(priced, agency):
    row = ListingRow("2001", "20", "两只装", None, "CUP", quantity=2, code="CUP-2")
    seen = [SeenPrice("某店", "京东", fen, DAY, sku="CUP-2") for fen in (23_600, 23_599)]
    with acting(agency.manager):
        put_listings(person=agency.manager, at=AT, code=priced.code, shop=JD, rows=[row])
        done = record_market_prices(
            person=agency.manager,
            at=AT,
            code=priced.code,
            rows=seen,
            file_name="巡查.csv",
            file_sha256="b" * 64,
        )
        assert (done.new, done.below) == (2, 1)
        assert set(MarketPrice.objects.values_list("floor_fen", flat=True)) == {23_600}
