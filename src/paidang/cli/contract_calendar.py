"""`paidang contract calendar`: whether the settlement schedule can be kept, month by month, and the contract's days."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from paidang.cli.contract_files import agreements, check_lang, errors, into, read_file, refuse
from paidang.kit.sentence import say, worded

if TYPE_CHECKING:
    from paidang.contracts.rules.schedule import ScheduleMonth

HEADINGS = {
    "zh": ("月份", "对账单", "确认", "付款", "付款期到", "结论"),
    "en": ("Month", "Statement", "Confirmed", "Paid", "Window", "Verdict"),
}


def calendar(
    path: Annotated[Path, typer.Argument(help="合同文件")],
    year: Annotated[int, typer.Option(help="看哪一年；不写则看节假日已公布的最后一年")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    lang: Annotated[str, typer.Option(help="语言：zh 或 en")] = "zh",
) -> None:
    """排结算日程：哪几个月照约定的日子走不完；并列出合同里的日子。退出码 0 都走得完，1 有走不完的月份，2 读不了。"""
    from paidang.contracts.rules.schedule import YEARS, calendar_year

    check_lang(lang, as_json)
    if year and year not in YEARS:
        reason = say("年份要在 {first} 到 {last} 之间", first=YEARS[0], last=YEARS[-1])
        refuse(errors("--year", "year", str(year), worded(reason, into(lang))), as_json)
    result, _text = read_file(path, lang, None)
    if "errors" in result:
        refuse(result, as_json)
    if not agreements(result):
        refuse(
            errors(path.name, None, None, worded(say("这份文字里没有可以履行的协议"), into(lang))), as_json
        )
    documents = [_calendar(document, year or calendar_year(None)) for document in agreements(result)]
    if as_json:
        typer.echo(json.dumps({"source": result["source"], "documents": documents}, ensure_ascii=False))
    else:
        for document in documents:
            _print(document, lang)
    late = any(not month["feasible"] for document in documents for month in document["months"] or [])
    raise typer.Exit(1 if late else 0)


def _calendar(document: Mapping[str, Any], year: int) -> dict[str, Any]:
    from paidang.contracts.rules.dated_terms import dated_terms
    from paidang.contracts.rules.schedule import lacking, schedule_of, schedule_year

    places: dict[str, Mapping[str, Any]] = {}
    for term in document["terms"]:
        places.setdefault(term["term"], term)
    stated: Callable[[str], object | None] = lambda name: places.get(name, {}).get("value")  # noqa: E731
    schedule = schedule_of(stated)
    return {
        "title": document["title"],
        "year": year,
        "lacking": list(lacking(stated)),
        "months": [_month(month) for month in schedule_year(schedule, year)] if schedule else None,
        "dates": [
            {
                "term": dated.term, "day": dated.day.isoformat(), "provisional": dated.provisional,
                "clause": places[dated.term]["clause"], "quote": places[dated.term]["quote"],
            }
            for dated in dated_terms(stated)
        ],
    }  # fmt: skip


def _month(month: "ScheduleMonth") -> dict[str, Any]:
    """One month as JSON: days as ISO 8601, `send_by` null where no day of the month is early enough."""
    days = ("statement_by", "confirm_by", "pay_by", "window_start", "window_end", "send_by")
    found: dict[str, date | None] = {day: getattr(month, day) for day in days}
    return {
        "month": month.month,
        **{name: day.isoformat() if day else None for name, day in found.items()},
        "feasible": month.is_feasible,
        "days_over": month.days_over,
        "provisional": month.provisional,
    }


def _print(document: Mapping[str, Any], lang: str) -> None:
    from rich.console import Console
    from rich.table import Table

    from paidang.contracts.rules.reading.vocabulary import label

    console = Console()
    console.print(f"\n{document['title']}", style="bold", markup=False)
    if document["months"] is None:
        said = ("排不出日程", "The text names no full schedule of settlement")[lang == "en"]
        gaps = ("、", ", ")[lang == "en"].join(worded(what, into(lang)) for what in document["lacking"])
        console.print(f"{said}：{gaps}" if gaps else said)
    else:
        table = Table(*HEADINGS[lang], box=None)
        for month in document["months"]:
            days = (month[name][5:] for name in ("statement_by", "confirm_by", "pay_by", "window_end"))
            table.add_row(
                month["month"], *days, _verdict(month, lang), style=None if month["feasible"] else "bold"
            )
        console.print(table, markup=False)
    for dated in document["dates"]:
        provisional = {"zh": "（暂定）", "en": " (provisional)"}[lang] if dated["provisional"] else ""
        console.print(
            f"{dated['day']}{provisional}  {label(dated['term'], lang)}  {dated['clause']}", markup=False
        )


def _verdict(month: Mapping[str, Any], lang: str) -> str:
    """Whether it can be kept; by how many days not; by which day the statement would have to be sent."""
    english = lang == "en"
    if month["feasible"]:
        said = "can be kept" if english else "走得完"
    else:
        said = f"{month['days_over']} days over" if english else f"晚 {month['days_over']} 天"
        if month["send_by"]:
            said += f", send by {month['send_by'][5:]}" if english else f"，最迟 {month['send_by'][5:]} 发出"
    if month["provisional"]:
        said += " (provisional)" if english else "（暂定）"
    return said
