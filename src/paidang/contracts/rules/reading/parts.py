"""The parts of a text's sentences: what stands between two commas, colons or cell borders, and who acts in it."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from paidang.contracts.rules.reading.clauses import STYLES
from paidang.contracts.rules.reading.mentions import AGENT, PARTY, SUBJECT, Mention, mentions, side_of
from paidang.contracts.rules.reading.squeezed import Squeezed
from paidang.kit.patterns import compiled

BORDER = compiled(
    r"[。；！？!?\n|]|(?<![0-9])，|，(?![0-9]{3})|：(?![0-9])|(?<![0-9])：|(?<![甲乙丙]方)、(?=由?[甲乙丙]方(?![和与及、]))|(?<=[^，。；：\n由])(?=而由?[甲乙丙]方)|(?<=方(?:选定|负责|承担|支付|指定|提供|安排|确定|办理|决定|联系))、(?=[^，。；、\n甲乙]{1,6}由[甲乙]方)"
)
ENDS_SENTENCE = "。！？!?\n"
BRACKETS = compiled(r"（(?P<in>[^（）\n]{0,80})）")
"""What stands in brackets is a sentence of its own: it says nothing of who acts around it."""
JOINS = compiled(r"并且?|且|同时|还|亦|也|另|再|以及|负责|提供|承担|自行|应当?|须|需")
NUMBER = compiled("|".join(f"(?P<{name}>{pattern})" for name, pattern in STYLES))
ONLY_KNOWS = compiled(
    r"[甲乙]方(?:都|也|是|已经?)*(?:知道|知悉|清楚|明白|了解|晓得|没意见|无异议|理解)(?:的)?(?=[，。；])"
)
"""An aside on what a party knows; it does not act on what follows."""
HEAD = compiled(
    rf"[^，。；：]{{0,8}}?(?P<p>{PARTY.pattern})(?:的|之|承办|承接|代管|代办|受托|承揽|具体|干|哪些|出|应当?|须|需要?|要|负责|承担|主要|具体|提供|完成|办理|管|做|按|保证|权利|权益|义务|责任|职责|工作|任务|分工|事项|事务|内容|服务|事情?|活|这些|以下|下列|如下|范围|方面|部分|要做|该做|什么|有|是|为|包括|[与和及、]|[向为给][甲乙]方)*(?:：|$)"
)
TICK = compiled(r"[√✓✔☑■●○◎]|是|负责|主责|Y|y")
LONGEST_HEAD = 30
LONGEST_PART = 300
"""A text without punctuation is cut: what stands farther away says nothing of who acts here."""


class Part(NamedTuple):
    """A piece of a sentence."""

    start: int
    end: int
    border: str
    """What ends it."""
    sentence: int
    """Where its sentence begins."""
    mentions: tuple[Mention, ...]
    carried: Mention | None
    """Who acted before in the sentence, if the part has nobody of its own."""
    head: Mention | None
    """Who acts by the heading above: 甲方负责：…"""

    @property
    def actor(self) -> Mention | None:
        """Its agent, else its subject."""
        return next((m for role in (AGENT, SUBJECT) for m in self.mentions if m.role == role), None)

    def of(self, *roles: str) -> list[Mention]:
        return [mention for mention in self.mentions if mention.role in roles]


class Parts:
    """The parts of one document, looked up by place."""

    def __init__(self, squeezed: Squeezed, agency: str = "") -> None:
        """`agency` is the side that is known to render the services, if any is."""
        self.agency = agency
        self.squeezed = squeezed
        self.text = squeezed.text
        masked = BRACKETS.sub(lambda match: "·" * len(match[0]), self.text)
        outer = list(_parts(masked, 0, len(masked), _heads(masked)))
        inner = [
            part
            for match in BRACKETS.finditer(self.text)
            if PARTY.search(match["in"])
            for part in _parts(self.text, *match.span("in"), [])
        ]
        self.all = [*outer, *inner]
        self._ticks = list(_ticks(self.text))
        self._outer, self._inner = [part.start for part in outer], [part.start for part in inner]

    def index(self, place: int) -> int:
        """The number of the part in which a place lies."""
        within = bisect_right(self._inner, place) - 1
        if within >= 0 and place < self.all[len(self._outer) + within].end:
            return len(self._outer) + within
        return max(0, bisect_right(self._outer, place) - 1)

    def ticked(self, place: int) -> str:
        """Whose column is ticked in the row of a table; "" elsewhere."""
        return next((side for start, end, side in self._ticks if start <= place < end), "")

    def words(self, part: Part) -> str:
        return self.text[part.start : part.end]

    def heading(self, place: int) -> str:
        """The nearest line above that has no stop in it or ends in a colon: what stands below it is listed."""
        line = self.text.rfind("\n", 0, place)
        while line > 0:
            above = self.text.rfind("\n", 0, line)
            words = self.text[above + 1 : line]
            if words.endswith("：") or (len(words) < LONGEST_HEAD and not re.search(r"[，。；]", words)):
                return words
            line = above
        return ""

    def sentence(self, index: int) -> tuple[int, int]:
        """The numbers of the first and the last part of a part's sentence."""
        number = self.all[index].sentence
        first = last = index
        while first and self.all[first - 1].sentence == number:
            first -= 1
        while last + 1 < len(self.all) and self.all[last + 1].sentence == number:
            last += 1
        return first, last


