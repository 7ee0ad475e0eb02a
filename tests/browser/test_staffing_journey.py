"""A sub-contractor gets its consent and loses it; a quality sample is contested at a desk and decided on a phone."""

from paidang.aftersales.tests.cases import sold
from tests.browser.people import MARKS, follow, see, sign_in
from tests.browser.test_statement_journey import is_sideways
from tests.cast import shanghai

__all__ = ["sold"]
pytestmark = MARKS
NOW = shanghai("2026-03-13 10:00")


def test_a_consent_is_withdrawn_on_a_phone_and_the_agency_knows(
    browser, live_server, sold, brand, agency, monkeypatch
):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    page = f"/staffing?contract={sold.code}"
    ours = sign_in(browser, live_server, agency.manager, page)
    ours.click("#firms details summary")
    ours.fill("#firms [name=name]", "云客夜班")
    ours.fill("#firms [name=scope]", "22 点到 8 点的会话")
    follow(ours, "#firms details button")
    phone = sign_in(browser, live_server, brand.manager, page, width=390, height=844)
    follow(phone, "#firms button[value=consent]")
    ours.goto(live_server.url + page)
    ours.click("[data-open=shift]")
    ours.select_option("#shift [name=role]", "customer_service")
    ours.select_option("#shift [name=who]", label="云客夜班")
    follow(ours, "#shift button.main")
    phone.goto(live_server.url + page)
    phone.click("#firms summary")
    see(phone, "今天起排着 5 个班")
    phone.fill("#firms [name=ends_on]", "2026-03-13")
    phone.fill("#firms [name=reason]", "泄露了买家的电话")
    assert not is_sideways(phone)
    follow(phone, "#firms button.danger")
    see(phone, "甲方已撤回同意")
    ours.goto(live_server.url)
    follow(ours, "main a:has-text('换下外包')")
    see(ours, "泄露了买家的电话")
    assert ours.locator("#rota .shift").count() == 0
    follow(ours, "#firms form[action$=note] button")
    see(ours, "已知悉")
    assert ours.complaints == phone.complaints == []


def test_a_sample_is_contested_and_decided(browser, live_server, sold, brand, agency, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    page = f"/staffing/service?contract={sold.code}"
    phone = sign_in(browser, live_server, brand.manager, page, width=390, height=844)
    for nth, (text, weight) in enumerate((("先回应", 60), ("不猜", 40))):
        phone.fill(f"[name=text-{nth}]", text)
        phone.fill(f"[name=weight-{nth}]", f"{weight}")
    follow(phone, "form[action$=sheet] button")
    phone.click("[data-open=sample]")
    phone.fill("#sample [name=about]", "会话 88")
    for nth, mark in enumerate((5, 2)):
        phone.select_option(f"#sample [name=mark-{nth}]", f"{mark}")
    follow(phone, "#sample button.main")
    ours = sign_in(browser, live_server, agency.people["agency_service"], page)
    ours.click("#samples summary")
    ours.get_by_label("不猜 2/5").check()
    ours.fill("#samples textarea", "规范第 2 版这样写的")
    follow(ours, "#samples button[value=contest]")
    see(ours, "有异议，等甲方决定")
    phone.goto(live_server.url + page)
    phone.select_option("#samples [name=mark-1]", "4")
    phone.fill("#samples textarea", "规范是这样写的")
    assert not is_sideways(phone)
    follow(phone, "#samples form[action$=decide] button")
    see(phone, "异议已决定")
    see(phone, "92 分")
    assert ours.complaints == phone.complaints == []
