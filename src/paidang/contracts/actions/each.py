"""The worker's round through the contracts that are being performed."""

import logging
from datetime import UTC, datetime
from typing import Protocol

from paidang.contracts.models import IN_FORCE, Contract
from paidang.team.actions import for_each_organisation
from paidang.team.context import act_as

logger = logging.getLogger(__name__)


class Act(Protocol):
    def __call__(self, contract: Contract, /, *, at: datetime) -> object: ...


def for_each_contract(*acts: Act, what: str) -> None:
    """Do the worker's work for every contract in force, in its agency's name, each act in a transaction of its own.

    What goes wrong with one is logged and keeps no other waiting, neither act nor contract.
    """
    for_each_organisation(lambda org_id: _of_agency(org_id, acts, what), what=what)


def _of_agency(org_id: int, acts: tuple[Act, ...], what: str) -> None:
    with act_as(org_id=org_id):
        contracts = list(Contract.objects.filter(agency=org_id, state=IN_FORCE).order_by("pk"))
    for contract in contracts:
        for act in acts:
            try:
                with act_as(org_id=org_id):
                    act(contract, at=datetime.now(UTC))
            except Exception:
                logger.exception("%s of contract %s", what, contract.code)
