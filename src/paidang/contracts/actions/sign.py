"""Signing electronically: a person with authority, a one-time code, over the digest of one document."""

import hashlib
from collections.abc import Sequence
from datetime import datetime

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
from paidang.contracts.rules.signing import ELECTRONIC, METHODS, authority_words
from paidang.evidence.actions import hand_out_head
from paidang.evidence.models import Chain, Entry
from paidang.kit.clause import clause
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.printing.contract_signed import SigningEvidence, SigningRecord, finish_contract, load_identity
from paidang.team.actions import check_code
from paidang.team.models import Person


@clause("OP-7-A", "OP-7-B", "TC-7-1", "TC-7-2", "TC-7-3")
@transaction.atomic
def sign_document(
    *,
    person: Person,
    at: datetime,
    code: str,
    document_sha256: str,
    one_time_code: str,
    number: int = 0,
    books_of: BooksOf | None = None,
) -> Signable:
    """Sign for one's own side the document whose digest the person saw: the contract, or its supplementary agreement
    `number`, which is judged once more by the books. The second signature brings it into force.

    The same person twice is once. Raises UnableToSign with the first fault of `rules.signing.checks`, where somebody else
    has signed for this side, or where the document is another by now; UnableToConfirm where the code is not good.
    """
    contract = get_contract(code, lock=True)
    signable, side = get_signable(contract, number, lock=True), contract.side_of(person.org_id)
    if _has_signed(contract, side, person, document_sha256):
        return signable
    room = open_room(signable, at)
    check_case(room, person, at, books_of)
    document = _document(room, document_sha256, at)
    check_code(person=person, at=at, code=one_time_code)
    signings = [*room.signings.values(), _write(room, document, side, person, at)]
    if len(signings) == 2:
        _finish(signable, document, signings, person, at)
    return signable


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
            say("要签的文件在你打开页面后变了"), code="DOCUMENT_CHANGED", remedy=say("请刷新页面，看过再签。")
        )
    return find_document(room.signable) or SigningDocument.objects.create(
        **room.signable.row, kind=TO_SIGN, sha256=sha256, content=pdf, at=at
    )


def _write(room: Room, document: SigningDocument, side: str, person: Person, at: datetime) -> Signing:
    """The signature and its entry in the chain."""
    signable, signatory, seal = room.signable, find_signatory(person), find_seal(person.org_id)
    assert signatory, "checked: only a signatory signs"
    picture = bytes(seal.picture) if seal and seal.picture else None
    facts: dict[str, object] = {
        **signable.facts,
        "document_sha256": document.sha256,
        "method": ELECTRONIC,
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
        organisation=person.org.registered_name, seal=picture, at=at, entry_seq=entry.seq, entry_hash=entry.hash,
    )  # fmt: skip


def _finish(
    signable: Signable, document: SigningDocument, signings: Sequence[Signing], person: Person, at: datetime
) -> None:
    """Both have signed: in force, and the PDF with evidence page and signatures, whose digest and chain head both hold."""
    signed_on = max(day_of(signing.at) for signing in signings)
    entry = bring_into_force(signable, person, at, signed_on)
    pdf = finish_contract(
        bytes(document.content),
        _evidence(signable, document, signings, entry),
        load_identity(settings.SIGNING, at),
    )
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
        code_check=say("一次性验证码（TOTP）当场核对无误"),
        entry_seq=signing.entry_seq,
        entry_hash=signing.entry_hash,
        seal=bytes(signing.seal) if signing.seal else None,
        seal_words="" if signing.seal else say("声明电子签署不用印章"),
    )
