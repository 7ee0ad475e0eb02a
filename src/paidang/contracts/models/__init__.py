"""The tables of this slice, by noun."""

from paidang.contracts.models.amendment import AGREED, COUNTERED, DECLINED, VERDICTS, WITHDRAWN, Amendment
from paidang.contracts.models.annex import Annex
from paidang.contracts.models.approval import Approval, ApprovalStep
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
from paidang.contracts.models.given import Given
from paidang.contracts.models.negotiation import ClauseReply
from paidang.contracts.models.notices import Notice, NoticeFile
from paidang.contracts.models.proposing import ModelProposals
from paidang.contracts.models.signing import (
    OrganisationSeal,
    PaperSignature,
    Signatory,
    Signing,
    SigningDocument,
)

__all__ = [
    "AGREED",
    "COUNTERED",
    "DECLINED",
    "VERDICTS",
    "WITHDRAWN",
    "DRAFT",
    "IN_FORCE",
    "SETTLED",
    "Acceptance",
    "AcceptedFinding",
    "Amendment",
    "Annex",
    "Approval",
    "ApprovalStep",
    "ClauseReply",
    "Contract",
    "ContractText",
    "Decision",
    "Given",
    "ModelProposals",
    "Notice",
    "NoticeFile",
    "OrganisationSeal",
    "PaperSignature",
    "Signatory",
    "Signing",
    "SigningDocument",
    "TermsInForce",
]
