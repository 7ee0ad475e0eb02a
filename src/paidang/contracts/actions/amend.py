"""Changing a contract in force: either side proposes a supplementary agreement, the other accepts it, declines it, or answers with another."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from paidang.contracts.actions.recording import is_agreement, record
from paidang.contracts.models import (
    AGREED,
    COUNTERED,
    DECLINED,
    IN_FORCE,
    WITHDRAWN,
    Amendment,
    Contract,
    TermsInForce,
)
from paidang.contracts.queries import (
    digest,
    fingerprint,
    get_amendment,
    get_case,
    get_contract,
    get_living,
    get_standing,
    list_days_of_change,
    offered_digest,
)
from paidang.contracts.rules.amending import Change, compile_held, held_on
from paidang.contracts.rules.amendment_checks import Books, Case, amendment_fault
from paidang.contracts.rules.life import LIVE, STATE_WORDS, state_of
from paidang.duties.actions import close_duty, raise_duty
from paidang.evidence.actions import hand_out_head
from paidang.evidence.rules.chain import text_digest
from paidang.kit.clause import clause
from paidang.kit.outcome import UnableTo, Violation
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Person

TITLE_MAX, REASON_MAX = 200, 500
BooksOf = Callable[[Contract], Books]
"""What settlement knows of a contract, asked for while the contract is locked: no month is sent in between."""


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
    """Propose to change terms of a contract in force from a day on, in exactly this text; nothing holds until the other side accepts.

    `changes` are what of the text is meant; `answers` is the other side's proposal in whose place this one is offered.
    The same side's same proposal twice is one. Raises UnableToAmend with the rule's reason where it could not hold.
    """
    check_may(person, "decide_term")
    contract = get_contract(code, lock=True)
    _check_alive(contract, at, UnableToAmend)
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
    last = contract.amendments.order_by("-number").values_list("number", flat=True).first()
    documents = paper.reading["documents"]
    made = Amendment(
        contract=contract, number=(last or 0) + 1, side=side,
        title=(title.strip() or documents[paper.document]["title"] or paper.file_name)[:TITLE_MAX],
        file_name=paper.file_name[:255], sha256=paper.sha256, text=paper.text, document=paper.document,
        reading=dict(paper.reading), effective_on=effective_on, changes=stored, proposed_by=person, proposed_at=at,
        answers=answered,
    )  # fmt: skip
    _check_holds(get_case(contract, made, books_of(contract), day_of(at)), UnableToAmend)
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


def _check_alive(contract: Contract, at: datetime, error: type[UnableTo]) -> None:
    if contract.state != IN_FORCE:
        raise error(
            say("合同还没有生效，或已结清"), code="CONTRACT_NOT_IN_FORCE", remedy=say("还没生效的合同请直接改原文。")
        )  # fmt: skip
    state = state_of(get_living(contract, day_of(at)).life, day_of(at))
    if state not in LIVE:
        raise error(
            say("合同现在是“{state}”，不能再变更", state=STATE_WORDS[state]),
            code="WRONG_STATE",
            remedy=say("要继续合作，请另签合同。"),
        )


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
    """Accept the other side's proposal as the person saw it; from its day on its changes hold, and before that nothing changes.

    The terms in force get a row for its day, and one for each later day on which they change again. Accepting twice
    changes nothing. Raises UnableToAnswerAmendment if anything was agreed or sent since that changes what it would do.
    """
    check_may(person, "accept_contract")
    contract = get_contract(code, lock=True)
    amendment = get_amendment(contract, number, lock=True)
    if amendment.verdict == AGREED:
        return amendment
    _check_open(amendment, contract.side_of(person.org_id))
    _check_alive(contract, at, UnableToAnswerAmendment)
    standing = get_standing(contract)
    if offered_sha256 != offered_digest(standing, amendment):
        raise UnableToAnswerAmendment(
            say("约定在你打开页面后变了"), code="TERMS_CHANGED", remedy=say("请刷新页面，看过再同意。")
        )
    _check_holds(get_case(contract, amendment, books_of(contract), day_of(at)), UnableToAnswerAmendment)
    _answer(amendment, AGREED, person, at, "")
    rows = _write_terms(contract, amendment, at)
    entry = record(
        contract, person, at, "amendment.accepted",
        {
            "number": number, "text_sha256": amendment.sha256, "changes_sha256": digest(amendment.changes),
            "effective_on": amendment.effective_on.isoformat(),
            "in_force": {row.from_day.isoformat(): row.sha256 for row in rows},
        },
    )  # fmt: skip
    for party in contract.parties:
        hand_out_head(entry, document=f"{contract.code} 补充协议 {number}", holder_org_id=party.pk)
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


def _write_terms(contract: Contract, amendment: Amendment, at: datetime) -> list[TermsInForce]:
    """Compile what holds from its day on, and anew for each later day on which it changes again."""
    standing = get_standing(contract)
    rows = []
    for day in [each for each in list_days_of_change(standing) if each >= amendment.effective_on]:
        held = held_on(standing.base, standing.amendments, day)
        compiled = compile_held(held, names=standing.names, code=contract.code, signed_on=contract.signed_on)
        in_effect = [one for one in standing.amendments if one.effective_on <= day]
        rows.append(
            TermsInForce.objects.create(
                contract=contract,
                from_day=day,
                amendment=amendment,
                terms=compiled.terms,
                sources=compiled.sources,
                by_hand=compiled.by_hand,
                sha256=digest(fingerprint(standing, compiled.terms, in_effect)),
                agreed_at=at,
            )  # fmt: skip
        )
    return rows


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
    """Take back one's own side's proposal while nobody has answered it. Taking it back twice changes nothing more."""
    check_may(person, "decide_term")
    contract = get_contract(code, lock=True)
    amendment = get_amendment(contract, number, lock=True)
    if amendment.side != contract.side_of(person.org_id):
        raise UnableToAnswerAmendment(
            say("这是对方的提议"), code="NOT_YOURS", remedy=say("请同意、不同意，或另提一份。")
        )
    if amendment.verdict == WITHDRAWN:
        return amendment
    if amendment.verdict:
        raise UnableToAnswerAmendment(
            say("补充协议 {number} 已经答复", number=number), code="ALREADY_ANSWERED", remedy=say("请刷新页面。")
        )  # fmt: skip
    _answer(amendment, WITHDRAWN, person, at, "")
    record(contract, person, at, "amendment.withdrawn", {"number": number})
    return amendment
