"""Three orders leave the warehouse, the last one in two parcels: a wave, its pick list, a wrong pot that stops the parcel, the right one, a tray that is no waybill, freight in the facts."""

import pypdfium2

from paidang.catalog.models import Product, Sku
from paidang.fulfilment.actions import set_rates
from paidang.fulfilment.rules.freight import Rate
from paidang.fulfilment.tests.packing import AT
from paidang.intake.tests.goods import HOUSE, declare, order, sell
from paidang.kit.period import day_of
from paidang.orders.models import LogisticsCharge
from tests.browser.people import MARKS, follow, see, sign_in
from tests.browser.test_statement_journey import is_sideways
from tests.cast import acting

pytestmark = MARKS


def test_parcels_leave_and_a_wrong_pot_stays(browser, live_server, contract_in_force, brand, agency):
    warehouse, contract = brand.people["brand_warehouse"], contract_in_force
    declare(brand.manager, contract, f"{HOUSE},QL-1,7", f"{HOUSE},QL-2,7", f"{HOUSE},QL-3,7")
    sell(
        agency.people["agency_operator"], contract, order("L1"), order("L2", sku="QL-2", paid="03-21 11:00"),
        order("L3", 2, sku="QL-3", paid="03-21 12:00"),
    )  # fmt: skip
    with acting(warehouse):
        pots = Product.objects.create(contract=contract, title="侧把急须壶")
        for code, barcode in (("QL-1", "6901"), ("QL-2", "6902"), ("QL-3", "6903")):
            Sku.objects.create(contract=contract, product=pots, code=code, barcode=barcode, weight_g=600)
        rate = Rate("sf", None, "", day_of(contract.in_force_at), 1000, 800, 1000, 200)
        set_rates(person=warehouse, at=AT, code=contract.code, rates=[rate])

    # at the desk: a wave and its list
    desk = sign_in(browser, live_server, warehouse, "/fulfilment")
    see(desk, "3 个包裹可以拣")
    see(desk, "最急的 03-23 10:00 前发出，晚了")
    desk.keyboard.press("e")
    desk.locator("#wave[open]").wait_for()
    follow(desk, "#wave button.main")
    see(desk, "3 个包裹，已核对 0，已交出 0")
    desk.locator(".packs input[name^=waybill-]").first.fill("SF1000000000")
    follow(desk, ".packs ~ footer .btn")
    see(desk, "填上 1 个运单号")
    paper = desk.request.get(live_server.url + desk.get_by_role("link", name="拣货单").get_attribute("href"))
    with pypdfium2.PdfDocument(paper.body()) as document:
        assert "O-L1" in document[0].get_textpage().get_text_range().replace("\ufffe", "-")

    # on a phone, with a scanner that types
    phone = sign_in(browser, live_server, warehouse, "/scan", width=390, height=844)
    phone.keyboard.type("SF1000000000")
    with phone.expect_navigation():
        phone.keyboard.press("Enter")
    see(phone, "第 1 / 3 单")
    phone.keyboard.type("6902")
    phone.keyboard.press("Enter")
    see(phone, "扫错了，别放进去")
    phone.locator("#scan[data-state=stopped]").wait_for()
    assert not is_sideways(phone)
    phone.get_by_role("button", name="放回，重新扫").click()
    phone.locator("#scan[data-state=packing]").wait_for()

    # the network is away for a moment: the scan counts once
    phone.context.set_offline(True)
    phone.keyboard.type("6901")
    phone.keyboard.press("Enter")
    see(phone, "网络不通，正在重试")
    phone.context.set_offline(False)
    phone.locator("#scan[data-state=packed]").wait_for()
    see(phone, "1 / 1")

    # the second one has no waybill yet: one tray too many is not taken for it, the scanner goes on
    phone.goto(live_server.url + desk.locator(".packs a[data-open-row]").nth(1).get_attribute("href"))
    phone.keyboard.type("6902")
    phone.keyboard.press("Enter")
    phone.locator("#scan[data-state=packed]").wait_for()
    phone.keyboard.type("6902")
    phone.keyboard.press("Enter")
    see(phone, "这是货品 QL-2 的条码，不是运单号")
    phone.keyboard.type("SF1000000001")
    phone.keyboard.press("Enter")
    see(phone, "顺丰速运 SF1000000001")

    # of the third only one of two fits into the box: the other one gets a label of its own
    phone.goto(live_server.url + desk.locator(".packs a[data-open-row]").nth(2).get_attribute("href"))
    phone.keyboard.type("6903")
    phone.keyboard.press("Enter")
    phone.locator("#scan[data-state=packing]").wait_for()
    follow(phone, "form[action$='/split'] .btn")
    phone.keyboard.type("SF1000000002")
    phone.keyboard.press("Enter")
    see(phone, "顺丰速运 SF1000000002")
    desk.reload()
    phone.goto(live_server.url + desk.locator(".packs a[data-open-row]").nth(3).get_attribute("href"))
    see(phone, "第 4 / 4 单")
    phone.keyboard.type("6903")
    phone.keyboard.press("Enter")
    phone.locator("#scan[data-state=packed]").wait_for()
    phone.keyboard.type("SF1000000003")
    phone.keyboard.press("Enter")
    see(phone, "顺丰速运 SF1000000003")
    assert phone.complaints == []

    # back at the desk: what is checked leaves, and its freight is in the facts
    desk.reload()
    see(desk, "已核对 4")
    follow(desk, ".head .btn.main")
    see(desk, "交出 4 个包裹")
    desk.goto(live_server.url + "/fulfilment/freight")
    see(desk, "记入 4 个包裹 ¥32.00")
    follow(desk, ".head .btn.main")
    see(desk, "4 个包裹的运费 ¥32.00 已记入账")
    with acting(brand.manager):
        charges = LogisticsCharge.objects.order_by("order_id").values_list("order_id", "amount_fen", "kind")
        assert list(charges) == [(order_id, 800, "outbound") for order_id in ("O-L1", "O-L2", "O-L3", "O-L3")]
    assert desk.complaints == []
