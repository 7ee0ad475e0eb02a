"""A report of operations (运营报告): the figures of a month, quarter or year with charts, by store, and what each side says."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from .statement_words import labels
from .typesetting import typeset

OWN: dict[str, tuple[str, str]] = {
    "of_whole": ("合计", "In sum"),
    "months": ("近六个月", "Six months"),
    "dashed": ("虚线是约定的目标", "dashed: the agreed target"),
    "by_place": ("逐店、逐合同", "By store and contract"),
    "missed": ("没有达到目标的", "Targets missed"),
    "comments": ("双方的话", "What both sides say"),
    "nothing_said": ("没有写", "nothing"),
    "formulas": ("怎么算的", "How it is counted"),
}


@dataclass(frozen=True, slots=True)
class Chart:
    """One measure over months: `svg` the shapes, `labels` the months, `values` in words under them."""

    name: str
    svg: str
    labels: Sequence[str]
    values: Sequence[str]


@dataclass(frozen=True, slots=True)
class ReportPaper:
    """What is printed, all in the reader's language. `figures` and `places` have a head and rows of words; `mark` says who
    took it when, or that it was issued; `comments` are who and what, in order."""

    language: str
    title: str
    line: str
    parties: Sequence[tuple[str, str]]
    mark: str
    head: Sequence[str]
    figures: Sequence[Sequence[str]]
    charts: Sequence[Chart]
    place_head: Sequence[str]
    places: Sequence[Sequence[str]]
    missed: Sequence[str] = ()
    comments: Sequence[tuple[str, str]] = ()
    formulas: Sequence[tuple[str, str]] = field(default=())


def scorecard_pdf(paper: ReportPaper, made_at: datetime) -> bytes:
    """Set the report on A4, PDF/A-2b; the same input gives the same bytes."""
    meta = {"lang": paper.language}
    t = labels(meta) | {key: pair[paper.language == "en"] for key, pair in OWN.items()}
    data: dict[str, object] = {
        "t": t,
        "lang": paper.language,
        "title": paper.title,
        "line": paper.line,
        "running": [paper.title, paper.line],
        "parties": [list(one) for one in paper.parties],
        "mark": paper.mark,
        "head": list(paper.head),
        "figures": [list(row) for row in paper.figures],
        "charts": [
            {"name": one.name, "svg": one.svg, "labels": list(one.labels), "values": list(one.values)}
            for one in paper.charts
        ],
        "place_head": list(paper.place_head),
        "places": [list(row) for row in paper.places],
        "missed": list(paper.missed),
        "comments": [list(one) for one in paper.comments],
        "formulas": [list(one) for one in paper.formulas],
    }
    return typeset("scorecard", data, made_at)
