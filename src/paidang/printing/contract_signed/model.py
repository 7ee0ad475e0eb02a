"""What goes into a signed contract and what comes out of checking one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from paidang.kit.outcome import UnableTo

SEAL_PICTURE_MAX_BYTES = 512 * 1024


class UnableToSeal(UnableTo):
    """The PDF cannot be made or signed; nothing was. `code` says which part: see where it is raised."""

    code = "CONTRACT_NOT_SEALED"


@dataclass(frozen=True, slots=True)
class IdentitySource:
    """Where the platform's identity comes from: `folder` for the installation's own, made on first use; or a licensed
    CA's certificate as PKCS#12 with its password, and an RFC 3161 server for timestamps.
    """

    folder: Path
    p12: Path | None = None
    password: str = field(default="", repr=False)
    password_file: Path | None = None
    tsa_url: str = ""


# The paper both sides sign


@dataclass(frozen=True, slots=True)
class SigningParty:
    """One side: `side` a (brand) or b (agency), `role` in the contract's words. No seal: that is put on at signing."""

    side: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Addendum:
    """补充约定 `number`: what was agreed on, in words, with the value in words."""

    number: int
    words: str
    value: str
    agreed_at: datetime


@dataclass(frozen=True, slots=True)
class Annex:
    """A file of equal force; `size` in bytes."""

    name: str
    title: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class ContractPaper:
    """Everything that is signed: a contract, or, with its number in `supplement`, a supplementary agreement to it, of which
    `changes` are the terms that it changes, each with what it becomes from `effective_on`. `made_at`: when this version was laid out for signing; `order`: a sentence on who signs
    first; `language`: zh or en, of our own words around the text, which stays as it is. Table rows in `text` are lines
    with tabs.
    """

    code: str
    title: str
    version: int
    text: str
    text_sha256: str
    terms_sha256: str
    parties: Sequence[SigningParty]
    made_at: datetime
    addenda: Sequence[Addendum] = ()
    annexes: Sequence[Annex] = ()
    order: str = ""
    supplement: int = 0
    effective_on: date | None = None
    changes: Sequence[tuple[str, str]] = ()
    language: str = "zh"


# What happened at signing


@dataclass(frozen=True, slots=True)
class SigningRecord:
    """One person's signing for one side. `authority`, `method` and `known_by` in words; `entry_hash` of the chain.

    `seal`: the picture (PNG) that the side put on, `seal_words`: what is said where there is none.
    """

    side: str
    organisation: str
    person: str
    authority: str
    method: str
    at: datetime
    known_by: str
    entry_seq: int
    entry_hash: str
    seal: bytes | None = None
    seal_words: str = ""


@dataclass(frozen=True, slots=True)
class SigningEvidence:
    """What the evidence page tells and the signatures cover. `supplement` as in `ContractPaper`; `finished_at`: when the last one signed; `verify_url`: the
    page where anybody can check the file.
    """

    code: str
    title: str
    document_sha256: str
    signings: Sequence[SigningRecord]
    chain_name: str
    chain_seq: int
    chain_head: str
    finished_at: datetime
    supplement: int = 0
    language: str = "zh"
    verify_url: str = ""


# What a check finds

OWN, LICENSED, UNKNOWN = "installation", "licensed", "unknown"
WHOLE, LATER_SIGNATURES, CHANGED = "whole_file", "later_signatures", "changed"


@dataclass(frozen=True, slots=True)
class Trust:
    """Certificates (PEM or DER) of issuers one trusts: of installations of Paidang, and of licensed CAs."""

    own: Sequence[bytes] = ()
    licensed: Sequence[bytes] = ()


NOBODY = Trust()


@dataclass(frozen=True, slots=True)
class Seal:
    """One signature in the file. `intact`: what it covers is unaltered and the signature is right.

    `covers`: the whole file; all but later signatures, which is in order; or something else was changed since.
    `trust` of the certificate's issuer: this installation, a licensed CA, or unknown to whoever checks.
    `stamped_at`: the time by the timestamp, None without a good one.
    """

    side: str
    name: str
    reason: str
    at: datetime | None
    intact: bool
    covers: str
    trust: str
    subject: str
    issuer: str
    fingerprint: str
    stamped_at: datetime | None
    stamped_by: str
    stamp_trust: str

    @property
    def is_good(self) -> bool:
        """Unaltered and timestamped; whether one trusts the issuer is another question."""
        return self.intact and self.covers != CHANGED and self.stamped_at is not None


@dataclass(frozen=True, slots=True)
class SealCheck:
    """The verdict on a file. `document_sha256` is of the original as embedded, `stated_sha256` what the file says."""

    seals: Sequence[Seal]
    problems: Sequence[str]
    code: str = ""
    supplement: int = 0
    document_sha256: str = ""
    stated_sha256: str = ""
    document_bytes: int = 0
    entries: Sequence[str] = field(default_factory=tuple)

    @property
    def is_verified(self) -> bool:
        """Every party's signature is there and good, and the original is the one they signed."""
        return (
            not self.problems
            and bool(self.seals)
            and all(seal.is_good for seal in self.seals)
            and self.document_sha256 == self.stated_sha256
        )
