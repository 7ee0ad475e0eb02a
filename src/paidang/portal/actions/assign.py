"""Giving one thing on the worklist to one person of one's own side."""

from datetime import datetime

from django.db import transaction

from paidang.contracts.actions.recording import record
from paidang.contracts.queries import get_contract
from paidang.duties.actions import assign
from paidang.kit.outcome import NotAllowed, UnableTo
from paidang.kit.sentence import say
from paidang.portal.queries.duty import find_duty
from paidang.portal.rules.worklist import Item
from paidang.team.actions import check_may
from paidang.team.models import Person


class UnableToAssign(UnableTo):
    code = "DUTY_NOT_ASSIGNED"


@transaction.atomic
def assign_duty(*, person: Person, at: datetime, code: str, key: str, person_id: int) -> Item:
    """Give a duty of one's own side to one of the people whose role lets them do it; 0 gives it to all of them again.

    It is on record in the contract's chain, and both sides see who answers for it. The same person twice is once.
    """
    check_may(person, "assign_duty")
    contract = get_contract(code, lock=True)
    found = find_duty(contract, key, person=person, now=at)
    if not found.item.mine:
        raise NotAllowed(say("这件事由对方做"), remedy=say("由谁做，请对方的经理定。"))
    if found.done:
        raise UnableToAssign(say("这件事已经登记做完"), code="DUTY_DONE", remedy=say("请刷新页面。"))
    if person_id and person_id not in found.item.able:
        raise UnableToAssign(
            say("这个人的角色不能做这件事"),
            code="ROLE_TOO_LITTLE",
            remedy=say("请选名单里的人，或先给他相应的角色。"),
        )
    to = Person.objects.get(pk=person_id) if person_id else None
    if assign(contract.pk, key=key, side=found.item.side, to=to, by=person, at=at):
        record(contract, person, at, "duty.assigned", {"key": key, "to": f"person:{to.pk}" if to else "—"})
    return find_duty(contract, key, person=person, now=at).item
