"""The tables of this slice, by noun."""

from paidang.contracts.models.contract import (
    DRAFT,
    IN_FORCE,
    SETTLED,
    Acceptance,
    AcceptedFinding,
    Contract,
    ContractText,
    Decision,
    TermsInForce,
)
from paidang.contracts.models.negotiation import ClauseReply
from paidang.contracts.models.notices import Notice, NoticeFile
from paidang.contracts.models.proposing import ModelProposals

__all__ = [
    "DRAFT",
    "IN_FORCE",
    "SETTLED",
    "Acceptance",
    "AcceptedFinding",
    "ClauseReply",
    "Contract",
    "ContractText",
    "Decision",
    "ModelProposals",
    "Notice",
    "NoticeFile",
    "TermsInForce",
]
