"""The doors to the rows: of the right version, on and back through the pages, adding up to what the door said."""

import re

from tests.cast import Party, acting
from tests.worlds import kept

from paidang.contracts.models import Contract
from paidang.portal.tests.test_statement_pages import page, signed_in
from paidang.settlement.queries import get_statement
from paidang.settlement.tests.month import (
    APRIL_CLOSED,
    add_line,
    agree_otherwise,
    ask,
    close,
    fill_march,
    send,
)


@kept
def contract(contract_in_force: Contract, brand: Party, agency: Party) -> Contract:
    fill_march(contract_in_force, brand, agency)
    return contract_in_force


def test_each_version_opens_its_own_rows(contract, brand, agency):
    close(contract, agency)
    send(contract, agency)
    ask(contract, brand, "line:L1")
    with acting(agency.manager):
        add_line(contract, "L7", done="2026-03-28 10:00")
    client = signed_in(agency.finance)
    client.post(page(contract, "/close"))
    first = client.get(page(contract, "?version=1")).content.decode()
    door = re.search(r'href="([^"]*figure=gross_sales[^"]*)"', first)[1].replace("&amp;", "&")
    assert ">L7<" not in client.get(door).content.decode()
    with acting(agency.finance):
        second = get_statement(contract, "2026-03")
    client.post(page(contract, "/send"), {"digest": second.digest})
    replaced = client.get(page(contract, "?version=1")).content.decode()
    asked = re.search(r'href="([^"]*question=[^"]*)"', replaced)[1].replace("&amp;", "&")
    shown = client.get(asked).content.decode()
    assert ">L1<" in shown and ">L2<" not in shown


def test_pages_of_rows_lead_on_and_back(contract, brand, agency):
    with acting(agency.manager):
        for n in range(100, 160):
            add_line(contract, f"L{n}", done="2026-03-12 10:00")
    client = signed_in(agency.finance)
    client.post(page(contract, "/close"))
    shown = client.get(page(contract, "/rows?figure=gross_sales&q=L1")).content.decode()
    assert "1–50，共 61" in shown and 'rel="prev"' not in shown
    onward = re.search(r'rel="next" href="([^"]*)"', shown)[1].replace("&amp;", "&")
    last = client.get(onward).content.decode()
    assert "51–61，共 61" in last and 'rel="next"' not in last and 'name="after"' not in last
    back = re.search(r'rel="prev" href="([^"]*)"', last)[1].replace("&amp;", "&")
    assert "1–50，共 61" in client.get(back).content.decode()


def test_late_rows_add_up_to_what_the_page_says_where_profit_does_not_count(contract, agency):
    part = {"kind": "commission", "of": "net_sales", "rate": "0.05", "clause": "第三条 2"}
    tax = {"mode": "on_revenue", "rate": "0.5", "paid_by": "a"}
    agree_otherwise(contract, agency, components=[part], tax=tax)
    close(contract, agency)
    send(contract, agency)
    with acting(agency.manager):
        add_line(contract, "L8", done="2026-03-28 10:00")
    close(contract, agency, "2026-04", APRIL_CLOSED)
    client = signed_in(agency.finance)
    shown = client.get(f"/contracts/{contract.code}/statements/2026-04").content.decode()
    door = re.search(r'href="([^"]*figure=late[^"]*)"[^>]*>([^<]*)<', shown)
    assert door[2] == "¥113.00"
    assert '<span class="nw">¥113.00</span>' in client.get(door[1].replace("&amp;", "&")).content.decode()
