"""Changing a contract in force: either side proposes a supplementary agreement, the other accepts it, declines it, or
answers with another; what both agree to is then signed (`actions.sign`, `actions.paper`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from paidang.contracts.actions.recording import check_alive, is_agreement, record
from paidang.contracts.models import (
    AGREED,
    COUNTERED,
    DECLINED,
    WITHDRAWN,
    Amendment,
    Contract,
)
from paidang.contracts.queries import (
    BooksOf,
    digest,
    get_amendment,
    get_case,
    get_contract,
    get_room,
    get_signable,
    get_standing,
    offered_digest,
)
from paidang.contracts.queries.numbers import next_number
from paidang.contracts.rules.amending import Change
from paidang.contracts.rules.amendment_checks import Case, amendment_fault
from paidang.duties.actions import close_duty, raise_duty
from paidang.evidence.rules.chain import text_digest
from paidang.kit.clause import clause
from paidang.kit.outcome import UnableTo, Violation
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Person

TITLE_MAX, REASON_MAX = 200, 500


class UnableToAmend(UnableTo):
    code = "CONTRACT_NOT_AMENDED"


class UnableToAnswerAmendment(UnableTo):
    code = "AMENDMENT_NOT_ANSWERED"


@dataclass(frozen=True, slots=True)
class Paper:
    """The text of a supplementary agreement and its reading; `document` is the agreement meant."""

    file_name: str
    sha256: str
    text: str
    reading: Mapping[str, Any] = field(repr=False)
    document: int = 0


@clause("TC-7-2", "OP-6-B")
@transaction.atomic
def propose_amendment(
    *,
    person: Person,
    at: datetime,
    code: str,
    paper: Paper,
    effective_on: date,
    changes: Sequence[Change],
    books_of: BooksOf,
    title: str = "",
    answers: int | None = None,
) -> Amendment:
    """Propose to change terms of a contract in force from a day on, in exactly this text; nothing holds until the other
    side accepts and both have signed.

    `changes` are what of the text is meant; `answers` is the other side's proposal in whose place this one is offered.
    The same side's same proposal twice is one. Raises UnableToAmend with the rule's reason where it could not hold.
    """
    check_may(person, "decide_term")
    contract = get_contract(code, lock=True)
    check_alive(contract, at, UnableToAmend)
    if not is_agreement(paper.reading, paper.document):
        raise UnableToAmend(
            say("这份文字里没有补充协议"), remedy=say("请上传补充协议全文：要有标题、双方和条款。")
        )
    side, stored = contract.side_of(person.org_id), [change.to_json() for change in changes]
    open_ones = contract.amendments.filter(side=side, verdict="", sha256=paper.sha256)
    same = [one for one in open_ones if (one.effective_on, one.changes) == (effective_on, stored)]
    if same:
        return same[0]
    answered = _proposal_answered(contract, side, answers)
    documents = paper.reading["documents"]
    made = Amendment(
        contract=contract, number=next_number(Amendment, contract=contract), side=side,
        title=(title.strip() or documents[paper.document]["title"] or paper.file_name)[:TITLE_MAX],
        file_name=paper.file_name[:255], sha256=paper.sha256, text=paper.text, document=paper.document,
        reading=dict(paper.reading), effective_on=effective_on, changes=stored, proposed_by=person, proposed_at=at,
        answers=answered,
    )  # fmt: skip
    _check_holds(get_case(get_standing(contract), made, books_of(contract), day_of(at)), UnableToAmend)
    made.save(force_insert=True)
    if answered:
        _answer(answered, COUNTERED, person, at, "")
    facts = {"number": made.number, "text_sha256": made.sha256, "changes_sha256": digest(stored)}
    record(contract, person, at, "amendment.proposed", {**facts, "effective_on": effective_on.isoformat()})
    raise_duty(
        contract.pk, key=key_of(made), kind="answer_amendment", side=made.other, page=page_of(made), at=at,
        facts={"number": made.number, "title": made.title, "day": effective_on.isoformat()},
    )  # fmt: skip
    return made


def _proposal_answered(contract: Contract, side: str, number: int | None) -> Amendment | None:
    if number is None:
        return None
    answered = get_amendment(contract, number, lock=True)
    if answered.side == side or answered.verdict:
        raise UnableToAmend(
            say("补充协议 {number} 已经答复，或是自己提的", number=number),
            code="NOTHING_TO_ANSWER",
            remedy=say("请刷新页面；也可以另提一份。"),
        )
    return answered


def _check_holds(case: Case, error: type[UnableTo]) -> None:
    fault = amendment_fault(case)
    if isinstance(fault, Violation):
        raise error(fault.message, code=fault.code, clause=fault.clause, remedy=fault.remedy)


def key_of(amendment: Amendment) -> str:
    """The key of the duty to answer it."""
    return f"amendment-{amendment.number}"


def page_of(amendment: Amendment) -> str:
    """Its own page."""
    return f"/contracts/{amendment.contract.code}/amendments/{amendment.number}"


@clause("TC-7-2", "OP-6-B")
@transaction.atomic
def accept_amendment(
    *, person: Person, at: datetime, code: str, number: int, offered_sha256: str, books_of: BooksOf
) -> Amendment:
    """Accept the other side's proposal as the person saw it; once both sides have signed it, its changes hold from its day on.

    Accepting twice changes nothing. Raises UnableToAnswerAmendment if anything was agreed or sent since that changes what
    it would do.
    """
    check_may(person, "accept_contract")
    contract = get_contract(code, lock=True)
    amendment = get_amendment(contract, number, lock=True)
    if amendment.verdict == AGREED:
        return amendment
    _check_open(amendment, contract.side_of(person.org_id))
    check_alive(contract, at, UnableToAnswerAmendment)
    standing = get_standing(contract)
    if offered_sha256 != offered_digest(standing, amendment):
        raise UnableToAnswerAmendment(
            say("约定在您打开页面后变了"), code="TERMS_CHANGED", remedy=say("请刷新页面，看过再同意。")
        )
    _check_holds(get_case(standing, amendment, books_of(contract), day_of(at)), UnableToAnswerAmendment)
    _answer(amendment, AGREED, person, at, "")
    facts = {"number": number, "text_sha256": amendment.sha256, "changes_sha256": digest(amendment.changes)}
    record(
        contract,
        person,
        at,
        "amendment.accepted",
        {**facts, "effective_on": amendment.effective_on.isoformat()},
    )
    return amendment


def _check_open(amendment: Amendment, side: str) -> None:
    if amendment.verdict:
        raise UnableToAnswerAmendment(
            say("补充协议 {number} 已经答复", number=amendment.number),
            code="ALREADY_ANSWERED",
            remedy=say("请刷新页面。"),
        )
    if amendment.side == side:
        raise UnableToAnswerAmendment(
            say("提议的一方不能自己同意"), code="SAME_SIDE", remedy=say("请对方答复，或收回。")
        )


def _answer(amendment: Amendment, verdict: str, person: Person, at: datetime, reason: str) -> None:
    amendment.verdict, amendment.reason = verdict, reason
    amendment.answered_by, amendment.answered_at = person, at
    amendment.save(update_fields=["verdict", "reason", "answered_by", "answered_at"])
    close_duty(amendment.contract_id, key=key_of(amendment), at=at)


@transaction.atomic
def decline_amendment(*, person: Person, at: datetime, code: str, number: int, reason: str) -> Amendment:
    """Decline the other side's proposal with a reason; nothing changes. Declining twice changes nothing more."""
    check_may(person, "decide_term")
    contract = get_contract(code, lock=True)
    amendment = get_amendment(contract, number, lock=True)
    if amendment.verdict == DECLINED and amendment.answered_by_id == person.pk:
        return amendment
    _check_open(amendment, contract.side_of(person.org_id))
    if not reason.strip():
        raise UnableToAnswerAmendment(
            say("没有写理由"), code="REASON_MISSING", remedy=say("一句话即可，对方看得到。")
        )
    _answer(amendment, DECLINED, person, at, reason.strip()[:REASON_MAX])
    facts = {"number": number, "reason_sha256": text_digest(amendment.reason)}
    record(contract, person, at, "amendment.declined", facts)
    return amendment


