"""A home page: submitted, returned with a reason on a phone, submitted anew, confirmed on the phone; published only then."""

from playwright.sync_api import expect

from paidang.projects.actions import begin_project
from paidang.projects.tests.projects import AT, HOME, START, answer, submit
from tests.browser.people import MARKS, follow, see, sign_in
from tests.browser.test_statement_journey import is_sideways
from tests.cast import acting

pytestmark = MARKS


def test_a_home_page_goes_out_with_the_brands_word(
    browser, live_server, contract_in_force, brand, agency, monkeypatch
):
    contract, operator = contract_in_force, agency.people["agency_operator"]
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)
    with acting(agency.manager):
        shop = begin_project(person=agency.manager, at=AT, code=contract.code, kind="tmall", starts_on=START)
    for key, doer, other in (
        ("qualification", brand.manager, operator), ("application", operator, brand.manager),
        ("review", operator, None), ("plan", operator, brand.manager),
    ):  # fmt: skip
        submit(shop, doer, key)
        if other:
            answer(shop, other, key)

    ours = sign_in(browser, live_server, operator, "/launch")
    ours.click("[data-open=add]")
    ours.fill("#add [name=title]", "首页再修一次")
    ours.fill("#add [name=charge]", "600")
    ours.select_option("#add [name=side]", "b")  # but no service: refused
    follow(ours, "#add button.main")
    see(ours, "收费要写明是乙方的哪项服务")
    ours.goto(f"{live_server.url}/launch")
    expect(ours.locator("#add[open] [name=title]")).to_have_value("首页再修一次")
    expect(ours.locator("#add [name=side]")).to_have_value("b")
    ours.click("#add [data-shut]")
    ours.locator(".gantt a", has_text="首页装修").click()
    ours.locator("#drawer[open] h2", has_text="首页装修").wait_for()
    ours.set_input_files(
        "#drawer [type=file]", {"name": HOME.name, "mimeType": "application/pdf", "buffer": HOME.content}
    )
    ours.fill("#drawer [name=words]", "第一稿，三屏")
    follow(ours, "#drawer form[action$=submit] button")
    see(ours, "缺甲方对“首页装修”第 1 版的书面确认")
    ours.click("#drawer form[action$=publish] button")
    see(ours, "轮到甲方确认或退回")

    path = f"/launch/{contract.code}/1/10"
    phone = sign_in(browser, live_server, brand.manager, path, width=390, height=844)
    assert not is_sideways(phone)
    see(phone, "你们对第 1 版的书面答复")
    phone.click("#answer summary")
    phone.fill("#answer [name=reason]", "主图要用秋款")
    follow(phone, "#answer form[action$=return] button")
    see(phone, "主图要用秋款")

    ours.goto(live_server.url + path)
    see(ours, "主图要用秋款")
    ours.fill("#drawer [name=words]", "第二稿，换成秋款")
    follow(ours, "#drawer form[action$=submit] button")
    phone.goto(live_server.url + path)
    see(phone, "你们对第 2 版的书面答复")
    follow(phone, "#answer form[action$=confirm] button")
    see(phone, "书面确认已存证")
    assert not is_sideways(phone)

    ours.goto(live_server.url + path)
    follow(ours, "#drawer form[action$=publish] button")
    ours.locator(".note", has_text="已发布。").wait_for()
    assert ours.complaints == phone.complaints == []
