"""Seven units and nine buyers: the brand counts, an order comes, too much is sold, goods arrive, and each store knows."""

from paidang.intake.tests.goods import HOUSE, declare, order, sell
from tests.browser.people import MARKS, follow, see, sign_in
from tests.browser.test_statement_journey import is_sideways

pytestmark = MARKS


def test_what_is_sold_is_reserved_and_what_is_short_is_served_when_goods_arrive(
    browser, live_server, contract_in_force, brand, agency
):
    operator = agency.people["agency_operator"]
    declare(brand.manager, contract_in_force, f"{HOUSE},QL-1,7")
    sell(operator, contract_in_force, order("L1", 6), order("L2", 3, paid="03-21 11:00"))

    ours = sign_in(browser, live_server, operator, "/stock", width=390, height=844)
    see(ours, "缺 2 件")
    see(ours, "等 2 件")
    assert ours.locator("[data-open=move]").count() == 0
    assert not is_sideways(ours)
    ours.click(".stk .sku >> nth=0")
    see(ours, "预留 +1 → 7")
    assert not is_sideways(ours)

    theirs = sign_in(browser, live_server, brand.people["brand_warehouse"], "/stock")
    theirs.keyboard.press("e")
    theirs.locator("#move[open]").wait_for()
    theirs.select_option("#move [name=kind]", "received")
    theirs.fill("#move [name=sku]", "QL-1")
    theirs.fill("#move [name=quantity]", "5")
    follow(theirs, "#move button.main")
    see(theirs, "已记入流水")
    theirs.locator(".stk tbody tr", has_text="QL-1").get_by_text("−9").wait_for()
    assert theirs.locator("#short").count() == 0
    theirs.click(".stk .sku >> nth=0")
    see(theirs, "在库 +5 → 12")
    see(theirs, "预留 +2 → 9")
    assert theirs.complaints == ours.complaints == []
