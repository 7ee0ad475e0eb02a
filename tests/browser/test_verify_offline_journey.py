"""A brand keeps the page, goes offline, and recomputes its month: no account, no server, no network."""

from pathlib import Path

from paidang.settlement.tests.month import close, fill_march, send
from tests.browser.offline import open_page, verify
from tests.browser.people import MARKS, sign_in

pytestmark = MARKS


def test_a_brand_verifies_its_statement_with_the_network_off(
    browser, live_server, contract_in_force, brand, agency, tmp_path
):
    fill_march(contract_in_force, brand, agency)
    close(contract_in_force, agency)
    send(contract_in_force, agency)
    path = f"/contracts/{contract_in_force.code}/statements/2026-03"
    theirs = sign_in(browser, live_server, brand.finance, path)
    with theirs.expect_download() as bundle:
        theirs.click("text=下载对账包 >> visible=true")
    theirs.goto(f"{live_server.url}/verify")
    with theirs.expect_download() as kept:
        theirs.click("text=下载这个网页，断网也能验")
    assert kept.value.suggested_filename == "paidang-verify.html"
    file = Path(tmp_path) / kept.value.suggested_filename
    kept.value.save_as(file)

    alone = open_page(browser, file)
    [outcome] = verify(alone, Path(bundle.value.path()).read_bytes())
    assert outcome.word == "agrees"
    assert "¥59.60" in outcome.said
    assert alone.complaints == theirs.complaints == []