@transaction.atomic
def withdraw_amendment(*, person: Person, at: datetime, code: str, number: int) -> Amendment:
    """Take back one's own side's proposal while nobody has answered it; what both agree to either side until both have signed.

    Taking it back twice changes nothing more.
    """
    check_may(person, "decide_term")
    contract = get_contract(code, lock=True)
    amendment = get_amendment(contract, number, lock=True)
    is_own = amendment.side == contract.side_of(person.org_id)
    if amendment.verdict == WITHDRAWN and (is_own or amendment.answered_by_id == person.pk):
        return amendment
    if amendment.verdict and not amendment.waits_for_signatures:
        raise UnableToAnswerAmendment(
            say("补充协议 {number} 已经答复", number=amendment.number), code="ALREADY_ANSWERED", remedy=say("请刷新页面。")
        )  # fmt: skip
    if not amendment.verdict and not is_own:
        raise UnableToAnswerAmendment(
            say("这是对方的提议"), code="NOT_YOURS", remedy=say("请同意、不同意，或另提一份。")
        )
    if amendment.verdict and get_room(get_signable(contract, number)).paper:
        raise UnableToAnswerAmendment(
            say("已登记纸上签署，等对方确认"),
            code="PAPER_WAITS",
            remedy=say("请登记的一方先撤回登记，或另一方先答复。"),
        )
    _answer(amendment, WITHDRAWN, person, at, "")
    record(contract, person, at, "amendment.withdrawn", {"number": number})
    return amendment
