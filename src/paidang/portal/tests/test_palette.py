"""⌘K finds what somebody may see, and nothing of anybody else."""

import pytest
from django.test import Client
from tests.amending import propose
from tests.cast import acting, come_in, shanghai
from tests.worlds import kept

from paidang.orders.models import OrderLine
from paidang.settlement.actions import close_month
from paidang.settlement.tests.month import fill_march

pytestmark = pytest.mark.django_db


def look(person, q):
    client = Client()
    come_in(client, person)
    return client.get("/palette", {"q": q}).content.decode()


@kept
def march(contract_in_force, brand, agency):
    fill_march(contract_in_force, brand, agency)
    with acting(agency.finance):
        at = shanghai("2026-04-08 18:00")
        close_month(person=agency.finance, at=at, code=contract_in_force.code, month="2026-03")
    return contract_in_force


def test_a_statement_by_its_month(march, agency_finance, brand_finance):
    assert f"/contracts/{march.code}/statements/2026-03" in look(agency_finance, "2026-03")
    assert "/statements/2026-03" not in look(brand_finance, "2026-03"), "it is not sent yet"


def test_an_order_by_the_beginning_of_its_id(march, agency_finance, outsider_manager):
    with acting(agency_finance):
        order_id = OrderLine.objects.values_list("order_id", flat=True).first()
    assert f"/orders/{march.code}/{order_id}" in look(agency_finance, order_id[:4].lower())
    assert f"/orders/{march.code}" not in look(outsider_manager, order_id[:4])
    assert f"/orders/{march.code}" not in look(agency_finance, order_id[:3]), "three characters are too few"


def test_a_supplementary_agreement_by_its_name(
    contract_in_force, agency_manager, brand_finance, outsider_manager
):
    propose(agency_manager, contract_in_force)
    path = f"/contracts/{contract_in_force.code}/amendments/1"
    assert path in look(brand_finance, "补充协议") and path in look(brand_finance, "amendment")
    assert path not in look(outsider_manager, "补充协议")


def test_pages_in_either_language(agency_finance):
    assert "/statements" in look(agency_finance, "statements") and "/statements" in look(
        agency_finance, "对账"
    )


def test_what_one_may_do_and_nothing_else(agency_manager, agency_finance, brand_warehouse):
    assert 'href="/settings#invite"' in look(agency_manager, "邀请") and "/settings#invite" in look(
        agency_manager, "invite"
    )
    assert "#invite" not in look(agency_finance, "邀请")
    assert "没有找到“ZZ关账”" in look(brand_warehouse, "ZZ关账")
    assert 'href="/imports"' in look(brand_warehouse, "导入文件")


def test_each_option_is_the_link_itself(agency_finance):
    page = look(agency_finance, "对账")
    assert page.count('role="option"') == page.count("<a ") > 0
