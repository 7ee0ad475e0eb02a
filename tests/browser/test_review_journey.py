"""A lawyer reviews a contract: finds words, goes to the findings, lets one stand, writes the others into the next version;
the other side answers by the day that was asked for, and takes a yes back.
"""

from datetime import timedelta
from pathlib import Path

from django.utils import timezone
from playwright.sync_api import expect

from paidang.contracts.actions import share_contract
from paidang.contracts.models import Contract
from paidang.printing.read_text import read_text
from tests.browser.people import MARKS, follow, see, sign_in
from tests.cast import BEFORE, Party, acting

pytestmark = MARKS
TEXT = """店铺代运营合同
甲方：青岚茶器有限公司
乙方：拾舟电商有限公司
第一条 乙方负责甲方天猫店铺的运营与客服。
第二条 甲方每月5日前支付服务费30000元；甲方拖欠服务费的，每日按拖欠金额的千分之二支付违约金。
第三条 本合同期满后自动续期一年，任何一方期满前一个月书面提出异议的除外。
第四条 因本合同发生的争议，提交杭州仲裁委员会仲裁。
"""


def paste(page) -> None:
    page.fill("[name=text]", TEXT)
    page.click("button:has-text('读入')")
    see(page, "读到的协议")
    page.check("[name=party_a][value=brand]")
    follow(page, "button:has-text('建立草稿')")


def finding(page, words):
    return page.locator(f"#pane-finds li.found:has-text('{words}')")


def test_from_reading_to_an_answer(browser, live_server, brand: Party, agency: Party):
    ours = sign_in(browser, live_server, agency.manager, "/contracts/new")
    paste(ours)

    ours.fill("[data-find] input", "违 约金")  # blanks make no difference
    expect(ours.locator("[data-found]")).to_have_text("1 / 1")
    ours.fill("[data-find] input", "甲方")
    ours.press("[data-find] input", "Enter")
    expect(ours.locator("[data-found]")).to_contain_text("2 / ")
    ours.press("[data-find] input", "Escape")
    expect(ours.locator("[data-found]")).to_have_text("")

    ours.click(".head [data-show=finds]")
    expect(ours.locator("#pane-finds")).to_be_in_viewport()
    with ours.expect_download() as taken:
        ours.click("#pane-finds >> text=审查意见 .docx")
    assert "违约金合年" in read_text(Path(taken.value.path()).read_bytes(), "a.docx")

    renewal = finding(ours, "自动续期没有次数限制")
    renewal.locator("summary:has-text('照原文接受')").click()
    renewal.locator("[name=reason]").fill("双方长期合作")
    follow(ours, "#pane-finds details[open] button:has-text('不改，照原文接受')")
    see(ours, "双方都看得到理由")

    with acting(agency.manager):
        contract = Contract.objects.get()
        share_contract(person=agency.manager, at=BEFORE, code=contract.code, counterparty_code=brand.org.code)
    ours.reload()
    ours.click(".head [data-show=finds]")
    follow(ours, "#pane-finds >> text=建议写法写进新的一稿")
    text = ours.locator("textarea[name=text]")
    expect(text).to_contain_text("每日按拖欠金额的万分之五支付违约金")
    assert "续期以一次为限" not in text.input_value(), "what was let stand stays as it is"
    ours.fill("[name=answer_by]", (timezone.now() + timedelta(days=7)).date().isoformat())
    follow(ours, "button:has-text('交出这一稿')")
    see(ours, "第 1 稿与第 2 稿")

    phone = sign_in(
        browser, live_server, brand.manager, f"/contracts/{contract.code}/compare", width=390, height=844
    )
    expect(phone.locator(".head")).to_contain_text("前答复")
    change = phone.locator(".cl:has-text('万分之五')")
    follow(phone, ".cl:has-text('万分之五') .offer button:has-text('接受')")
    expect(change.locator(".offer .st")).to_have_text("已接受")
    follow(phone, ".cl:has-text('万分之五') .offer button:has-text('收回接受')")
    expect(change.locator(".offer button:has-text('接受')")).to_have_count(1)
    expect(change.locator(".say")).to_have_count(2)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert ours.complaints == phone.complaints == []
