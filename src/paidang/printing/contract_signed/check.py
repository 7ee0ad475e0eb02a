"""Checking a signed contract: each seal by itself, and that together they seal the document they say."""

import hashlib
import io
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel, SignatureStatus
from pyhanko_certvalidator import ValidationContext

from paidang.kit.sentence import say

from . import envelope
from .finish import APPLICATION, field_name
from .identity import fingerprint, name_of, top_of
from .model import (
    CHANGED,
    LATER_SIGNATURES,
    LICENSED,
    OWN,
    UNKNOWN,
    WHOLE,
    Seal,
    SealCheck,
    Trust,
)
from .pki import asn1, from_asn1, load_certificate

logging.getLogger("pyhanko").setLevel(logging.CRITICAL)  # what it complains of is our verdict
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)

SHOWN_MAX = 500
USAGE = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)


def check(pdf: bytes, trust: Trust) -> SealCheck:
    """See `check_seals`."""
    trusted = {
        OWN: [load_certificate(each) for each in trust.own],
        LICENSED: [load_certificate(each) for each in trust.licensed],
    }
    try:
        return _check(pdf, trusted)
    except Exception:  # hostile bytes fail in as many ways as there are parsers; none of them is a verdict
        return SealCheck((), [say("这不是一份完好的、由拍档封存的合同 PDF")])


@dataclass(frozen=True, slots=True)
class Told:
    """What the file says of itself, in its application data."""

    code: str
    supplement: int
    document_bytes: int
    document_sha256: str
    fields: Sequence[str]
    entries: Sequence[str]


def _check(pdf: bytes, trusted: dict[str, list[x509.Certificate]]) -> SealCheck:
    reader = PdfFileReader(io.BytesIO(pdf), strict=True)
    told = _told(reader)
    document = pdf[: told.document_bytes]
    seals = [_seal(pdf, each, trusted) for each in reader.embedded_signatures]
    found = [each.field_name for each in reader.embedded_signatures]
    problems = [
        *(say("缺一个签名：{name}", name=name) for name in told.fields if name not in found),
        *(say("多了一个签名：{name}", name=_shown(name)) for name in found if name not in told.fields),
        *_later(seals),
        *_document(reader, document, told),
    ]
    return SealCheck(
        seals=seals,
        problems=problems,
        code=told.code,
        supplement=told.supplement,
        document_sha256=hashlib.sha256(document).hexdigest(),
        stated_sha256=told.document_sha256,
        document_bytes=told.document_bytes,
        entries=told.entries,
    )


def _told(reader: PdfFileReader) -> Told:
    told: dict[str, Any] = json.loads(str(reader.root["/PieceInfo"][APPLICATION]["/Private"]))
    sides = [side for side, _entry in told["signings"]]
    return Told(
        code=_shown(told["code"]),
        supplement=int(told.get("supplement", 0)),
        document_bytes=int(told["document_bytes"]),
        document_sha256=str(told["document_sha256"]),
        fields=[field_name(number, side) for number, side in enumerate(sides, start=1)],
        entries=[_shown(entry) for _side, entry in told["signings"]],
    )


def _shown(text: object) -> str:
    """A text of the file as it may be shown: nothing in it moves a cursor or hides another."""
    return "".join(character if character.isprintable() else "�" for character in str(text)[:SHOWN_MAX])


def _later(seals: Sequence[Seal]) -> list[str]:
    """The last seal covers the whole file, and all were made under the same issuer."""
    problems: list[str] = []
    if [seal.covers for seal in seals].count(WHOLE) != 1:
        problems.append(say("最后一个签名之后，文件被加过或删过东西"))
    if len({seal.fingerprint for seal in seals}) > 1:
        problems.append(say("签名的证书出自不同的签发者"))
    return problems


def _document(reader: PdfFileReader, document: bytes, told: Told) -> list[str]:
    """The original stands unaltered at the beginning, and what was appended replaces none of its pages."""
    problems: list[str] = []
    if hashlib.sha256(document).hexdigest() != told.document_sha256:
        problems.append(say("文件开头的原件与它自己写的摘要不符"))
    original = PdfFileReader(io.BytesIO(document), strict=True)
    revisions = range(original.xrefs.total_revisions)
    theirs = {ref.idnum for each in revisions for ref in original.xrefs.explicit_refs_in_revision(each)}
    may_change = {original.root_ref.idnum} | {
        place.raw_get(key).reference.idnum
        for place, key in (
            (original.root, "/Pages"),
            (original.root, "/Metadata"),
            (original.trailer, "/Info"),
        )
        if key in place
    }
    later = range(len(revisions), reader.xrefs.total_revisions)
    changed = {ref.idnum for each in later for ref in reader.xrefs.explicit_refs_in_revision(each)}
    if changed & theirs - may_change or not _begins_with(reader, original):
        problems.append(say("原件的页面在后加的部分里被换过"))
    return problems


