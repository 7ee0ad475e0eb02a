"""Deciding what a text leaves open: one side proposes, the other agrees."""

from datetime import datetime

from django.db import transaction

from paidang.contracts.actions.recording import check_draft, record
from paidang.contracts.models import (
    Decision,
)
from paidang.contracts.queries import (
    Standing,
    get_contract,
    get_standing,
)
from paidang.contracts.queries.numbers import next_number
from paidang.contracts.rules.decisions import decision_fault
from paidang.contracts.rules.points import Point
from paidang.evidence.rules.chain import text_digest
from paidang.kit.clause import clause
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Person


class UnableToDecide(UnableTo):
    code = "TERM_NOT_DECIDED"


def _find_point(standing: Standing, key: str) -> Point | None:
    return next((point for point in standing.compiled.open if point.key == key), None)


@clause("OP-1-C", "OP-3-D")
@transaction.atomic
def propose_decision(
    *, person: Person, at: datetime, code: str, key: str, value: object, reason: str
) -> Decision:
    """Propose what shall hold where the text is silent, blank or contradicts itself. The other side must agree.

    A second proposal replaces one that nobody has agreed to. Raises UnableToDecide where nothing is open under the key.
    """
    check_may(person, "decide_term")
    contract = get_contract(code, lock=True)
    check_draft(contract, UnableToDecide)
    standing = get_standing(contract)
    point, current = _find_point(standing, key), standing.decisions.get(key)
    if point is None:
        raise UnableToDecide(
            say("这一条已经定了") if current else say("合同文本已写明这一条"),
            code="NOTHING_OPEN",
            remedy=say("请刷新页面看现在的约定。"),
        )
    if fault := decision_fault(key, value, point.choices, stated=standing.base.stated.stated):
        raise UnableToDecide(fault, code="DECISION_MALFORMED", remedy=say("改好后再提。"))
    if not reason.strip():
        raise UnableToDecide(say("没有写理由"), code="REASON_MISSING", remedy=say("一句话即可，会记进存证。"))
    if current and (current.value, current.reason, current.proposed_by.org_id) == (
        value,
        reason.strip()[:500],
        person.org_id,
    ):
        return current
    if current:
        current.replaced_at = at
        current.save(update_fields=["replaced_at"])
    decision = Decision.objects.create(
        contract=contract,
        key=key,
        value=value,
        reason=reason.strip()[:500],
        proposed_by=person,
        proposed_at=at,
    )
    record(
        contract,
        person,
        at,
        "term.proposed",
        {"key": key, "value": value, "decision": decision.pk, "reason_sha256": text_digest(decision.reason)},
    )
    return decision


@transaction.atomic
def agree_decision(*, person: Person, at: datetime, code: str, decision_id: int) -> Decision:
    """The other side agrees: the decision stands as the next addendum 补充约定. Agreeing twice changes nothing."""
    check_may(person, "decide_term")
    contract = get_contract(code, lock=True)
    decision = (
        contract.decisions.select_related("proposed_by").filter(pk=decision_id, replaced_at=None).first()
    )
    if decision is None:
        raise UnableToDecide(say("这个提议已被新的提议代替"), remedy=say("请刷新页面看最新的提议。"))
    if decision.agreed_at:
        return decision
    check_draft(contract, UnableToDecide)
    if decision.proposed_by.org_id == person.org_id:
        raise UnableToDecide(say("提议的一方不能自己同意"), code="SAME_SIDE", remedy=say("请对方同意。"))
    decision.number = next_number(Decision, contract=contract)
    decision.agreed_by, decision.agreed_at = person, at
    decision.save(update_fields=["number", "agreed_by", "agreed_at"])
    record(
        contract,
        person,
        at,
        "term.agreed",
        {"key": decision.key, "value": decision.value, "number": decision.number},
    )
    return decision
