"""What is kept back, how stores share, and what they are to be told."""

import pytest
from tests.cast import acting

from paidang.duties.queries import list_open
from paidang.intake.tests.goods import COUNTED, HOUSE, LATER, declare, order, sell
from paidang.kit.outcome import NotAllowed, NotFound, UnableTo
from paidang.orders.actions import declare_store
from paidang.orders.models import Store
from paidang.stock.actions import mark_pushed, plan_sku, share_stores
from paidang.stock.models import SyncWish
from paidang.stock.queries import due_pushes


@pytest.fixture
def stores(contract_in_force, agency_operator, brand):
    """Two stores, one with an order; 20 units, of which the other sold none."""
    declare(brand.manager, contract_in_force, f"{HOUSE},QL-1,20")
    sell(
        agency_operator,
        contract_in_force,
        order("L1", 4, store="甲店"),
        order("L2", store="乙店", sku="QL-2"),
    )
    with acting(agency_operator):
        return {store.name: store.pk for store in Store.objects.all()}


def wishes(person, contract) -> dict[str, int]:
    with acting(person):
        return {push.store: push.quantity for push in due_pushes(contract.pk)}


def test_stores_share_what_is_sellable_and_are_told_once(contract_in_force, agency_operator, brand, stores):
    act = {"person": agency_operator, "at": LATER, "code": contract_in_force.code}
    assert wishes(agency_operator, contract_in_force) == {"甲店": 8, "乙店": 8}
    with acting(agency_operator):
        share_stores(**act, parts={stores["甲店"]: 3, stores["乙店"]: 1})
        plan_sku(**act, sku="QL-1", safety=6, lead_days=7)
        due = due_pushes(contract_in_force.pk)
        assert {push.store: (push.quantity, push.pushed_quantity) for push in due} == {
            "甲店": (8, None), "乙店": (2, None),
        }  # fmt: skip
        assert mark_pushed(contract_in_force.pk, due, at=LATER) == 2
        assert due_pushes(contract_in_force.pk) == []
        share_stores(**act, parts={stores["甲店"]: 3, stores["乙店"]: 1})
        assert due_pushes(contract_in_force.pk) == []
    sell(agency_operator, contract_in_force, order("L3", 2, store="甲店"))
    assert wishes(agency_operator, contract_in_force) == {"甲店": 6}
    with acting(agency_operator):
        assert due_pushes(contract_in_force.pk, channel="taobao") == []
        assert SyncWish.objects.filter(sku="QL-2").count() == 0


def test_a_store_that_comes_later_is_left_alone_until_somebody_gives_it_a_part(
    contract_in_force, agency_operator, brand, stores
):
    act = {"person": agency_operator, "at": LATER, "code": contract_in_force.code}
    with acting(agency_operator):
        share_stores(**act, parts={stores["甲店"]: 1})
        declare_store(person=agency_operator, at=LATER, contract=contract_in_force, channel="jd", name="丙店")
    declare(brand.manager, contract_in_force, f"{HOUSE},QL-1,30", at=COUNTED.replace(day=24), name="2.csv")
    told = wishes(agency_operator, contract_in_force)
    assert told.keys() == {"甲店", "乙店"} and told["乙店"] == 0, (
        "whose shelves we do not know, we do not empty"
    )
    with acting(agency_operator):
        pk = Store.objects.get(name="丙店").pk
        share_stores(**act, parts={stores["甲店"]: 1, pk: 1})
    assert wishes(agency_operator, contract_in_force)["丙店"] > 0


def test_who_may_plan_and_what_is_refused(contract_in_force, agency, brand, outsider_manager, stores):
    act = {"at": LATER, "code": contract_in_force.code}
    plan = {"sku": "QL-1", "safety": 1, "lead_days": 7}
    for person, refusal in (
        (agency.finance, NotAllowed),
        (brand.finance, NotAllowed),
        (outsider_manager, NotFound),
    ):
        with acting(person):
            with pytest.raises(refusal):
                plan_sku(person=person, **act, **plan)
            with pytest.raises(refusal):
                share_stores(person=person, **act, parts={stores["甲店"]: 1})
    with acting(brand.manager):
        for change, code in (
            ({"sku": "QL-9"}, "SKU_UNKNOWN"), ({"safety": -1}, "PLAN_INCOMPLETE"), ({"lead_days": 0}, "PLAN_INCOMPLETE"),
        ):  # fmt: skip
            with pytest.raises(UnableTo) as refused:
                plan_sku(person=brand.manager, **act, **(plan | change))
            assert refused.value.code == code
        for parts in ({}, {stores["甲店"]: 0}, {stores["甲店"]: -1}, {999_999: 1}):
            with pytest.raises(UnableTo) as refused:
                share_stores(person=brand.manager, **act, parts=parts)
            assert refused.value.code == "SHARES_INCOMPLETE"


def test_what_runs_out_soon_is_a_duty_until_it_is_there(contract_in_force, agency_operator, brand):
    declare(brand.manager, contract_in_force, f"{HOUSE},QL-1,10")
    sell(
        agency_operator, contract_in_force, order("L1", 9, shipped="03-22 10:00"), at=COUNTED.replace(day=23)
    )

    def owed() -> list[dict[str, object]]:
        with acting(brand.manager):
            return [duty.facts for duty in list_open() if duty.kind == "restock"]

    assert owed() == [{"count": 1}]
    declare(brand.manager, contract_in_force, f"{HOUSE},QL-1,100", at=COUNTED.replace(day=24), name="2.csv")
    assert owed() == []
