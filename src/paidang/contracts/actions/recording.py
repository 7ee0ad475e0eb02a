"""What every act on a contract does: its entry in the chain, and the question whether it is still a draft."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from paidang.contracts.models import (
    DRAFT,
    Contract,
)
from paidang.evidence.actions import append
from paidang.evidence.models import Entry
from paidang.kit.outcome import UnableTo
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


def is_agreement(reading: Mapping[str, Any], document: int) -> bool:
    """Whether a reading has this document and it is an agreement that can be performed."""
    documents = reading["documents"]
    return 0 <= document < len(documents) and documents[document]["kind"] != "not_agreement"
