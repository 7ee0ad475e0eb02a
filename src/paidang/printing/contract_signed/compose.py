"""Setting a contract for signing."""

from dataclasses import asdict
from typing import Any

import typst

from paidang.kit.sentence import say
from paidang.printing.typesetting import clock, typeset

from .layout import blocks_of
from .model import SEAL_PICTURE_MAX_BYTES, ContractPaper, SigningParty, UnableToSeal
from .words import labels

PNG = b"\x89PNG\r\n\x1a\n"
SEAL_PIXELS_MAX = 2000


def compose(paper: ContractPaper) -> bytes:
    """See `compose_contract`."""
    t = labels(paper.language)
    t["figures_digest"] = t["text_digest"].format(code=paper.code)
    for party in paper.parties:
        _check_seal(party)
    data: dict[str, Any] = {
        "t": t,
        "lang": paper.language,
        "title": paper.title,
        "number": f"{paper.code} · {t['version'].format(n=paper.version)}",
        "running": [paper.title, paper.code],
        "digest_short": paper.text_sha256,
        "parties": [[party.role, party.name] for party in paper.parties],
        "blocks": [asdict(block) for block in blocks_of(paper.text)],
        "addenda": [
            [t["addendum"].format(n=one.number), one.words, one.value, t["agreed"].format(at=clock(one.agreed_at.isoformat()))]
            for one in paper.addenda
        ],
        "annexes": [[one.title, one.name, f"{one.size:,}", one.sha256] for one in paper.annexes],
        "digests": [[t["text"], paper.text_sha256], [t["terms"], paper.terms_sha256]],
        "seals": [list(party.seal or b"") for party in paper.parties],
    }  # fmt: skip
    try:
        return typeset("contract_signed", data, paper.made_at)
    except typst.TypstError as error:  # a picture that begins like a PNG and is none
        raise _bad_seal() from error


def _check_seal(party: SigningParty) -> None:
    """A PNG, not too large in bytes nor, unpacked, in pixels."""
    seal = party.seal
    if seal is None:
        return
    width, height = int.from_bytes(seal[16:20]), int.from_bytes(seal[20:24])
    if (
        not seal.startswith(PNG)
        or len(seal) > SEAL_PICTURE_MAX_BYTES
        or not 0 < max(width, height) <= SEAL_PIXELS_MAX
    ):
        raise _bad_seal()


def _bad_seal() -> UnableToSeal:
    return UnableToSeal(
        say("印章图样用不了"),
        code="SEAL_PICTURE_BAD",
        remedy=say(
            "请换一张 PNG，至多 {kb} KB，边长至多 {pixels} 像素。",
            kb=SEAL_PICTURE_MAX_BYTES // 1024,
            pixels=SEAL_PIXELS_MAX,
        ),
    )
