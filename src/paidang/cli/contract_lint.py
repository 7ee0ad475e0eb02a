"""`paidang contract lint`: what is wrong, missing or unlawful in a contract, by which law, and what to write instead."""

import json
from collections.abc import Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer

from paidang.cli.contract_files import (
    agreements,
    check_lang,
    each_done,
    files_of,
    parse_day,
    read_file,
    refuse,
)

MARKS = {
    "error": ("必须处理", "must be mended", "red"),
    "warning": ("建议处理", "should be mended", "yellow"),
    "note": ("提示", "note", "cyan"),
}
HOW = {
    "replace": ("改为", "write instead"),
    "after": ("在这句后面加", "add behind it"),
    "clause": ("加一条", "add a clause"),
}
STRUCK = ("（删去）", "(strike it)")


def lint(
    path: Annotated[Path, typer.Argument(help="合同文件，或放着合同的文件夹")],
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON；文件夹则每个文件一行")] = False,
    lang: Annotated[str, typer.Option(help="说明的语言：zh 或 en")] = "zh",
    as_of: Annotated[str, typer.Option(help="按哪一天看日历，如 2026-09-01")] = "",
) -> None:
    """只查问题：哪里不对、依据哪一条法、建议怎么写。退出码 0 没有要处理的，1 有，2 读不了。"""
    day = parse_day(as_of, as_json)
    check_lang(lang, as_json)
    files = files_of(path, lang, as_json) if path.is_dir() else [path]
    worst = 0
    for found in each_done(files, partial(_lint_file, lang=lang, day=day)):
        if "errors" in found and not path.is_dir():
            refuse(found, as_json)
        worst = max(worst, _exit_code(found))
        if as_json:
            typer.echo(json.dumps(found, ensure_ascii=False))
        else:
            _print(found, lang)
    raise typer.Exit(worst)


def _lint_file(path: Path, lang: str, day: date | None) -> dict[str, Any]:
    """The findings of one file, or its error."""
    result, text = read_file(path, lang, day)
    return result if "errors" in result else _lint(result, text, lang, day)


def _lint(result: Mapping[str, Any], text: str, lang: str, day: date | None) -> dict[str, Any]:
    """The findings of each agreement with the law in words and the wording proposed."""
    from paidang.contracts.rules.remedies import remedy_of

    documents = []
    for document in agreements(result):
        findings = []
        for finding in document["findings"]:
            remedy = remedy_of(finding, document=document, text=text, as_of=day)
            findings.append(
                {
                    **finding,
                    "article": _article(finding["law"], lang),
                    "remedy": remedy.to_json() if remedy else None,
                }
            )
        documents.append({"title": document["title"], "kind": document["kind"], "findings": findings})
    return {"source": result["source"], "documents": documents}


def _article(law: str | None, lang: str) -> dict[str, str] | None:
    from paidang.contracts.rules.laws import LAWS

    if law is None:
        return None
    article = LAWS[law]
    name, says = (article.en, article.says_en) if lang == "en" else (article.zh, article.says_zh)
    return {"name": name, "says": says}


def _exit_code(found: Mapping[str, Any]) -> int:
    if "errors" in found:
        return 2
    severities = {finding["severity"] for document in found["documents"] for finding in document["findings"]}
    return 1 if severities & {"error", "warning"} else 0


def _print(found: Mapping[str, Any], lang: str) -> None:
    from rich.console import Console

    console, at = Console(highlight=False, soft_wrap=True), int(lang == "en")
    if "errors" in found:
        first = found["errors"][0]
        console.print(f"{first['file']}  {first['reason']}", markup=False)
        return
    for document in found["documents"]:
        clean = ("没有问题。", "Nothing found.")[at] if not document["findings"] else ""
        console.print(
            f"\n{found['source']['name']}  {document['title']}  {clean}", style="bold", markup=False
        )
        for finding in document["findings"]:
            words = MARKS[finding["severity"]]
            console.print(f"\n[{words[at]}] {finding['message']}", style=words[2], markup=False)
            for quote in finding["quotes"]:
                bare = quote["quote"].replace("\n", "")
                console.print(f"  {quote['clause']}  “{bare}”", markup=False)
            if article := finding["article"]:
                console.print(f"  {article['name']}：{article['says']}", markup=False)
            if remedy := finding["remedy"]:
                new = remedy["new"].strip() or STRUCK[at]
                console.print(f"  {HOW[remedy['how']][at]}：{new}", style="green", markup=False)
                if at:
                    console.print(f"  ({remedy['gloss']})", markup=False)
