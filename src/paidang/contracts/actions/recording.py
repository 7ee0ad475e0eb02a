"""What every act on a contract does: its entry in the chain, and the question whether it is still a draft, or alive."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from paidang.contracts.models import (
    DRAFT,
    IN_FORCE,
    Contract,
)
from paidang.contracts.queries import get_living
from paidang.contracts.rules.life import LIVE, STATE_WORDS, state_of
from paidang.evidence.actions import append
from paidang.evidence.models import Entry
from paidang.kit.outcome import UnableTo
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.team.models import Person


def record(contract: Contract, person: Person, at: datetime, act: str, facts: Mapping[str, object]) -> Entry:
    """Append an act on the contract to its chain, in this transaction."""
    return append(
        contract.chain_id,
        at=at,
        org_id=person.org_id,
        person_id=person.pk,
        act=act,
        subject=contract.code,
        facts=facts,
    )


def check_draft(contract: Contract, error: type[UnableTo]) -> None:
    """Raise `error` unless the contract is a draft."""
    if contract.state != DRAFT:
        raise error(
            say("合同已经生效，约定不能再这样改"),
            code="CONTRACT_IN_FORCE",
            remedy=say("请双方另签补充协议。"),
        )


def check_alive(contract: Contract, at: datetime, error: type[UnableTo]) -> None:
    """Raise `error` unless the contract is in force and has not ended."""
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


def is_agreement(reading: Mapping[str, Any], document: int) -> bool:
    """Whether a reading has this document and it is an agreement that can be performed."""
    documents = reading["documents"]
    return 0 <= document < len(documents) and documents[document]["kind"] != "not_agreement"
