"""The advice log (TC-3-3): a question, the agency's advice, the brand's decision, what came of it."""

from datetime import datetime

from django.db import transaction

from paidang.contracts.actions.recording import record
from paidang.contracts.models import Contract
from paidang.contracts.queries.numbers import next_number
from paidang.duties.actions import close_duty, raise_duty
from paidang.evidence.rules.chain import text_digest
from paidang.kit.clause import clause
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.team.models import Person
from paidang.training.actions.recording import A, B, UnableToTrain, contract_for, text_of
from paidang.training.models import Advice
from paidang.training.rules.words import DECISIONS

PAGE = "/training/advice?contract={code}"


@clause("TC-3-3")
@transaction.atomic
def ask_advice(*, person: Person, at: datetime, code: str, question: str, advice: str = "") -> Advice:
    """Put a question into the log; the agency may give its advice with it, unasked."""
    act = "teach" if person.may("teach") else "follow_training"
    contract = contract_for(person, code, act)
    if advice.strip():
        contract_for(person, code, "teach", side=B)
    entry = Advice.objects.create(
        contract=contract, number=next_number(Advice, contract=contract),
        question=text_of(question, say("问题")), asked_by=person,
        asked_at=at,
    )  # fmt: skip
    _record(contract, person, at, "asked", entry, entry.question)
    if advice.strip():
        return advise(person=person, at=at, code=code, number=entry.number, advice=advice)
    _raise(contract, entry, "give_advice", B, at)
    return entry


@clause("TC-3-3")
@transaction.atomic
def advise(*, person: Person, at: datetime, code: str, number: int, advice: str) -> Advice:
    """The agency gives its advice; the brand is asked to decide."""
    contract = contract_for(person, code, "teach", side=B)
    entry = _get(contract, number)
    _check(entry.advised_at is None)
    entry.advice, entry.advised_by, entry.advised_at = text_of(advice, say("建议")), person, at
    entry.save()
    _record(contract, person, at, "given", entry, entry.advice)
    close_duty(contract.pk, key=_key(entry), at=at)
    _raise(contract, entry, "decide_advice", A, at)
    return entry


@clause("TC-3-3")
@transaction.atomic
def decide_advice(
    *, person: Person, at: datetime, code: str, number: int, decision: str, words: str = ""
) -> Advice:
    """The brand takes the advice or leaves it; what it leaves it says why."""
    contract = contract_for(person, code, "follow_training", side=A)
    entry = _get(contract, number)
    _check(entry.advised_at is not None and entry.decided_at is None)
    if decision not in DECISIONS:
        raise UnableToTrain(say("请选采纳或不采纳"), code="DECISION_WRONG")
    entry.decision, entry.decided_by, entry.decided_at = decision, person, at
    entry.decision_words = text_of(words, say("理由"), is_needed=decision == "left")
    entry.save()
    _record(contract, person, at, "decided", entry, entry.decision_words)
    close_duty(contract.pk, key=_key(entry), at=at)
    return entry


@clause("TC-3-3")
@transaction.atomic
def record_result(*, person: Person, at: datetime, code: str, number: int, result: str) -> Advice:
    """Either side writes down what came of it."""
    act = "teach" if person.may("teach") else "follow_training"
    contract = contract_for(person, code, act)
    entry = _get(contract, number)
    _check(entry.decided_at is not None and entry.result_at is None)
    entry.result, entry.result_by, entry.result_at = text_of(result, say("结果")), person, at
    entry.save()
    _record(contract, person, at, "result", entry, entry.result)
    return entry


def _get(contract: Contract, number: int) -> Advice:
    entry = Advice.objects.select_for_update().filter(contract=contract, number=number).first()
    if entry is None:
        raise NotFound(say("没有第 {number} 条建议", number=number), remedy=say("请从建议记录打开。"))
    return entry


def _check(is_its_turn: bool) -> None:
    if not is_its_turn:
        raise UnableToTrain(
            say("这条建议现在不能这样做"), code="WRONG_STATE", remedy=say("请刷新后看走到哪一步。")
        )


def _key(entry: Advice) -> str:
    return f"advice:{entry.number}"


def _raise(contract: Contract, entry: Advice, kind: str, side: str, at: datetime) -> None:
    raise_duty(
        contract.pk, key=_key(entry), kind=kind, side=side, page=PAGE.format(code=contract.code), at=at, clause="TC-3-3",
        facts={"number": entry.number},
    )  # fmt: skip


def _record(contract: Contract, person: Person, at: datetime, what: str, entry: Advice, text: str) -> None:
    record(
        contract,
        person,
        at,
        f"training.advice_{what}",
        {"number": entry.number, "text_sha256": text_digest(text)},
    )
