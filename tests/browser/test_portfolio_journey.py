"""A manager gives a task to a colleague, chooses how to be reminded, and finds a sentence among the contracts."""

from paidang.duties.models import Assignment
from tests.browser.people import MARKS, sign_in
from tests.cast import Party, acting

pytestmark = MARKS


def test_a_task_is_given_to_a_colleague_who_then_has_it(
    browser, live_server, contract_in_force, brand: Party
):
    page = sign_in(browser, live_server, brand.manager, "/")
    page.click("nav.seg a:has-text('我方')")
    page.locator(".task", has_text="付开办费").locator("a.by").click()
    page.wait_for_selector("h1:has-text('付开办费')")
    assert "后第 3 日是 2026-03-04（周三）" in page.inner_text("main")
    assert "逾期每日按逾期金额的 0.3% 付违约金" in page.inner_text("main")
    page.select_option("[name=person]", label=brand.finance.name)
    with page.expect_navigation():
        page.click("button:has-text('定下')")
    assert f"已交给 {brand.finance.name}" in page.inner_text("body")
    with acting(brand.manager):
        assert Assignment.objects.get(ended_at=None).person_id == brand.finance.pk
    theirs = sign_in(browser, live_server, brand.finance, "/", width=390, height=844)
    assert "付开办费" in theirs.inner_text("main")
    assert theirs.evaluate("document.documentElement.scrollWidth") <= 390
    theirs.locator(".task", has_text="付开办费").locator("a.show-s").click()
    theirs.wait_for_selector("h1:has-text('付开办费')")
    assert theirs.complaints + page.complaints == []


def test_one_chooses_how_to_be_reminded(browser, live_server, agency: Party):
    page = sign_in(browser, live_server, agency.finance, "/settings")
    page.check("#mail [value=now]")
    page.select_option("#mail [name=language]", "en")
    with page.expect_navigation():
        page.click("#mail button")
    assert page.is_checked("#mail [value=now]")
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
    page.click("th:has-text('状态') a")
    page.wait_for_url("**sort=state**")
    assert "q=" in page.url
    hit = page.locator(f"[data-row]:has-text('{contract_in_force.code}') .hit")
    assert hit.locator("mark").inner_text() == "千分之三"
    hit.click()
    page.wait_for_selector(".paper")
    line = page.locator(".paper p", has_text="千分之三")
    page.wait_for_timeout(300)
    box = line.bounding_box()
    assert box and 0 <= box["y"] < 900
    page.go_back()
    with page.expect_download() as download:
        page.click(".acts a:has-text('XLSX')")
    assert download.value.suggested_filename.endswith(".xlsx")
    assert page.complaints == []
    phone = sign_in(browser, live_server, agency.manager, "/contracts", width=390, height=844)
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
