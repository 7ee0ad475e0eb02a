"""Two people, two browsers: a notice to cure is served, answered and cured; counterfeits on record end the contract at once;
several months wait for their statements, and each has its reminder."""

from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.people import MARKS, follow, sign_in
from tests.cast import agree_on, shanghai
from tests.reading import WITH_LIFE

pytestmark = MARKS


def serve(page, kind: str, grounds: str, **fields: str) -> None:
    page.click(f"[data-open=serve-{kind}]")
    page.fill("dialog[open] [name=grounds]", grounds)
    for name, value in fields.items():
        page.select_option(f"dialog[open] [name={name}]", value)
    if kind == "incident":
        page.set_input_files(
            "dialog[open] [name=files]",
            {"name": "检测报告.pdf", "mimeType": "application/pdf", "buffer": b"%PDF"},
        )
    follow(page, "dialog[open] footer .btn:not([data-shut])")


def test_notices_are_served_answered_and_one_ends_the_contract(browser, live_server, brand, agency):
    contract = agree_on(brand=brand, agency=agency, read=WITH_LIFE)
    path = f"/contracts/{contract.code}/life"
    ours = sign_in(browser, live_server, brand.manager, path)
    theirs = sign_in(browser, live_server, agency.manager, path, width=390, height=844)

    serve(ours, "cure", "客服三天不回复买家")
    expect(ours.locator("h1 + .sub .st")).to_have_text("限期纠正中")

    theirs.reload()
    expect(theirs.locator(".note.warn")).to_contain_text("等你们答复")
    theirs.fill("#notice-1 [name=answer]", "已换人值班")
    follow(theirs, "#notice-1 button[value=replied]")
    expect(theirs.locator("#notice-1 .answered")).to_contain_text("已换人值班")
    assert theirs.evaluate("document.documentElement.scrollWidth") <= 390

    ours.reload()
    ours.click("#notice-1 summary")
    follow(ours, "#notice-1 button[value=cured]")
    expect(ours.locator("h1 + .sub .st")).not_to_have_text("限期纠正中")

    serve(ours, "incident", "旗舰店在售高仿杯", cause="counterfeit")
    expect(ours.locator("#rights")).to_contain_text("立即解除合同")
    theirs.reload()
    expect(theirs.locator("#rights .right:has-text('立即解除') button")).to_have_count(
        0
    )  # the right is the brand's
    ours.click("#rights .right:has-text('立即解除') button")
    ours.fill("dialog[open] [name=grounds]", "依第二章 B 5 解除")
    follow(ours, "dialog[open] .btn.bad")
    expect(ours.locator("h1 + .sub .st")).to_have_text("已终止")
    expect(ours.locator("#follow-ups")).to_contain_text("归还或销毁对方的保密材料")
    assert ours.complaints == theirs.complaints == []


def test_each_month_without_a_statement_is_reminded_of_by_itself_on_a_phone(
    browser, live_server, brand, agency, monkeypatch
):
    """A colleague was quicker with May: what is refused is said in the dialog, where it is seen."""
    monkeypatch.setattr(timezone, "now", lambda: shanghai("2026-07-20 10:00"))
    contract = agree_on(brand=brand, agency=agency, read=WITH_LIFE)
    path = f"/contracts/{contract.code}/life"
    manager = sign_in(browser, live_server, brand.manager, path, width=390, height=844)
    finance = sign_in(browser, live_server, brand.finance, path)
    expect(manager.locator("#unsent li")).to_have_count(4)

    for month in ("2026-03", "2026-05"):  # the same words for both, written by the program
        manager.click(f"#unsent-{month} button")
        expect(manager.locator("dialog[open] [name=grounds]")).to_have_value(
            f"{month} 对账单应在 2026-{int(month[-2:]) + 1:02d}-10 前交，至今没有收到，请补交。"
        )
        follow(manager, "dialog[open] footer .btn.main")
        expect(manager.locator(f"#unsent-{month}")).to_contain_text("还有 7 天")
    expect(manager.locator("#served li")).to_have_count(2)
    expect(manager.locator("#unsent-2026-04 button")).to_have_count(1)

    finance.click("#unsent-2026-05 button")
    finance.click("dialog[open] footer .btn.main")
    expect(finance.locator("dialog[open] .note")).to_contain_text("已经发出")
    finance.click("dialog[open] [data-shut]")
    expect(finance.locator(".note.bad")).to_have_count(0)

    theirs = sign_in(browser, live_server, agency.manager, path, width=390, height=844)
    expect(theirs.locator("#unsent li")).to_have_count(4)
    expect(theirs.locator("#unsent button")).to_have_count(0)
    assert theirs.evaluate("document.documentElement.scrollWidth") <= 390
    assert manager.complaints == finance.complaints == theirs.complaints == []
