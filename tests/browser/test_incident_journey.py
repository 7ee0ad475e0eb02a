"""A stall sells online goods: the brand photographs it on a phone, the agency disputes, the brand serves notice to cure."""

from tests.browser.people import MARKS, follow, see, sign_in
from tests.browser.test_case_journey import PNG
from tests.browser.test_statement_journey import is_sideways
from tests.cast import shanghai

pytestmark = MARKS
NOW = shanghai("2026-04-10 15:00")


def test_an_offline_sale_from_the_phone_to_the_notice(
    browser, live_server, living_contract, brand, agency, monkeypatch
):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)  # within the term, whatever the day
    phone = sign_in(browser, live_server, brand.manager, "/incidents", width=390, height=844)
    see(phone, "没有登记过违约")
    follow(phone, ".head a.main")
    assert not is_sideways(phone)
    phone.set_input_files("[name=file]", {"name": "stall.png", "mimeType": "image/png", "buffer": PNG})
    phone.check("[name=kind][value=offline_sale]")
    phone.fill("[name=words]", "茶叶市场 23 号摊在卖线上批次的杯子")
    follow(phone, ".incident-new button.main")
    phone.locator(".ph img").wait_for()
    see(phone, "等乙方答复")
    assert not is_sideways(phone)

    ours = sign_in(browser, live_server, agency.manager, "/incidents?view=ours")
    follow(ours, "[data-open-row]")
    ours.set_viewport_size({"width": 1440, "height": 355})  # hardly higher than the dialog
    ours.click("[data-open=dispute]")
    assert ours.evaluate("document.querySelector('#dispute').getBoundingClientRect().bottom < innerHeight")
    ours.fill("#dispute [name=answer]", "卖给了登记过的直接客户")
    follow(ours, "#dispute button.main")
    see(ours, "有异议，等甲方处理")

    phone.reload()
    see(phone, "卖给了登记过的直接客户")
    phone.click("[data-open=notice]")
    phone.locator("#notice", has_text="04-27").wait_for()
    follow(phone, "#notice button.main")
    see(phone, "还有 17 天")
    assert not is_sideways(phone)
