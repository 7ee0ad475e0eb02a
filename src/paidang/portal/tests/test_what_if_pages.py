"""The page that tries other terms and prices: what it shows either side, what it refuses, that it keeps nothing."""

import pytest
from django.test import Client
from tests.cast import acting, come_in
from tests.worlds import kept

from paidang.contracts.models import Contract
from paidang.settlement.queries import get_statement
from paidang.settlement.tests.month import close, fill_march, send


@kept
def contract(contract_in_force, brand, agency):
    fill_march(contract_in_force, brand, agency)
    close(contract_in_force, agency)
    send(contract_in_force, agency)
    return contract_in_force


def url(contract: Contract) -> str:
    return f"/contracts/{contract.code}/what-if"


def page(person, address, **asked):
    return come_in(Client(), person).get(address, asked)


def test_the_months_are_shown_beside_what_they_would_be(contract, agency_finance):
    with acting(agency_finance):
        was = get_statement(contract, "2026-03").figures
    answer = page(agency_finance, url(contract), **{"components.0.b": "50"})
    gain = round(was["totals"]["profit"] / 2) - was["share_b"]
    assert answer.context["gain_b"] == gain > 0 and answer.context["gain_a"] == -gain
    assert "2026 年 3 月" in answer.content.decode()


def test_the_brand_sees_the_same_by_the_same_address(contract, agency_finance, brand_finance):
    asked = {"prices": "-10", "tax.rate": "6"}
    ours, theirs = (page(person, url(contract), **asked) for person in (agency_finance, brand_finance))
    assert ours.context["gain_b"] == theirs.context["gain_b"] != 0


def test_a_price_of_one_sku_is_tried(contract, agency_finance):
    assert page(agency_finance, url(contract), **{"sku.CUP": "50.00"}).context["gain_b"] < 0


@pytest.mark.parametrize(
    "asked", [{}, {"components.0.b": "30"}, {"sku.CUP": "40"}, {"nonsense": "1"}, {"prices": "0"}]
)
def test_what_changes_nothing_asks_for_a_change(contract, agency_finance, asked):
    answer = page(agency_finance, url(contract), **asked)
    assert "改任一个数" in answer.content.decode() and "gain_b" not in answer.context


@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        ({"components.0.b": "130"}, "要在 0 到 100 之间"),
        ({"components.0.b": "三成"}, "不是百分数"),
        ({"sku.CUP": "-3"}, "不能小于 0"),
        ({"prices": "-101"}, "要在 -100 到 1000 之间"),
        ({"prices": "1e99"}, "要在 -100 到 1000 之间"),
    ],
)
def test_what_cannot_be_tried_is_named_and_nothing_is_reckoned(contract, agency_finance, asked, reason):
    answer = page(agency_finance, url(contract), **asked)
    assert answer.status_code == 200 and reason in answer.content.decode()
    assert "tables" not in answer.context


def test_without_a_statement_the_page_says_when_it_will_be_of_use(contract_in_force, agency_finance):
    assert "还没有对账单" in page(agency_finance, url(contract_in_force)).content.decode()


def test_an_outsider_finds_nothing(contract, outsider):
    assert page(outsider.manager, url(contract)).status_code == 404


def test_the_statement_leads_to_it(contract, brand_finance):
    statement = page(brand_finance, f"/contracts/{contract.code}/statements/2026-03")
    assert url(contract) in statement.content.decode()
