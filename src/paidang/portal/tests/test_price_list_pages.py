"""The price list, offers, listings and the market on their pages: what either side sees and does there."""

import re

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.cast import Party, acting, signed_in
from tests.goods import AT

from paidang.catalog.models import Listing, MarketPrice, RetailPrice, StoreOffer
from paidang.contracts.models import Contract
from paidang.evidence.models import Entry
from paidang.orders.models import Breach
from paidang.settlement.tests.month import add_line


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)


def words(answer) -> str:
    """What a person reads of it."""
    assert answer.status_code == 200, answer
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


OFFER = {
    "shop": "jd|京东旗舰店", "kind": "item", "name": "限时秒杀", "skus": "CUP", "since": "2026-04-20", "until": "2026-05-31",
    "price": "122.39", "merchant_percent": "100",
}  # fmt: skip


def test_the_list_shows_floor_list_price_and_worst_price(priced: Contract, brand: Party, agency: Party):
    client = signed_in(agency.manager)
    page = words(client.get("/prices/list"))
    assert "盖碗 CUP" in page and "05-01 起底价 ¥122.40" in page and "+¥50.00" in page
    assert "BAG" not in page, "a gift has no price"
    assert "cell-input" not in client.get("/prices/list").content.decode(), "the brand sets prices"
    assert "这里没有商品" in words(client.get("/prices/list?view=below"))
    assert "公道杯" in words(client.get("/prices/list?q=公道")) and "盖碗" not in words(
        client.get("/prices/list?q=公道")
    )
    with acting(agency.manager):
        Listing.objects.filter(platform_sku="1002").update(price_fen=3899)
    cache.clear()  # written past the books, by whose heads the list is kept
    page = words(client.get("/prices/list?view=below"))
    assert "POT" in page and "CUP" not in page and "−¥0.01" in page


def test_the_list_goes_on_by_the_sku(priced, agency, monkeypatch):
    monkeypatch.setattr("paidang.portal.views.price_list.SHOWN_MAX", 1)
    client = signed_in(agency.manager)
    first = client.get("/prices/list")
    assert "2 个商品" in words(first) and "CUP" in words(first)
    [after] = re.findall(r'rel="next" href="([^"]+)"', first.content.decode())
    second = client.get("/prices/list" + after.replace("&amp;", "&"))
    assert "POT" in words(second) and 'rel="next"' not in second.content.decode()


def test_the_brand_sets_prices_in_the_grid_and_by_pasting(priced, brand, agency):
    client, url = signed_in(brand.manager), f"/contracts/{priced.code}/prices/list"
    grid = {
        "since": "2026-04-20", "sku": ["CUP", "POT"], "floor:CUP": "119", "suggested:CUP": "168", "before:CUP": "11800|",
        "floor:POT": "39.00", "suggested:POT": "", "before:POT": "3900|",
    }  # fmt: skip
    assert "1 个价格从 2026-04-20 起生效" in words(client.post(url, grid, follow=True))
    assert "没有变化" in words(client.post(url, grid, follow=True)), "the same again"
    pasted = {"since": "2026-06-01", "pasted": "编码\t底价\nPOT\t41\t59\nNEW\t10\t\t2026-07-01"}
    assert "2 个价格" in words(client.post(url, pasted, follow=True))
    for wrong, code in (
        ({"pasted": "CUP\tx1"}, "第 1 行读不懂"),
        ({"pasted": "CUP\t118", "since": "2026-04-19"}, "起日已经过去"),
        ({"pasted": "CUP\t118\nCUP\t119"}, "写了两次"),
        ({**grid, "floor:CUP": "169"}, "建议零售价 ¥168.00 低于最低零售价 ¥169.00"),
        ({**grid, "floor:POT": ""}, "POT 没有写最低零售价"),
    ):
        assert code in client.post(url, wrong, follow=True).content.decode()
    with acting(brand.manager):
        rows = set(
            RetailPrice.objects.filter(declared_at=AT).values_list(
                "sku", "valid_from", "min_retail_price_fen"
            )
        )
        assert {(sku, str(day), fen) for sku, day, fen in rows} >= {
            ("CUP", "2026-04-20", 11900), ("POT", "2026-06-01", 4100), ("NEW", "2026-07-01", 1000),
        }  # fmt: skip
        assert Entry.objects.filter(act="prices.retail_set").count() == 2
    before = RetailPrice.objects.count()
    for person in (agency.manager, brand.people["brand_warehouse"]):
        assert signed_in(person).post(url, grid).status_code in (302, 403, 409)
    assert RetailPrice.objects.count() == before


