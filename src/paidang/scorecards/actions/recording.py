"""What every act of the scorecard does: find the contract, check the role, put it on record."""

from collections.abc import Mapping
from datetime import datetime

from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries import get_contract
from paidang.evidence.actions import append
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Person


class UnableToScore(UnableTo):
    """Codes: TARGET_WRONG, TARGET_WAITS, TARGET_ANSWERED, MONTH_WRONG, TOO_LONG, CONTRACT_NOT_IN_FORCE, FILE_WRONG,
    FILE_NOT_TAKEN, RATING_WRONG, NOT_ISSUABLE."""

    code = "TARGET_WRONG"


def contract_for(person: Person, code: str, permission: str) -> tuple[Contract, str]:
    """The contract, locked and in force, and the person's side of it."""
    contract = get_contract(code, lock=True)
    check_may(person, permission)
    if contract.state != IN_FORCE:
        raise UnableToScore(say("合同 {code} 没有生效，或已结清", code=code), code="CONTRACT_NOT_IN_FORCE")
    return contract, contract.side_of(person.org_id)


def record(contract: Contract, person: Person, at: datetime, act: str, facts: Mapping[str, object]) -> None:
    """Put the act on record in the contract's chain."""
    append(
        contract.chain_id, at=at, org_id=person.org_id, person_id=person.pk, act=act, subject=contract.code, facts=facts
    )  # fmt: skip
