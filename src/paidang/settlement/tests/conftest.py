"""A contract in force with the facts of March."""

from tests.cast import Party
from tests.worlds import kept

from paidang.contracts.models import Contract
from paidang.settlement.tests.month import fill_march


@kept
def march(contract_in_force: Contract, brand: Party, agency: Party) -> Contract:
    fill_march(contract_in_force, brand, agency)
    return contract_in_force
