"""`paidang contract read`: a contract's text becomes cited terms and findings. No database, server or network."""

import hashlib
import json
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(help="读合同：逐条约定，附原文出处与问题。", no_args_is_help=True)
SUFFIXES = (".txt", ".md", ".html", ".htm", ".docx", ".pdf")


@app.callback()
def _contract() -> None:
    """读合同。"""


@app.command()
def read(
    path: Annotated[Path, typer.Argument(help="合同文件，或放着合同的文件夹")],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON；文件夹则每个文件一行")] = False,
    lang: Annotated[str, typer.Option(help="问题说明的语言：zh 或 en")] = "zh",
    as_of: Annotated[str, typer.Option(help="按哪一天看日历，如 2026-09-01")] = "",
) -> None:
    """读一份合同，或一个文件夹里的合同。"""
    day = _day(as_of)
    if lang not in ("zh", "en"):
        _refuse("--lang", lang, "lang", "只有 zh 和 en", as_json)
    if path.is_dir():
        raise typer.Exit(_read_folder(path, lang, day, as_json))
    result = read_file(path, lang, day)
    if "errors" in result:
        if as_json:
            typer.echo(json.dumps(result, ensure_ascii=False))
        else:
            typer.echo(result["errors"][0]["reason"], err=True)
        raise typer.Exit(2)
    if as_json:
        typer.echo(json.dumps(result, ensure_ascii=False))
    else:
        _print(result, lang)


def read_file(path: Path, lang: str, day: date | None) -> dict[str, Any]:
    """The reading of one file, or its error in the form of SPEC §11."""
    from paidang.contracts.rules.reading import read_contract
    from paidang.printing.read_text import Unreadable, read_text

    try:
        content = path.read_bytes()
        text = read_text(content, path.name)
    except FileNotFoundError:
        return _errors(path.name, None, None, "没有这个文件")
    except (OSError, Unreadable) as error:
        return _errors(path.name, None, None, str(error))
    sha256 = hashlib.sha256(content).hexdigest()
    return read_contract(text, name=path.name, sha256=sha256, as_of=day, lang=lang).to_json()


def _errors(file: str, column: str | None, value: str | None, reason: str) -> dict[str, Any]:
    return {
        "errors": [{"file": file, "row": None, "column": column, "value": value, "reason": reason}],
        "count": 1,
    }


def _refuse(file: str, value: str, column: str, reason: str, as_json: bool) -> None:
    typer.echo(
        json.dumps(_errors(file, column, value, reason), ensure_ascii=False)
        if as_json
        else f"{file}：{reason}",
        err=not as_json,
    )
    raise typer.Exit(2)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise typer.BadParameter("日期要写成 2026-09-01 这样", param_hint="--as-of") from None


def _read_folder(folder: Path, lang: str, day: date | None, as_json: bool) -> int:
    """Read every contract of a folder in parallel; one bad file costs no other."""
    from rich.console import Console
    from rich.progress import Progress

    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
    failed = 0
    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty()) as progress:
        task = progress.add_task("读合同", total=len(files))
        for path, result in zip(files, _read_all(files, lang, day), strict=True):
            progress.advance(task)
            failed += "errors" in result
            if as_json:
                typer.echo(json.dumps(result, ensure_ascii=False))
            else:
                typer.echo(
                    f"{path.name}  {result['errors'][0]['reason'] if 'errors' in result else _summary(result)}"
                )
    return 2 if failed else 0


def _read_all(files: list[Path], lang: str, day: date | None) -> Iterator[dict[str, Any]]:
    from concurrent.futures import ProcessPoolExecutor

    if len(files) < 8:
        yield from (read_file(path, lang, day) for path in files)
        return
    with ProcessPoolExecutor() as pool:
        yield from pool.map(read_file, files, [lang] * len(files), [day] * len(files), chunksize=8)


def _summary(result: dict[str, Any]) -> str:
    agreements = [document for document in result["documents"] if document["kind"] != "not_agreement"]
    terms = sum(len(document["terms"]) for document in agreements)
    findings = sum(len(document["findings"]) for document in agreements)
    return f"{len(agreements)} 份协议，{terms} 条约定，{findings} 处问题"


def _print(result: dict[str, Any], lang: str) -> None:
    from rich.console import Console
    from rich.table import Table

    from paidang.contracts.rules.reading.vocabulary import label, show_value

    console = Console()
    for document in result["documents"]:
        console.print(f"\n{document['title']}（{document['kind']}）", style="bold", markup=False)
        if not document["terms"]:
            continue
        table = Table("约定", "值", "条款", "原文", box=None)
        for term in document["terms"]:
            quote = term["quote"].replace("\n", "")
            table.add_row(
                label(term["term"], lang),
                show_value(term["term"], term["value"], lang),
                term["clause"],
                quote[:40],
            )
        console.print(table, markup=False)
        for finding in document["findings"]:
            console.print(f"  [{finding['severity']}] {finding['message']}", markup=False)
