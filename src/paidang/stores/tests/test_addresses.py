"""Where a shop may be asked that answers at an address of its own."""

import pytest
from tests.cast import acting

from paidang.channels.platforms import PLATFORMS
from paidang.contracts.models import Contract
from paidang.stores import actions
from paidang.stores.tests.test_acts import AT, given
from paidang.team.models import Person


def test_a_shops_own_address_is_of_the_internet_and_encrypted(
    contract_in_force: Contract, agency_operator: Person
) -> None:
    values = dict.fromkeys(PLATFORMS["renren"].wanted, "x")

    def tried(url: str) -> str:
        asked = given(platform="renren", base_url=url, credentials=values)
        with acting(agency_operator):
            return str(
                actions.try_store(person=agency_operator, contract=contract_in_force, at=AT, given=asked)
            )

    for url in ("https://127.0.0.1", "https://10.0.0.1", "https://[::1]"):
        assert "内部网络" in tried(url)
    for url in (
        "http://shop.example",
        "https://u@shop.example",
        "https://shop.example:8443",
        "https://shop.example?x",
    ):
        with pytest.raises(actions.UnableToConnect):
            tried(url)
