"""Who opened and took along what is confidential: on the contract's chain, so that the other side sees it too (OP-5, TC-6)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from paidang.contracts.models import Contract
from paidang.evidence.actions import append
from paidang.incidents.queries.looks import has_opened
from paidang.incidents.rules.matters import MATTERS
from paidang.kit.clause import clause
from paidang.team.models import Person


@clause("OP-5-A", "TC-6-1")
@transaction.atomic
def note_opening(*, person: Person, at: datetime, contract: Contract, what: str, item: str = "") -> None:
    """Note that somebody opened a confidential matter: once per person, matter and day, of a contract of two sides.

    `what` is one of `rules.matters.MATTERS`, `item` which of them (a month).
    """
    assert what in MATTERS, what
    if contract.in_force_at is None or has_opened(contract, person, what, item, at):
        return
    append(
        contract.chain_id, at=at, org_id=person.org_id, person_id=person.pk, act="matter.opened", subject=contract.code,
        facts={"what": what, "item": item},
    )  # fmt: skip


@clause("OP-5-A", "TC-6-1")
@transaction.atomic
def note_copy(
    *, person: Person, at: datetime, contracts: Sequence[Contract], what: str, rows: int, item: str = ""
) -> None:
    """Note on each contract's chain that somebody took a copy along."""
    assert what in MATTERS, what
    for contract in contracts:
        append(
            contract.chain_id, at=at, org_id=person.org_id, person_id=person.pk, act="matter.copied",
            subject=contract.code, facts={"what": what, "item": item, "rows": rows},
        )  # fmt: skip
