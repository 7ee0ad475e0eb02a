"""What every act of training does: whose contract it is, its entry in the chain, the words a person typed."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Max, Model

from paidang.contracts.models import IN_FORCE, Contract
from paidang.contracts.queries import get_contract
from paidang.evidence.actions import append
from paidang.kit.outcome import NotAllowed, UnableTo
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Person

A, B = "a", "b"


class UnableToTrain(UnableTo):
    code = "TRAINING_NOT_CHANGED"


def contract_for(person: Person, code: str, act: str, *, side: str = "") -> Contract:
    """The contract, in force and locked, for a person whose role includes the act; of one side alone, if it is named."""
    contract = get_contract(code, lock=True)
    check_may(person, act)
    if contract.state != IN_FORCE:
        raise UnableToTrain(
            say("合同还没有生效，或已结清"), code="CONTRACT_NOT_IN_FORCE", remedy=say("履行中的合同才办培训。")
        )  # fmt: skip
    if side and contract.side_of(person.org_id) != side:
        raise NotAllowed(say("这件事由对方做"), remedy=say("请对方来做。"))
    return contract


def record(contract: Contract, person: Person, at: datetime, act: str, facts: Mapping[str, object]) -> None:
    """The act's entry: numbers, names of things and digests of what was written."""
    append(
        contract.chain_id, at=at, org_id=person.org_id, person_id=person.pk, act=act, subject=contract.code, facts=facts
    )  # fmt: skip


def text_of(text: str, what: str, *, most: int = 1000, is_needed: bool = True) -> str:
    """What a person wrote, bare; UnableToTrain where nothing is written that has to be, or too much."""
    text = text.replace("\r\n", "\n").strip()
    if is_needed and not text:
        raise UnableToTrain(
            say("没有写{what}", what=what), code="WORDS_MISSING", remedy=say("请写一两句话，对方看得到。")
        )
    if len(text) > most:
        raise UnableToTrain(
            say("{what}有 {count} 字，最多 {most} 字", what=what, count=len(text), most=most), code="TOO_LONG"
        )
    return text


def next_number(model: type[Model], contract: Contract) -> int:
    """The next number within the contract, which is locked."""
    found = model._default_manager.filter(contract=contract).aggregate(last=Max("number"))
    return (found["last"] or 0) + 1


def check_other_side(contract: Contract, person: Person, first: Person) -> None:
    """NotAllowed where the other side's word is needed and one's own side gave the first."""
    if first.org_id == person.org_id:
        raise NotAllowed(say("自己提的要由对方同意"), remedy=say("请对方的经理来做。"))
