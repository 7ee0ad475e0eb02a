"""JD calls in the afternoon: the agency registers the offer and sees at once what passes; the brand says yes on a phone in one screen."""

from datetime import datetime, timedelta

from playwright.sync_api import expect

from paidang.kit.period import SHANGHAI
from tests.browser.people import MARKS, follow, see, sign_in
from tests.browser.test_statement_journey import is_sideways

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
