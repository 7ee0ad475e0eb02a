"""The cast itself: what other tests stand on."""

from paidang.contracts.models import Contract
from paidang.contracts.queries import get_standing
from tests.cast import acting
from tests.reading import READING, TEXT


def test_every_quotation_is_in_the_text():
    for term in READING["documents"][0]["terms"]:
        assert TEXT[term["start"] : term["end"]] == term["quote"]


def test_the_contract_is_in_force_and_both_see_it(contract_in_force, brand, agency):
    for party in (brand, agency):
        with acting(party.finance):
            contract = Contract.objects.get(code=contract_in_force.code)
            standing = get_standing(contract)
            assert contract.state == "in_force"
            assert standing.compiled.is_complete
            assert standing.waits_for == []


def test_the_outsider_sees_nothing_of_it(contract_in_force, outsider):
    with acting(outsider.manager):
        assert not Contract.objects.exists()


def test_signed_out_there_is_nothing(contract_in_force):
    with acting(None):
        assert not Contract.objects.exists()
