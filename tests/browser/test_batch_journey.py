"""An agency's finance closes the month of three contracts at once, mends nothing yet, sends the two that are sound; the brand sees its own."""

from playwright.sync_api import expect
from procrastinate.contrib.django.models import ProcrastinateJob

from paidang.settlement import tasks
from paidang.settlement.tests.many import more_contracts
from paidang.settlement.tests.month import add_refund, fill_march
from tests.browser.people import MARKS, sign_in
from tests.cast import acting, agree_on

pytestmark = MARKS


def work() -> None:
    """What the worker does with the batch that was asked for last."""
    tasks.carry_out(**ProcrastinateJob.objects.filter(task_name="settlement.carry_out").latest("id").args)


def test_a_month_of_many_contracts_is_closed_and_sent_and_what_is_not_sound_waits(
    browser, live_server, brand, agency
):
    first = agree_on(brand=brand, agency=agency)
    fill_march(first, brand, agency)
    contracts = [first, *more_contracts(first, brand, agency, 2)]
    with acting(agency.manager):
        add_refund(contracts[1], "R9", "L2", at="2026-03-22 10:00", amount=99_900)

    ours = sign_in(browser, live_server, agency.finance, "/statements/batch?month=2026-03")
    expect(ours.locator("[data-bulk]")).to_be_hidden()  # each wants a look: a product without a price
    ours.click("[data-tick-all]")
    expect(ours.locator("[data-bulk-words]")).to_have_text("已选 3 份")
    with ours.expect_navigation():
        ours.keyboard.press("e")
    expect(ours.locator(".running")).to_contain_text("0 / 3 份合同")
    work()
    expect(ours.locator("main")).to_contain_text("看过再发出，2 份")  # the page asked by itself
    expect(ours.locator("main")).to_contain_text("有 1 处数据不能结算")
    assert ours.evaluate("document.documentElement.scrollWidth") <= 1440

    with ours.expect_navigation():
        ours.keyboard.press("e")
    expect(ours.locator("[data-bulk-words]")).to_have_text("已选 2 份，应收合计 ¥119.20")
    ours.keyboard.press("e")
    ours.fill("dialog[open] [name=note]", "三月一并发出")
    with ours.expect_navigation():
        ours.click("dialog[open] .btn.main")
    work()
    expect(ours.locator("main .panel h2").first).to_have_text("已发出")

    theirs = sign_in(browser, live_server, brand.finance, "/statements", width=390, height=844)
    expect(theirs.locator(".statements tbody tr")).to_have_count(2)
    assert theirs.evaluate("document.documentElement.scrollWidth") <= 390
    phone = sign_in(
        browser,
        live_server,
        agency.finance,
        "/statements/batch?month=2026-03",
        width=390,
        height=844,
    )
    expect(phone.locator(".batch tbody")).to_contain_text("打开试算")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert ours.complaints == theirs.complaints == phone.complaints == []
