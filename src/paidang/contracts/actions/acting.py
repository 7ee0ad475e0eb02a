"""Who may act in a contract that is being performed."""

from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries import get_contract
from paidang.kit.outcome import NotAllowed, UnableTo
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Person


def contract_in_force(
    person: Person,
    code: str,
    act: str,
    *,
    unable: type[UnableTo],
    remedy: str = "",
    side: str = "",
    lock: bool = True,
) -> Contract:
    """The contract, in force, for a person whose role includes the act; of one side alone, if it is named.

    `lock`: nobody else acts in it meanwhile, so that what is numbered within it gets one number each.
    """
    contract = get_contract(code, lock=lock)
    check_may(person, act)
    if contract.state != IN_FORCE:
        raise unable(say("合同还没有生效，或已结清"), code="CONTRACT_NOT_IN_FORCE", remedy=remedy)
    if side and contract.side_of(person.org_id) != side:
        raise NotAllowed(say("这件事由对方做"), remedy=say("请对方来做。"))
    return contract
