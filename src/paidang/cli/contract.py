"""`paidang contract`: a contract's text becomes cited terms and findings. No database, server or network."""

import json
import sys
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from paidang.cli.contract_calendar import calendar
from paidang.cli.contract_diff import diff
from paidang.cli.contract_draft import draft
from paidang.cli.contract_files import (
    agreements,
    check_lang,
    each_done,
    files_of,
    parse_day,
    read_file,
    refuse,
)
from paidang.cli.contract_identity import identity
from paidang.cli.contract_lint import lint
from paidang.cli.contract_propose import add_proposals
from paidang.cli.contract_shown import print_reading
from paidang.cli.contract_verify import verify

app = typer.Typer(
    help="读合同：逐条约定，附原文出处与问题；查问题，附法条与建议写法；比较两稿；排结算日程；起草合同；验签好的合同。",
    no_args_is_help=True,
)
app.command()(lint)
app.command()(diff)
app.command()(calendar)
app.command()(draft)
app.command()(verify)
app.command()(identity)


@app.callback()
def _contract() -> None:
    """读合同、起草合同。"""


@app.command()
def read(
    path: Annotated[Path, typer.Argument(help="合同文件，或放着合同的文件夹")],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON；文件夹则每个文件一行")] = False,
    lang: Annotated[str, typer.Option(help="问题说明的语言：zh 或 en")] = "zh",
    as_of: Annotated[str, typer.Option(help="按哪一天看日历，如 2026-09-01")] = "",
    propose: Annotated[
        bool, typer.Option("--propose", help="请 PAIDANG_LLM_URL 的语言模型看没读成约定的句子")
    ] = False,
) -> None:
    """读一份合同，或一个文件夹里的合同。"""
    day = parse_day(as_of, as_json)
    check_lang(lang, as_json)
    if path.is_dir():
        raise typer.Exit(_read_folder(path, lang, day, as_json))
    result, text = read_file(path, lang, day)
    if "errors" in result:
        refuse(result, as_json)
    if propose:
        add_proposals(result, text, lang, as_json)
    if as_json:
        typer.echo(json.dumps(result, ensure_ascii=False))
    else:
        print_reading(result, text, lang)


def _read_folder(folder: Path, lang: str, day: date | None, as_json: bool) -> int:
    """Read every contract of a folder in parallel; one bad file costs no other."""
    from rich.console import Console
    from rich.progress import Progress

    files = files_of(folder, lang, as_json)
    failed = 0
    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("读合同", total=len(files))
        for line, is_read in each_done(files, partial(_line, lang=lang, day=day, as_json=as_json)):
            progress.advance(task)
            failed += not is_read
            typer.echo(line)
    return 2 if failed else 0


def _line(path: Path, lang: str, day: date | None, as_json: bool) -> tuple[str, bool]:
    """What is said of one file of a folder, and whether it could be read."""
    result, _text = read_file(path, lang, day)
    is_read = "errors" not in result
    if as_json:
        return json.dumps(result, ensure_ascii=False), is_read
    return f"{path.name}  {_summary(result) if is_read else result['errors'][0]['reason']}", is_read


def _summary(result: dict[str, Any]) -> str:
    found = agreements(result)
    terms = sum(len(document["terms"]) for document in found)
    findings = sum(len(document["findings"]) for document in found)
    return f"{len(found)} 份协议，{terms} 条约定，{findings} 处问题"
