"""`paidang contract verify`: the signatures on a signed contract's PDF. No database, no server, no network."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from paidang.kit.period import SHANGHAI

if TYPE_CHECKING:
    from datetime import datetime

    from paidang.printing.contract_signed import Seal, SealCheck

FILE_MAX_BYTES = 50 * 2**20
COVERS = {"whole_file": "覆盖整个文件", "later_signatures": "之后只加了别的签名", "changed": "之后被改过"}
UNKNOWN = "unknown"


def verify(
    path: Annotated[Path, typer.Argument(help="签好的合同或补充协议的 PDF")],
    root: Annotated[list[Path] | None, typer.Option(help="信任的签发者证书（PEM 或 DER），可给几个")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """验签好的合同或补充协议：每个签名、原件的摘要、证书的签发者。退出码 0 都好，1 有问题，2 输入有误。"""
    from paidang.printing.contract_signed import Trust, check_seals

    pdf = _read(path, as_json)
    if not pdf.startswith(b"%PDF-"):
        _refuse(path, "不是 PDF", as_json)
    roots = [(each, _read(each, as_json)) for each in root or []]
    for each, content in roots:
        _check_root(each, content, as_json)
    check = check_seals(pdf, Trust(own=[content for _each, content in roots]))
    verified = check.is_verified and not (roots and any(seal.trust == UNKNOWN for seal in check.seals))
    typer.echo(
        json.dumps(_data(check, verified), ensure_ascii=False)
        if as_json
        else "\n".join(_lines(check, verified, bool(roots)))
    )
    raise typer.Exit(0 if verified else 1)


def _read(path: Path, as_json: bool) -> bytes:
    try:
        if path.stat().st_size > FILE_MAX_BYTES:
            _refuse(path, "超过 50 MB", as_json)
        return path.read_bytes()
    except OSError as error:
        _refuse(path, "没有这个文件" if isinstance(error, FileNotFoundError) else "打不开", as_json)


def _check_root(path: Path, content: bytes, as_json: bool) -> None:
    from paidang.printing.contract_signed.pki import load_certificate

    try:
        load_certificate(content)
    except ValueError:
        _refuse(path, "不是证书", as_json)


def _refuse(path: Path, reason: str, as_json: bool) -> NoReturn:
    """One clear line, and exit code 2."""
    if as_json:
        typer.echo(
            json.dumps(
                {"error": {"code": "BAD_INPUT", "file": path.name, "message": reason}}, ensure_ascii=False
            )
        )
    else:
        typer.echo(f"{path.name}：{reason}", err=True)
    raise typer.Exit(2)


def _data(check: "SealCheck", verified: bool) -> dict[str, Any]:
    """The verdict for machines."""
    return {
        "verified": verified,
        "code": check.code,
        "supplement": check.supplement,
        "document": {
            "bytes": check.document_bytes,
            "sha256": check.document_sha256,
            "stated_sha256": check.stated_sha256,
        },
        "problems": [str(problem) for problem in check.problems],
        "seals": [
            {
                **asdict(seal),
                "good": seal.is_good,
                "at": seal.at and seal.at.isoformat(),
                "stamped_at": seal.stamped_at and seal.stamped_at.isoformat(),
            }
            for seal in check.seals
        ],
        "entries": list(check.entries),
    }


def _lines(check: "SealCheck", verified: bool, roots_given: bool) -> Iterator[str]:
    """The verdict for people."""
    if verified and roots_given:
        yield "✓ 验过了：每个签名都完好，原件没有改过。"
    else:  # without a root anybody could have made it
        yield "◐ 每个签名都完好，原件没有改过；由谁签发还没有核对。" if verified else "✗ 验不过。"
    yield from (f"✗ {problem}。" for problem in check.problems)
    if check.code:
        yield f"  合同 {check.code}" + (f" 补充协议 {check.supplement}" if check.supplement else "")
    for seal in check.seals:
        yield from _seal_lines(seal)
    if check.document_sha256:
        same = "与文件所写一致" if check.document_sha256 == check.stated_sha256 else "与文件所写不符"
        yield f"  原件：开头 {check.document_bytes:,} 字节，SHA-256 {check.document_sha256}，{same}。"
    for issuer, fingerprint in dict.fromkeys((seal.issuer, seal.fingerprint) for seal in check.seals):
        trusted = any(seal.trust != UNKNOWN for seal in check.seals if seal.fingerprint == fingerprint)
        yield f"{'✓' if trusted else '◐'} 签发者：{issuer}"
        yield f"  指纹 {fingerprint}"
        if not trusted:
            yield (
                "  不在您给的 --root 之列。"
                if roots_given
                else (
                    "  这是签发那一套拍档自己的证书，或您还没有告诉本机信任谁：请与对方核对指纹，或用 --root 给出信任的根证书。"
                )
            )


def _seal_lines(seal: "Seal") -> Iterator[str]:
    yield f"{'✓' if seal.is_good else '✗'} {seal.name}：{'完好' if seal.intact else '不完好'}，{COVERS[seal.covers]}"
    yield f"  {seal.reason}"
    stamped = (
        f"时间戳 {_clock(seal.stamped_at)}，由 {seal.stamped_by}{'' if seal.stamp_trust != UNKNOWN else '（签发者没有核对）'}"
        if seal.stamped_at
        else "没有有效的时间戳"
    )
    yield f"  {stamped}"


def _clock(at: "datetime") -> str:
    return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