def test_a_new_floor_looks_at_what_was_sold_since(priced, brand, agency):
    with acting(agency.manager):
        add_line(priced, "L1", done=None, unit_price=11_900, paid="2026-04-20 09:00")
    signed_in(brand.manager).post(f"/contracts/{priced.code}/prices/list", {"pasted": "CUP\t119.01"})
    with acting(brand.manager):
        assert Breach.objects.get().floor_fen == 11901


def test_the_list_is_taken_away_on_record(priced, brand):
    answer = signed_in(brand.manager).get(f"/contracts/{priced.code}/prices/list/export")
    assert answer.status_code == 200 and b"".join(answer.streaming_content)[:2] == b"PK"
    with acting(brand.manager):
        assert Entry.objects.get(act="prices.retail_exported").facts["rows"] == 2


def test_an_offer_is_tried_written_down_put_out_and_ended(priced, brand, agency):
    client = signed_in(agency.manager)
    page = words(client.get("/prices/offers", OFFER))
    assert "这个优惠不能发布" in page and "1 个商品会低于底价" in page
    assert "标价 ¥168.00" in page and "限时秒杀 −¥45.61" in page and "差 ¥0.01" in page
    assert "可以发布" in words(client.get("/prices/offers", {**OFFER, "price": "122.40"}))
    assert "写得不全" in words(client.get("/prices/offers", {**OFFER, "price": ""}))
    assert "不是日期" in words(client.get("/prices/offers", {**OFFER, "since": "x"}))
    with acting(agency.manager):
        assert not StoreOffer.objects.exists() and not Entry.objects.filter(act__startswith="guard.").exists()
    url = f"/contracts/{priced.code}/prices/offers"
    refused = words(client.post(url, OFFER, follow=True))
    assert "优惠 1 不能发布" in refused and "OP-2-A-2" in refused and "促销价提到 ¥122.40" in refused
    assert "还没有甲方批准" in client.post(f"{url}/1/out", follow=True).content.decode()
    assert "已改好并核对通过" in words(client.post(f"{url}/1/mend", {"way": "smaller"}, follow=True))
    phone, asked = signed_in(brand.manager), f"{url}/1/answer"
    page = words(phone.get(f"{url}/1"))
    assert "¥168.00 ¥122.40" in page and "批准" in page and "按选的改" not in page
    assert "没有写理由" in phone.post(asked, {"verdict": "decline"}, follow=True).content.decode()
    assert "已批准" in words(phone.post(asked, {"verdict": "approve"}, follow=True))
    assert "已记为发布" in words(client.post(f"{url}/1/out", follow=True))
    assert "已停用" in words(client.post(f"{url}/1/end", follow=True))
    second = words(
        client.post(url, {**OFFER, "price": "", "skus": "", "prices": "CUP\t122.40\nPOT,39"}, follow=True)
    )
    assert "已写下并核对通过（优惠 2）" in second and "2 个商品各有促销价" in second
    assert "不批准" in words(
        phone.post(f"{url}/2/answer", {"verdict": "decline", "reason": "不合适"}, follow=True)
    )
    assert "不合适" in words(client.get(f"{url}/2"))
    with acting(agency.manager):
        assert list(StoreOffer.objects.order_by("number").values_list("state", flat=True)) == [
            "ended",
            "declined",
        ]
        assert Entry.objects.filter(act="guard.refused").count() == 1, "a refusal stays on record"
    seen = words(signed_in(brand.manager).get("/prices/offers", OFFER))
    assert "这个优惠不能发布" in seen and "写下这个优惠" not in seen


def test_a_way_out_is_chosen_while_an_offer_is_only_tried(priced, agency):
    client = signed_in(agency.manager)
    tried = client.get("/prices/offers", OFFER)
    assert "促销价提到 ¥122.40" in words(tried) and "刚好" not in words(tried)
    mended = words(client.get("/prices/offers", {**OFFER, "way": "smaller"}, follow=True))
    assert "可以发布" in mended and "这个优惠不能发布" not in mended
    assert "读不懂促销价" in words(client.get("/prices/offers", {**OFFER, "prices": "CUP"}))


