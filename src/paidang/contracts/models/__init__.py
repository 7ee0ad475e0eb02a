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

__all__ = [
    "DRAFT",
    "ENDED",
    "IN_FORCE",
    "Acceptance",
    "AcceptedFinding",
    "Contract",
    "ContractText",
    "Decision",
    "TermsInForce",
]
