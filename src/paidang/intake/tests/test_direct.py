"""Offline goods are sold to direct customers alone: named by one side, confirmed by the other, watched like every order."""

import pytest
from tests.cast import Party, acting, shanghai
from tests.worlds import kept

from paidang.contracts.models import Contract
from paidang.intake.actions.direct import DirectLine, UnableToSellDirectly, enter_direct_order
from paidang.intake.models import QuarantineRow
from paidang.intake.tests.files import hand_in, line, lines, table
from paidang.intake.tests.goods import books, declare
from paidang.kit.outcome import NotAllowed, NotFound
from paidang.orders import actions
from paidang.orders.models import Breach, DirectCustomer, OrderLine, Store
from paidang.orders.queries.customers import buying_customers
from paidang.orders.tests.held import held_orders
from paidang.team.models import Person

AT = shanghai("2026-04-02 10:00")
PAID = shanghai("2026-04-01 10:00")


@kept
def with_customer(contract_in_force: Contract, brand: Party, agency: Party) -> Contract:
    """青山茶馆 is a direct customer; QL-1 has a floor of ¥100 and ten units in stock."""
    floor = table("sku,min_retail_price,suggested_price,valid_from", "QL-1,10000,12900,2026-03-01")
    hand_in(brand.manager, contract_in_force, floor, "prices.csv", at=AT)
    declare(brand.people["brand_warehouse"], contract_in_force, "余杭仓,QL-1,10")
    with acting(agency.manager):
        named = actions.name_customer(
            person=agency.manager, at=AT, code=contract_in_force.code, name="青山茶馆", note="老客户"
        )
    with acting(brand.manager):
        actions.confirm_customer(
            person=brand.manager, at=AT, code=contract_in_force.code, customer_id=named.pk
        )
    return contract_in_force


def enter(person: Person, contract: Contract, customer: str, fen: int = 12_000, number: str = "") -> str:
    with acting(person):
        return enter_direct_order(
            person=person, at=AT, code=contract.code, customer=customer, lines=[DirectLine("QL-1", 2, fen)],
            paid_at=PAID, number=number,
        )  # fmt: skip


def test_it_takes_both_sides_to_know_a_direct_customer(
    contract_in_force: Contract, brand: Party, agency: Party, outsider_manager: Person
) -> None:
    code = contract_in_force.code
    with acting(agency.manager):
        for _twice in range(2):
            named = actions.name_customer(person=agency.manager, at=AT, code=code, name=" 青山  茶馆 ")
        assert named.name == "青山 茶馆"
        with pytest.raises(actions.UnableToKeepCustomer) as own:
            actions.confirm_customer(person=agency.manager, at=AT, code=code, customer_id=named.pk)
        assert own.value.code == "CUSTOMER_OF_OWN_SIDE"
        assert buying_customers(contract_in_force.pk) == []
    for person, refusal in ((brand.finance, NotAllowed), (outsider_manager, NotFound)):
        with acting(person), pytest.raises(refusal):
            actions.confirm_customer(person=person, at=AT, code=code, customer_id=named.pk)
    with acting(brand.manager):
        actions.confirm_customer(person=brand.manager, at=AT, code=code, customer_id=named.pk)
        assert buying_customers(contract_in_force.pk) == ["青山 茶馆"]
        actions.end_customer(person=brand.manager, at=AT, code=code, customer_id=named.pk)
        assert buying_customers(contract_in_force.pk) == []
        assert DirectCustomer.objects.count() == 1


def test_an_order_is_watched_and_reserved_like_every_other(
    with_customer: Contract, agency_operator: Person, brand: Party
) -> None:
    number = enter(agency_operator, with_customer, "青山茶馆")
    cheap = enter(agency_operator, with_customer, "青山茶馆", fen=9_000, number="D-2")
    assert books(brand, with_customer) == (10, 4, 0)
    with acting(agency_operator):
        row = OrderLine.objects.get(order_id=number)
        assert (row.channel, row.store, row.quantity, row.unit_price_fen) == ("direct", "青山茶馆", 2, 12_000)
        assert list(Breach.objects.values_list("order_id", flat=True)) == [cheap]
        assert held_orders(with_customer) == {cheap}
        assert not Store.objects.filter(channel="direct").exists()
    with pytest.raises(UnableToSellDirectly) as again:
        enter(agency_operator, with_customer, "青山茶馆", number="D-2")
    assert again.value.code == "ORDER_NUMBER_TAKEN"


def test_nobody_else_is_sold_to_offline_by_form_or_by_file(
    with_customer: Contract, agency_operator: Person
) -> None:
    with pytest.raises(UnableToSellDirectly, match="不是双方确认过的直接客户"):
        enter(agency_operator, with_customer, "路边小店")
    file = lines(
        line("L1", channel="direct", store="青山茶馆", sku="QL-1"),
        line("L2", channel="direct", store="路边小店", sku="QL-1"),
        line("L3", channel="线下", store="路边小店", sku="QL-1"),
    )
    hand_in(agency_operator, with_customer, file)
    with acting(agency_operator):
        assert list(OrderLine.objects.values_list("line_id", flat=True)) == ["L1"]
        rows = QuarantineRow.objects.order_by("row_number")
        assert [row.faults[0]["code"] for row in rows] == ["offline_sale", "offline_sale"]
