"""A contract's text with its marks, and the panel of what was read in it. Pure: from the reading to what a page shows.

A mark is a piece of the text and never changes it: the pieces of all lines, joined, are the document again.
"""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from paidang.contracts.rules.reading.model import Quote
from paidang.contracts.rules.reading.unread import unread_sentences
from paidang.contracts.rules.reading.vocabulary import GROUPS, group, label, show_value

Found = Mapping[str, Any]  # a term or a quotation as READING gives it: start, end, quote, clause, …

ERROR, WARNING, NOTE, UNREAD, TERM = "e", "w", "n", "u", ""
STATUS_MARKS = {"blank": ERROR, "conflict": ERROR}
SEVERITY_MARKS = {"error": ERROR, "warning": WARNING, "note": NOTE}
_WORST = (ERROR, WARNING, TERM, NOTE, UNREAD)
_HEADING = re.compile(
    r"\s*(?:#+ |第[一二三四五六七八九十百零\d]+[章条编节部]|[一二三四五六七八九十]+、|(?:Article|Chapter|Section) \w+)"
)
DAY_KIND = ".day_kind"


@dataclass(frozen=True, slots=True)
class Span:
    """Where an item (`t-3`, `f-2`) stands in the text, and in which colour."""

    start: int
    end: int
    item: str
    kind: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of the text under the same marks. `of` names their items, the narrowest first; `numbers` ends a term."""

    text: str
    of: tuple[str, ...] = ()
    kind: str = ""
    numbers: str = ""
    anchor: str = ""

    @property
    def items(self) -> str:
        return " ".join(self.of)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the text with its line end; `kind` is title, heading, blank or nothing."""

    kind: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class TermRow:
    """One term in the panel. `number` is that of its place in the text: terms of one quotation share it."""

    number: int
    term: str
    name: str
    value: str
    status: str
    quote: str
    clause: str

    @property
    def item(self) -> str:
        return f"t-{self.number}"


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding in the panel."""

    number: int
    code: str
    severity: str
    message: str
    law: str
    quotes: tuple[Found, ...]

    @property
    def item(self) -> str:
        return f"f-{self.number}"

    @property
    def headline(self) -> str:
        """The first sentence of the message."""
        return self._sentences[0]

    @property
    def rest(self) -> str:
        return self._sentences[1]

    @property
    def _sentences(self) -> tuple[str, str]:
        first, stop, rest = self.message.partition("。" if "。" in self.message else ". ")
        return first + stop.strip(), rest

    @property
    def clauses(self) -> list[str]:
        return list(dict.fromkeys(str(quote["clause"]) for quote in self.quotes if quote["clause"]))


@dataclass(frozen=True, slots=True)
class UnreadRow:
    """A sentence with a duty or a number in which nothing was read."""

    number: int
    place: Quote

    @property
    def item(self) -> str:
        return f"u-{self.number}"


@dataclass(slots=True)
class Sheet:
    """Everything the contract's page shows of the reading."""

    lang: str = "zh"
    lines: list[Line] = field(default_factory=list)
    terms: list[TermRow] = field(default_factory=list)
    findings: list[FindingRow] = field(default_factory=list)
    unread: list[UnreadRow] = field(default_factory=list)

    def count(self, status: str, *, but: Container[str] = ()) -> int:
        """How many terms have this status, those settled since not counted."""
        return sum(term.status == status and term.term not in but for term in self.terms)

    @property
    def groups(self) -> list[tuple[str, list[TermRow]]]:
        """The terms by group, in each in the order of the text."""
        found: dict[str, list[TermRow]] = {key: [] for key in GROUPS}
        for term in self.terms:
            found.setdefault(group(term.term), []).append(term)
        return [(self._group_word(key), rows) for key, rows in found.items() if rows]

    def _group_word(self, key: str) -> str:
        return GROUPS[key][0 if self.lang == "zh" else 1] if key in GROUPS else key


def make_sheet(*, text: str, document: Found, lang: str) -> Sheet:
    """Lay out one document of a reading; what lies outside the document is not shown."""
    first, last = _bounds(document, text)
    found: Sequence[Found] = document["terms"]
    numbers = _numbers(found)
    sheet = Sheet(lang, terms=_term_rows(found, numbers, lang), findings=_finding_rows(document, lang))
    spans = [
        Span(start, end, f"t-{numbers[start, end]}", kind) for (start, end), kind in _kinds(found).items()
    ]
    spans += [
        Span(int(str(quote["start"])), int(str(quote["end"])), finding.item, SEVERITY_MARKS[finding.severity])
        for finding in sheet.findings
        for quote in finding.quotes
    ]
    places = [(span.start, span.end) for span in spans]
    sheet.unread = [
        UnreadRow(number, place)
        for number, place in enumerate(unread_sentences(text, first, last, places), start=1)
    ]
    spans += [Span(row.place.start, row.place.end, row.item, UNREAD) for row in sheet.unread]
    inside = [span for span in spans if first <= span.start < span.end <= last]
    sheet.lines = lay_out(text, first, last, inside, title=str(document["title"]))
    return sheet


def _bounds(document: Found, text: str) -> tuple[int, int]:
    return int(str(document.get("start", 0))), int(str(document.get("end", len(text))))


def _place(found: Found) -> tuple[int, int]:
    return int(str(found["start"])), int(str(found["end"]))


