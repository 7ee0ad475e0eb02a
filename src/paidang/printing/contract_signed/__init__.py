"""A contract on paper as both sides sign it, the signatures on it, and their verification by anybody.

    pdf = compose_contract(paper)                       # the document; its sha256 is what people sign
    signed = finish_contract(pdf, evidence, identity)   # + evidence page, one PAdES signature for each signing
    check_seals(signed).is_verified

`pdf` stands unaltered at the beginning of `signed`; all else is appended (docs/adr/0012).
"""

from datetime import datetime
from typing import TYPE_CHECKING

from .model import (
    NOBODY,
    Addendum,
    Annex,
    ContractPaper,
    IdentitySource,
    Seal,
    SealCheck,
    SigningEvidence,
    SigningParty,
    SigningRecord,
    Trust,
    UnableToSeal,
)

if TYPE_CHECKING:
    from .identity import PlatformIdentity

__all__ = [
    "Addendum", "Annex", "ContractPaper", "IdentitySource", "Seal", "SealCheck", "SigningEvidence",
    "SigningParty", "SigningRecord", "Trust", "UnableToSeal", "check_seals", "compose_contract", "finish_contract",
    "load_identity",
]  # fmt: skip


def compose_contract(paper: ContractPaper) -> bytes:
    """Set the contract for signing on A4, PDF/A-2b; the same paper gives the same bytes."""
    from .compose import compose

    return compose(paper)


def load_identity(source: IdentitySource, at: datetime) -> "PlatformIdentity":
    """In whose name the platform signs, as configured (`settings.SIGNING`); the installation's own is made on first use.

    UnableToSeal says in a line what is wrong: IDENTITY_UNREADABLE, PASSWORD_WRONG, CERTIFICATE_EXPIRED.
    """
    from .identity import load

    return load(source, at)


def finish_contract(pdf: bytes, evidence: SigningEvidence, identity: "PlatformIdentity") -> bytes:
    """The document with the evidence page and one PAdES (B-T) signature for each signing, in their order.

    `pdf` must be what was signed: UnableToSeal (DOCUMENT_CHANGED) where its sha256 is not the evidence's. Also
    CERTIFICATE_EXPIRED, TIMESTAMP_FAILED, SEAL_PICTURE_BAD.
    """
    from .finish import finish  # pyHanko takes 0.7 s to import: only when something is signed

    return finish(pdf, evidence, identity)


def check_seals(pdf: bytes, trust: Trust = NOBODY) -> SealCheck:
    """Check every signature in the file and that the original in it is the one stated. Any bytes give an answer."""
    from .check import check  # pyHanko, as above

    return check(pdf, trust)
