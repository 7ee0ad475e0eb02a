"""The criteria of independence: agreed by both sides, met with evidence, confirmed by the other side (TC-3-5)."""

from datetime import datetime

from django.db import transaction

from paidang.contracts.actions.recording import record
from paidang.contracts.models import Contract
from paidang.contracts.queries.numbers import next_number
from paidang.evidence.rules.chain import text_digest
from paidang.kit.clause import clause
from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.team.models import Person
from paidang.training.actions.recording import (
    UnableToTrain,
    check_other_side,
    contract_for,
    text_of,
)
from paidang.training.models import Criterion, Handover


@clause("TC-3-5")
@transaction.atomic
def propose_criterion(*, person: Person, at: datetime, code: str, text: str) -> Criterion:
    """Propose one criterion; it counts once the other side has agreed."""
    contract = contract_for(person, code, "agree_handover")
    check_open(contract)
    criterion = Criterion.objects.create(
        contract=contract, number=next_number(Criterion, contract=contract), text=text_of(text, say("标准"), most=200),
        proposed_by=person, proposed_at=at,
    )  # fmt: skip
    _record(contract, person, at, "proposed", criterion)
    return criterion


@clause("TC-3-5")
@transaction.atomic
def agree_criterion(*, person: Person, at: datetime, code: str, number: int) -> Criterion:
    """The other side agrees to a criterion."""
    contract = contract_for(person, code, "agree_handover")
    criterion = _get(contract, number)
    check_other_side(contract, person, criterion.proposed_by)
    _check(criterion.agreed_at is None)
    criterion.agreed_by, criterion.agreed_at = person, at
    criterion.save()
    _record(contract, person, at, "agreed", criterion)
    return criterion


@clause("TC-3-5")
@transaction.atomic
def meet_criterion(*, person: Person, at: datetime, code: str, number: int, proof: str) -> Criterion:
    """One side says that an agreed criterion is met, and by what that is seen."""
    contract = contract_for(person, code, "agree_handover")
    criterion = _get(contract, number)
    _check(criterion.agreed_at is not None and criterion.confirmed_at is None)
    criterion.proof = text_of(proof, say("依据"))
    criterion.met_by, criterion.met_at = person, at
    criterion.save()
    _record(contract, person, at, "met", criterion)
    return criterion


@clause("TC-3-5")
@transaction.atomic
def confirm_criterion(*, person: Person, at: datetime, code: str, number: int) -> Criterion:
    """The other side confirms that the criterion is met."""
    contract = contract_for(person, code, "agree_handover")
    criterion = _get(contract, number)
    _check(criterion.met_by is not None and criterion.confirmed_at is None)
    assert criterion.met_by is not None
    check_other_side(contract, person, criterion.met_by)
    criterion.confirmed_by, criterion.confirmed_at = person, at
    criterion.save()
    _record(contract, person, at, "confirmed", criterion)
    return criterion


def check_open(contract: Contract) -> None:
    """UnableToTrain once the protocol is drawn up: what it names must not change under the signatures."""
    if Handover.objects.filter(contract=contract).exists():
        raise UnableToTrain(
            say("移交书已经出具，不能再改"), code="DRAWN_UP", remedy=say("要改的另立补充协议。")
        )


def _get(contract: Contract, number: int) -> Criterion:
    found = Criterion.objects.select_for_update(of=("self",)).select_related("proposed_by", "met_by")
    criterion = found.filter(contract=contract, number=number).first()
    if criterion is None:
        raise NotFound(say("没有第 {number} 条标准", number=number), remedy=say("请从移交页打开。"))
    return criterion


def _check(is_its_turn: bool) -> None:
    if not is_its_turn:
        raise UnableToTrain(
            say("这条标准现在不能这样做"), code="WRONG_STATE", remedy=say("请刷新后看走到哪一步。")
        )


def _record(contract: Contract, person: Person, at: datetime, what: str, criterion: Criterion) -> None:
    digest = text_digest(criterion.proof if what == "met" else criterion.text)
    record(
        contract,
        person,
        at,
        f"training.criterion_{what}",
        {"number": criterion.number, "text_sha256": digest},
    )
