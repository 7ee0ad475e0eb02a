"""⌘K finds what somebody may see, and nothing of anybody else."""

from datetime import timedelta

import pytest
from django.test import Client
from tests.amending import propose
from tests.cast import acting, come_in, shanghai
from tests.worlds import kept

from paidang.aftersales.actions import LineAsked, open_case
from paidang.catalog.models import Product
from paidang.fulfilment.tests.packing import AT, packs_of, wave, waybill
from paidang.fulfilment.tests.test_acts import stocked
from paidang.incidents.models import Incident
from paidang.orders.actions import keep_waybills
from paidang.orders.models import OrderLine
from paidang.promotions.models import Promotion
from paidang.settlement.actions import close_month
from paidang.settlement.tests.month import fill_march
from paidang.studio.models import Asset

__all__ = ["stocked"]
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


@kept
def busy(stocked, agency, brand):
    """A wave with its parcels, a case, a promotion, an incident, a penalty, a picture and a campaign."""
    warehouse = brand.people["brand_warehouse"]
    made = wave(warehouse, stocked)
    waybill(warehouse, packs_of(warehouse, made)[0], "SF7700112233")
    operator = agency.people["agency_operator"]
    with acting(operator):
        keep_waybills(stocked.pk, [("O-L6", "ZT5500112233")])
        open_case(
            person=operator, at=AT, code=stocked.code, order_id="O-L6", lines=[LineAsked("L6", 1)], source="phone",
            reason="quality", wish="return_goods", words="釉裂",
        )  # fmt: skip
        Promotion.objects.create(
            contract=stocked, number=1, lane="planned", channel="jd", store="青岚京东旗舰店", title="春茶周",
            starts_at=AT, ends_at=AT + timedelta(days=1), answer_by=AT, made_by=operator, made_at=AT,
        )  # fmt: skip
        pot = Product.objects.get(title="侧把急须壶")
        Asset.objects.create(
            contract=stocked, number=1, product=pot, kind="main", added_by=operator, added_at=AT, turned_at=AT
        )
        Incident.objects.create(
            contract=stocked, number=1, kind="price_breach", side="a", at_fault="b", found_by="巡店", seen_at=AT, words="卖 69",
            state="reported", turn="b", reported_by=operator, reported_at=AT, turned_at=AT,
        )  # fmt: skip
    return stocked


def test_the_daily_work_by_its_numbers_and_names(busy, agency_operator, outsider_manager):
    wave_code = "P-260403-01"
    for q, url in {
        "p-2604": f"/fulfilment/{busy.code}/waves/{wave_code}",
        "p-260403-01-0": f"/scan/{busy.code}/{wave_code}-001",
        "sf7700": f"/scan/{busy.code}/{wave_code}-001",
        "zt5500": f"/orders/{busy.code}/O-L6",
        "s-0001": f"/cases/{busy.code}/1",
        "急须壶": f"/studio/{busy.code}/1",
        "w-1": f"/incidents/{busy.code}/1",
        "春茶": f"/contracts/{busy.code}/promotions/1",
    }.items():
        assert url in look(agency_operator, q), q
        assert busy.code not in look(outsider_manager, q), q