def _begins_with(reader: PdfFileReader, original: PdfFileReader) -> bool:
    """Whether the file's pages begin with the original's, the same objects in the same order."""
    pages, first = reader.root["/Pages"]["/Kids"], original.root["/Pages"]["/Kids"]
    kids = [pages.raw_get(at).reference.idnum for at in range(len(pages))]
    return kids[: len(first)] == [first.raw_get(at).reference.idnum for at in range(len(first))]


# One seal


def _seal(pdf: bytes, embedded: EmbeddedPdfSignature, trusted: dict[str, list[x509.Certificate]]) -> Seal:
    signature = cms.ContentInfo.load(embedded.pkcs7_content)
    stamp = envelope.stamp_of(signature)
    known = [each for group in trusted.values() for each in group]
    along = envelope.certificates_of(signature, *([stamp] if stamp else []))
    stamped_at = _gen_time(stamp) if stamp else None
    status = _validate(embedded, [*map(from_asn1, along), *known], stamped_at)
    stamped = status.timestamp_validity
    good_stamp = bool(stamped and stamped.intact and stamped.valid)
    is_plain = (
        envelope.is_whole(pdf, [int(each) for each in embedded.byte_range])
        and envelope.is_plain(signature, content="data", version="v1")
        and (stamp is None or envelope.is_plain(stamp, content="tst_info", version="v3"))
        and envelope.are_issued(along, known)
    )
    certificate = from_asn1(embedded.signer_cert)
    top = _anchor(status) or top_of(certificate, [*map(from_asn1, along), *known])
    return Seal(
        side=embedded.field_name.rsplit("-", 1)[-1],
        name=_shown(embedded.sig_object.get("/Name", "")),
        reason=_shown(embedded.sig_object.get("/Reason", "")),
        at=embedded.self_reported_timestamp,
        intact=bool(status.intact and status.valid and is_plain),
        covers=_covers(status),
        trust=_trust(_anchor(status), trusted),
        subject=name_of(certificate),
        issuer=name_of(top),
        fingerprint=fingerprint(top),
        stamped_at=stamped_at if good_stamp else None,
        stamped_by=name_of(from_asn1(stamped.signing_cert)) if stamped else "",
        stamp_trust=_trust(_anchor(stamped), trusted),
    )


def _gen_time(stamp: cms.ContentInfo) -> datetime:
    moment: datetime = stamp["content"]["encap_content_info"]["content"].parsed["gen_time"].native
    return moment


def _validate(
    embedded: EmbeddedPdfSignature, certificates: Sequence[x509.Certificate], at: datetime | None
) -> PdfSignatureStatus:
    """pyHanko's verdict as of the timestamp: a certificate that has run out since does not make the signature wrong.

    Every root that comes along counts as trusted here, so that a path is found; whom to trust is decided afterwards.
    Revocation is not asked for: it would need the network.
    """
    roots = [asn1(each) for each in certificates if each.issuer == each.subject]
    others: list[asn1_x509.Certificate] = [asn1(each) for each in certificates]

    def context() -> ValidationContext:
        return ValidationContext(trust_roots=roots, other_certs=others, moment=at, allow_fetching=False)

    return validate_pdf_signature(embedded, context(), context(), key_usage_settings=USAGE)


def _covers(status: PdfSignatureStatus) -> str:
    level, ok = status.modification_level, status.docmdp_ok
    if status.coverage == SignatureCoverageLevel.ENTIRE_FILE and level == ModificationLevel.NONE:
        return WHOLE
    in_order = level is not None and level <= ModificationLevel.FORM_FILLING and ok
    return (
        LATER_SIGNATURES
        if status.coverage == SignatureCoverageLevel.ENTIRE_REVISION and in_order
        else CHANGED
    )


def _anchor(status: SignatureStatus | None) -> x509.Certificate | None:
    """The root from which a path of right signatures leads to the certificate; None where there is none.

    Never found by its name: anybody can make a root that bears the name of another.
    """
    path = status.validation_path if status and status.trusted else None
    return from_asn1(path.first) if path else None


def _trust(anchor: x509.Certificate | None, trusted: dict[str, list[x509.Certificate]]) -> str:
    return next((kind for kind, roots in trusted.items() if anchor in roots), UNKNOWN)
