"""One order: the drawer with its money, corrections, refunds, breaches; for whom."""

import pytest
from django.test import Client
from tests.cast import acting, signed_in
from tests.worlds import kept

from paidang.orders.models import Breach
from paidang.portal.tests.ordering import HEADER, hand_in, ids, line, read, six_orders
from paidang.portal.views.prices import declare_url

# The drawer


@kept
def march(contract_in_force, brand, agency):
    return six_orders(contract_in_force, brand, agency)


@pytest.fixture
def client(agency_operator, contract_in_force) -> Client:
    return signed_in(agency_operator)


def test_the_drawer_alone_for_htmx_and_with_the_list_by_its_address(client, march):
    url = f"/orders/{march.code}/A3?view=done"
    alone = read(client, url, **{"HX-Request": "true", "HX-Target": "drawer"})
    assert "<html" not in alone and 'href="/orders?view=done"' in alone
    whole = read(client, url)
    assert "<html" in whole and ids(whole) == ["A3", "A6"] and "这一单的钱" in whole


def test_the_money_of_an_order_is_reckoned_as_in_the_statement(client, march):
    page = read(client, f"/orders/{march.code}/A3")
    # 452.00 − costs 80.00 + 90.00 − tax of 13 % in the price 26.00 + 26.00 − carriage 8.20
    for amount in ("−¥80.00", "−¥90.00", "−¥26.00", "−¥8.20", "¥221.80", "¥155.26", "¥66.54"):
        assert amount in page
    assert "含税价内 13%" in page


def test_without_a_factory_price_it_says_so(client, march, agency_operator):
    hand_in(
        agency_operator,
        march,
        "more.csv",
        HEADER + line("A7", paid="2026-03-12") + line("A8", sku="POT", price=0, paid="2026-02-27"),
    )
    page = read(client, f"/orders/{march.code}/A7")
    assert "出厂价" in page
    page = read(client, f"/orders/{march.code}/A8")
    assert "没有生效的约定" in page


def test_a_correction_shows_what_was_and_what_became(client, march, agency_operator):
    changed = line("A1", paid="2026-03-09", shipped="2026-03-11", quantity=3)
    hand_in(agency_operator, march, "lines-later.csv", HEADER + changed)
    page = read(client, f"/orders/{march.code}/A1")
    assert "更正过" in page and "lines-later.csv" in page
    assert '<s class="muted">1</s> → <b>3</b>' in page and "在途" in page


def test_a_full_refund_and_a_part(client, march):
    assert "部分退款" in read(
        client, f"/orders/{march.code}/A4", **{"HX-Request": "true", "HX-Target": "drawer"}
    )
    drawer = read(client, f"/orders/{march.code}/A5", **{"HX-Request": "true", "HX-Target": "drawer"})
    assert "已退款" in drawer and "货的问题" in drawer


def test_the_agency_explains_a_breach_and_the_brand_reads_it(client, march, brand_manager):
    url = f"/orders/{march.code}/A6"
    assert "为什么低于底价" in read(client, url)
    of_brand = signed_in(brand_manager)
    assert "为什么低于底价" not in read(of_brand, url)
    assert client.post(f"{url}/explain", {"explanation": "买家用了两张券"}).status_code == 302
    assert "买家用了两张券" in read(of_brand, url) and "为什么低于底价" not in read(client, url)
    with acting(brand_manager):
        assert Breach.objects.get().explained_at


def test_the_brand_cannot_explain(march, brand_finance):
    client = signed_in(brand_finance)
    assert client.post(f"/orders/{march.code}/A6/explain", {"explanation": "x"}).status_code == 409
    assert client.get(f"/orders/{march.code}/A6/explain").status_code == 405


def test_an_order_that_is_not_there(client, march):
    assert "没有订单 NONE" in read(client, f"/orders/{march.code}/NONE", 404)


def test_an_order_id_with_a_slash_has_a_page(client, march, agency_operator):
    hand_in(agency_operator, march, "odd.csv", HEADER + line("B/1 x?y", paid="2026-03-12"))
    assert "B/1 x?y" in read(client, f"/orders/{march.code}/B%2F1%20x%3Fy")


def test_where_a_factory_price_lacks_the_way_to_declare_it_carries_the_sku(client, march, brand, agency):
    day = "2026-03-19"
    prices = "sku,min_retail_price,suggested_price,valid_from\nLID,9900,11300,2026-03-01\n"
    hand_in(brand.finance, march, "more prices.csv", prices)
    late = HEADER + line("A9", sku="LID", paid=day, shipped=day, done=day)
    hand_in(agency.people["agency_operator"], march, "late.csv", late)
    page = read(client, f"/orders/{march.code}/A9")
    assert "申报后才计入" in page
    assert declare_url(march, "LID").replace("&", "&amp;") in page
