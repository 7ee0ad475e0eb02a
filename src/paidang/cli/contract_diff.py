"""`paidang contract diff`: two contracts clause by clause and word by word, the terms that differ, what they mean.

A month's money is settled by both: by its facts where they are given, else by a small example. No database.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from paidang.cli.contract_files import agreements, check_lang, errors, read_file, refuse
from paidang.cli.contract_meaning import NOTHING, lines_of, meant_by, month_from

if TYPE_CHECKING:
    from rich.text import Text

    from paidang.contracts.rules.comparing import ClauseChange, Comparison, TermChange

KINDS = {
    "same": ("改了编号", "renumbered"),
    "changed": ("改了字", "changed"),
    "moved": ("挪了位置", "moved"),
    "added": ("新增", "added"),
    "removed": ("删去", "removed"),
}
MARKS = {"out": ("[-", "-]", "red strike"), "in": ("{+", "+}", "green"), "same": ("", "", "")}


def diff(
    old: Annotated[Path, typer.Argument(help="原来的合同文件")],
    new: Annotated[Path, typer.Argument(help="改过的合同文件")],
    amends: Annotated[bool, typer.Option("--amends", help="第二份是补充协议：列出变更以后的约定")] = False,
    facts: Annotated[
        Path | None, typer.Option(help="一个月的事实文件夹，同 settle；改动值多少钱按它算，要同时写 --month")
    ] = None,
    month: Annotated[str, typer.Option(help="按哪个月看，如 2026-10；不写按示例月 2026-09")] = "",
    payable: Annotated[
        str, typer.Option(help="违约金按应付多少元看；不写按事实算出的，没有事实按 10000.00")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    lang: Annotated[str, typer.Option(help="语言：zh 或 en")] = "zh",
) -> None:
    """比较两份合同：逐条、逐字，列出哪些约定变了，差几天、几元。退出码 0 说的一样，1 有不同，2 读不了。"""
    from paidang.contracts.rules.comparing import compare, pair_documents

    check_lang(lang, as_json)
    looked_at = month_from(month, facts, payable, as_json)
    (before, before_text), (after, after_text) = (_read(path, lang, as_json) for path in (old, new))
    sources = {"old": before["source"], "new": after["source"]}
    if amends:
        main = agreements(before)[0]
        changes, amended = _amended(main, agreements(after)[-1])
        meant = meant_by(main["terms"], amended, changes, looked_at)
        if as_json:
            shown = {"changes": [change.to_json() for change in changes], "terms": amended}
            typer.echo(json.dumps(sources | shown | meant.to_json(), ensure_ascii=False))
        else:
            terms = (_term(change, lang) for change in changes)
            typer.echo("\n".join([*terms, *lines_of(meant, looked_at, lang)]))
        raise typer.Exit(1 if changes else 0)
    pairs = pair_documents(agreements(before), agreements(after))
    found = [compare(before_text, one, after_text, other) for one, other in pairs]
    meanings = [
        meant_by(_terms_of(one), _terms_of(other), each.terms, looked_at) if one and other else NOTHING
        for each, (one, other) in zip(found, pairs, strict=True)
    ]
    if as_json:
        documents = [each.to_json() | meant.to_json() for each, meant in zip(found, meanings, strict=True)]
        typer.echo(json.dumps({**sources, "documents": documents}, ensure_ascii=False))
    else:
        _print(found, [lines_of(meant, looked_at, lang) for meant in meanings], lang)
    raise typer.Exit(1 if any(each.changes or each.terms for each in found) else 0)


def _amended(
    main: Mapping[str, Any], supplement: Mapping[str, Any]
) -> tuple[list["TermChange"], list[Mapping[str, Any]]]:
    """What a supplementary agreement changes of a contract, and the contract's terms once it holds."""
    from paidang.contracts.rules.amending import OF_THE_PAPER
    from paidang.contracts.rules.comparing import compare_terms

    said = [term for term in supplement["terms"] if term["term"] not in OF_THE_PAPER]
    spoken = {term["term"] for term in said}
    kept = [term for term in main["terms"] if term["term"] not in spoken]
    amended = [*kept, *({**term, "clause": f"{supplement['title']} {term['clause']}"} for term in said)]
    return compare_terms(main["terms"], amended), amended


def _read(path: Path, lang: str, as_json: bool) -> tuple[Mapping[str, Any], str]:
    result, text = read_file(path, lang, None)
    if "errors" in result:
        refuse(result, as_json)
    if not agreements(result):
        refuse(errors(path.name, None, None, "这份文字里没有可以履行的协议"), as_json)
    return result, text


def _terms_of(document: Mapping[str, object]) -> Sequence[Mapping[str, Any]]:
    return cast("Sequence[Mapping[str, Any]]", document["terms"])


def _print(found: Sequence["Comparison"], meanings: Sequence[Sequence[str]], lang: str) -> None:
    from rich.console import Console

    console, at = Console(highlight=False, soft_wrap=True), int(lang == "en")
    for each, meant in zip(found, meanings, strict=True):
        console.print(f"\n{each.new_title or each.old_title}", style="bold", markup=False)
        if not each.changes and not each.terms:
            console.print(("两份说的一样。", "They say the same.")[at])
        for change in each.changes:
            console.print(_heading(change, at), style="cyan", markup=False)
            if not change.says_the_same:
                console.print(_marked(change))
        for term in each.terms:
            console.print(_term(term, lang), markup=False)
        for line in meant:
            console.print(line, markup=False)


def _heading(change: "ClauseChange", at: int) -> str:
    where = change.new if change.old in (None, change.new) else change.old
    if change.renumbered:
        where = f"{change.old} → {change.new}"
    return f"\n{where}  {KINDS[change.kind][at]}"


def _marked(change: "ClauseChange") -> "Text":
    """The clause with what goes in [-…-] and what comes in {+…+}, so that it reads without colours too."""
    from rich.text import Text

    text = Text("  ")
    for words in change.words:
        before, behind, style = MARKS[words.op]
        text.append(f"{before}{words.text}{behind}", style=style)
    return text


def _term(change: "TermChange", lang: str) -> str:
    from paidang.contracts.rules.reading.vocabulary import label, show_value

    def shown(terms: Sequence[Mapping[str, object]]) -> str:
        return "、".join(show_value(change.term, term["value"], lang) for term in terms) or "—"

    return f"  {label(change.term, lang)}：{shown(change.old)} → {shown(change.new)}"
