"""Where a place of the text stands: its clause and sentence, the headings above it, the row and column of a table."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from paidang.contracts.rules.reading.clauses import STYLES
from paidang.kit.patterns import compiled

Span = tuple[int, int]
NUMBERED = compiled("|".join(f"(?P<{name}>{pattern})" for name, pattern in STYLES))
CLAUSE_ENDS = compiled(r"[，：；。！？|]")
SENTENCE_ENDS = compiled(r"[。；！？]")
CELL_ENDS = compiled(r"[|。；]")
LONGEST_HEADING = 24
LONGEST_LEAD = 120


class Context(NamedTuple):
    """The stretches of text that say what a place is about, from the nearest to the farthest."""

    clause: Span
    """Between two commas, colons or cell borders."""
    sentence: Span
    before: Span
    """The paragraph up to the sentence."""
    sibling: Span
    """The paragraph before, if it stands on the same level."""
    heads: tuple[Span, ...]
    """Headings and lead-ins (…如下：) above, the innermost first."""
    column: Span | None
    """In a table: the head of the column."""
    row: Span | None
    """In a table: the row."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph or a row of a table."""

    start: int
    end: int
    heads: tuple[Span, ...]
    level: int
    columns: tuple[Span, ...]
    """The cells of the table's first row."""


class Outline:
    """The lines of a squeezed text, looked up by place."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = list(_lines(text))
        self._starts = [line.start for line in self.lines]
        self._clause_ends, self._sentence_ends, self._cell_ends = (
            _places(ends, text) for ends in (CLAUSE_ENDS, SENTENCE_ENDS, CELL_ENDS)
        )

    def context(self, start: int, end: int) -> Context:
        """The context of text[start:end]."""
        number = max(0, bisect_right(self._starts, start) - 1)
        line = self.lines[number]
        clause = _piece(self._clause_ends, line, start, end)
        labelled = self.text[line.start : line.end].strip("|").count("|") == 1
        ends = self._cell_ends if line.columns and not labelled else self._sentence_ends
        sentence = _piece(ends, line, start, end)
        above = self.lines[number - 1] if number else None
        sibling = (
            (above.start, above.end) if above and above.level == line.level else (line.start, line.start)
        )
        column, row = None, None
        if line.columns:
            column = line.columns[min(self.text.count("|", line.start, start), len(line.columns) - 1)]
            row = (line.start, line.end)
        return Context(clause, sentence, (line.start, sentence[0]), sibling, line.heads, column, row)


def _piece(ends: Sequence[int], line: Line, start: int, end: int) -> Span:
    """From the last end before a place, or the beginning of its line, to the first end after it."""
    before, after = bisect_left(ends, start), bisect_left(ends, end)
    first = max(line.start, ends[before - 1] + 1) if before else line.start
    last = min(line.end, ends[after]) if after < len(ends) else line.end
    return first, last


def _places(ends: re.Pattern[str], text: str) -> list[int]:
    return [match.start() for match in ends.finditer(text) if not _inside_number(text, match.start())]


def _inside_number(text: str, place: int) -> bool:
    """15，000: the comma of a number."""
    return text[place] == "，" and text[place - 1 : place].isdigit() and text[place + 1 : place + 4].isdigit()


def _lines(text: str) -> Iterator[Line]:
    stack: list[tuple[str, Span]] = []
    lead: Span | None = None
    columns: tuple[Span, ...] = ()
    for match in re.finditer(r"[^\n]+", text):
        start, end = match.span()
        number = NUMBERED.match(text, start, end)
        if "|" in match[0]:
            columns = columns or tuple(_cells(text, start, end))
        elif len(match[0]) > 1:
            columns = ()
        if number and "|" not in match[0]:
            style = str(number.lastgroup)
            if style == "dotted":
                style += str(number[0].rstrip("、.．").count("."))
            stack = _above(stack, style)
            lead = None
        yield Line(
            start,
            end,
            tuple(
                (first, last)
                for first, last in [*([lead] if lead else []), *(span for _, span in reversed(stack))]
                if last > first
            ),
            len(stack) + (1 if number else 0),
            columns,
        )
        if number and "|" not in match[0]:
            if says := _heading(text, number.end(), end):
                stack.append((style, says))
            else:
                stack.append((style, (start, start)))
        elif match[0][-1] == "：" and len(match[0]) < LONGEST_LEAD:
            lead = (start, end)


def _above(stack: list[tuple[str, Span]], style: str) -> list[tuple[str, Span]]:
    depth = next((i for i, (above, _) in enumerate(stack) if above == style), None)
    if style in ("chapter", "annex"):
        depth = 0
    return stack[:depth] if depth is not None else stack


def _heading(text: str, start: int, end: int) -> Span | None:
    """What a numbered line says about the lines below it: a heading, or a sentence that ends with a colon."""
    if text[end - 1] == "：" and end - start < LONGEST_LEAD:
        return start, end
    if end - start <= LONGEST_HEADING and not re.search(r"[。；，]", text[start:end]):
        return start, end
    return None


def _cells(text: str, start: int, end: int) -> Iterator[Span]:
    first = start
    for border in [*re.finditer(r"\|", text[start:end]), None]:
        last = start + border.start() if border else end
        yield first, last
        first = last + 1


def joined(spans: Sequence[Span]) -> Span:
    """From the first to the last of some spans."""
    return min(span[0] for span in spans), max(span[1] for span in spans)
