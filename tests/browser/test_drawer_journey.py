"""The rows behind a figure in the drawer: by mouse and keys, back and forward, by its address, on a phone, without scripts."""

from playwright.sync_api import expect

from paidang.settlement.tests.month import add_line, close, fill_march, send
from tests.browser.people import MARKS, sign_in
from tests.cast import acting

pytestmark = MARKS
INSIDE = "document.getElementById('drawer').contains(document.activeElement)"


def fill(contract, brand, agency) -> str:
    """March with sixty more lines, sent; its page."""
    fill_march(contract, brand, agency)
    with acting(agency.manager):
        for n in range(100, 160):
            add_line(contract, f"L{n}", done="2026-03-12 10:00")
    close(contract, agency)
    send(contract, agency)
    return f"/contracts/{contract.code}/statements/2026-03"


def test_rows_open_in_a_dialog_and_back_closes_it(browser, live_server, contract_in_force, brand, agency):
    path = fill(contract_in_force, brand, agency)
    page = sign_in(browser, live_server, brand.finance, "/statements")
    page.goto(live_server.url + path)
    door = page.locator(".calc a.fig", has_text="¥7,119.00").first
    door.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("#drawer:modal h2:has-text('¥7,119.00')")
    page.wait_for_url(lambda url: "/rows?figure=gross_sales" in url)
    assert page.locator("#drawer").bounding_box()["width"] == 400
    for _ in range(80):
        page.keyboard.press("Tab")
        assert page.evaluate(f"{INSIDE} || document.activeElement === document.body"), "the focus has left"
    page.click("#drawer a[rel=next]")
    page.wait_for_selector("#drawer:has-text('51–62，共 62')")
    page.fill("#drawer [name=q]", "L155")
    page.keyboard.press("Enter")
    page.wait_for_selector("#drawer:has-text('1–1，共 1')")
    page.check("#drawer input[name=rows]")
    page.get_by_text("已选 1 行，合计 ¥113.00").first.wait_for()

    page.keyboard.press("Escape")
    page.wait_for_url(live_server.url + path)
    expect(page.locator("#drawer")).to_be_hidden()
    expect(page.locator("a.fig:focus")).to_have_text("¥7,119.00")

    page.locator("svg.fall:visible a").first.click()
    page.wait_for_selector("#drawer:modal h2")
    page.go_back()
    page.wait_for_url(live_server.url + path)
    page.locator("#drawer").wait_for(state="hidden")
    page.go_forward()
    page.wait_for_selector("#drawer:modal h2")
    page.mouse.click(200, 400)  # beside it
    page.wait_for_url(live_server.url + path)
    page.locator("#drawer").wait_for(state="hidden")
    assert page.complaints == []


def test_its_address_is_a_page_and_reloading_keeps_the_way_back(
    browser, live_server, contract_in_force, brand, agency
):
    path = fill(contract_in_force, brand, agency)
    page = sign_in(browser, live_server, brand.finance, "/statements")
    page.goto(live_server.url + path)
    page.locator(".calc a.fig", has_text="¥7,119.00").first.click()
    page.wait_for_selector("#drawer:modal h2")
    page.reload()
    page.wait_for_selector("h1:has-text('¥7,119.00')")
    assert page.locator("#drawer").is_hidden() and page.locator("table.rows tbody tr").count() == 50
    page.go_back()
    page.wait_for_selector("h1:has-text('2026 年 3 月对账单')")
    assert page.complaints == []


def test_on_a_phone_it_is_a_whole_sheet(browser, live_server, contract_in_force, brand, agency):
    path = fill(contract_in_force, brand, agency)
    page = sign_in(browser, live_server, brand.finance, "/statements", width=390, height=844)
    page.goto(live_server.url + path)
    page.locator(".calc a.fig", has_text="¥7,119.00").first.click()
    page.wait_for_selector("#drawer:modal h2")
    box = page.locator("#drawer").bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 390, 844)
    assert page.evaluate("document.getElementById('drawer').scrollWidth <= 390")
    page.click("#drawer [data-close]")
    page.wait_for_url(live_server.url + path)


def test_without_scripts_the_link_leads_to_the_page(browser, live_server, contract_in_force, brand, agency):
    path = fill(contract_in_force, brand, agency)
    state = sign_in(browser, live_server, brand.finance, "/statements").context.storage_state()
    page = browser.new_context(java_script_enabled=False, storage_state=state, locale="zh-CN").new_page()
    page.goto(live_server.url + path)
    page.locator(".calc a.fig", has_text="¥7,119.00").first.click()
    page.wait_for_selector("h1:has-text('¥7,119.00')")
