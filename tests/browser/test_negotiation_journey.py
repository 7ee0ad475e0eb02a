"""Two people, two browsers, one draft: a version, other words on a phone, a remark, yes, and the next version."""

from tests.browser.people import MARKS, follow, sign_in
from tests.cast import Party
from tests.reading import TEXT

pytestmark = MARKS
LINES = TEXT.splitlines()
HEAD = [LINES[0], "甲方：青岚茶器", "乙方：拾舟电商"]
OLD = "\n".join([*HEAD, *(f"第{'一二三四五六七'[at]}条 {line}" for at, line in enumerate(LINES[1:])), ""])
NEW = OLD.replace("7:3", "6:4").replace("支付10000元", "支付8000元")


def hand_in(page, text):
    page.fill("[name=text]", text)
    follow(page, "main form button:has-text('交出')")


def say(page, clause, word, button, body=None):
    part = page.locator("section.cl", has_text=clause)
    part.locator(f"summary:has-text('{word}')").click()
    if body is not None:
        part.locator("[name=body]:visible").fill(body)
    with page.expect_navigation():
        part.locator(f"button:has-text('{button}'):visible").dblclick()


def test_from_two_changes_to_the_version_both_agreed(
    browser, live_server, draft_contract, brand: Party, agency: Party
):
    path = f"/contracts/{draft_contract.code}"
    theirs = sign_in(browser, live_server, brand.manager, f"{path}/revise")
    hand_in(theirs, OLD)
    ours = sign_in(browser, live_server, agency.manager, f"{path}/revise")
    hand_in(ours, NEW)
    assert ours.locator("section.cl").count() == 2
    assert ours.locator("del", has_text="7:3").count() and ours.locator("ins", has_text="6:4").count()
    assert "+¥" in ours.inner_text("table.money-t")

    phone = sign_in(browser, live_server, brand.manager, f"{path}/compare", width=390, height=844)
    say(
        phone,
        "第五条",
        "改还价",
        "提出",
        "收益按照6.5:3.5的比例分配，收益=产品销售价-（产品出厂价+税收+物流费）。",
    )
    say(phone, "第四条", "说意见", "发出", "可以，<分期>也行")
    part = phone.locator("section.cl", has_text="第四条")
    with phone.expect_navigation():
        part.locator(".offer button").dblclick()
    assert phone.locator("#after button").is_disabled()
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")

    ours.reload()
    assert "<分期>" in ours.locator(".say", has_text="分期").inner_text()
    with ours.expect_navigation():
        ours.locator("section.cl", has_text="第五条").locator(".offer button").click()
    follow(ours, "#after button:has-text('写成第 4 稿')")
    ours.wait_for_selector("text=由双方谈妥的写成")
    phone.reload()
    assert phone.locator("ins", has_text="6.5:3.5").count() and phone.locator("ins", has_text="8000").count()
    assert phone.complaints == ours.complaints == []
