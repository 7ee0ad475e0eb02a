"""Signing electronically: a person with authority, a one-time code or a passkey, over the digest of one document."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from paidang.contracts.actions.in_force import bring_into_force
from paidang.contracts.actions.recording import record
from paidang.contracts.actions.signable import UnableToSign, check_case, open_room
from paidang.contracts.models import Contract, Signing, SigningDocument
from paidang.contracts.models.signing import SIGNED, TO_SIGN
from paidang.contracts.queries import (
    BooksOf,
    Room,
    Signable,
    find_document,
    find_seal,
    find_signatory,
    get_contract,
    get_pdf_to_sign,
    get_signable,
)
from paidang.contracts.rules.signing import CODE, ELECTRONIC, METHODS, PASSKEY, PROOFS, authority_words
from paidang.evidence.actions import hand_out_head
from paidang.evidence.models import Chain, Entry
from paidang.kit.clause import clause
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.printing.contract_signed import SigningEvidence, SigningRecord, finish_contract, load_identity
from paidang.team.actions import Assertion, check_code, check_passkey
from paidang.team.models import Person
from paidang.team.rules.passkeys import is_over

HELD_LAST = (False, False, True)
"""The signed PDF is made while nothing is locked; where the chain has grown meanwhile, once more, then under the lock."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A signed PDF and exactly what its evidence page tells."""

    evidence: SigningEvidence
    pdf: bytes


class _NotSealed(Exception):
    """What was written is taken back: first the signed PDF has to be made, of this document with this evidence."""

    def __init__(self, document: bytes, evidence: SigningEvidence) -> None:
        self.document, self.evidence = document, evidence


@clause("OP-7-A", "OP-7-B", "TC-7-1", "TC-7-2", "TC-7-3")
def sign_document(
    *,
    person: Person,
    at: datetime,
    code: str,
    document_sha256: str,
    one_time_code: str = "",
    passkey: Assertion | None = None,
    number: int = 0,
    books_of: BooksOf | None = None,
) -> Signable:
    """Sign for one's own side the document whose digest the person saw: the contract, or its supplementary agreement
    `number`, which is judged once more by the books. The second signature brings it into force.

    A timestamp server is asked while nothing is locked, so that nobody else under this contract waits for it: all is
    written and taken back, the PDF is made of what was written, and all is written again, the same unless others wrote.
    The same person twice is once. Raises UnableToSign with the first fault of `rules.signing.checks`, where somebody else
    has signed for this side, or where the document is another by now; UnableToConfirm where the code is not good, and
    UnableToUsePasskey where the passkey given instead is not the person's or has signed something else.
    """
    asked = Asked(person, at, code, document_sha256, one_time_code, passkey, number, books_of)
    sealed: Sealed | None = None
    for is_held in HELD_LAST:
        try:
            with transaction.atomic():
                return _sign(asked, sealed, is_held=is_held)
        except _NotSealed as first:
            sealed = _seal(first.document, first.evidence, at)
    raise AssertionError("the last time it is sealed under the lock")


@dataclass(frozen=True, slots=True)
class Asked:
    """What `sign_document` was asked for."""

    person: Person
    at: datetime
    code: str
    document_sha256: str
    one_time_code: str
    passkey: Assertion | None
    number: int
    books_of: BooksOf | None


def _sign(asked: Asked, sealed: Sealed | None, *, is_held: bool) -> Signable:
    person, at = asked.person, asked.at
    contract = get_contract(asked.code, lock=True)
    signable, side = get_signable(contract, asked.number, lock=True), contract.side_of(person.org_id)
    if _has_signed(contract, side, person, asked.document_sha256):
        return signable
    room = open_room(signable, at)
    check_case(room, person, at, asked.books_of)
    document = _document(room, asked.document_sha256, at)
    proof = _proof(asked)
    signings = [*room.signings.values(), _write(room, document, side, person, at, proof)]
    if len(signings) == 2:
        evidence = _bring_into_force(signable, document, signings, person, at)
        if is_held and (sealed is None or sealed.evidence != evidence):
            sealed = _seal(bytes(document.content), evidence, at)
        if sealed is None or sealed.evidence != evidence:
            raise _NotSealed(bytes(document.content), evidence)
        _keep_sealed(signable, document, sealed.pdf, person, at)
    return signable


def _proof(asked: Asked) -> dict[str, Any]:
    """That it is this person who signs just this, as facts of the entry; by a passkey they prove it to anybody."""
    if asked.passkey is None:
        check_code(person=asked.person, at=asked.at, code=asked.one_time_code)
        return {"proof": CODE}
    if not is_over(asked.passkey.challenge, asked.document_sha256):
        raise UnableToSign(
            say("通行密钥签的不是这份文件"), code="OTHER_DOCUMENT", remedy=say("请刷新页面，看过再签。")
        )
    kept = check_passkey(person=asked.person, at=asked.at, assertion=asked.passkey)
    return {"proof": PASSKEY, "passkey": kept}


