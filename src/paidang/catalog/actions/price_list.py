"""A copy of the price list is taken."""

from datetime import datetime

from django.db import transaction

from paidang.catalog.queries.price_list import PriceLine, list_price_page
from paidang.contracts.queries import get_contract
from paidang.evidence.actions import append
from paidang.kit.period import day_of
from paidang.team.models import Person

ROWS_MAX = 200_000


@transaction.atomic
def export_price_list(*, person: Person, at: datetime, code: str) -> list[PriceLine]:
    """All of it as of today, and the entry that this person took it."""
    contract = get_contract(code)
    lines = list(list_price_page(contract, day_of(at), most=ROWS_MAX).lines)
    append(
        contract.chain_id, at=at, org_id=person.org_id, person_id=person.pk, act="prices.retail_exported",
        subject=contract.code, facts={"rows": len(lines)},
    )  # fmt: skip
    return lines
