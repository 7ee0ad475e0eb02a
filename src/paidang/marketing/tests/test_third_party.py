"""What third parties cost while a store is built is the brand's (TC 3.2)."""

from copy import deepcopy
from dataclasses import replace
from typing import Any

from tests.cast import Party, agree_on
from tests.reading import PLAIN

from paidang.marketing.tests import world as w
from paidang.settlement.rules.terms import THIRD_PARTY_COST


def test_a_third_partys_cost_is_a_line_of_its_own_kind_by_the_contracts_clause(
    brand: Party, agency: Party
) -> None:
    reading: dict[str, Any] = deepcopy(PLAIN.reading)
    terms = reading["documents"][0]["terms"]
    place = next(one for one in terms if one["term"] == "fee.setup")
    terms.append({**place, "term": "third_party_costs.payer", "value": "a", "clause": "第三条 2"})
    contract = agree_on(brand=brand, agency=agency, read=replace(PLAIN, reading=reading))
    w.propose(agency, contract, kind="third_party")
    w.approve(brand, contract)
    w.spend(agency, contract, 600_00, supplier="摄影棚")
    w.vouch(agency, contract, w.invoice(600_00, seller="摄影棚"))
    made = w.claim(agency, contract, 600_00)
    assert (made.kind, made.amount_fen, made.clause) == (THIRD_PARTY_COST, 600_00, "第三条 2")
