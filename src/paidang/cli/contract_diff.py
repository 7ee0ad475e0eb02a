"""`paidang contract diff`: two versions of a contract, clause by clause and word by word, and the terms that differ."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, cast

import typer

from paidang.cli.contract_files import agreements, check_lang, errors, into, read_file, refuse

if TYPE_CHECKING:
    from rich.text import Text

    from paidang.contracts.rules.comparing import ClauseChange, Comparison, TermChange
    from paidang.settlement.rules.changed_calendar import Basis, Meaning

KINDS = {
    "same": ("改了编号", "renumbered"),
    "changed": ("改了字", "changed"),
    "moved": ("挪了位置", "moved"),
    "added": ("新增", "added"),
    "removed": ("删去", "removed"),
}
EXAMPLE_MONTH = "2026-09"
MARKS = {"out": ("[-", "-]", "red strike"), "in": ("{+", "+}", "green"), "same": ("", "", "")}


def diff(
    old: Annotated[Path, typer.Argument(help="原来的合同文件")],
    new: Annotated[Path, typer.Argument(help="改过的合同文件")],
    amends: Annotated[bool, typer.Option("--amends", help="第二份是补充协议：列出变更以后的约定")] = False,
    month: Annotated[
        str, typer.Option(help="用哪个月的对账单看违约金和付款日，如 2026-10；不写用示例月")
    ] = "",
    payable: Annotated[str, typer.Option(help="那个月的应付，元")] = "10000.00",
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    lang: Annotated[str, typer.Option(help="语言：zh 或 en")] = "zh",
) -> None:
    """比较两份合同：逐条、逐字，再列出哪些约定变了。退出码 0 说的一样，1 有不同，2 读不了。"""
    from paidang.contracts.rules.comparing import compare, pair_documents

    check_lang(lang, as_json)
    basis = _basis(month, payable, as_json)
    (before, before_text), (after, after_text) = (_read(path, lang, as_json) for path in (old, new))
    if amends:
        changes, amended = _amended(agreements(before)[0], agreements(after)[-1])
        rows = _days(agreements(before)[0]["terms"], amended, basis)
        if as_json:
            shown = {
                "changes": [change.to_json() for change in changes],
                "terms": amended,
                "days": _plain(rows),
            }
            typer.echo(
                json.dumps({"old": before["source"], "new": after["source"], **shown}, ensure_ascii=False)
            )
        else:
            typer.echo("\n".join([*(_term(change, lang) for change in changes), *_day_lines(rows, lang)]))
        raise typer.Exit(1 if changes else 0)
    pairs = pair_documents(agreements(before), agreements(after))
    found = [compare(before_text, one, after_text, other) for one, other in pairs]
    days = [_days(_terms_of(one), _terms_of(other), basis) if one and other else [] for one, other in pairs]
    if as_json:
        documents = [each.to_json() | {"days": _plain(rows)} for each, rows in zip(found, days, strict=True)]
        sources = {"old": before["source"], "new": after["source"]}
        typer.echo(json.dumps({**sources, "documents": documents}, ensure_ascii=False))
    else:
        _print(found, days, lang)
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


def _basis(month: str, payable: str, as_json: bool) -> "Basis":
    """The statement by which days and late fees are looked at: sent on the 10th of the month after."""
    from datetime import date

    from paidang.kit.money import fen_from_yuan
    from paidang.kit.period import next_month
    from paidang.settlement.rules.changed_calendar import Basis

    try:
        year, number = (int(part) for part in next_month(month or EXAMPLE_MONTH).split("-"))
        return Basis(month or EXAMPLE_MONTH, fen_from_yuan(payable), date(year, number, 10))
    except ValueError:
        refuse(errors("--month", None, None, "写成 --month 2026-10 --payable 10000.00"), as_json)


def _days(
    old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]], basis: "Basis"
) -> list["Meaning"]:
    from paidang.contracts.rules.read_terms import BRAND, ReadTerms
    from paidang.settlement.rules.changed_calendar import meanings

    return meanings(ReadTerms(old, BRAND), ReadTerms(new, BRAND), basis)


def _terms_of(document: Mapping[str, object]) -> Sequence[Mapping[str, Any]]:
    return cast("Sequence[Mapping[str, Any]]", document["terms"])


def _plain(days: Sequence["Meaning"]) -> list[dict[str, str]]:
    return [{"what": str(row.what), "old": str(row.was), "new": str(row.now)} for row in days]


def _day_lines(days: Sequence["Meaning"], lang: str) -> list[str]:
    from paidang.kit.sentence import worded

    said = into(lang)
    return [f"  {worded(row.what, said)}：{worded(row.was, said)} → {worded(row.now, said)}" for row in days]


def _print(found: Sequence["Comparison"], days: Sequence[Sequence["Meaning"]], lang: str) -> None:
    from rich.console import Console

    console, at = Console(highlight=False, soft_wrap=True), int(lang == "en")
    for each, rows in zip(found, days, strict=True):
        console.print(f"\n{each.new_title or each.old_title}", style="bold", markup=False)
        if not each.changes and not each.terms:
            console.print(("两份说的一样。", "They say the same.")[at])
        for change in each.changes:
            console.print(_heading(change, at), style="cyan", markup=False)
            if not change.says_the_same:
                console.print(_marked(change))
        for term in each.terms:
            console.print(_term(term, lang), markup=False)
        for line in _day_lines(rows, lang):
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
