"""Promotions on their pages: registered, checked at once, approved; the calendar; read only after the deadline."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from tests.cast import Party, acting, signed_in
from tests.goods import AT, DAY, sell_daily

from paidang.catalog.models import RetailPrice
from paidang.contracts.models import Contract
from paidang.portal.tasks import remind_all
from paidang.promotions.models import Promotion


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list:
    """What time it is; the test moves it on."""
    now = [AT]
    monkeypatch.setattr("django.utils.timezone.now", lambda: now[0])
    return now


def words(answer) -> str:
    """What a person reads of it."""
    assert answer.status_code == 200, answer
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


FORM = {
    "lane": "sudden", "shop": "jd|京东旗舰店", "title": "京东限时秒杀", "starts": "2026-04-20T20:00", "ends": "2026-04-21T00:00",
    "answer_by": "2026-04-20T18:00", "lines": "商品编码,活动价,件数\nCUP,129.00,420\nPOT\t45\t260\n", "words": "京东招商李经理电话",
}  # fmt: skip


def test_an_offer_is_registered_checked_asked_and_approved(
    clock, priced: Contract, brand: Party, agency: Party
):
    ours, theirs = signed_in(agency.manager), signed_in(brand.manager)
    assert "还没有促销" in words(ours.get("/promotions"))
    message = "【京东限时秒杀】今晚 20:00-24:00，18:00 前回复。\nCUP 活动价 129 元，备货 420 件\n公道杯 POT 报名价 45"
    read = ours.post(
        f"/contracts/{priced.code}/promotions/new", {"read": "1", "lane": "sudden", "shop": "jd|京东旗舰店", "message": message}
    )  # fmt: skip
    assert "读到 2 款商品。 1 款缺价格或件数。" in words(read)
    for filled in ("2026-04-20T20:00", "2026-04-21T00:00", "2026-04-20T18:00", "CUP,129,420\nPOT,45,"):
        assert filled in read.content.decode(), filled
    made = ours.post(f"/contracts/{priced.code}/promotions/new", FORM)
    page = f"/contracts/{priced.code}/promotions/1"
    assert (made.status_code, made["Location"]) == (302, page)
    said = words(ours.get(page))
    assert (
        "草案" in said and "2 / 2 款通过" in said and "¥129.00" in said and "没有写仓库一天发多少件" in said
    )
    assert "批准，报名" not in said
    ours.post(f"{page}/ask")
    said = words(theirs.get(page))
    assert (
        "批准，报名 2 款" in said and "8:00:00" in said and "先问一句" in said and "都高于最低零售价" in said
    )
    assert "京东限时秒杀" in words(theirs.get("/promotions"))
    assert theirs.get(f"/contracts/{priced.code}/prices/offers/1")["Location"] == page, (
        "one page for one word"
    )
    digest = re.search(r'name="digest" value="(\w{64})"', theirs.get(page).content.decode())
    old = theirs.post(f"{page}/answer", {"verdict": "approve", "digest": "0" * 64})
    assert old.status_code == 409 and "与您看到的不一样了" in old.content.decode()
    theirs.post(f"{page}/answer", {"verdict": "approve", "digest": digest and digest[1]})
    said = words(ours.get(page))
    assert "已批准" in said and "在平台上设好了" in said
    ours.post(f"{page}/live", {"words": "活动 88213"})
    clock[0] = AT + timedelta(hours=11)
    assert "正在卖" in words(ours.get(page)) and "计划 680" in words(theirs.get("/promotions"))
    clock[0] = AT + timedelta(days=2)
    said = words(theirs.get(page))
    assert "结束的" in words(ours.get("/promotions")) and "结果" in said
    money = said.split("双方所得")[1].split("最低到手价 / 底价")[
        0
    ]  # nothing was sold: both have nothing of what was planned
    assert "售出 0 件，计划 680 件" in money and "结果 计划 差" in money and "¥0.00" in money


def test_after_the_deadline_it_is_read_only_and_below_the_floor_approve_is_off(clock, priced, brand, agency):
    ours, theirs = signed_in(agency.manager), signed_in(brand.manager)
    low = FORM | {"lines": "CUP,117.99,420"}
    ours.post(f"/contracts/{priced.code}/promotions/new", low)
    page = f"/contracts/{priced.code}/promotions/1"
    said = words(ours.get(page))
    assert "1 款会低于最低零售价，不能批准" in said and "¥118.00" in said and "按能通过的改" in said
    assert "disabled" in ours.get(page).content.decode()
    ours.post(f"{page}/best")
    assert "1 / 1 款通过" in words(ours.get(page))
    ours.post(f"{page}/ask")
    clock[0] = AT + timedelta(hours=8)
    said = words(theirs.get(page))
    assert "过期，没有参加" in said and "批准，报名" not in said
    bad = ours.post(f"/contracts/{priced.code}/promotions/new", FORM | {"lines": "CUP,一百,3"})
    assert bad.status_code == 409 and "CUP" not in words(signed_in(agency.manager).get("/promotions"))
    assert ours.get(f"/contracts/{priced.code}/promotions/9").status_code == 404


def test_where_nothing_passes_the_page_says_so_and_nothing_is_taken(clock, priced, brand, agency):
    ours, page = signed_in(agency.manager), f"/contracts/{priced.code}/promotions/1"
    with acting(brand.manager):
        RetailPrice.objects.create(  # above the price in the store: no promotion price can keep to it
            contract=priced, sku="CUP", valid_from=AT.date(), min_retail_price_fen=999_00,
            declared_by=brand.manager, declared_at=AT,
        )  # fmt: skip
    ours.post(f"/contracts/{priced.code}/promotions/new", FORM | {"lines": "CUP,129.00,420\nPOT,45,260"})
    assert "1 款一件也通不过，会从促销里去掉" in words(ours.get(page))
    ours.post(f"/contracts/{priced.code}/promotions/1/edit", FORM | {"lines": "CUP,129.00,420"})
    said = words(ours.get(page))
    assert "现在没有一款能通过" in said and "按能通过的改" not in said
    refused = ours.post(f"{page}/best")
    assert refused.status_code == 409 and "现在没有一款能通过" in refused.content.decode()
    assert "¥129.00" in words(ours.get(page)), "as it was written"


def test_a_notices_link_opens_for_its_person_until_the_deadline_and_approves_nothing(
    clock, priced, brand, agency, outsider, settings
):
    """Forged, of another person, after the deadline, without a session: no word is given by opening it."""
    settings.PUBLIC_URL = "https://paidang.example"
    ours, page = signed_in(agency.manager), f"/contracts/{priced.code}/promotions/1"
    ours.post(f"/contracts/{priced.code}/promotions/new", FORM)
    ours.post(f"{page}/ask")
    mail.outbox.clear()
    remind_all(AT)
    [letter] = [one for one in mail.outbox if brand.manager.email in one.to]
    [link] = re.findall(r"https://paidang.example(/approve/\S+)", letter.body)
    nobody = Client()
    door = nobody.get(link)
    assert door.status_code == 302 and door["Location"].startswith("/signin?next=%2Fapprove%2F")
    theirs = signed_in(brand.manager)
    assert theirs.get(link)["Location"] == page and theirs.post(link).status_code == 405
    assert "等甲方" in words(theirs.get(page)), "it was opened, not approved"
    for client, path, status in (
        (ours, link, 403),
        (signed_in(outsider.manager), link, 403),
        (theirs, link[:-1] + ("A" if link[-1] != "A" else "B"), 404),
        (theirs, "/approve/x", 404),
    ):
        assert client.get(path).status_code == status
    ours.post(f"{page}/edit", FORM | {"lines": "CUP,130.00,420"})
    ours.post(f"{page}/ask")
    assert "发通知以后促销改过了" in theirs.get(link, follow=True).content.decode()
    clock[0] = AT + timedelta(hours=8)
    assert theirs.get(link).status_code == 410 and nobody.get(link).status_code == 410


def test_history_stands_beside_the_units_and_sliders_try_without_writing(
    clock, priced, brand, agency, outsider
):
    with acting(agency.manager):
        sell_daily(priced, until=DAY, days=70)
    ours, theirs = signed_in(agency.manager), signed_in(brand.manager)
    ours.post(f"/contracts/{priced.code}/promotions/new", FORM | {"budget": "20000"})
    page = f"/contracts/{priced.code}/promotions/1"
    said = words(ours.get(page))
    assert "用到 04-18 为止的订单" in said and "过去 5 周每天差 ±0 件（每天卖 10 件）" in said
    assert "没有折扣相近（约 23%）的促销可比" in said and "还没有卖过它，预测不了" in said
    tried = f"{page}/try?form=1&hours=28&price.CUP=117.99&units.CUP=900&limit=1&budget=300.00"
    for client in (ours, theirs):
        said = words(client.get(tried))
        assert "−¥0.01" in said and "1 款会低于最低零售价" in said and "预算 ¥300.00" in said
        assert "不促销约卖 10 件" in said, "ten a day, all at noon, until the day after at midnight"
        assert ("写进计划" in said) is (client is ours)
    assert "420" in words(ours.get(page)) and "900" not in words(ours.get(page)), "nothing is kept"
    for wrong in ("units.CUP=0", "hours=x", "price.CUP=12.345"):
        assert ours.get(f"{page}/try?form=1&{wrong}").status_code == 409
    form = ours.get(f"{page}/try?form=1&hours=28&price.CUP=130.00&units.CUP=77").content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form.split("/take")[1]))
    assert fields["price.CUP"] == "130.00" and "units.POT" not in fields
    assert theirs.post(f"{page}/take", fields).status_code == 403
    assert signed_in(outsider.manager).get(f"{page}/try").status_code == 404
    assert ours.post(f"{page}/take", fields | {"digest": "0" * 64}).status_code == 409
    assert ours.post(f"{page}/take", fields)["Location"] == page
    said = words(ours.get(page))
    assert "¥130.00" in said and "× 77" in said and "没有定预算" in said and "04-22 00:00" in said
    assert "盖碗,77," in ours.get(f"{page}/forecast").getvalue().decode()


def test_goods_come_by_file_are_paged_and_leave_as_a_file_that_comes_in_again(clock, priced, agency):
    ours, new = signed_in(agency.manager), f"/contracts/{priced.code}/promotions/new"
    rows = "".join(f"X{n},90,5\n" for n in range(30))
    offer = SimpleUploadedFile("京东报名.csv", f"SKU ID,促销价,预估销量\n{rows}CUP,117.99,9\n".encode())
    assert ours.post(new, FORM | {"lines": "POT,45,260", "file": offer}).status_code == 302
    page = f"/contracts/{priced.code}/promotions/1"
    said = words(ours.get(page))
    floors = said.split("最低到手价 / 底价")[1].split("准备情况")[0]
    assert "1–20，共 32" in floors and "X18" not in floors
    assert floors.index("盖碗") < floors.index("公道杯"), "below its floor comes first"
    assert "21–32，共 32" in words(ours.get(f"{page}?goods=2"))
    copy = ours.get(f"{page}/goods")
    assert agency.manager.name in unquote(copy["Content-Disposition"])
    table = SimpleUploadedFile("again.csv", copy.getvalue())
    assert ours.post(new, FORM | {"lines": "", "file": table}).status_code == 302
    with acting(agency.manager):
        first, again = Promotion.objects.order_by("number")
        assert [*first.lines.values_list("sku", "price_fen", "units")] == [
            *again.lines.values_list("sku", "price_fen", "units")
        ]
    bad = SimpleUploadedFile("bad.csv", "SKU,促销价,件数\nCUP,一百,3\n".encode())
    refused = ours.post(new, FORM | {"lines": "", "file": bad})
    assert refused.status_code == 409 and "第 2 行" in refused.content.decode()


def test_a_plan_is_forecast_while_it_is_typed_and_nothing_is_kept(clock, priced, agency, outsider):
    with acting(agency.manager):
        sell_daily(priced, until=DAY, days=40)
    ours, typed = signed_in(agency.manager), f"/contracts/{priced.code}/promotions/typed"
    key = {"form_key": "k" * 32}
    assert "写下商品编码和时间" in words(ours.post(typed, FORM | key | {"lines": ""}))
    assert "写下商品编码和时间" in words(ours.post(typed, FORM | key | {"lines": "CUP", "ends": ""}))
    bare = words(ours.post(typed, FORM | key | {"lines": "CUP\nNEW,1"}))
    assert "盖碗" in bare and "每天差 ±" in bare and "还没有卖过它" in bare and "折扣" not in bare
    assert "没有折扣相近（约 20%）的促销可比" in words(ours.post(typed, FORM | key | {"lines": "CUP,134.40"}))
    made = ours.post(f"/contracts/{priced.code}/promotions/new", FORM | key)
    assert made.status_code == 302, "looking took no form's key"
    table = "商品编码,活动价,预计件数\nCUP,134.40,40\n"
    given = {"lines": "", "file": SimpleUploadedFile("goods.csv", table.encode())}
    assert "没有折扣相近（约 20%）的促销可比" in words(ours.post(typed, FORM | key | given)), (
        "goods of the file too"
    )
    given = {"lines": "CUP", "file": SimpleUploadedFile("goods.pdf", b"%PDF")}
    said = words(ours.post(typed, FORM | key | given))
    assert "文件里的商品没有算进来" in said and "平时" in said
    assert signed_in(outsider.manager).post(typed, FORM).status_code == 404
