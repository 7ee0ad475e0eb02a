"""A price that came too late: the brand declares it for days past, the agency sees what it is worth and agrees, the statement says so."""

from paidang.settlement.tests.month import APRIL_CLOSED, close, fill_march, send
from tests.browser.people import MARKS, follow, see, sign_in
from tests.browser.test_statement_journey import is_sideways
from tests.cast import shanghai

pytestmark = MARKS
APRIL_SENT = shanghai("2026-05-07 10:00")


def test_a_price_for_days_past_needs_both_sides_word(
    browser, live_server, tmp_path, contract_in_force, brand, agency, outsider
):
    contract = contract_in_force
    fill_march(contract, brand, agency)
    close(contract, agency)
    send(contract, agency)

    theirs = sign_in(browser, live_server, brand.finance, "/prices")
    theirs.keyboard.press("e")
    theirs.locator("#declare[open]").wait_for()
    theirs.fill("#declare [name=sku]", "CUP")
    theirs.fill("#declare [name=price]", "50")
    theirs.fill("#declare [name=since]", "2026-03-01")
    theirs.fill("#declare [name=words]", "以工厂 3 月报价单为准，真实无虚报。")
    follow(theirs, "#declare button.main")
    see(theirs, "等乙方同意")
    invoice = tmp_path / "invoice.pdf"
    invoice.write_bytes(b"%PDF-1.7 supplier")
    follow(theirs, "text=去看 >> visible=true")
    see(theirs, "出厂价申报 1")
    theirs.set_input_files("#attach [name=file]", invoice)
    follow(theirs, "#attach button")
    see(theirs, "发票已附上")

    ours = sign_in(browser, live_server, agency.finance, "/prices", width=390, height=844)
    see(ours, "1 个价格涉及过去卖出的日子")
    assert not is_sideways(ours)
    follow(ours, "text=看价值多少，答复")
    see(ours, "以工厂 3 月报价单为准")
    see(ours, "−¥9.00")
    assert not is_sideways(ours)
    with ours.expect_download() as download:
        ours.click("text=invoice.pdf >> visible=true")
    assert download.value.path().read_bytes() == invoice.read_bytes()
    ours.click(".acts >> text=同意 >> nth=-1")
    ours.locator("#agree[open]").wait_for()
    follow(ours, "#agree button.main")
    see(ours, "已同意")
    see(ours, "双方同意")

    close(contract, agency, "2026-04", APRIL_CLOSED)
    send(contract, agency, "2026-04", APRIL_SENT)
    address = f"/contracts/{contract.code}/statements/2026-04"
    theirs.goto(live_server.url + address)
    listed = theirs.locator("#past-prices")
    listed.get_by_text("¥50.00").wait_for()
    listed.get_by_text(agency.finance.name).wait_for()
    theirs.locator("#adjustments", has_text="−¥9.00").wait_for()
    assert theirs.complaints == ours.complaints == []

    stranger = sign_in(browser, live_server, outsider.finance, "/prices")
    see(stranger, "还没有生效的合同")
    assert stranger.goto(f"{live_server.url}/contracts/{contract.code}/prices/1").status == 404
