"""`paidang contract identity`: in whose name contracts are sealed here, tried out. No database."""

import hashlib
import os
from datetime import UTC, datetime

import typer


def identity() -> None:
    """看合同由谁的证书封存，并试签一页。退出码 0 能签，1 不能。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paidang.site.settings")
    from django.conf import settings

    from paidang.kit.outcome import UnableTo
    from paidang.printing.contract_signed import (
        ContractPaper,
        SigningEvidence,
        SigningParty,
        SigningRecord,
        check_seals,
        compose_contract,
        finish_contract,
        load_identity,
    )
    from paidang.printing.contract_signed.identity import fingerprint, name_of

    at = datetime.now(UTC)
    try:
        found = load_identity(settings.SIGNING, at)
        pdf = compose_contract(
            ContractPaper(
                "TEST", "试签", 1, "试签", "0" * 64, "0" * 64, [SigningParty("a", "试签", "甲方")], at
            )
        )
        digest = hashlib.sha256(pdf).hexdigest()
        record = SigningRecord("a", "试签", "试签", "试签", "试签", at, "试签", 1, "0" * 64)
        evidence = SigningEvidence("TEST", "试签", digest, [record], "试签", 1, "0" * 64, at)
        check = check_seals(finish_contract(pdf, evidence, found))
    except UnableTo as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(1) from None
    certificate = found.signing.certificate
    typer.echo(f"签名者：{name_of(certificate)}，有效到 {certificate.not_valid_after_utc:%Y-%m-%d}")
    typer.echo(f"签发者：{name_of(found.top)}{'（本套拍档自己）' if found.is_own else ''}")
    typer.echo(f"  指纹 {fingerprint(found.top)}")
    typer.echo(f"时间戳：{check.seals[0].stamped_by}")
    typer.echo("✓ 试签了一页，验得过。" if check.is_verified else "✗ 试签的一页验不过。")
    raise typer.Exit(0 if check.is_verified else 1)
