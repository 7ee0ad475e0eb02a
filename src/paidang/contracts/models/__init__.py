"""The tables of this slice, by noun."""

from paidang.contracts.models.contract import (
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
from paidang.contracts.models.negotiation import ClauseReply

__all__ = [
    "DRAFT",
    "ENDED",
    "IN_FORCE",
    "Acceptance",
    "AcceptedFinding",
    "ClauseReply",
    "Contract",
    "ContractText",
    "Decision",
    "TermsInForce",
]
