"""A signatory with a passkey and no phone app signs the contract with one press, on a phone; the colleague's code still works.

The device is Chromium's own virtual authenticator.
"""

from playwright.sync_api import expect

from paidang.contracts.models import Signing
from tests.browser.people import MARKS, sign_in
from tests.browser.test_passkey_journey import give_device
from tests.cast import acting
from tests.signing import authorise, name_signatory, sign

pytestmark = MARKS


def test_one_press_signs_the_contract(browser, live_server, accepted_contract, brand, agency):
    sign(authorise(agency), accepted_contract)
    name_signatory(brand)
    path = f"/contracts/{accepted_contract.code}/sign"
    page = sign_in(browser, live_server, brand.manager, path, width=390, height=844)
    assert page.locator(".do").count() == 0
    expect(page.locator("#checks")).to_contain_text("或在“设置”里添加通行密钥")
    give_device(page)
    page.goto(f"{live_server.url}/settings/passkeys")
    page.fill("[name=name]", "我的手机")
    page.click("button.main:has-text('添加')")
    expect(page.locator("table.passkeys")).to_contain_text("我的手机", timeout=15_000)

    page.goto(f"{live_server.url}{path}")
    expect(page.locator("#checks")).to_contain_text("都已就绪")
    press = page.locator("form[data-passkey=sign] button")
    expect(press).to_have_text("签署，合同今天生效")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.locator("[name=code]").count() == 0
    press.click()
    expect(page.locator("#notices")).to_contain_text("双方都已签署，合同生效", timeout=30_000)
    with acting(brand.manager):
        assert [each.proof for each in Signing.objects.order_by("pk")] == ["code", "passkey"]
    assert page.complaints == []
