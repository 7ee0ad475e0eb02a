"""Money for marketing: the agency proposes, the brand approves a part on a phone, spend and voucher follow, the claim stands in payments."""

from paidang.marketing.tests.world import invoice
from paidang.settlement.tests.month import fill_march
from tests.browser.people import MARKS, follow, see, sign_in
from tests.browser.test_statement_journey import is_sideways

pytestmark = MARKS


def test_a_yuan_is_proposed_approved_spent_vouched_and_owed(
    browser, live_server, contract_in_force, brand, agency
):
    fill_march(contract_in_force, brand, agency)
    ours = sign_in(browser, live_server, agency.manager, "/marketing")
    see(ours, "还没有推广提案")
    follow(ours, ".empty a.main")
    ours.select_option("[name=kind]", "article")
    for name, value in (
        ("title", "小红书种草"), ("plan", "8 篇笔记"), ("goal_sales", "10000"), ("budget", "4,800"), ("since", "2026-03-05"),
        ("until", "2026-03-31"),
    ):  # fmt: skip
        ours.fill(f"[name={name}]", value)
    follow(ours, "button[value=ask]")
    see(ours, "不答复等于不批准")
    page = ours.url.removeprefix(live_server.url).split("#")[0]

    theirs = sign_in(browser, live_server, brand.manager, "/marketing", width=390, height=844)
    see(theirs, "等甲方批准")
    assert not is_sideways(theirs)
    follow(theirs, "text=去答复")
    theirs.click("[data-open=approve]")
    theirs.fill("#approve [name=amount]", "3000")
    follow(theirs, "#approve button.main")
    see(theirs, "已批准 ¥3,000.00")
    assert not is_sideways(theirs)

    ours.goto(live_server.url + page)
    ours.click("[data-open=spend]")
    for name, value in (
        ("spent_on", "2026-03-15"), ("amount", "3,200"), ("supplier", "半盏文化"), ("what", "笔记 8 篇"),
    ):  # fmt: skip
        ours.fill(f"#spend [name={name}]", value)
    follow(ours, "#spend button.main")
    ours.get_by_text("没有凭证").locator("visible=true").first.wait_for()
    ours.click("[data-open=vouch]")
    given = invoice(3_200_00)
    ours.set_input_files(
        "#vouch [name=files]", {"name": "发票.xml", "mimeType": "text/xml", "buffer": given.content}
    )
    follow(ours, "#vouch button.main")
    see(ours, "电子发票，金额自动读出")
    ours.click("[data-open=claim]")
    follow(ours, "#claim button.main")
    see(ours, "¥3,000.00 已记入报销")
    ours.get_by_text("超出批准额").locator("visible=true").first.wait_for()

    # March has 59.60 for the agency; with the 3,000.00 the brand owes 3,059.60
    ours.goto(f"{live_server.url}/statements?month=2026-03")
    follow(ours, "text=关账并算出")
    see(ours, "只有你们看得到这一份")
    ours.keyboard.press("e")
    ours.locator("#send[open] .money", has_text="¥3,059.60").wait_for()
    follow(ours, "#send button.main")
    see(ours, "已发出")

    theirs.goto(f"{live_server.url}/contracts/{contract_in_force.code}/statements/2026-03")
    see(theirs, "M-01 小红书种草：1 张凭证")
    theirs.click("text=确认对账单 >> visible=true")
    follow(theirs, "#confirm button.main")
    see(theirs, "已确认 ¥3,059.60")
    ours.goto(f"{live_server.url}/payments")
    see(ours, "¥3,059.60")
    assert ours.complaints == theirs.complaints == []
