"""What the two sides do with a contract: upload, share, decide, accept. Check everything, then do."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from paidang.contracts.models import (
    DRAFT,
    ENDED,
    IN_FORCE,
    Acceptance,
    AcceptedFinding,
    Contract,
    ContractText,
    Decision,
    TermsInForce,
)
from paidang.contracts.queries import (
    Standing,
    get_contract,
    get_standing,
    list_accepted_findings,
    list_planned,
)
from paidang.contracts.rules.decisions import decision_fault
from paidang.contracts.rules.finding_key import finding_key
from paidang.contracts.rules.points import Point
from paidang.duties.actions import Proof, close_duty, raise_duty, record_done
from paidang.duties.models import Duty
from paidang.duties.queries import list_done
from paidang.evidence.actions import append, hand_out_head
from paidang.evidence.models import Chain, Entry
from paidang.evidence.rules.chain import text_digest
from paidang.kit.clause import clause
from paidang.kit.outcome import NotAllowed, UnableTo
from paidang.kit.period import EVER, day_end_at, day_of
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Organisation, Person
from paidang.team.queries import find_organisation
from paidang.team.rules.roles import AGENCY, BRAND

PROOF_MAX = 10 * 2**20


class UnableToUpload(UnableTo):
    code = "CONTRACT_NOT_UPLOADED"


class UnableToShare(UnableTo):
    code = "CONTRACT_NOT_SHARED"


class UnableToDecide(UnableTo):
    code = "TERM_NOT_DECIDED"


class UnableToComplete(UnableTo):
    code = "DUTY_NOT_COMPLETED"


class UnableToAccept(UnableTo):
    code = "CONTRACT_NOT_ACCEPTED"


class UnableToAcceptFinding(UnableTo):
    code = "FINDING_NOT_ACCEPTED"


def _record(contract: Contract, person: Person, at: datetime, act: str, facts: Mapping[str, object]) -> Entry:
    return append(
        contract.chain_id,
        at=at,
        org_id=person.org_id,
        person_id=person.pk,
        act=act,
        subject=contract.code,
        facts=facts,
    )


@transaction.atomic
def upload_contract(
    *,
    person: Person,
    at: datetime,
    file_name: str,
    sha256: str,
    text: str,
    reading: Mapping[str, Any],
    document: int,
    party_a: str,
    once: UUID | None = None,
) -> Contract:
    """Make a draft contract from a text that was read. `document` is the index of the agreement meant.

    The draft is its author's alone until it is shared. A form that is sent twice carries the same `once`, which names
    the contract's chain: the second time gives the first draft. Raises UnableToUpload where the document is no agreement.
    """
    check_may(person, "upload_contract")
    if once and (made := Contract.objects.filter(chain__name=once).first()):
        return made
    documents = reading["documents"]
    if not 0 <= document < len(documents) or documents[document]["kind"] == "not_agreement":
        raise UnableToUpload(
            say("这份文字里没有可以履行的协议"), remedy=say("请上传合同全文，或从列出的协议里选一份。")
        )
    if party_a not in (BRAND, AGENCY):
        raise UnableToUpload(
            say("没有写明合同里的甲方是谁"), remedy=say("请选：甲方是品牌方，或甲方是代运营。")
        )
    side = {"brand": person.org} if person.org.kind == BRAND else {"agency": person.org}
    try:
        with transaction.atomic():
            chain = Chain.objects.create(orgs=[person.org_id], name=once or uuid4())
    except IntegrityError:  # the same form, sent at the same moment
        return Contract.objects.get(chain__name=str(once))
    contract = Contract.objects.create(
        code=f"C{chain.name.hex[:12]}",
        title=documents[document]["title"][:200] or file_name[:200],
        chain=chain,
        created_at=at,
        **side,
    )
    contract.code = f"PD-{day_of(at).year}-{contract.pk:04d}"
    contract.save(update_fields=["code"])
    ContractText.objects.create(
        contract=contract, number=1, file_name=file_name, sha256=sha256, text=text, document=document,
        reading=reading, party_a=party_a, uploaded_by=person, uploaded_at=at,
    )  # fmt: skip
    _record(
        contract,
        person,
        at,
        "contract.uploaded",
        {"text_sha256": sha256, "document": document, "party_a": party_a},
    )
    return contract


@transaction.atomic
def share_contract(*, person: Person, at: datetime, code: str, counterparty_code: str) -> Contract:
    """Name the other side by its organisation code; from then on both see the contract and all under it."""
    check_may(person, "share_contract")
    contract = get_contract(code, lock=True)
    if contract.brand_id and contract.agency_id:
        raise UnableToShare(say("双方都已在这份合同里"), remedy=say("不用再发一次。"))
    other = find_organisation(counterparty_code)
    wanted = AGENCY if contract.brand_id else BRAND
    if other is None:
        raise UnableToShare(
            say("没有机构代码 {code}", code=counterparty_code),
            remedy=say("请向对方要「设置」页上的机构代码。"),
        )
    if other.kind != wanted:
        raise UnableToShare(
            say("{name} 不是代运营", name=other.name)
            if wanted == AGENCY
            else say("{name} 不是品牌方", name=other.name),
            remedy=say("一份合同要一个品牌方和一个代运营。"),
        )
    _name_counterparty(contract, other)
    _record(contract, person, at, "contract.shared", {"with": other.pk})
    return contract


def _name_counterparty(contract: Contract, other: Organisation) -> None:
    if other.kind == AGENCY:
        contract.agency = other
    else:
        contract.brand = other
    contract.save(update_fields=["brand", "agency"])
    chain = contract.chain
    chain.orgs = [party.pk for party in contract.parties]
    chain.save(update_fields=["orgs"])


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
    _check_draft(contract, UnableToDecide)
    standing = get_standing(contract)
    point, current = _find_point(standing, key), standing.decisions.get(key)
    if point is None:
        raise UnableToDecide(
            say("这一条已经定了") if current else say("合同文本已写明这一条"),
            code="NOTHING_OPEN",
            remedy=say("请刷新页面看现在的约定。"),
        )
    if fault := decision_fault(key, value, point.choices):
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
    _record(
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
    _check_draft(contract, UnableToDecide)
    if decision.proposed_by.org_id == person.org_id:
        raise UnableToDecide(say("提议的一方不能自己同意"), code="SAME_SIDE", remedy=say("请对方同意。"))
    last = (
        contract.decisions.exclude(number=None).order_by("-number").values_list("number", flat=True).first()
    )
    decision.number, decision.agreed_by, decision.agreed_at = (last or 0) + 1, person, at
    decision.save(update_fields=["number", "agreed_by", "agreed_at"])
    _record(
        contract,
        person,
        at,
        "term.agreed",
        {"key": decision.key, "value": decision.value, "number": decision.number},
    )
    return decision


@transaction.atomic
def accept_contract(*, person: Person, at: datetime, code: str, terms_sha256: str) -> Contract:
    """Give one side's word for the text and the terms whose digest the person saw; the second word brings it into force.

    Raises UnableToAccept while a point that moves money is open, or if the terms have changed since they were shown.
    """
    check_may(person, "accept_contract")
    contract = get_contract(code, lock=True)
    if not (contract.brand and contract.agency):
        raise UnableToAccept(say("合同还没有发给对方"), remedy=say("请先把合同发给对方。"))
    standing = get_standing(contract)
    if person.org_id in standing.accepted_by:
        return contract
    _check_draft(contract, UnableToAccept)
    if not standing.compiled.is_complete:
        count = sum(point.blocking for point in standing.compiled.open)
        raise UnableToAccept(
            say("还有没定的事：{count} 件", count=count), code="TERMS_OPEN", remedy=say("双方定下后再接受。")
        )
    if terms_sha256 != standing.terms_sha256:
        raise UnableToAccept(
            say("约定在你打开页面后变了"), code="TERMS_CHANGED", remedy=say("请刷新页面，看过再接受。")
        )
    try:
        with transaction.atomic():
            Acceptance.objects.create(
                contract=contract, org=person.org, person=person, at=at,
                text_sha256=standing.text.sha256, terms_sha256=terms_sha256,
            )  # fmt: skip
    except IntegrityError:
        return contract
    entry = _record(
        contract,
        person,
        at,
        "contract.accepted",
        {"text_sha256": standing.text.sha256, "terms_sha256": terms_sha256},
    )
    if not get_standing(contract).waits_for:
        _bring_into_force(contract, standing, person, at)
    else:
        _ask_other_side(contract, person, at, entry)
    return contract


def _ask_other_side(contract: Contract, person: Person, at: datetime, entry: Entry) -> None:
    other = "b" if contract.side_of(person.org_id) == "a" else "a"
    page = f"/contracts/{contract.code}"
    raise_duty(
        contract.pk,
        key="accept",
        kind="accept_contract",
        side=other,
        page=page,
        at=at,
        facts={"title": contract.title},
    )


def _bring_into_force(contract: Contract, standing: Standing, person: Person, at: datetime) -> None:
    compiled = standing.compiled
    contract.state, contract.in_force_at = IN_FORCE, at
    contract.save(update_fields=["state", "in_force_at"])
    TermsInForce.objects.create(
        contract=contract, from_month=compiled.first_month, terms=compiled.terms,
        sources=compiled.sources, by_hand=compiled.by_hand, sha256=standing.terms_sha256, agreed_at=at,
    )  # fmt: skip
    entry = _record(contract, person, at, "contract.in_force", {"terms_sha256": standing.terms_sha256})
    for party in contract.parties:
        hand_out_head(entry, document=f"{contract.code} 合同生效页", holder_org_id=party.pk)
    close_duty(contract.pk, key="accept", at=at)


@clause("OP-7-A", "TC-4-2", "TC-5-4")
@transaction.atomic
def complete_duty(
    *, person: Person, at: datetime, code: str, key: str, note: str, proof: Proof | None = None
) -> Duty:
    """Declare done what the contract itself makes one's own side do, with a note and, if there is one, a file as proof.

    Declaring it twice gives the first record. What came of it stays open to the other side's question.
    """
    check_may(person, "complete_duty")
    contract = get_contract(code, lock=True)
    if done := list_done(contract.pk).get(key):
        return done
    planned = next((each for each in list_planned(get_standing(contract), EVER) if each.key == key), None)
    if planned is None:
        raise UnableToComplete(say("这份合同里没有这件事"), remedy=say("请刷新页面看现在的日程。"))
    if planned.side != contract.side_of(person.org_id):
        raise NotAllowed(say("这件事由对方做"), remedy=say("请对方做完后自己登记。"))
    if not note.strip():
        raise UnableToComplete(
            say("没有写做了什么"), code="NOTE_MISSING", remedy=say("一句话即可，会记进存证。")
        )
    if proof and len(proof.content) > PROOF_MAX:
        raise UnableToComplete(
            say("凭证文件超过 10 MB"), code="PROOF_TOO_LARGE", remedy=say("请压缩后再传。")
        )
    done = record_done(
        contract.pk, key=key, kind=planned.kind, side=planned.side, page=f"/contracts/{code}/duties/{key}", clause=planned.clause,
        facts=planned.facts, due_at=day_end_at(planned.due_on), at=at, person=person, note=note.strip()[:500], proof=proof,
    )  # fmt: skip
    facts = {"key": key, "due_on": planned.due_on.isoformat(), "note_sha256": text_digest(done.note)}
    if proof:
        facts["proof_sha256"] = proof.sha256
    _record(contract, person, at, "duty.done", facts)
    return done


@transaction.atomic
def accept_finding(*, person: Person, at: datetime, code: str, key: str, reason: str) -> AcceptedFinding:
    """Let a finding stand as the text is, with a reason that both sides see. The same person's second time changes nothing.

    `key` names the finding by its code and sentences; raises UnableToAcceptFinding where the text has none of that key.
    """
    check_may(person, "accept_finding")
    contract = get_contract(code, lock=True)
    if contract.state == ENDED:
        raise UnableToAcceptFinding(say("合同已经终止"), code="CONTRACT_ENDED", remedy=say("不用再处理。"))
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
    _record(contract, person, at, "finding.accepted", facts)
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
    _record(contract, person, at, "finding.revoked", {"finding": accepted.code, "key": key})
    return accepted


def _check_draft(contract: Contract, error: type[UnableTo]) -> None:
    if contract.state != DRAFT:
        raise error(
            say("合同已经生效，约定不能再这样改"),
            code="CONTRACT_IN_FORCE",
            remedy=say("请双方另签补充协议。"),
        )
