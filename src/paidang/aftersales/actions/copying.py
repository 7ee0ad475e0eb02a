"""Copies of the list of cases are put on record."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from paidang.contracts.models import Contract
from paidang.evidence.actions import append
from paidang.kit.clause import clause
from paidang.team.models import Person


@clause("OP-5-A")
@transaction.atomic
def record_export(*, person: Person, at: datetime, contracts: Sequence[Contract], rows: int) -> None:
    """Note on each contract's chain that somebody took a copy of its cases."""
    for contract in contracts:
        append(
            contract.chain_id, at=at, org_id=person.org_id, person_id=person.pk, act="cases.exported",
            subject=contract.code, facts={"rows": rows},
        )  # fmt: skip
