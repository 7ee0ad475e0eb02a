"""Two files name the same parcels in opposite orders: one waits for the other, and both are through."""

import pytest
from tests.at_once import at_once, wait_until_another_waits
from tests.cast import Party, acting

from paidang.contracts.models import Contract
from paidang.fulfilment import actions
from paidang.fulfilment.actions import waybills
from paidang.fulfilment.tests.packing import AT, packs_of, warehouse_of, wave
from paidang.intake.tests.goods import HOUSE, declare, order, sell
from paidang.orders.models import Parcel


@pytest.mark.django_db(transaction=True)
def test_two_files_in_opposite_orders_do_not_wait_for_each_other(
    transactional_db: None,
    contract_in_force: Contract,
    brand: Party,
    agency: Party,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    person = warehouse_of(brand)
    declare(person, contract_in_force, f"{HOUSE},QL-1,9")
    sell(agency.people["agency_operator"], contract_in_force, order("L1", 1), order("L2", 1, store="乙店"))
    first, second = packs_of(person, wave(person, contract_in_force))
    rows = [actions.Given(first.code, "", "SF1000000001"), actions.Given(second.code, "", "SF1000000002")]
    give, paused = waybills._give, set()

    def pausing(parcel: Parcel, row: actions.Given, taken: actions.Taken) -> object:
        """After its first row each of them lets the other one come as far as it can."""
        why = give(parcel, row, taken)
        if id(taken) not in paused:
            paused.add(id(taken))
            wait_until_another_waits()
        return why

    monkeypatch.setattr(waybills, "_give", pausing)

    def hand_in(given: list[actions.Given]) -> tuple[int, int]:
        with acting(person):
            taken = actions.give_waybills(person=person, at=AT, code=contract_in_force.code, rows=given)
        return taken.given, taken.unchanged

    done = at_once(lambda: hand_in(rows), lambda: hand_in(rows[::-1]))
    assert sorted(done) == [(0, 2), (2, 0)]  # type: ignore[type-var]
