"""A coupon that breaks the floor: refused with its combination, one of the ways out chosen, approved by the brand on a phone, live."""

from playwright.sync_api import expect

from tests.browser.people import MARKS, follow, see, sign_in
from tests.browser.test_statement_journey import is_sideways

pytestmark = MARKS


def try_offer(page, **fields: str) -> None:
    for name, value in fields.items():
        if name == "kind":
            page.select_option("#try [name=kind]", value)
        else:
            page.fill(f"#try [name={name}]", value)
    follow(page, "#try button.main")


def test_a_coupon_that_breaks_the_floor_is_mended_approved_and_live(
    browser, live_server, priced, brand, agency
):
    ours = sign_in(browser, live_server, agency.people["agency_operator"], "/prices/offers")
    try_offer(ours, kind="item", name="限时秒杀", skus="CUP", price="124")
    see(ours, "可以发布")
    follow(ours, "#tried form button")
    see(ours, "已写下并核对通过（优惠 1）")
    ours.goto(f"{live_server.url}/prices/offers")
    try_offer(ours, kind="shop_coupon", name="店铺券", threshold="100", minus="6")
    see(ours, "这个优惠不能发布")
    see(ours, "差 ¥4.40")
    see(ours, "限时秒杀 −¥44.00 · 店铺券 −¥6.00")
    follow(ours, "#tried footer:not(.fixs) button")
    see(ours, "优惠 2 不能发布")
    ways = ours.locator("#ways .pick")
    expect(ways).to_have_count(3)
    ways.filter(has_text="减 ¥1.60").locator("input").check()
    follow(ours, "#ways button.main")
    see(ours, "优惠 2 已改好并核对通过，等甲方批准")

    address = f"/contracts/{priced.code}/prices/offers/2"
    theirs = sign_in(browser, live_server, brand.manager, address, width=390, height=844)
    see(theirs, "不低于底价")
    assert not is_sideways(theirs)
    theirs.click("[data-open=approve]")
    follow(theirs, "#approve button.main")
    see(theirs, "优惠 2 已批准，乙方可以发布")

    ours.goto(live_server.url + address)
    follow(ours, ".acts button.main")
    see(ours, "优惠 2 已记为发布")

    # the simulator counts it from now on; without it the good stands higher
    ours.goto(f"{live_server.url}/prices/list?sku=CUP")
    see(ours, "最低到手价 ¥122.40")
    ours.uncheck("#sim [name=use][value='2']")
    see(ours, "最低到手价 ¥124.00")
    assert "use=1" in ours.url and "use=2" not in ours.url

    theirs.goto(f"{live_server.url}/prices/list?edit=1")
    theirs.fill("[name='floor:CUP']", "130")
    assert not is_sideways(theirs)
    follow(theirs, "text=发布改动")
    see(theirs, "1 个价格从")
    expect(theirs.locator("tr.hit")).to_contain_text("−¥7.60")
    follow(theirs, "text=会低于底价")
    expect(theirs.locator(".price-grid tbody tr")).to_have_count(1)  # the pot is as it was
    assert not ours.complaints and not theirs.complaints
