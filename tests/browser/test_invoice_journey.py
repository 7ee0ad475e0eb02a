"""A buyer wants an invoice: service takes it down on a phone, the brand uploads it, the buyer saves it, a refund takes part back."""

from paidang.intake.tests.files import REFUND_HEADER, hand_in, line, table
from paidang.intake.tests.goods import LATER, sell
from paidang.invoices.tests.papers import COMPANY, NUMBER, rate, xml_file
from tests.browser.people import MARKS, follow, see, sign_in
from tests.browser.test_statement_journey import is_sideways

pytestmark = MARKS


def test_an_invoice_is_asked_for_issued_saved_and_in_part_taken_back(
    browser, live_server, contract_in_force, brand, agency
):
    operator, finance = agency.people["agency_operator"], brand.finance
    sell(operator, contract_in_force, line("L1"))
    rate(finance, contract_in_force)

    ours = sign_in(browser, live_server, operator, "/invoices", width=390, height=844)
    see(ours, "还没有买家要发票")
    ours.click("[data-open=ask]")
    ours.fill("#ask [name=order_id]", "O-L1")
    ours.fill("#ask [name=title]", COMPANY.title)
    ours.fill("#ask [name=tax_number]", COMPANY.tax_number)
    follow(ours, "#ask button.main")
    see(ours, "已登记")
    see(ours, "¥250.00")
    assert not is_sideways(ours)

    theirs = sign_in(browser, live_server, finance, "/invoices")
    theirs.click(".inv .sku")
    see(theirs, "应开")
    given = xml_file()
    theirs.set_input_files(
        ".drawer form[action$='/issue'] [name=file]",
        {"name": "发票.xml", "mimeType": "text/xml", "buffer": given.content},
    )
    follow(theirs, ".drawer form[action$='/issue'] button")
    see(theirs, f"发票 {NUMBER} 已记下")
    link = theirs.input_value(".drawer input[readonly]")

    buyer = browser.new_context(locale="zh-CN", viewport={"width": 390, "height": 844}).new_page()
    buyer.goto(link)
    see(buyer, "¥250.00")
    assert not is_sideways(buyer)
    with buyer.expect_download() as saved:
        buyer.click("text=下载发票")
    assert saved.value.path().read_bytes() == given.content

    hand_in(
        operator, contract_in_force,
        table(REFUND_HEADER, "R1,L1,0,5000,quality,false,2026-03-28T10:00:00+08:00"), "refunds.csv", at=LATER,
    )  # fmt: skip
    theirs.goto(f"{live_server.url}/invoices?view=red")
    see(theirs, "¥50.00")
    theirs.click(".inv .sku")
    see(theirs, "要红冲 ¥50.00")
    red = ".drawer form[action$='/red']:has(button.main)"
    theirs.fill(f"{red} [name=number]", "90000001")
    theirs.fill(f"{red} [name=issued_on]", "2026-04-02")
    follow(theirs, f"{red} button.main")
    see(theirs, "红字发票 90000001 已记下")
    assert theirs.complaints == ours.complaints == []
