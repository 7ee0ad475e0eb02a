"""A file's way through the pages: dropped, read for test, written, mended in place; its orders with drawer and keys."""

from pathlib import Path
from types import SimpleNamespace

from procrastinate.contrib.django.models import ProcrastinateJob

from paidang.intake import tasks
from tests.browser.people import MARKS, sign_in
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
    page.evaluate(DROP, [name, text])
    page.wait_for_url("**/imports/*")


def test_from_the_drop_to_a_mended_row_and_its_orders(browser, live_server, contract_in_force, agency: Party):
    page = sign_in(browser, live_server, agency.people["agency_operator"], "/imports")
    drop(page, "lines.csv", HEADER + "".join(ROWS))
    page.wait_for_selector("text=正在试读")
    work()
    page.wait_for_selector("text=试读结果")  # the page has asked by itself

    assert "写入 2 行，1 行进隔离" in page.inner_text("form.write button")
    page.check("[value=all_or_nothing]")
    assert "一行也不写" in page.inner_text("form.write button")
    page.check("[value=good_rows]")
    page.keyboard.press("Tab")
    page.dblclick("form.write button")
    page.wait_for_selector("text=正在写入")
    work()
    page.wait_for_selector("text=写入结果")

    page.fill("[name='cell:quantity'] >> nth=0", "-2")
    page.click("text=修好并重读这一行")
    page.wait_for_selector("text=还有错，没有写入")
    page.fill("[name='cell:quantity'] >> nth=0", "3")
    page.click("text=修好并重读这一行")
    page.wait_for_selector("text=已修好，已写入")

    page.click("text=看订单")
    page.wait_for_selector("table.ord")
    assert page.locator("table.ord [data-row]").count() == 3
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector("#drawer h2:has-text('A2')")
    assert "/A2" in page.url and page.locator("[data-row].on .no").inner_text() == "A2"
    assert "¥339.00" in page.inner_text("#drawer")
    page.reload()
    assert page.inner_text("#drawer h2") == "A2"
    page.keyboard.press("Escape")
    page.wait_for_url("**/orders?contract=*")
    assert page.locator("#drawer").is_hidden()

    page.keyboard.press("j")
    page.keyboard.press("x")
    page.wait_for_selector("text=已选 1 单，收入 ¥226.00")
    with page.expect_download() as download:
        page.click("text=导出所选")
    assert "A3-CUP" in Path(download.value.path()).read_text("utf-8-sig")
    page.keyboard.press("x")
    assert page.locator("[data-bulk]").is_hidden()


def test_a_row_is_left_out_only_after_a_question(browser, live_server, contract_in_force, agency: Party):
    page = sign_in(browser, live_server, agency.people["agency_operator"], "/imports")
    drop(page, "lines.csv", HEADER + "".join(ROWS))
    work()
    page.wait_for_selector("text=试读结果")
    page.click("form.write button")
    page.wait_for_selector("text=正在写入")
    work()
    page.wait_for_selector("text=写入结果")
    page.click("text=放弃这一行")
    page.click("dialog[open] [data-shut]")
    assert page.locator("text=修好并重读这一行").count() == 1
    page.click("text=放弃这一行")
    page.click("dialog[open] button.bad")
    assert page.locator("dialog[open] input:invalid").count() == 1, "it asks why first"
    page.fill("dialog[open] [name=reason]", "刷单，不算")
    page.click("dialog[open] button.bad")
    page.wait_for_selector("text=已放弃")
    assert page.locator("text=修好并重读这一行").count() == 0


def test_on_a_phone_nothing_scrolls_sideways(browser, live_server, contract_in_force, agency: Party):
    page = sign_in(browser, live_server, agency.people["agency_operator"], "/imports", width=390, height=844)
    drop(page, "lines.csv", HEADER + "".join(ROWS))
    work()
    page.wait_for_selector("text=试读结果")
    page.click("form.write button")
    page.wait_for_selector("text=正在写入")
    work()
    page.wait_for_selector("text=写入结果")
    fits = "document.documentElement.scrollWidth <= innerWidth"
    assert page.evaluate(fits)
    page.goto(f"{live_server.url}/orders")
    assert page.evaluate(fits)
    page.click("table.ord [data-open-row] >> nth=0")
    page.wait_for_selector("#drawer h2")
    assert page.evaluate(fits) and page.locator("#drawer").bounding_box()["width"] == 390