def _seal(document: bytes, evidence: SigningEvidence, at: datetime) -> Sealed:
    """The signed PDF: up to 30 s where a timestamp server is slow, it is asked for each signature."""
    return Sealed(evidence, finish_contract(document, evidence, load_identity(settings.SIGNING, at)))


def _has_signed(contract: Contract, side: str, person: Person, sha256: str) -> bool:
    """Whether the person has signed just this; UnableToSign where somebody else has for the same side."""
    found = Signing.objects.filter(contract=contract, side=side, document__sha256=sha256)
    signing = found.select_related("person").first()
    if signing and signing.person_id != person.pk:
        raise UnableToSign(
            say("{name} 已代表本单位签署", name=signing.person.name),
            code="SIDE_HAS_SIGNED",
            remedy=say("每一方签一次，不用再签。"),
        )
    return signing is not None


def _document(room: Room, sha256: str, at: datetime) -> SigningDocument:
    """The document of that digest; stored with the first signature. UnableToSign where it is not what would be signed now."""
    pdf = get_pdf_to_sign(room.signable)
    if hashlib.sha256(pdf).hexdigest() != sha256:
        raise UnableToSign(
            say("要签的文件在您打开页面后变了"), code="DOCUMENT_CHANGED", remedy=say("请刷新页面，看过再签。")
        )
    return find_document(room.signable) or SigningDocument.objects.create(
        **room.signable.row, kind=TO_SIGN, sha256=sha256, content=pdf, at=at
    )


def _write(
    room: Room,
    document: SigningDocument,
    side: str,
    person: Person,
    at: datetime,
    proof: Mapping[str, Any],
) -> Signing:
    """The signature and its entry in the chain."""
    signable, signatory, seal = room.signable, find_signatory(person), find_seal(person.org_id)
    assert signatory, "checked: only a signatory signs"
    picture = bytes(seal.picture) if seal and seal.picture else None
    facts: dict[str, object] = {
        **signable.facts,
        "document_sha256": document.sha256,
        "method": ELECTRONIC,
        **proof,
        "signatory": signatory.pk,
        "ground": signatory.ground,
    }
    if signatory.letter_sha256:
        facts["letter_sha256"] = signatory.letter_sha256
    if picture:
        facts["seal_sha256"] = hashlib.sha256(picture).hexdigest()
    entry = record(
        signable.contract, person, at, "amendment.signed" if signable.amendment else "contract.signed", facts
    )
    return Signing.objects.create(
        contract=signable.contract, document=document, side=side, person=person, signatory=signatory,
        organisation=person.org.registered_name, proof=proof["proof"], seal=picture, at=at, entry_seq=entry.seq, entry_hash=entry.hash,
    )  # fmt: skip


def _bring_into_force(
    signable: Signable, document: SigningDocument, signings: Sequence[Signing], person: Person, at: datetime
) -> SigningEvidence:
    """Both have signed: it holds; what the signed PDF is to tell of that."""
    entry = bring_into_force(signable, person, at, max(day_of(signing.at) for signing in signings))
    return _evidence(signable, document, signings, entry)


def _keep_sealed(
    signable: Signable, document: SigningDocument, pdf: bytes, person: Person, at: datetime
) -> None:
    """The PDF with evidence page and signatures, whose digest and chain head both sides hold."""
    finished = SigningDocument.objects.create(
        **signable.row, kind=SIGNED, sha256=hashlib.sha256(pdf).hexdigest(), content=pdf, at=at
    )
    facts = {**signable.facts, "document_sha256": document.sha256, "signed_sha256": finished.sha256}
    last = record(
        signable.contract, person, at, "amendment.sealed" if signable.amendment else "contract.sealed", facts
    )
    for party in signable.contract.parties:
        hand_out_head(last, document=f"{signable.name} 签署文件", holder_org_id=party.pk)


def _evidence(
    signable: Signable, document: SigningDocument, signings: Sequence[Signing], entry: Entry
) -> SigningEvidence:
    """What the evidence page tells."""
    contract = signable.contract
    ordered = sorted(signings, key=lambda signing: signing.entry_seq)
    return SigningEvidence(
        code=contract.code,
        title=signable.title,
        supplement=signable.number,
        document_sha256=document.sha256,
        signings=[_record_of(signing) for signing in ordered],
        chain_name=str(Chain.objects.get(pk=contract.chain_id).name),
        chain_seq=entry.seq,
        chain_head=entry.hash,
        finished_at=entry.at,
        verify_url=f"{settings.PUBLIC_URL}/verify",
    )


def _record_of(signing: Signing) -> SigningRecord:
    return SigningRecord(
        side=signing.side,
        organisation=signing.organisation,
        person=signing.person.name,
        authority=authority_words(signing.signatory.ground, signing.signatory.title, signing.signatory.until),
        method=METHODS[ELECTRONIC],
        at=signing.at,
        known_by=PROOFS[signing.proof],
        entry_seq=signing.entry_seq,
        entry_hash=signing.entry_hash,
        seal=bytes(signing.seal) if signing.seal else None,
        seal_words="" if signing.seal else say("声明电子签署不用印章"),
    )
