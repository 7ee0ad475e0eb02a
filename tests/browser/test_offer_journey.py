"""A flash sale that would break the floor: refused with its combination, made dearer and put out; then the brand raises the floor."""

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


def test_an_offer_that_breaks_the_floor_does_not_go_out(browser, live_server, priced, brand, agency):
    ours = sign_in(browser, live_server, agency.people["agency_operator"], "/prices/offers")
    try_offer(ours, kind="shop_coupon", name="店铺券", threshold="100", minus="6")
    see(ours, "可以发布")
    follow(ours, "#tried form button")
    see(ours, "已写下并核对通过（优惠 1）")
    try_offer(ours, kind="item", name="限时秒杀", skus="CUP", price="128.39")
    see(ours, "这个优惠不能发布")
    see(ours, "差 ¥0.01")
    see(ours, "店铺券 −¥6.00")
    try_offer(ours, price="128.40")
    see(ours, "没有商品会低于底价")
    follow(ours, "#tried form button")
    see(ours, "已写下并核对通过（优惠 2）")
    follow(ours, "#offers button:text-is('发布') >> nth=0")
    see(ours, "优惠 2 已记为发布")

    theirs = sign_in(browser, live_server, brand.manager, "/prices/list", width=390, height=844)
    see(theirs, "¥122.40")
    assert not is_sideways(theirs)
    theirs.fill("[name='floor:CUP']", "130")
    follow(theirs, "text=保存改动")
    see(theirs, "1 个价格从")
    expect(theirs.locator("tr.hit")).to_contain_text("−¥7.60")
    follow(theirs, "text=会低于底价")
    expect(theirs.locator(".price-grid tbody tr")).to_have_count(1)  # the pot is as it was
    assert not ours.complaints and not theirs.complaints
