"""A contract in force with the facts of March."""

import pytest
from tests.cast import Party

from paidang.contracts.models import Contract
from paidang.settlement.tests.month import fill_march


@pytest.fixture
def march(contract_in_force: Contract, brand: Party, agency: Party) -> Contract:
    fill_march(contract_in_force, brand, agency)
    return contract_in_force
