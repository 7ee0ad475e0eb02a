"""Finishing a contract: the evidence page is appended to the document that was signed, then each signing is sealed.

Everything is an incremental update: the bytes people signed stay the beginning of the file, so their digest can be
recomputed with any program that can take the first n bytes.
"""

import hashlib
import io
import json

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.general import SigningError
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from paidang.kit.sentence import say

from .evidence_page import evidence_page, seconds_text
from .identity import PlatformIdentity
from .model import SigningEvidence, SigningRecord, UnableToSeal
from .pki import asn1, asn1_key
from .stamping import stamper
from .words import filed_as, labels

APPLICATION = "/Paidang"
PAGES_OWN = ("/Parent", "/StructParents", "/Tabs")
"""What ties a page to the file it was set in."""


def finish(pdf: bytes, evidence: SigningEvidence, identity: PlatformIdentity) -> bytes:
    """See `finish_contract`."""
    if hashlib.sha256(pdf).hexdigest() != evidence.document_sha256:
        raise UnableToSeal(
            say("要盖章的不是双方签的那一份"),
            code="DOCUMENT_CHANGED",
            remedy=say("请重新生成合同，由双方再签。"),
        )
    identity.check_valid(evidence.finished_at)
    finished = _append_evidence(pdf, evidence, identity)
    signer = signers.SimpleSigner(
        asn1(identity.signing.certificate),
        asn1_key(identity.signing.key),
        SimpleCertificateStore.from_certs([asn1(each) for each in identity.chain]),
    )
    stamps = stamper(identity)
    try:
        for number, signing in enumerate(evidence.signings, start=1):
            meta = _metadata(number, signing, evidence)
            sealed = signers.PdfSigner(meta, signer, timestamper=stamps).sign_pdf(
                IncrementalPdfFileWriter(io.BytesIO(finished))
            )
            finished = sealed.getvalue()
    except (
        TimestampRequestError,
        SigningError,
        ValueError,
    ) as error:  # ValueError: an answer that is no timestamp
        why = type(error.__cause__ or error).__name__
        raise UnableToSeal(
            say("时间戳服务器没有给出时间戳（{why}）", why=why),
            code="TIMESTAMP_FAILED",
            remedy=say("什么都没有签下。请稍后再试；再失败，请管理员检查 PAIDANG_TSA_URL。"),
        ) from error
    return finished


def field_name(number: int, side: str) -> str:
    """The signature field of the nth signing: `paidang-1-a`."""
    return f"paidang-{number}-{side}"


def _append_evidence(pdf: bytes, evidence: SigningEvidence, identity: PlatformIdentity) -> bytes:
    """The page people read, what programs read, and the empty signature fields, all in one update."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf))
    made = PdfFileReader(io.BytesIO(evidence_page(evidence, identity, len(pdf))))
    for page in made.root["/Pages"]["/Kids"]:
        page = page.get_object()
        for key in PAGES_OWN:
            page.pop(key, None)
        writer.insert_page(writer.import_object(page))
    writer.root["/PieceInfo"] = generic.DictionaryObject(
        {generic.pdf_name(APPLICATION): _private(len(pdf), evidence)}
    )
    writer.update_root()
    for number, signing in enumerate(evidence.signings, start=1):
        field = fields.SigFieldSpec(field_name(number, signing.side), on_page=-1)
        fields.append_signature_field(writer, field)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _private(length: int, evidence: SigningEvidence) -> generic.DictionaryObject:
    """Application data as PDF provides for it (ISO 32000-1, 14.5): what `check` holds the file against."""
    told = {
        "code": evidence.code,
        "supplement": evidence.supplement,
        "document_bytes": length,
        "document_sha256": evidence.document_sha256,
        "signings": [[signing.side, signing.entry_hash] for signing in evidence.signings],
    }
    return generic.DictionaryObject(
        {
            generic.pdf_name("/LastModified"): generic.pdf_date(evidence.finished_at),
            generic.pdf_name("/Private"): generic.pdf_string(json.dumps(told)),
        }
    )


def _metadata(number: int, signing: SigningRecord, evidence: SigningEvidence) -> signers.PdfSignatureMetadata:
    """What a PDF reader shows beside the signature: who, why, and the digest of what was signed."""
    t = labels(evidence.language)
    return signers.PdfSignatureMetadata(
        field_name=field_name(number, signing.side),
        md_algorithm="sha256",
        name=f"{signing.organisation} · {signing.person}",
        reason=t["reason"].format(
            role=t[f"side.{signing.side}"],
            code=filed_as(evidence.code, evidence.supplement, t),
            at=seconds_text(signing.at),
            digest=evidence.document_sha256,
        ),
        subfilter=fields.SigSeedSubFilter.PADES,
    )
