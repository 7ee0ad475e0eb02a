"""A manager gives a task to a colleague, chooses how to be reminded, and finds a sentence among the contracts."""

from playwright.sync_api import expect

from paidang.duties.models import Assignment
from tests.browser.people import MARKS, follow, sign_in
from tests.cast import Party, acting

pytestmark = MARKS


def test_a_task_is_given_to_a_colleague_who_then_has_it(
    browser, live_server, contract_in_force, brand: Party
):
    page = sign_in(browser, live_server, brand.manager, "/")
    follow(page, "nav.seg a:has-text('我方')")
    follow(page, ".task:has-text('付开办费') a.by")
    expect(page.locator("h1")).to_contain_text("付开办费")
    expect(page.locator("main")).to_contain_text("后第 3 日是 2026-03-04（周三）")
    expect(page.locator("main")).to_contain_text("逾期每日按逾期金额的 0.3% 付违约金")
    page.select_option("[name=person]", label=brand.finance.name)
    follow(page, "button:has-text('定下')")
    expect(page.locator("body")).to_contain_text(f"已交给 {brand.finance.name}")
    with acting(brand.manager):
        assert Assignment.objects.get(ended_at=None).person_id == brand.finance.pk
    theirs = sign_in(browser, live_server, brand.finance, "/", width=390, height=844)
    expect(theirs.locator("main")).to_contain_text("付开办费")
    assert theirs.evaluate("document.documentElement.scrollWidth") <= 390
    follow(theirs, ".task:has-text('付开办费') a.show-s")
    expect(theirs.locator("h1")).to_contain_text("付开办费")
    assert theirs.complaints + page.complaints == []


def test_one_chooses_how_to_be_reminded(browser, live_server, agency: Party):
    page = sign_in(browser, live_server, agency.finance, "/settings")
    page.check("#mail [value=now]")
    page.select_option("#mail [name=language]", "en")
    follow(page, "#mail button")
    expect(page.locator("#mail [value=now]")).to_be_checked()
    with acting(agency.finance):
        agency.finance.account.refresh_from_db()
    assert (agency.finance.account.mail, agency.finance.account.language) == ("now", "en")


def test_a_sentence_is_found_and_opened_where_it_stands(
    browser, live_server, contract_in_force, draft_contract, agency: Party
):
    page = sign_in(browser, live_server, agency.manager, "/contracts")
    assert page.locator("[data-row]").count() == 2
    page.fill("[name=q]", "千分之三")
    with page.expect_navigation():
        page.press("[name=q]", "Enter")
    follow(page, "th:has-text('状态') a")
    page.wait_for_url(lambda url: "sort=state" in url and "q=" in url)
    hit = f"[data-row]:has-text('{contract_in_force.code}') .hit"
    expect(page.locator(f"{hit} mark")).to_have_text("千分之三")
    follow(page, hit)
    expect(page.locator(".paper p", has_text="千分之三")).to_be_in_viewport()
    page.go_back()
    with page.expect_download() as download:
        page.click(".acts a:has-text('XLSX')")
    assert download.value.suggested_filename.endswith(".xlsx")
    assert page.complaints == []
    phone = sign_in(browser, live_server, agency.manager, "/contracts", width=390, height=844)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
