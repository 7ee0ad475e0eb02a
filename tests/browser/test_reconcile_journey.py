"""Two people, two browsers: a bill is handed in, a difference explained, seen by the brand, taken back; its fee entered."""

from playwright.sync_api import expect

from paidang.intake.tests.files import hand_in, lines, table
from paidang.portal.tests.test_reconcile_pages import BILL, MONTH, money, sold
from tests.browser.people import MARKS, sign_in
from tests.cast import agree_on

pytestmark = MARKS


def test_a_difference_is_explained_seen_and_taken_back(browser, live_server, brand, agency):
    contract = agree_on(brand=brand, agency=agency)
    hand_in(agency.finance, contract, lines(*(sold(n) for n in (1, 2, 3))))
    fee = money("f1", "O1", -800, "fee", "佣金")
    bill = table(BILL, money("e1", "O1", 10_000), money("e2", "O2", 9_900), money("e3", "O3", 9_800), fee)
    hand_in(agency.finance, contract, bill, "bill_lines.csv")
    page = f"/contracts/{contract.code}/reconcile/{MONTH}"
    ours = sign_in(browser, live_server, agency.finance, page)
    theirs = sign_in(browser, live_server, brand.finance, page, width=390, height=844)
    expect(theirs.locator(".tri")).to_contain_text("2 单")
    assert theirs.evaluate("document.documentElement.scrollWidth") <= 390

    ours.click("#items a:has-text('O2')")  # both sides, beside the list
    expect(ours.locator("#drawer")).to_contain_text("账单这边")
    expect(ours.locator("#drawer")).to_contain_text("¥99.00")
    ours.keyboard.press("Escape")
    expect(ours.locator("#drawer")).to_be_hidden()

    ours.check("[data-tick-all]")  # both at once
    expect(ours.locator("[data-bulk]")).to_contain_text("差额 ¥3.00")
    ours.click("[data-bulk] [data-open=reason]")
    ours.select_option("dialog[open] [name=reason]", "other")
    ours.fill("dialog[open] [name=words]", "平台抹零")
    ours.click("dialog[open] .btn.main")
    expect(ours.locator("#items")).to_contain_text("没有对不上的")

    theirs.goto(f"{live_server.url}{page}?view=explained")
    expect(theirs.locator("#items")).to_contain_text("平台抹零")
    theirs.click("#items a:has-text('O3')")
    expect(theirs.locator("#drawer")).to_contain_text("拾舟电商财务")
    theirs.click("#drawer form .btn")
    expect(theirs.locator("#drawer")).to_contain_text("对不上")

    ours.goto(f"{live_server.url}{page}")
    expect(ours.locator("#items tbody tr")).to_have_count(1)
    expect(ours.locator("#items tbody")).to_contain_text("O3")

    ours.click("#fees [data-open=take-fees]")  # a fee that only the bill tells
    expect(ours.locator("dialog[open]")).to_contain_text("¥8.00")
    ours.click("dialog[open] .btn.main")
    expect(ours.locator("#fees")).to_contain_text("已按账单记入 1 笔，共 ¥8.00")
    assert ours.complaints == theirs.complaints == []
