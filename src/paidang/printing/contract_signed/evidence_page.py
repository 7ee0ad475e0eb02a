"""The evidence page: who signed for whom, how, when, and how anybody can check it."""

from typing import Any

from paidang.printing.typesetting import clock, typeset

from .model import SigningEvidence
from .words import labels


def evidence_page(evidence: SigningEvidence) -> bytes:
    """Set the page or pages on A4."""
    t = labels(evidence.language)
    data: dict[str, Any] = {
        "t": t,
        "lang": evidence.language,
        "title": evidence.title,
        "running": [evidence.title, evidence.code],
        "signings": [
            [clock(each.at.isoformat()), each.organisation, each.person] for each in evidence.signings
        ],
        "digest": evidence.document_sha256,
    }
    return typeset("contract_evidence", data, evidence.finished_at)
