"""Telling the documents of one file apart, and agreements from what is none."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

ISSUE_LINE = re.compile(r"\s*第[一二三四五六七八九十0-9]+篇\s*[：:]")
TITLE = re.compile(
    r"[^。；，,;：:]{0,40}?(?:协议|合同|合约)(?:书|之补充协议)?\s*(?:（[^）]*）|\([^)]*\)|［[^］]*］|\[[^\]]*\])?\s*"
)
PARTY_LINE = re.compile(
    r"\s*(?:甲\s*方|委托方|委托人|品牌方|需方|供方|供货方|发包方)\s*(?:[（(][^）)\n]{0,20}[）)])?\s*[：:]"
)
SIGNS = re.compile(r"(?:乙\s*方|受托方|服务商|服务方|供方|代运营方)")
KINDS = (
    ("distribution", r"分销|经销|返利"),
    ("consulting", r"顾问|咨询"),
    ("operations", r"运营|电子商务|网店|店铺|直播"),
)
TITLE_LINES_BEFORE_PARTIES = 12
FURNITURE_TITLE = re.compile(r"模版|模板|下载|http")


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a file: its title as it stands, its kind, and where it lies in the text."""

    title: str
    kind: str
    start: int
    end: int


def split_documents(text: str) -> list[Document]:
    """The documents of a text one after another; all of the text belongs to one of them."""
    lines = list(_lines(text))
    starts = _issue_starts(lines) or _agreement_starts(lines) or [0]
    bounds = [lines[number][0] for number in starts] if lines else [0]
    bounds[0] = 0
    return [_document(text, start, end) for start, end in zip(bounds, [*bounds[1:], len(text)], strict=True)]


def _lines(text: str) -> Iterator[tuple[int, str]]:
    position = 0
    for line in text.splitlines(keepends=True):
        yield position, line.strip()
        position += len(line)


def _issue_starts(lines: list[tuple[int, str]]) -> list[int]:
    """A bundle numbers its pieces itself: 第二篇：…; what stands before the first is a piece of its own."""
    found = [number for number, (_, line) in enumerate(lines) if ISSUE_LINE.match(line)]
    if not found:
        return []
    return found if not any(line for _, line in lines[: found[0]]) else [0, *found]


def _agreement_starts(lines: list[tuple[int, str]]) -> list[int]:
    """An agreement begins at a title that is soon followed by the line that names its first party."""
    found: list[int] = []
    for number, (_, line) in enumerate(lines):
        if not PARTY_LINE.match(line):
            continue
        title = _title_above(lines, number)
        following = " ".join(text for _, text in lines[number : number + 12])
        if title is not None and SIGNS.search(following) and (not found or title > found[-1]):
            found.append(title)
    return found


def _title_above(lines: list[tuple[int, str]], number: int) -> int | None:
    for above in range(number - 1, max(-1, number - TITLE_LINES_BEFORE_PARTIES), -1):
        line = lines[above][1]
        if line and TITLE.fullmatch(line) and not line.startswith(("附件", "本")):
            return above
    return None


def _document(text: str, start: int, end: int) -> Document:
    lines = [(position, line) for position, line in _lines(text[start:end]) if line]
    title, is_agreement = "", False
    for number, (_, line) in enumerate(lines):
        if PARTY_LINE.match(line) and SIGNS.search(text[start:end]):
            above = _title_above(lines, number)
            title, is_agreement = (lines[above][1] if above is not None else ""), True
            break
    if not is_agreement:
        first = next((line for _, line in lines), "")
        return Document(ISSUE_LINE.sub("", first), "not_agreement", start, end)
    return Document(title, _kind(title, text[start:end]), start, end)


def _kind(title: str, body: str) -> str:
    if (
        re.search(r"顾问", body)
        and re.search(r"服务费用|总费用", body)
        and not re.search(r"分成|佣金|分配", body)
    ):
        return "consulting"
    for kind, words in KINDS:
        if re.search(words, title):
            return kind
    return "other_agreement" if not re.search(KINDS[2][1], body) else "operations"
