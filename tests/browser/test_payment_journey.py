"""Two people, two browsers: a bank statement is read for a test, a line confirmed, a wrong record reversed; the payer sees it."""

from playwright.sync_api import expect

from paidang.settlement.queries import get_statement
from paidang.settlement.tests.month import close, confirm, fill_march, send
from tests.browser.people import MARKS, follow, sign_in
from tests.cast import acting, agree_on

pytestmark = MARKS
HEAD = "账号：571900001230917\n交易日期,收入,支出,对方户名,附言,流水号\n"


def test_money_arrives_is_matched_recorded_and_a_wrong_record_is_reversed(
    browser, live_server, brand, agency
):
    contract = agree_on(brand=brand, agency=agency)
    fill_march(contract, brand, agency)
    close(contract, agency)
    send(contract, agency)
    confirm(contract, brand)
    with acting(agency.finance):
        due = get_statement(contract, "2026-03").figures["amount_due"]
    ours = sign_in(browser, live_server, agency.finance, "/payments")
    theirs = sign_in(browser, live_server, brand.finance, "/payments", width=390, height=844)
    expect(theirs.locator("#due")).to_contain_text("2026 年 3 月对账单")
    expect(theirs.locator("#record")).to_have_count(0)

    lines = f"2026-04-17,{due / 100:.2f},,青岚茶器,3月款,S1\n2026-04-17,12.00,,周**,,S2\n2026-04-18,,5.00,房东,,S3\n"
    ours.keyboard.press("e")
    ours.set_input_files(
        "dialog[open] [name=file]",
        {"name": "流水.csv", "mimeType": "text/csv", "buffer": (HEAD + lines).encode("gb18030")},
    )
    follow(ours, "dialog[open] .btn.main")
    expect(ours.locator(".figs")).to_contain_text("收下过 0 笔，支出 1 笔不看")
    with ours.expect_navigation():
        ours.keyboard.press("e")

    expect(ours.locator("#line")).to_contain_text("附言写明2026 年 3 月对账单")
    expect(ours.locator("#line .pick:has(:checked)")).to_contain_text("2026 年 3 月对账单")
    follow(ours, "#line form .btn:not(.bare)")
    expect(ours.locator("#due tr.on")).to_contain_text("04-17")
    expect(ours.locator("#unknown")).to_contain_text("周**")

    theirs.goto(f"{live_server.url}/payments?debt={contract.code}:statement-2026-03")
    expect(theirs.locator("#ledger")).to_contain_text("银行来款，抵2026 年 3 月对账单")
    expect(theirs.locator("#ledger [data-open]")).to_have_count(0)
    assert theirs.evaluate("document.documentElement.scrollWidth") <= 390

    ours.click("#ledger [data-open^=reverse-]")
    ours.fill("dialog[open] [name=reason]", "是另一份合同的款")
    follow(ours, "dialog[open] .btn.bad")
    expect(ours.locator("#ledger")).to_contain_text("冲销：是另一份合同的款")
    expect(ours.locator("#line .am")).to_have_text(f"¥{due / 100:,.2f}")

    ours.click("#unknown [data-open^=aside-]")
    ours.fill("dialog[open] [name=reason]", "个人误汇，已原路退回")
    follow(ours, "dialog[open] .btn.main")
    expect(ours.locator("#unknown")).to_have_count(0)
    theirs.reload()
    expect(theirs.locator("#ledger .back")).to_contain_text("银行来款")
    assert ours.complaints == theirs.complaints == []
