"""One person, one browser: choose a template, fill in what is asked, see the text grow, reload, make the contract draft."""

import pytest
from playwright.sync_api import expect

from tests.browser.people import MARKS, follow, sign_in
from tests.cast import Party

pytestmark = MARKS


@pytest.mark.parametrize("viewport", [{"width": 1440, "height": 900}, {"width": 390, "height": 844}], ids=["desk", "phone"])  # fmt: skip
def test_from_template_to_contract_draft(browser, live_server, agency: Party, viewport):
    page = sign_in(browser, live_server, agency.manager, "/contracts", **viewport)
    follow(page, "main >> text=起草合同")
    follow(page, "text=电商代运营合作合同")
    expect(page.locator("[name='party.b.name']")).to_have_value(agency.org.name)
    text = page.locator("#draft-text")
    assert "青岚茶器" not in text.inner_text()

    page.fill("[name='party.a.name']", "青岚茶器")
    text.get_by_text("甲方（品牌方）：青岚茶器").wait_for()
    page.fill("[name='store.name']", "青岚旗舰店")
    text.get_by_text("读回来一致").wait_for()

    page.click("summary:has-text('钱')")
    page.fill("[name='fee.share.b']", "40%")
    page.locator("#e-fee-share-b", has_text="合计 110%").wait_for()
    page.reload()
    expect(page.locator("[name='fee.share.b']")).to_have_value("40%")
    page.fill("[name='fee.share.b']", "30%")
    expect(page.locator("#e-fee-share-b")).not_to_contain_text("合计 110%")
    text.get_by_text("读回来一致").wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")

    with page.expect_download() as taken:
        text.get_by_role("link", name=".docx").click()
    assert taken.value.suggested_filename.endswith(".docx")
    with page.expect_navigation():
        page.dblclick("button:has-text('作为合同草稿')")
    expect(page.locator(".paper")).to_contain_text("甲方享有70%，乙方享有30%")
    assert page.complaints == []


def test_the_example_of_the_tiers_stands_at_its_question_and_leaves_the_text_alone(
    browser, live_server, agency: Party
):
    page = sign_in(browser, live_server, agency.manager, "/contracts/draft/commission")
    page.click("summary:has-text('钱')")
    example = page.locator("#f-fee-commission-tiers table")
    expect(example).to_contain_text("当月销售额")
    expect(page.locator("#draft-text")).to_contain_text("网店代运营服务合同")
    rate = page.locator("[name='fee.commission.tiers.rate']").first
    before = example.inner_text()
    rate.fill("9%")
    expect(example).not_to_have_text(before)
    expect(page.locator("#draft-text")).to_contain_text("9%")
    assert page.complaints == []