def test_offers_are_laid_out_for_a_good_and_ticked_in_the_address(priced, brand, agency):
    client, url = signed_in(agency.manager), f"/contracts/{priced.code}/prices/offers"
    coupon = {
        **OFFER,
        "kind": "shop_coupon",
        "name": "店铺券",
        "skus": "",
        "price": "",
        "minus": "6",
        "threshold": "100",
    }
    client.post(url, coupon)
    client.post(
        url, {**coupon, "name": "平台券", "kind": "cross_store", "merchant_percent": "18", "minus": "20"}
    )
    client.post(url, {**OFFER, "price": "124", "since": "2026-04-20"})  # in May 124.00 − 6.00 − 3.60 < 122.40
    page = words(client.get("/prices/list?sku=CUP"))
    assert "最低到手价 ¥158.40，高 ¥40.40" in page and "平台另补" in page and "没有放行" in page
    ticked = "/prices/list?sku=CUP&sim=1&use=1&use=2&use=3&day=2026-05-02"
    page = words(client.get(ticked))
    assert "最低到手价 ¥114.40，低 ¥8.00" in page and "2 种改法，选一种" in page and "按选的改" in page
    assert "促销价提到 ¥132.00" in page
    assert "按选的改" not in words(signed_in(brand.manager).get(ticked))
    alone = words(client.get("/prices/list?sku=CUP&sim=1&use=3&day=2026-05-02"))
    assert "最低到手价 ¥124.00，高 ¥1.60" in alone
    with acting(agency.manager):
        Listing.objects.filter(platform_sku="1001").update(price_fen=12400)
    assert "挂牌价提到 ¥132.00" in words(client.get("/prices/list?sku=CUP&sim=1&use=1&use=2&day=2026-05-02"))


def test_editions_are_days_and_a_draft_is_proposed_published_and_declined(priced, brand, agency):
    ours, theirs, url = (
        signed_in(agency.manager),
        signed_in(brand.manager),
        f"/contracts/{priced.code}/prices/drafts",
    )
    page = words(ours.get("/prices/list"))
    assert "第 1 版生效中" in page and "第 2 版" in page and "哪天用哪一版" in page and "NEW" not in page
    assert "还没到日子" in words(ours.get("/prices/list?edition=2026-05-01"))
    assert "提议给甲方" in words(ours.get("/prices/list?edit=1")) and "发布改动" in words(
        theirs.get("/prices/list?edit=1")
    )
    grid = {
        "since": "2026-06-01", "sku": "CUP", "floor:CUP": "110", "suggested:CUP": "", "before:CUP": "11800|", "note": "竞品在降",
    }  # fmt: skip
    page = words(ours.post(url, grid, follow=True))
    assert (
        "已提议给甲方" in page and "第 3 版草案" in page and "¥122.40 ¥110.00" in page and "竞品在降" in page
    )
    assert "¥118.00" in words(theirs.get("/prices/list")), "a draft acts on nothing"
    assert "草案已写下" in words(theirs.post(url, {**grid, "floor:CUP": "111"}, follow=True))
    assert (
        "没有写理由" in theirs.post(f"{url}/1/answer", {"verdict": "decline"}, follow=True).content.decode()
    )
    assert "已答复不采用" in words(
        theirs.post(f"{url}/1/answer", {"verdict": "decline", "reason": "不降"}, follow=True)
    )
    assert "不降" in words(ours.get("/prices/list?draft=1"))
    assert theirs.get("/prices/list?draft=9").status_code == 404
    assert "已发布" in words(theirs.post(f"{url}/2/answer", {"verdict": "publish"}, follow=True))
    assert "06-01 起底价" in words(theirs.get("/prices/list?edition=2026-05-01"))
    ours.post(url, grid)
    assert "草案已撤回" in words(ours.post(f"{url}/3/answer", {"verdict": "withdraw"}, follow=True))


def test_a_list_of_listings_is_put_and_what_fails_is_shown(priced, brand, agency):
    client, url = signed_in(agency.manager), f"/contracts/{priced.code}/prices/goods"
    page = words(client.get("/prices/goods"))
    assert "7 个链接" in page and "价目表里没有这个商品编码" in page and "条码已是另一个商品的" in page
    good = "平台SKU ID,商品编码,挂牌价,数量\n1004,CUP,168.00,1\n1005,POT,59,2\n1006,POT,59,\n"
    given = {"shop": "jd|京东旗舰店", "file": SimpleUploadedFile("对照.csv", good.encode())}
    assert "3 个链接已更新，0 个没对上" in words(client.post(url, given, follow=True))
    assert "都对上了" in words(client.get("/prices/goods"))
    for content, said in (
        ("编号,价\n1,2\n", "表头里没有"),
        ("平台SKU ID,商品编码,挂牌价\n1,CUP,x\n2,CUP,1\n", "第 2 行读不懂"),
        ("", "文件是空的"),
    ):
        bad = {"shop": "jd|京东旗舰店", "file": SimpleUploadedFile("x.csv", content.encode())}
        assert said in client.post(url, bad, follow=True).content.decode()
    assert "没有选文件" in client.post(url, {"shop": "jd|京东旗舰店"}, follow=True).content.decode()