def _numbers(terms: Iterable[Found]) -> dict[tuple[int, int], int]:
    """Each quotation's number, 1 for the first in the text."""
    return {place: number for number, place in enumerate(sorted({_place(term) for term in terms}), start=1)}


def _kinds(terms: Iterable[Found]) -> dict[tuple[int, int], str]:
    kinds: dict[tuple[int, int], str] = {}
    for term in terms:
        kind = STATUS_MARKS.get(str(term["status"]), TERM)
        kinds[_place(term)] = ERROR if ERROR in (kind, kinds.get(_place(term))) else kind
    return kinds


def _term_rows(terms: Sequence[Found], numbers: Mapping[tuple[int, int], int], lang: str) -> list[TermRow]:
    """The rows in the order of the text; the kind of days stands with their number."""
    kinds = {
        (str(term["term"]), _place(term)): term for term in terms if str(term["term"]).endswith(DAY_KIND)
    }
    rows = []
    for term in sorted(terms, key=lambda term: numbers[_place(term)]):
        key = str(term["term"])
        if key.endswith(DAY_KIND) and any(
            other["term"] == key.removesuffix(DAY_KIND) and _place(other) == _place(term) for other in terms
        ):
            continue
        value = "" if term["value"] is None else show_value(key, term["value"], lang)
        if of_days := kinds.get((key + DAY_KIND, _place(term))):
            value = (
                f"{value}（{show_value(key + DAY_KIND, of_days['value'], lang)}）"
                if lang == "zh"
                else f"{value}, {show_value(key + DAY_KIND, of_days['value'], lang)}"
            )
        rows.append(
            TermRow(
                numbers[_place(term)],
                key,
                label(key, lang),
                value,
                str(term["status"]),
                str(term["quote"]),
                str(term["clause"]),
            )
        )
    return rows


def _finding_rows(document: Found, lang: str) -> list[FindingRow]:
    findings: Sequence[Found] = document["findings"]
    return [
        FindingRow(
            number,
            str(finding["code"]),
            str(finding["severity"]),
            str(finding["message"]),
            str(finding["law"] or ""),
            tuple(finding["quotes"]),
        )
        for number, finding in enumerate(findings, start=1)
    ]


# The text


def lay_out(text: str, first: int, last: int, spans: Sequence[Span], *, title: str = "") -> list[Line]:
    """Cut text[first:last] into lines and marked pieces; joined again they are text[first:last]."""
    cuts = {first, last} | {at for span in spans for at in (span.start, span.end)}
    starts: dict[int, list[Span]] = {}
    for span in spans:
        starts.setdefault(span.start, []).append(span)
    lines: list[Line] = []
    active: list[Span] = []
    seen: set[str] = set()
    at = first
    for end in _line_ends(text, first, last):
        pieces = []
        inner = sorted(cut for cut in cuts if at < cut < end) if len(cuts) < 50 else _between(cuts, at, end)
        for start, stop in zip([at, *inner], [*inner, end], strict=True):
            active = [span for span in active if span.end > start] + starts.get(start, [])
            pieces.append(_piece(text[start:stop], stop, active, seen))
        lines.append(Line(_line_kind(text[at:end], title, first_line=not lines), tuple(pieces)))
        at = end
    return lines


def _between(cuts: set[int], start: int, end: int) -> list[int]:
    """The cuts inside one line, by looking at the line's places: long texts have many cuts and short lines."""
    return [place for place in range(start + 1, end) if place in cuts]


def _line_ends(text: str, first: int, last: int) -> Iterable[int]:
    at = first
    while at < last:
        newline = text.find("\n", at, last)
        at = last if newline < 0 else newline + 1
        yield at


def _piece(text: str, stop: int, active: Sequence[Span], seen: set[str]) -> Piece:
    if not active or not text.strip("\r\n"):
        return Piece(text)
    spans = sorted(active, key=lambda span: (span.end - span.start, span.item.startswith("f")))
    kinds = {span.kind for span in spans}
    anchor = next((span.item for span in spans if span.item not in seen), "")
    seen.update(span.item for span in spans)
    ending = [
        span.item.removeprefix("t-") for span in spans if span.end == stop and span.item.startswith("t-")
    ]
    return Piece(
        text,
        of=tuple(dict.fromkeys(span.item for span in spans)),
        kind=next(kind for kind in _WORST if kind in kinds),
        numbers="·".join(ending),
        anchor=anchor,
    )


def _line_kind(line: str, title: str, *, first_line: bool) -> str:
    bare = line.strip()
    if not bare:
        return "blank"
    if bare == title.strip() or (first_line and len(bare) <= 40 and not bare.endswith(("。", "；", "."))):
        return "title"
    if _HEADING.match(line) and len(bare) <= 26 and not bare.endswith(("。", "；", "，", ".", ";")):
        return "heading"
    return ""


def sentence_around(text: str, start: int, end: int, *, most: int = 48) -> tuple[str, str, str]:
    """The quotation with the rest of its sentence before and after it, at most `most` characters each."""
    before = re.split(r"[。；\n]", text[max(0, start - most) : start])[-1]
    after = (
        re.split(r"(?<=[。；])|\n", text[end : end + most])[0]
        if end < len(text) and not text[start:end].endswith(("。", "；"))
        else ""
    )
    return before.lstrip(), text[start:end], after.rstrip()
