"""A small contract, who signed it, and an identity of this test's own, for the tests of the seals."""

import hashlib
import struct
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from shutil import copytree
from tempfile import mkdtemp

from paidang.printing.contract_signed import (
    Addendum,
    Annex,
    ContractPaper,
    IdentitySource,
    SigningEvidence,
    SigningParty,
    SigningRecord,
    Trust,
    compose_contract,
    finish_contract,
    load_identity,
)
from paidang.printing.contract_signed.identity import PlatformIdentity

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
TEXT = "第一条 委托\n甲方委托乙方经营店铺㛃𬭎䶮。\n1、乙方每月出对账单。\n"


def png(side: int = 40) -> bytes:
    """A red square, see-through."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = b"".join(b"\0" + b"\xc8\x1e\x1e\xa0" * side for _ in range(side))
    header = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


PAPER = ContractPaper(
    code="HT-0001", title="网店代运营合同", version=2, text=TEXT, text_sha256="a" * 64, terms_sha256="b" * 64,
    parties=(SigningParty("a", "青岚茶器", "甲方"), SigningParty("b", "拾舟电商", "乙方")), made_at=AT,
    order="甲方先签。", addenda=(Addendum(1, "含税", "13%", AT),), annexes=(Annex("价格表.xlsx", "附件一 价格表", "c" * 64, 1234),),
)  # fmt: skip
SIGNINGS = (
    SigningRecord(
        "a", "青岚茶器", "沈知夏", "品牌经理", "密码与一次性验证码", AT, "通过", 5, "5" * 64, png()
    ),
    SigningRecord(
        "b",
        "拾舟电商",
        "林知秋",
        "项目经理",
        "密码与一次性验证码",
        AT,
        "通过",
        6,
        "6" * 64,
        None,
        "本次签署不用印章",
    ),
)


def evidence_for(pdf: bytes, language: str = "zh") -> SigningEvidence:
    return SigningEvidence(
        code=PAPER.code, title=PAPER.title, document_sha256=hashlib.sha256(pdf).hexdigest(), signings=SIGNINGS,
        chain_name="5b0c6c9e", chain_seq=6, chain_head="6" * 64, finished_at=AT, language=language,
        verify_url="https://paidang.example/verify",
    )  # fmt: skip


@cache
def folder() -> Path:
    """Where this run's own certificates are."""
    return Path(mkdtemp()) / "identity"


@cache
def own_identity() -> PlatformIdentity:
    return load_identity(IdentitySource(folder()), AT)


def copied(to: Path) -> IdentitySource:
    """This run's own identity in a folder of the test's: making the keys anew takes a second or two."""
    own_identity()
    return IdentitySource(Path(copytree(folder(), to)))


def own_trust() -> Trust:
    own_identity()
    return Trust(own=[(folder() / "root.pem").read_bytes()])


@cache
def document() -> bytes:
    return compose_contract(PAPER)


@cache
def signed(language: str = "zh") -> bytes:
    pdf = compose_contract(replace(PAPER, language=language))
    return finish_contract(pdf, evidence_for(pdf, language), own_identity())