def test_what_a_listing_stands_for_is_changed_on_the_page(priced, brand, agency, outsider):
    client = signed_in(agency.manager)
    with acting(agency.manager):
        pk = Listing.objects.get(platform_sku="1004").pk
    url = f"/contracts/{priced.code}/prices/goods/{pk}"
    assert "这个链接是什么" in words(client.get(f"/prices/goods?listing={pk}")) and "CUP + POT" in words(
        client.get("/prices/goods?q=两件")
    )
    assert "已对上" in words(client.post(url, {"parts": "CUP,2\nPOT"}, follow=True))
    assert "CUP × 2 + POT" in words(client.get("/prices/goods?q=谁的"))
    for parts, said in (("NONE", "没有对上"), ("CUP,x", "读不懂"), ("", "没有写是哪个商品")):
        assert said in client.post(url, {"parts": parts}, follow=True).content.decode()
    assert signed_in(outsider.manager).post(url, {"parts": "CUP"}).status_code == 404
    assert signed_in(brand.manager).post(url, {"parts": "CUP"}).status_code == 403


def test_other_sellers_prices_are_recorded_and_acted_on(priced, brand, agency):
    content = "卖家,平台,商品编码,价格,日期,链接\n茗品优选,天猫,CUP,109.00,2026/04/18,https://a.example/1\n云舍,京东,POT,39,2026-04-18,javascript:alert(1)\n坏的,京东,POT,三十九,2026-04-18,\n晚的,京东,POT,39,上周,\n"
    given = {"file": SimpleUploadedFile("巡查.csv", content.encode())}
    url = f"/contracts/{priced.code}/prices/market"
    said = words(signed_in(brand.manager).post(url, given, follow=True))
    assert "新记 2 个价格，1 个低于底价" in said
    assert "2 行没有记：第 4 行：价格“三十九”读不懂，请以元计；第 5 行：日期“上周”读不懂" in said
    none = {"file": SimpleUploadedFile("坏.csv", "卖家,价格,日期,商品\n甲,一,二,三\n".encode())}
    assert "什么都没写" in signed_in(brand.manager).post(url, none, follow=True).content.decode()
    client = signed_in(agency.manager)
    page = client.get("/prices/market")
    assert "茗品优选" in words(page) and "底价 ¥118.00" in words(page) and "云舍" not in words(page)
    shown = client.get("/prices/market?view=all").content.decode()
    assert "云舍" in shown and "javascript:" not in shown
    with acting(agency.manager):
        pk = MarketPrice.objects.get(is_below=True).pk
    assert "没有写怎么处理的" in client.post(f"{url}/act", {"id": pk}, follow=True).content.decode()
    assert "已记下对 1 个低价的处理" in words(
        client.post(f"{url}/act", {"id": pk, "words": "已投诉"}, follow=True)
    )
    assert "没有待处理的低价" in words(client.get("/prices/market"))
    again = {"file": SimpleUploadedFile("巡查.csv", content.encode())}
    assert "以前都记过" in words(client.post(url, again, follow=True))
    odd = "卖家,商品编码,价格,日期\n野店,cup,88,2026/4/8\n野店,CUP,0,2026-04-18\n野店,CUP,88,2027-04-18\n野店,NONE,1,2026-04-18\n"
    said = words(client.post(url, {"file": SimpleUploadedFile("b.csv", odd.encode())}, follow=True))
    assert "新记 2 个价格，1 个低于底价" in said, "small letters are the brand's code too"
    assert "1 个没有底价可比" in said
    assert "第 3 行：价格是 0；第 4 行：日期 2027-04-18 还没到" in said


@pytest.mark.parametrize("page", ["list", "offers", "goods", "market"])
def test_an_outsider_sees_nothing_and_english_is_whole(priced, agency, outsider, page):
    assert signed_in(outsider.manager).get(f"/prices/{page}?contract={priced.code}").status_code == 404
    assert "还没有生效的合同" in words(signed_in(outsider.manager).get(f"/prices/{page}"))
    client = signed_in(agency.manager)
    client.cookies["django_language"] = "en"
    assert client.get(f"/prices/{page}").status_code == 200
