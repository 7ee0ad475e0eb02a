"""The evidence page: who signed for whom, how and when, what such a signature is, and how anybody can check it."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import typst

from paidang.kit.period import SHANGHAI
from paidang.printing.typesetting import typeset

from .identity import PlatformIdentity, fingerprint, name_of
from .model import SigningEvidence, SigningRecord
from .seal_picture import bad_seal_picture, check_seal_picture
from .words import filed_as, labels, what_it_is


def evidence_page(evidence: SigningEvidence, identity: PlatformIdentity, document_bytes: int) -> bytes:
    """Set the page (with many signings: pages) on A4."""
    t = labels(evidence.language)
    filed = filed_as(evidence.code, evidence.supplement, t)
    t["figures_digest"] = t["e.foot"].format(code=filed)
    issuer = identity.top
    stamp = "is.stamp_server" if identity.tsa_url else "is.stamp_own"
    data: dict[str, Any] = {
        "t": t,
        "lang": evidence.language,
        "title": t["e.title"],
        "contract_line": f"{evidence.title} · {filed}",
        "running": [t["e.title"], filed],
        "digest_short": evidence.document_sha256,
        "document": [
            [
                t["e.digest"],
                f"SHA-256 {evidence.document_sha256}",
                t["e.bytes"].format(n=f"{document_bytes:,}"),
            ],
            [
                t["e.chain"],
                evidence.chain_head,
                t["e.head"].format(chain=evidence.chain_name, n=f"{evidence.chain_seq:,}"),
            ],
        ],
        "signings": [_signing(each, t) for each in evidence.signings],
        "is": [
            *what_it_is(
                is_own=identity.is_own, issuer=name_of(issuer), language=evidence.language, on_the_page=True
            ),
            t[stamp].format(server=urlsplit(identity.tsa_url).hostname) + t["is.advice"],
        ],
        "check": [
            *([t["check.page"].format(url=evidence.verify_url)] if evidence.verify_url else []),
            t["check.command"],
            t["check.digest"].format(n=document_bytes),
        ],
        "issuer": [t["check.reader"], name_of(issuer), fingerprint(issuer)],
    }
    try:
        return typeset("contract_evidence", data, evidence.finished_at)
    except typst.TypstError as error:  # a picture that begins like a PNG and is none
        raise bad_seal_picture() from error


def seconds_text(at: datetime) -> str:
    """`2026-10-09 16:48:05 +0800`."""
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S %z}"


def _signing(one: SigningRecord, t: dict[str, str]) -> dict[str, Any]:
    if one.seal is not None:
        check_seal_picture(one.seal)
    facts = [
        [t["for"], t["sided"].format(name=one.organisation, side=t[f"side.{one.side}"])],
        [t["person"], one.person],
        [t["authority"], one.authority],
        [t["method"], one.method],
        [t["known_by"], one.known_by],
        [t["at"], seconds_text(one.at)],
    ]
    entry = [t["entry"].format(n=f"{one.entry_seq:,}"), one.entry_hash]
    return {"facts": facts, "entry": entry, "seal": list(one.seal or b""), "seal_words": one.seal_words}
