"""What every act of the scorecard does: find the contract, check the role."""

from paidang.contracts.actions.acting import contract_in_force
from paidang.contracts.models import Contract
from paidang.kit.outcome import UnableTo
from paidang.team.models import Person


class UnableToScore(UnableTo):
    """Codes: TARGET_WRONG, TARGET_WAITS, TARGET_ANSWERED, MONTH_WRONG, TOO_LONG, CONTRACT_NOT_IN_FORCE, FILE_WRONG,
    FILE_NOT_TAKEN, RATING_WRONG, NOT_ISSUABLE."""

    code = "TARGET_WRONG"


def contract_for(person: Person, code: str, permission: str) -> tuple[Contract, str]:
    """The contract, locked and in force, and the person's side of it."""
    contract = contract_in_force(person, code, permission, unable=UnableToScore)
    return contract, contract.side_of(person.org_id)
