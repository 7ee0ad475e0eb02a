"""Who may do something with a contract's stock, and its entry in the contract's chain."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial

from paidang.contracts.actions.acting import contract_in_force
from paidang.contracts.models import Contract
from paidang.evidence.actions import append
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.team.models import Person


class UnableToKeepStock(UnableTo):
    code = "STOCK_NOT_KEPT"


check_may_keep = partial(
    contract_in_force, unable=UnableToKeepStock, remedy=say("履行中的合同才记库存。"), lock=False
)


def record(contract: Contract, person: Person, at: datetime, act: str, facts: Mapping[str, object]) -> None:
    """The act's entry: what a person did with the stock."""
    append(
        contract.chain_id,
        at=at,
        org_id=person.org_id,
        person_id=person.pk,
        act=act,
        subject=contract.code,
        facts=facts,
    )


def record_export(contract: Contract, *, person: Person, at: datetime, rows: int) -> None:
    """Put on record that somebody took a copy of the stock."""
    record(contract, person, at, "stock.exported", {"rows": rows})
