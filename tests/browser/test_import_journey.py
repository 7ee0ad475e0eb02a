"""A file's way through the pages: dropped, read for test, written, mended in place; its orders with drawer and keys."""

from pathlib import Path
from types import SimpleNamespace

from playwright.sync_api import expect
from procrastinate.contrib.django.models import ProcrastinateJob

from paidang.intake import tasks
from tests.browser.people import MARKS, follow, see, sign_in
from tests.cast import Party

pytestmark = MARKS
HEADER = "line_id,order_id,channel,store,sku,quantity,unit_price,merchant_discount,platform_discount,paid_at,shipped_at,completed_at,gift\n"
ROWS = [
    "A1-CUP,A1,jd,京东旗舰店,CUP,1,11300,0,0,2026-03-05T10:00:00+08:00,,,false\n",
    "A2-CUP,A2,jd,京东旗舰店,CUP,0,11300,0,0,2026-03-06T10:00:00+08:00,,,false\n",
    "A3-CUP,A3,jd,京东旗舰店,CUP,2,11300,0,0,2026-03-07T10:00:00+08:00,2026-03-08T10:00:00+08:00,,false\n",
]
DROP = """([name, text]) => {
    const held = new DataTransfer();
    held.items.add(new File([text], name, { type: "text/csv" }));
    document.querySelector("[data-dropzone]").dispatchEvent(new DragEvent("drop", { dataTransfer: held, bubbles: true }));
}"""


def work() -> None:
    """Do what the worker would do now."""
    context = SimpleNamespace(job=SimpleNamespace(attempts=0))
    job = ProcrastinateJob.objects.filter(status="todo", queue_name=tasks.QUEUE).order_by("id").last()
    assert job
    {"intake.read": tasks.read, "intake.write": tasks.write}[job.task_name](context, **job.args)


def drop(page, name: str, text: str) -> None:
    with page.expect_navigation():
        page.evaluate(DROP, [name, text])


def write(page, click: str = "click") -> None:
    """Let it be written; the page sees by itself that it is."""
    with page.expect_navigation():
        getattr(page, click)("form.write button")
    see(page, "正在写入")
    work()
    see(page, "写入结果")


def test_from_the_drop_to_a_mended_row_and_its_orders(browser, live_server, contract_in_force, agency: Party):
    page = sign_in(browser, live_server, agency.people["agency_operator"], "/imports")
    drop(page, "lines.csv", HEADER + "".join(ROWS))
    see(page, "正在试读")
    work()
    see(page, "试读结果")  # the page has asked by itself

    expect(page.locator("form.write button")).to_contain_text("写入 2 行，1 行进隔离")
    page.check("[value=all_or_nothing]")
    expect(page.locator("form.write button")).to_contain_text("一行也不写")
    page.check("[value=good_rows]")
    page.keyboard.press("Tab")
    write(page, "dblclick")

    page.fill("[name='cell:quantity'] >> nth=0", "-2")
    page.click("text=修好并重读这一行")
    see(page, "还有错，没有写入")
    page.fill("[name='cell:quantity'] >> nth=0", "3")
    page.click("text=修好并重读这一行")
    see(page, "已修好，已写入")

    follow(page, "text=看订单")
    expect(page.locator("table.ord [data-row]")).to_have_count(3)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("#drawer h2:has-text('A2')")
    page.wait_for_url(lambda url: "/A2" in url)
    expect(page.locator("[data-row].on .no")).to_have_text("A2")
    expect(page.locator("#drawer")).to_contain_text("¥339.00")
    page.reload()
    expect(page.locator("#drawer h2")).to_have_text("A2")
    page.keyboard.press("Escape")
    page.wait_for_url(lambda url: url.startswith(f"{live_server.url}/orders?contract="))
    expect(page.locator("#drawer")).to_be_hidden()

    page.keyboard.press("j")
    page.keyboard.press("x")
    page.wait_for_selector("text=已选 1 单，收入 ¥226.00")
    with page.expect_download() as download:
        page.click("text=导出所选")
    assert "A3-CUP" in Path(download.value.path()).read_text("utf-8-sig")
    page.keyboard.press("x")
    expect(page.locator("[data-bulk]")).to_be_hidden()


def test_a_row_is_left_out_only_after_a_question(browser, live_server, contract_in_force, agency: Party):
    page = sign_in(browser, live_server, agency.people["agency_operator"], "/imports")
    drop(page, "lines.csv", HEADER + "".join(ROWS))
    work()
    see(page, "试读结果")
    write(page)
    page.click("text=放弃这一行")
    page.click("dialog[open] [data-shut]")
    expect(page.locator("text=修好并重读这一行")).to_have_count(1)
    page.click("text=放弃这一行")
    page.click("dialog[open] button.bad")
    expect(page.locator("dialog[open] input:invalid"), "it asks why first").to_have_count(1)
    page.fill("dialog[open] [name=reason]", "刷单，不算")
    page.click("dialog[open] button.bad")
    see(page, "已放弃")
    expect(page.locator("text=修好并重读这一行")).to_have_count(0)


def test_on_a_phone_nothing_scrolls_sideways(browser, live_server, contract_in_force, agency: Party):
    page = sign_in(browser, live_server, agency.people["agency_operator"], "/imports", width=390, height=844)
    drop(page, "lines.csv", HEADER + "".join(ROWS))
    work()
    see(page, "试读结果")
    write(page)
    fits = "document.documentElement.scrollWidth <= innerWidth"
    assert page.evaluate(fits)
    page.goto(f"{live_server.url}/orders")
    assert page.evaluate(fits)
    page.click("table.ord [data-open-row] >> nth=0")
    page.wait_for_selector("#drawer h2")
    assert page.evaluate(fits) and page.locator("#drawer").bounding_box()["width"] == 390


def test_what_a_column_is_shows_at_once_how_it_reads(browser, live_server, contract_in_force, agency: Party):
    page = sign_in(browser, live_server, agency.people["agency_operator"], "/imports")
    header = "网店订单号,店名,货品编码,数量,单价,实付金额,付款时间,发货时间,收货人\n"
    drop(page, "erp.csv", header + "E1,京东旗舰店,CUP,2,113.00,226.00,2026-03-05 10:00:00,,王小茶\n")
    follow(page, "text=说明每一列")
    preview = page.locator("#preview")
    expect(preview).to_contain_text("还要定 1 处")  # the channel; an empty column of times is not asked about
    expect(page.locator("main")).not_to_contain_text("王小茶")
    page.fill("#mapping-name", "管家婆")
    page.select_option("#c-store", "店名")
    page.locator("#f-order_lines-channel").press_sequentially("jd")
    expect(preview).to_contain_text("1 行读得通")
    page.select_option("#price_is", "total")
    expect(preview).to_contain_text("1 行有错")
    expect(page.locator("#mapping-name")).to_have_value("管家婆")
    page.select_option("#price_is", "unit")
    expect(preview).to_contain_text("¥113.00")
    follow(page, "#keep button")
    work()
    see(page, "试读结果")
    assert page.complaints == []
