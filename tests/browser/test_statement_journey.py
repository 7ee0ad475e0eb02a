"""Two people, two browsers, one month: close, look, send, recompute, tick rows and ask, answer, confirm, receipt."""

from playwright.sync_api import expect

from paidang.settlement.tests.month import close, fill_march, send
from tests.browser.people import MARKS, follow, sign_in
from tests.cast import PASSWORD

pytestmark = MARKS


def is_sideways(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_a_month_from_closing_to_the_receipt(browser, live_server, contract_in_force, brand, agency):
    fill_march(contract_in_force, brand, agency)
    ours = sign_in(browser, live_server, agency.finance, "/statements")
    ours.get_by_text("1 个商品没有出厂价").wait_for()
    follow(ours, "text=关账并算出")
    ours.get_by_text("只有你们看得到这一份").wait_for()
    assert ours.locator("svg.fall:visible a").count() >= 7

    theirs = sign_in(browser, live_server, brand.finance, "/statements", width=390, height=844)
    assert theirs.locator("text=确认对账单").count() == 0

    ours.keyboard.press("e")
    ours.locator("#send[open] .money", has_text="¥59.60").wait_for()
    follow(ours, "#send button.main")
    ours.get_by_text("已发出").first.wait_for()

    theirs.reload()
    follow(theirs, "a[data-open-row]")
    theirs.get_by_role("heading", name="2026 年 3 月对账单").wait_for()
    assert not is_sideways(theirs)
    follow(theirs, "#recompute button")
    theirs.get_by_text("每一分都相同").wait_for()

    theirs.locator(".calc a.fig", has_text="−¥39.00").click()
    theirs.locator("input[name=rows]").first.check()
    theirs.get_by_text("已选 1 行，合计 −¥26.00").first.wait_for()
    assert not is_sideways(theirs)
    theirs.click("text=就所选的行提出异议 >> visible=true")
    theirs.fill("#ask-dialog textarea", "税率应为 9%")
    follow(theirs, "#ask-dialog button.bad")
    theirs.get_by_text("待答复").wait_for()

    ours.reload()
    ours.fill("textarea[name=answer]", "补充约定 2：13%")
    follow(ours, "#questions button")
    ours.get_by_text("已答复，对方看得到").wait_for()

    theirs.reload()
    theirs.get_by_text("补充约定 2：13%").wait_for()
    theirs.click("text=确认对账单 >> visible=true")
    follow(theirs, "#confirm button.main")
    theirs.get_by_text("已确认 ¥59.60").wait_for()
    with theirs.expect_download() as download:
        theirs.click(".acts >> text=下载回执")
    assert download.value.suggested_filename.endswith("回执.pdf")
    assert ours.complaints == theirs.complaints == []


def test_a_session_that_ended_in_the_middle_of_a_question_loses_no_word(
    browser, live_server, contract_in_force, brand, agency
):
    fill_march(contract_in_force, brand, agency)
    close(contract_in_force, agency)
    send(contract_in_force, agency)
    path = f"/contracts/{contract_in_force.code}/statements/2026-03"
    page = sign_in(browser, live_server, brand.finance, path)
    page.click("text=提出异议 >> visible=true")
    page.fill("#question textarea", "税率应为 9%")
    page.context.clear_cookies(name="sessionid")
    follow(page, "#question button.bad")
    page.get_by_text("没有写入。登录后回到原处").wait_for()
    page.fill("[name=email]", brand.finance.email)
    page.fill("[name=password]", PASSWORD)
    follow(page, "button.main")
    page.wait_for_url(live_server.url + path)
    expect(page.locator("#question[open] textarea")).to_have_value("税率应为 9%")
    follow(page, "#question button.bad")
    page.get_by_text("待答复").wait_for()
    page.reload()
    expect(page.locator("#question[open]")).to_have_count(0)
    assert page.complaints == []
