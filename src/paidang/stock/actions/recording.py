"""Who may do something with a contract's stock, and its entry in the contract's chain."""

from collections.abc import Mapping
from datetime import datetime

from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries import get_contract
from paidang.evidence.actions import append
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Person


class UnableToKeepStock(UnableTo):
    code = "STOCK_NOT_KEPT"


def check_may_keep(person: Person, code: str, act: str) -> Contract:
    """The contract, in force, for a person whose role includes the act."""
    contract = get_contract(code)
    check_may(person, act)
    if contract.state != IN_FORCE:
        raise UnableToKeepStock(
            say("合同还没有生效，或已结清"), code="CONTRACT_NOT_IN_FORCE", remedy=say("履行中的合同才记库存。")
        )  # fmt: skip
    return contract


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
