"""A person adds a passkey on the settings page, comes in with one click, removes it, and is not let in any more.

The browser is a real one; the device is Chromium's own virtual authenticator.
"""

from playwright.sync_api import expect

from tests.browser.people import MARKS, follow, sign_in
from tests.cast import PASSWORD

pytestmark = MARKS
A_DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


def give_device(page):
    """Connect a device with which the page's browser makes passkeys; what the test says to it, and its number."""
    cdp = page.context.new_cdp_session(page)
    cdp.send("WebAuthn.enable", {"enableUI": False})
    return cdp, cdp.send("WebAuthn.addVirtualAuthenticator", {"options": A_DEVICE})["authenticatorId"]


NO_AUTOFILL = "if (location.hash === '#button') delete PublicKeyCredential.isConditionalMediationAvailable"
"""A browser that offers passkeys at the press of the button alone; else the virtual device answers at once."""


def test_a_passkey_is_the_whole_door(browser, live_server, brand):
    person = brand.manager
    page = sign_in(browser, live_server, person, "/settings", width=390, height=844)
    page.add_init_script(NO_AUTOFILL)
    cdp, device = give_device(page)
    follow(page, "a:has-text('去添加')")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.fill("[name=name]", "我的手机")
    follow(page, "button.main:has-text('添加')")
    expect(page.locator("table.passkeys")).to_contain_text("我的手机")
    expect(page.locator("table.passkeys")).to_contain_text("还没用过")
    assert len(cdp.send("WebAuthn.getCredentials", {"authenticatorId": device})["credentials"]) == 1

    page.fill("[name=name]", "同一台手机")
    page.click("button.main:has-text('添加')")
    expect(page.locator("#passkey-error")).to_contain_text("已有您的通行密钥")

    page.context.clear_cookies()
    page.goto(f"{live_server.url}/signin?next=/settings/passkeys#button")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.click("button:has-text('通行密钥')")
    page.wait_for_url(f"{live_server.url}/settings/passkeys")
    expect(page.locator("table.passkeys")).not_to_contain_text("还没用过")

    page.context.clear_cookies()
    page.goto(f"{live_server.url}/signin?next=/settings/passkeys", wait_until="commit")
    page.wait_for_url(
        f"{live_server.url}/settings/passkeys"
    )  # offered at the address field, and chosen there

    page.click("button:has-text('删除')")
    follow(page, "dialog[open] button.bad")
    expect(page.locator("table.passkeys")).to_have_count(0)
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/signin#button")
    page.click("button:has-text('通行密钥')")
    expect(page.locator("#other-way-error")).to_contain_text("不认得这个通行密钥")
    page.fill("[name=email]", person.email)
    page.fill("[name=password]", PASSWORD)
    follow(page, "button.main")
    page.wait_for_url(f"{live_server.url}/")
    assert page.complaints == []


def test_who_comes_in_by_password_is_not_put_out_by_a_late_question_for_a_passkey(
    browser, live_server, brand
):
    """Its answer would bring a session of its own: it is broken off before the password goes out."""
    page = browser.new_context(locale="zh-CN").new_page()
    held, broken_off = [], []
    page.route("**/signin/passkey/options", lambda route: held.append(route))
    page.on("requestfailed", lambda request: broken_off.append(request.url))
    with page.expect_request("**/signin/passkey/options"):
        page.goto(f"{live_server.url}/signin?next=/settings")
    page.fill("[name=email]", brand.manager.email)
    page.fill("[name=password]", PASSWORD)
    page.evaluate("addEventListener('submit', (event) => event.preventDefault())")  # the page stays
    with page.expect_event("requestfailed"):
        page.click("button.main")
    assert broken_off == [f"{live_server.url}/signin/passkey/options"] and len(held) == 1
