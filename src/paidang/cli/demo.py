"""`paidang demo`: make the demo world in a database that has none."""

import os
from pathlib import Path
from typing import Annotated

import typer

SAMPLES = Path("samples/contracts")


def demo(
    samples: Annotated[Path, typer.Option(help="放着样例合同的文件夹")] = SAMPLES,
    sandbox: Annotated[str, typer.Option(help="沙箱的网址：把它的一家店连上")] = "",
    quiet: Annotated[bool, typer.Option(help="不打印登录名")] = False,
) -> None:
    """造一个演示世界：一份合同、两个月的订单文件、一张已确认的对账单。已有就不动。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paidang.site.settings")
    import django
    from django.utils import timezone

    django.setup()
    from paidang.site.demo.cast import SIGN_INS
    from paidang.site.demo.store import connect_sandbox
    from paidang.site.demo.world import SAMPLE, make_world

    if not (samples / SAMPLE).is_file():
        typer.echo(
            f"没有样例合同 {samples / SAMPLE}。请在仓库的文件夹里运行，或用 --samples 指出它在哪里。",
            err=True,
        )
        raise typer.Exit(2)

    make_world(samples, timezone.now())
    if sandbox:
        connect_sandbox(sandbox, timezone.now())
    if not quiet:
        for line in SIGN_INS:
            typer.echo(line)
