"""JD calls in the afternoon: the agency registers the offer and sees at once what passes; the brand says yes on a phone in one screen."""

from datetime import datetime, timedelta

from playwright.sync_api import expect

from paidang.kit.period import SHANGHAI
from tests.browser.people import MARKS, follow, see, sign_in
from tests.browser.test_statement_journey import is_sideways
from tests.cast import acting
from tests.goods import sell_daily

pytestmark = MARKS


def typed(**later: float) -> str:
    return (datetime.now(SHANGHAI) + timedelta(**later)).strftime("%Y-%m-%dT%H:%M")


def test_jds_sudden_offer_is_checked_asked_and_approved_on_a_phone(
    browser, live_server, priced, brand, agency
):
    ours = sign_in(browser, live_server, agency.people["agency_operator"], "/promotions")
    follow(ours, "text=登记平台邀请")
    ours.fill("[name=title]", "京东限时秒杀")
    for name, hours in (("starts", 6), ("ends", 10), ("answer_by", 4)):
        ours.fill(f"[name={name}]", typed(hours=hours))
    ours.fill("[name=lines]", "CUP,117.99,420\nPOT,45.00,260")
    follow(ours, "form button.main")
    see(ours, "1 款会低于最低零售价，不能批准")
    expect(ours.locator(".head .btn.main")).to_be_disabled()
    follow(ours, "text=按能通过的改")
    see(ours, "2 / 2 款通过")
    follow(ours, ".head .btn.main")
    see(ours, "已报给甲方，等答复")

    theirs = sign_in(browser, live_server, brand.manager, "/promotions", width=390, height=844)
    assert not is_sideways(theirs)
    follow(theirs, "text=去答复")
    see(theirs, "都高于最低零售价")
    see(theirs, "双方所得")
    expect(theirs.locator("[data-clock]")).to_be_visible()
    assert not is_sideways(theirs)
    theirs.click("[data-open=approve]")
    expect(theirs.locator("#approve")).to_contain_text("盖碗")
    follow(theirs, "#approve button.main")
    see(theirs, "已批准，乙方去平台报名")

    ours.reload()
    ours.click("[data-open=live]")
    ours.fill("#live [name=words]", "商家后台报名成功，活动 88213")
    follow(ours, "#live button.main")
    see(ours, "已记为在平台上设好")
    assert not ours.complaints and not theirs.complaints


def test_a_plan_is_tried_by_sliders_beside_its_forecast_and_taken_over(browser, live_server, priced, agency):
    with acting(agency.manager):
        sell_daily(priced, until=datetime.now(SHANGHAI).date(), days=60)
    ours = sign_in(
        browser, live_server, agency.people["agency_operator"], "/promotions", width=390, height=844
    )
    follow(ours, "text=登记平台邀请")
    ours.fill("[name=title]", "京东限时秒杀")
    for name, hours in (("starts", 6), ("ends", 78), ("answer_by", 4)):
        ours.fill(f"[name={name}]", typed(hours=hours))
    ours.fill("[name=lines]", "CUP,123.00,420")
    expect(ours.locator("#typed")).to_contain_text("每天差 ±")  # while it is typed
    follow(ours, "form button.main")
    see(ours, "按历史预测")
    expect(ours.locator("#forecast")).to_contain_text("每天差 ±")
    follow(ours, "text=假如…")
    assert not is_sideways(ours)
    expect(ours.locator("#key")).to_contain_text("+¥0.60")
    price = ours.get_by_label("活动价")
    price.press("ArrowLeft")
    see(ours, "1 款会低于最低零售价，不能批准")
    expect(ours.locator("#key .tx-bad").first).to_contain_text("−¥0.40")
    assert price.evaluate("(slider) => slider === document.activeElement"), "the slider is still in the hand"
    for _twice in range(2):
        price.press("ArrowRight")
    expect(ours.locator("#key")).to_contain_text("+¥1.60")
    expect(price).to_have_attribute("aria-valuetext", "¥124.00")
    assert "price.CUP=124&" in ours.url and not is_sideways(ours)
    follow(ours, "text=写进计划")
    see(ours, "已写进计划，是草案了")
    expect(ours.locator("#floors")).to_contain_text("¥124.00")
    follow(ours, ".head .btn.main")
    see(ours, "已报给甲方，等答复")
    assert not ours.complaints
