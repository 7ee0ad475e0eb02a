"""What every way of signing asks first: that both sides have accepted exactly this, and that nothing about it is open."""

from datetime import datetime

from paidang.contracts.actions.recording import check_draft
from paidang.contracts.models import Contract
from paidang.contracts.queries import Room, case_of, get_negotiation, get_room, get_standing
from paidang.contracts.rules.signing import checks
from paidang.kit.outcome import UnableTo
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.team.models import Person


class UnableToSign(UnableTo):
    code = "CONTRACT_NOT_SIGNED"


def get_signable(contract: Contract) -> Room:
    """The room of a contract that waits for signatures; UnableToSign where it is not so far."""
    check_draft(contract, UnableToSign)
    room = get_room(get_standing(contract)) if contract.brand_id and contract.agency_id else None
    if room is None or not room.standing.is_accepted:
        raise UnableToSign(
            say("双方还没有都接受这一稿"), code="NOT_ACCEPTED", remedy=say("双方接受同一稿后才能签。")
        )
    if unwritten := get_negotiation(contract).unwritten:
        raise UnableToSign(
            say("还有 {count} 处谈过的改动不在这一稿里", count=len(unwritten)),
            code="CLAUSES_OPEN",
            remedy=say("请先谈妥，生成下一稿，双方接受后再签。"),
        )
    if room.paper and not room.paper.verdict:
        raise UnableToSign(
            say("已登记纸上签署，等对方确认"),
            code="PAPER_WAITS",
            remedy=say("请登记的一方撤回，或另一方答复后再签。"),
        )
    return room


def check_case(room: Room, person: Person, at: datetime, *, but: tuple[str, ...] = ()) -> None:
    """Raise UnableToSign with the first fault that is found; `but` names checks that do not apply."""
    for check in checks(case_of(room, person, day_of(at))):
        if check.fault and check.key not in but:
            fault = check.fault
            raise UnableToSign(fault.message, code=fault.code, clause=fault.clause, remedy=fault.remedy)
