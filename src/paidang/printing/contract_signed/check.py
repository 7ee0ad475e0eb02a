"""Checking the seals of a signed contract. Thin for now: digests and pyHanko's own verdict."""

import hashlib
import io
import json

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from .finish import APPLICATION
from .identity import fingerprint
from .model import CHANGED, LATER_SIGNATURES, OWN, UNKNOWN, WHOLE, Seal, SealCheck, Trust
from .pki import from_asn1


def check(pdf: bytes, trust: Trust) -> SealCheck:
    reader = PdfFileReader(io.BytesIO(pdf))
    told = json.loads(reader.root["/PieceInfo"][APPLICATION]["/Private"])
    seals = []
    for embedded in reader.embedded_signatures:
        roots = [each for each in embedded.other_embedded_certs if each.self_issued]
        status = validate_pdf_signature(embedded, ValidationContext(trust_roots=roots, allow_fetching=False))
        covers = {
            SignatureCoverageLevel.ENTIRE_FILE: WHOLE,
            SignatureCoverageLevel.ENTIRE_REVISION: LATER_SIGNATURES,
        }
        root = from_asn1(roots[0])
        stamp = status.timestamp_validity
        seals.append(
            Seal(
                side=embedded.field_name.rsplit("-", 1)[-1],
                name=str(embedded.sig_object["/Name"]),
                reason=str(embedded.sig_object["/Reason"]),
                at=embedded.self_reported_timestamp,
                intact=status.intact and status.valid,
                covers=covers.get(status.coverage or SignatureCoverageLevel.UNCLEAR, CHANGED),
                trust=OWN if any(fingerprint(root) for _ in trust.own) else UNKNOWN,
                subject=embedded.signer_cert.subject.human_friendly,
                issuer=embedded.signer_cert.issuer.human_friendly,
                fingerprint=fingerprint(root),
                stamped_at=stamp.timestamp if stamp else None,
                stamped_by=stamp.signing_cert.subject.human_friendly if stamp else "",
                stamp_trust=UNKNOWN,
            )
        )
    digest = hashlib.sha256(pdf[: told["document_bytes"]]).hexdigest()
    return SealCheck(
        seals=seals, problems=(), code=told["code"], document_sha256=digest, stated_sha256=told["document_sha256"],
        document_bytes=told["document_bytes"], entries=tuple(each[1] for each in told["signings"]),
    )  # fmt: skip