def _ticks(text: str) -> Iterator[tuple[int, int, str]]:
    """The rows of |事项|甲方|乙方| with the party whose cell is ticked: |发货|√||."""
    columns: dict[int, str] = {}
    for line in re.finditer(r"[^\n]+", text):
        cells = line[0].strip("|").split("|") if line[0].count("|") > 1 else []
        named = {n: side_of(cell) for n, cell in enumerate(cells) if PARTY.fullmatch(cell)}
        if len(named) > 1:
            columns = named
        ticked = {
            columns[n]
            for n, cell in enumerate(line[0].lstrip("|").split("|"))
            if n in columns and TICK.fullmatch(cell)
        }
        if len(ticked) == 1 and cells:
            yield line.start(), line.end(), ticked.pop()
        elif not cells:
            columns = {}


def _parts(masked: str, first: int, last: int, heads: list[tuple[int, int, Mention]]) -> Iterator[Part]:
    carried: Mention | None = None
    sentence = start = first
    at = 0
    for end, after, mark in _borders(masked, first, last):
        if end > start:
            while at < len(heads) and heads[at][1] <= start:
                at += 1
            head = heads[at][2] if at < len(heads) and heads[at][0] <= start else None
            named = tuple(mentions(masked, start, end))
            part = Part(start, end, mark, sentence, named, carried, head)
            yield part
            carried = carried if ONLY_KNOWS.search(masked, start, end) else part.actor or carried
        if mark in ENDS_SENTENCE or (mark == "；" and not JOINS.match(masked, end + 1)):
            carried = None
        if mark in ENDS_SENTENCE + "；":
            sentence = after
        start = after


def _borders(masked: str, first: int, last: int) -> Iterator[tuple[int, int, str]]:
    """Where each part ends, where the next one begins, and the mark between them."""
    start = first
    for border in [*BORDER.finditer(masked, first, last), None]:
        end = border.start() if border else last
        while end - start > LONGEST_PART:
            start += LONGEST_PART
            yield start, start, "，"
        start = border.end() if border else end
        yield end, start, border[0] if border else "\n"


def _style(number: re.Match[str]) -> str:
    """The kind of a clause's number, and how deep it is: 3.1 and 3.1.1, D and D1 differ."""
    return f"{number.lastgroup}{number[0].rstrip('、.．').count('.')}{bool(re.search('[A-H][0-9]', number[0])):d}"


def _heads(masked: str) -> list[tuple[int, int, Mention]]:
    """The stretches of text that stand below a heading with a party in it, as (from, to, party)."""
    found: list[tuple[int, int, Mention]] = []
    head: Mention | None = None
    head_style = item_style = ""
    since = 0
    for line in re.finditer(r"[^\n]+", masked):
        number = NUMBER.match(masked, line.start(), line.end())
        style = _style(number) if number else ""
        if head and (
            (style == head_style and (style or not _is_plain_item(line[0])))
            or style.startswith(("chapter", "article"))
            or (item_style and style != item_style and not number)
        ):
            found.append((since, line.start(), head))
            head = None
        item_style = item_style or style
        first = number.end() if number else line.start()
        named = _named_above(masked, first, line.end())
        if named:
            if head:
                found.append((since, line.start(), head))
            head, since, head_style, item_style = named[0], named[1], style, ""
    if head:
        found.append((since, len(masked), head))
    return found


def _is_plain_item(line: str) -> bool:
    """Whether a line without a number may be one of those below a heading without one."""
    return len(line) <= LONGEST_HEAD and not re.search("[。：]", line) and not PARTY.match(line)


def _named_above(masked: str, start: int, end: int) -> tuple[Mention, int] | None:
    """The party that a line names for what stands below it, and from where on: 乙方的工作; 乙方提供下列服务：."""
    named = HEAD.match(masked, start, end)
    if named and (masked[named.end() - 1] == "：" or (named.end() == end and end - start < LONGEST_HEAD)):
        return Mention(side_of(named["p"]), SUBJECT, *named.span("p")), named.end()
    if masked[end - 1] != "：":
        return None
    last = max(masked.rfind(mark, start, end - 1) for mark in "，。；")
    acting = [m for m in mentions(masked, max(start, last + 1), end - 1) if m.role in (AGENT, SUBJECT)]
    return (acting[0], end) if acting else None
