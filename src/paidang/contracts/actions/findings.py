"""Letting a finding stand as the text is, and taking that back."""

from datetime import datetime

from django.db import transaction

from paidang.contracts.actions.recording import record
from paidang.contracts.models import (
    SETTLED,
    AcceptedFinding,
)
from paidang.contracts.queries import (
    get_contract,
    get_standing,
    list_accepted_findings,
)
from paidang.contracts.rules.finding_key import finding_key
from paidang.evidence.rules.chain import text_digest
from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Person


class UnableToAcceptFinding(UnableTo):
    code = "FINDING_NOT_ACCEPTED"


@transaction.atomic
def accept_finding(*, person: Person, at: datetime, code: str, key: str, reason: str) -> AcceptedFinding:
    """Let a finding stand as the text is, with a reason that both sides see. The same person's second time changes nothing.

    `key` names the finding by its code and sentences; raises UnableToAcceptFinding where the text has none of that key.
    """
    check_may(person, "accept_finding")
    contract = get_contract(code, lock=True)
    if contract.state == SETTLED:
        raise UnableToAcceptFinding(say("合同已经结清"), code="CONTRACT_SETTLED", remedy=say("不用再处理。"))
    standing = get_standing(contract)
    found = [one for one in standing.document["findings"] if finding_key(one, standing.text.text) == key]
    if not found:
        raise UnableToAcceptFinding(
            say("现在的原文里没有这个问题"), code="NO_SUCH_FINDING", remedy=say("请刷新页面看现在的问题。")
        )
    if not reason.strip():
        raise UnableToAcceptFinding(
            say("没有写理由"), code="REASON_MISSING", remedy=say("一句话即可，双方都看得到。")
        )
    current = list_accepted_findings(contract).get(key)
    if current and current.accepted_by_id == person.pk:
        return current
    if current:
        raise UnableToAcceptFinding(
            say("{name} 已照原文接受", name=current.accepted_by.name),
            code="ALREADY_ACCEPTED",
            remedy=say("请刷新页面看理由。"),
        )
    accepted = AcceptedFinding.objects.create(
        contract=contract, code=found[0]["code"], key=key, reason=reason.strip()[:500], accepted_by=person, accepted_at=at,
    )  # fmt: skip
    facts = {"finding": accepted.code, "key": key, "reason_sha256": text_digest(accepted.reason)}
    record(contract, person, at, "finding.accepted", facts)
    return accepted


@transaction.atomic
def revoke_finding(*, person: Person, at: datetime, code: str, key: str) -> AcceptedFinding:
    """Take back that a finding may stand; only who accepted it can. It counts as open again."""
    check_may(person, "accept_finding")
    contract = get_contract(code, lock=True)
    accepted = list_accepted_findings(contract).get(key)
    if accepted is None:
        raise UnableToAcceptFinding(
            say("这个问题没有被接受"), code="NOT_ACCEPTED", remedy=say("请刷新页面看现在的问题。")
        )
    if accepted.accepted_by_id != person.pk:
        raise UnableToAcceptFinding(
            say("这是 {name} 接受的", name=accepted.accepted_by.name),
            code="NOT_YOURS",
            remedy=say("请 {name} 收回。", name=accepted.accepted_by.name),
        )
    accepted.revoked_at = at
    accepted.save(update_fields=["revoked_at"])
    record(contract, person, at, "finding.revoked", {"finding": accepted.code, "key": key})
    return accepted
