"""The brand is asked for the factory prices of what was sold."""

import pytest
from tests.cast import acting

from paidang.duties.queries import list_open
from paidang.intake.actions import price_duty
from paidang.intake.tests.files import hand_in, line, lines, table

COSTS = "sku,factory_price,valid_from"


def asked(person) -> list[tuple[str, object, object]]:
    with acting(person):
        return [
            (duty.side, duty.facts["count"], duty.facts["lines"])
            for duty in list_open()
            if duty.kind == "declare_price"
        ]


def test_until_each_line_has_its_price_the_brand_owes_it(contract_in_force, agency_operator, brand_manager):
    early = line(
        "L4", paid_at="2026-02-27T10:00:00+08:00", shipped_at=""
    )  # before the term: settled by nobody
    sold = [line("L1"), line("L2"), line("L3", sku="QL-2"), early, line("L5", sku="QL-3", gift="true")]
    hand_in(agency_operator, contract_in_force, lines(*sold))
    assert asked(brand_manager) == asked(agency_operator) == [("a", 2, 3)]

    hand_in(brand_manager, contract_in_force, table(COSTS, "QL-1,6000,2026-03-06"), "costs.csv")
    assert asked(brand_manager) == [("a", 2, 3)]  # from the day after the payments
    hand_in(
        brand_manager,
        contract_in_force,
        table(COSTS, "QL-1,6000,2026-03-05", "QL-2,0,2026-03-01"),
        "costs.csv",
    )
    assert asked(brand_manager) == [("a", 2, 3)]  # they are for days past: the agency has not agreed yet


def test_declared_before_anything_was_sold_nobody_waits(contract_in_force, agency_operator, brand_manager):
    hand_in(brand_manager, contract_in_force, table(COSTS, "QL-1,6000,2026-03-01"), "costs.csv")
    hand_in(agency_operator, contract_in_force, lines(line("L1")))
    assert asked(brand_manager) == []


def test_where_no_profit_is_shared_no_price_is_asked_for(
    contract_in_force, agency_operator, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(price_duty, "profit_counts", lambda terms: False)
    hand_in(agency_operator, contract_in_force, lines(line("L1")))
    assert asked(agency_operator) == []
