"""`paidang doctor`: what is wrong with this installation, and what to do."""

import json
import os
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated

import typer


def doctor(as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False) -> None:
    """检查这个安装。退出码 0 能用，1 有毛病。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paidang.site.settings")
    os.environ["PAIDANG_DB_ROLE"] = "owner"  # the web's role may not see what has been migrated
    import django

    django.setup()
    from paidang.site.doctor import BAD, DOUBTFUL, GOOD, examine

    findings = examine(datetime.now(UTC))
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in findings], ensure_ascii=False))
    else:
        sign = {GOOD: "✓", DOUBTFUL: "!", BAD: "✗"}
        for one in findings:
            typer.echo(f"{sign[one.kind]} {one.text}{f'。{one.remedy}' if one.remedy else ''}")
    raise typer.Exit(1 if any(one.kind == BAD for one in findings) else 0)
