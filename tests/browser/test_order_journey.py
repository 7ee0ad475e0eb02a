"""Two orders of one person: held by ticking, taken back with Z, found by the phone, shown on record, packed by the brand."""

from paidang.channels.jd.documents import map_document
from paidang.intake.tests.files import hand_in, table
from paidang.stores import actions
from paidang.stores.tests.jd import order
from paidang.stores.tests.test_acts import AT, given
from tests.browser.people import MARKS, follow, see, sign_in
from tests.browser.test_statement_journey import is_sideways
from tests.cast import acting

pytestmark = MARKS


def test_an_order_is_held_let_go_found_and_packed(browser, live_server, contract_in_force, brand, agency):
    operator = agency.people["agency_operator"]
    prices = table("sku,factory_price,valid_from", "QL-1,5000,2026-03-01")
    hand_in(brand.manager, contract_in_force, prices, "costs.csv", at=AT)
    with acting(operator):
        link = actions.connect_store(
            person=operator, at=AT, code=contract_in_force.code, given=given(), since=AT
        )
        actions.take_in(
            person=operator, at=AT, link_id=link.pk, documents=[order(), order("3002")], map_document=map_document
        )  # fmt: skip

    ours = sign_in(browser, live_server, operator, "/orders")
    ours.keyboard.press("j")
    ours.keyboard.press("x")
    see(ours, "已选 1 单")
    ours.click("[data-open=bulk-hold]")
    ours.click("#bulk-hold button.main")
    assert ours.locator("#bulk-hold [name=hold_reason]").evaluate("field => field === document.activeElement")
    ours.fill("#bulk-hold [name=hold_reason]", "等买家")
    with ours.expect_navigation():
        ours.press("#bulk-hold [name=hold_reason]", "Enter")
    see(ours, "已拦截 1 单")
    with ours.expect_navigation():
        ours.keyboard.press("z")
    see(ours, "已撤销 1 单")

    ours.fill("[data-filter]", "5678")
    with ours.expect_navigation():
        ours.press("[data-filter]", "Enter")
    assert ours.locator("tr[data-row]").count() == 2
    assert not is_sideways(ours)
    ours.click("a.no >> nth=0")
    see(ours, "王**")
    ours.get_by_role("button", name="显示，并记下我看过").click()
    see(ours, "龙井路 1 号")

    theirs = sign_in(
        browser, live_server, brand.people["brand_warehouse"], f"/orders/{contract_in_force.code}/3002", width=390, height=844
    )  # fmt: skip
    see(theirs, "查看收货信息")
    theirs.get_by_text("装一个包裹").click()
    follow(theirs, "button:has-text('装箱')")
    see(theirs, "已装箱")
    assert not is_sideways(theirs)
    assert theirs.complaints == ours.complaints == []
