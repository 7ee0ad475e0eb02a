"""Declared prices beside what platforms state, taken away: on record, since it may become proof."""

from datetime import datetime

from django.db import transaction

from paidang.contracts.queries import get_contract
from paidang.evidence.actions import append
from paidang.orders.queries.platform_costs import CostDifference, list_cost_differences
from paidang.team.models import Person


@transaction.atomic
def export_cost_differences(*, person: Person, at: datetime, code: str) -> list[CostDifference]:
    """All of them, and the entry that this person took them."""
    contract = get_contract(code)
    found = list_cost_differences(contract)
    append(
        contract.chain_id, at=at, org_id=person.org_id, person_id=person.pk, act="prices.differences_exported",
        subject=contract.code, facts={"rows": len(found)},
    )  # fmt: skip
    return found
