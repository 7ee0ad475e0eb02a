"""What a change of cost means for the agency's part."""

import pytest

from paidang.settlement.rules.price_effect import share_of_cost
from paidang.settlement.rules.read_terms import read_terms

BASE = {
    "recognition": "paid", "collector": "a", "platform_fees": "a", "faults_borne_by": "a",
    "tax": {"mode": "included_vat", "rate": "0.13", "paid_by": "a"},
}  # fmt: skip
SHARE = {"kind": "profit_share", "clause": "D", "a": "0.7", "b": "0.3", "loss": "carry_forward"}
OF_PROFIT = {"kind": "commission", "clause": "D", "of": "profit", "rate": "0.1"}
TIERS = {
    "kind": "commission", "clause": "D", "of": "profit", "tier_mode": "marginal",
    "tiers": [{"from": 0, "rate": "0.1"}, {"from": 100, "rate": "0.2"}],
}  # fmt: skip


@pytest.mark.parametrize(
    ("components", "tax", "cost", "share"),
    [
        ([SHARE], {}, 10_000, -3_000),
        ([SHARE], {}, -10_000, 3_000),
        ([SHARE], {}, 5, -2),  # 1.5, rounded away from zero
        ([SHARE], {"mode": "margin_vat"}, 11_300, -3_000),  # the tax on the margin is 1300 less
        ([OF_PROFIT, SHARE], {}, 10_000, -4_000),
        ([{**OF_PROFIT, "of": "net_sales"}], {}, 10_000, 0),
        ([TIERS], {}, 10_000, None),
        ([], {}, 10_000, 0),
    ],
)
def test_what_a_dearer_price_costs_the_agency(components, tax, cost, share):
    terms = read_terms({**BASE, "tax": {**BASE["tax"], **tax}, "components": components})
    assert share_of_cost(terms, cost) == share
