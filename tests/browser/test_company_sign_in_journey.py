"""A manager sets the company's own sign-in and tries it; a colleague comes in with it and never types a password here.

The browser is a real one; the provider is a server of its own, at another address than ours.
"""

import pytest
from playwright.sync_api import expect

from tests.browser.people import MARKS, follow, sign_in
from tests.identity_provider import CLIENT, SECRET, Provider

pytestmark = MARKS


@pytest.fixture
def provider(brand, settings):
    settings.COMPANY_SIGN_IN_LOCAL = True
    running = Provider(brand.manager.email)
    yield running
    running.stop()


def test_people_come_in_with_their_company_account(browser, live_server, brand, provider):
    page = sign_in(browser, live_server, brand.manager, "/settings", width=390, height=844)
    follow(page, "a:has-text('去设置')")
    expect(page.locator("input[readonly]")).to_have_value(f"{live_server.url}/signin/company/back")
    page.fill("[name=issuer]", provider.issuer)
    page.fill("[name=client_id]", CLIENT)
    page.fill("[name=secret]", SECRET)
    page.fill("[name=domains]", "qinglan.example")
    follow(page, "button:has-text('记下')")
    expect(page.locator("h1 .st")).to_have_text("还没试成")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390

    page.click("button:has-text('试一次')")
    page.wait_for_url(f"{live_server.url}/settings/company")
    expect(page.locator("h1 .st")).to_have_text("可用")

    page.context.clear_cookies()
    provider.email = brand.finance.email
    page.goto(f"{live_server.url}/signin?next=/settings")
    page.fill("[name=email]", brand.finance.email)
    page.click("button:has-text('公司账号')")
    page.wait_for_url(f"{live_server.url}/settings")
    expect(page.locator("body")).to_contain_text(brand.finance.name)

    page.context.clear_cookies()
    provider.verified = False
    page.goto(f"{live_server.url}/signin")
    page.fill("[name=email]", brand.finance.email)
    page.click("button:has-text('公司账号')")
    expect(page.locator("#other-way-error")).to_contain_text("没有核实过邮箱")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.complaints == []
