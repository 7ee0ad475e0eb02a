"""Whom to turn to at each party: after a label, in a sentence, or in the column of a table."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from paidang.contracts.rules.reading.party_words import PERSON
from paidang.contracts.rules.reading.squeezed import fold
from paidang.kit.patterns import compiled

OFFICE = r"(?:(?:[联聯]\s*[系络絡]|对接|對接|接洽|接口|通联|沟通)(?:\s*人员?|\s*窗口|专员|代表|员|负责人)|经\s*办(?:\s*人员?)?|承[办辦]人|经手人|[商业]务(?:代表|窗口|负责人)|负责(?:对接|联系|联络)(?:的?人)?|对口(?:联系)?人|(?:通知|文件)(?:收件|接收|签收)人|收件人)"
NAME = rf"(?:[A-Z][a-z]+ )?{PERSON}"
CONTACT = compiled(
    rf"(?:(?P<side>[甲乙])\s*方\s*|(?P<who>[一-鿿]{{2,4}}?))?(?:的|这边|那边|授权|业务|项目|指定|日常|通知|商务|现场|主要)*{OFFICE}(?:姓名)?(?:及电话|及联系方式|／电话|/电话)?\s*(?:[/／]\s*[A-Za-z][A-Za-z ]*)?\s*"
    rf"(?:[：﹕|]\s*[【（_＿]{{0,3}}\s*(?P<name>(?!经办(?![一-鿿])|代表(?![一-鿿])|经办人|联系人|联络人|电话|传真|手机|职务|邮箱|地址|签字)(?:(?:[A-Z][a-z]+ )?[〇㐀-鿿·\U00020000-\U0003ffff]{{2,8}}?|[A-Z][a-z]+(?: [A-Z][a-z]+){{0,2}})(?=[】）_＿。、，；]|传真|电话|手机|职务|邮箱|地址|[\s/（：|\d]|$)|(?<=_)_{{3,}}|_{{4,}})"
    rf"|(?:为|是|叫)(?P<said>{NAME})(?=[，。；（）\s]|$)"
    rf"|(?P<bare>{NAME})(?=[，。；（）\s]|$)|[^，。；：\n]{{0,4}}[我你]，(?P<self>{NAME})(?=[，。；]))"
    rf"|(?:管事|主事|说话算数|拿主意|牵头|接头|出面|张罗|跑腿)的?人?(?:是|为|叫)(?:[一-鿿]{{1,2}}(?:长|经理|主任|总))?(?P<chief>{NAME})(?=[，。；（）\s]|$)"
    rf"|负责(?:跟|管|办|对接|处理|联系)[^，。；：\n]{{0,8}}?的?人?(?:是|为|叫|：)(?P<told>{NAME})(?=[，。；（）\s]|$)"
)
LIKELY = compiled(
    r"[联聯]\s*[系络絡]|[对對]\s*接|接洽|接口|通联|沟通|[经經承]\s*[办辦]|经手|窗口|[商业]务代表|负责|对口|收件|接收人|签收人|管事|主事|说话算数|拿主意|牵头|接头|出面|张罗|跑腿"
)
COLUMN = compiled(rf"{OFFICE}|负责对接|对接")
CELL = compiled(r"[|\t]|[ 　]{2,}")
SCAN_BLANK = compiled(r"(?<=[一-鿿])[ 　](?=[一-鿿])")


class Party(Protocol):
    """What is to be known of a party to tell its contact."""

    @property
    def side(self) -> str: ...
    @property
    def words(self) -> Sequence[str]: ...
    @property
    def start(self) -> int: ...


class Contact(NamedTuple):
    """Whom to turn to at a party; `name` None where the place is left blank."""

    side: str
    name: str | None
    start: int
    end: int


def find_contacts(lines: Sequence[tuple[int, str]], parties: Sequence[Party]) -> list[Contact]:
    """The first contact of each party in some lines, each with its place in the text."""
    known: dict[str, Contact] = {}
    for contact in (*_in_columns(lines, parties), *_below(lines, parties), *_after_labels(lines, parties)):
        known.setdefault(contact.side, contact)
    return list(known.values())


def _after_labels(lines: Sequence[tuple[int, str]], parties: Sequence[Party]) -> Iterator[Contact]:
    """联系人：…; 通知联络人为…: of the party that it names, or that was named last before."""
    for position, line in lines:
        if not LIKELY.search(line):
            continue
        places = [i for i in range(len(line)) if not SCAN_BLANK.match(line, i)]
        tight = "".join(line[i] for i in places)
        for match in CONTACT.finditer(fold(tight)):
            at, end = position + places[match.start()], position + places[match.end() - 1] + 1
            named = {"甲": "a", "乙": "b"}.get(match["side"] or "")
            named = named or next((p.side for p in parties if match["who"] in p.words), None)
            above = [party.side for party in parties if party.start <= at]
            side = named or (above[-1] if above else None)
            group = next(group for group in ("name", "said", "bare", "self", "chief", "told") if match[group])
            name = tight[match.start(group) : match.end(group)]
            if side is not None:
                yield Contact(side, None if "_" in name or "＿" in name else name, at, end)


def _in_columns(lines: Sequence[tuple[int, str]], parties: Sequence[Party]) -> Iterator[Contact]:
    """|合同主体|全称|对接人|: the cell below, in the row of a party."""
    column, width = -1, 0
    for position, line in lines:
        if column < 0 and not COLUMN.search(fold(line)):
            continue
        cells = list(_cells(fold(line)))
        heads = [
            number for number, (first, last) in enumerate(cells) if COLUMN.fullmatch(fold(line)[first:last])
        ]
        if heads and len(cells) > 2:
            column, width = heads[0], len(cells)
            continue
        party = next((p for p in parties if position <= p.start < position + len(line)), None)
        if party is None or column < 0 or len(cells) != width:
            continue
        first, last = cells[column]
        name = re.sub(r"\s", "", line[first:last])
        if re.fullmatch(NAME, name):
            yield Contact(party.side, name, party.start, position + last)


def _below(lines: Sequence[tuple[int, str]], parties: Sequence[Party]) -> Iterator[Contact]:
    """|名称|某某公司|某某公司| and, below, |负责人|某某|某某|: the cell in the column of each party."""
    columns: dict[int, Party] = {}
    for position, line in lines:
        if not columns and all(not position <= party.start < position + len(line) for party in parties):
            continue
        cells = list(_cells(fold(line)))
        here = {
            number: party
            for number, (first, _last) in enumerate(cells)
            for party in parties
            if party.start == position + first
        }
        if len(here) > 1 and 0 not in here:
            columns = here
        elif len(cells) > max(columns, default=len(cells)) and re.fullmatch(
            rf"{OFFICE}|负责人", line[cells[0][0] : cells[0][1]]
        ):
            for number, party in columns.items():
                first, last = cells[number]
                if re.fullmatch(NAME, fold(line)[first:last]):
                    yield Contact(party.side, line[first:last], position + first, position + last)


def _cells(line: str) -> Iterator[tuple[int, int]]:
    """The cells of a row, without the blanks around them."""
    start = 0
    for end in [*(match.span() for match in CELL.finditer(line)), (len(line), len(line))]:
        words = line[start : end[0]].strip(" 　")
        if words:
            first = line.index(words, start)
            yield first, first + len(words)
        start = end[1]
