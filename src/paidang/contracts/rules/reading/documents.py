"""Telling the documents of one file apart, and agreements from what is none."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from paidang.contracts.rules.reading.binding import binds
from paidang.contracts.rules.reading.contacts import Contact
from paidang.contracts.rules.reading.parties import (
    LABEL_LINE,
    SIGNATURE,
    PartyName,
    find_parties,
    label_pieces,
)
from paidang.contracts.rules.reading.squeezed import fold
from paidang.kit.patterns import compiled

ISSUE_LINE = compiled(r"\s*第[一二三四五六七八九十0-9]+篇\s*[：:]")
FILE_MARK = compiled(r"(?:（文件[一二三四五六七八九十0-9]+）|文件[一二三四五六七八九十0-9]+[：:、])")
AGREEMENT = r"(?:协议|合同|合约|约定|契约)"
TITLE = compiled(
    rf"[^。；，,;：:]{{0,40}}?{AGREEMENT}(?:书|之补充协议|之[一二三四五六七八九十]+)?\s*(?:（[^）]*）|\([^)]*\)|［[^］]*］|\[[^\]]*\])?\s*"
)
MARKUP = " \t　*#`_>|"
KINDS = (
    ("distribution", r"分销|经销|返利|代理销售"),
    ("consulting", r"顾问|咨询"),
    (
        "operations",
        r"运营|营运|电子商务|电商|网店|店铺|小店|直播|商城|小程序|托管|拼多多|淘宝|天猫|京东|抖音|快手|小红书|有赞",
    ),
)
LEAST_MENTIONS = 3
TITLE_LINES_BEFORE_PARTIES = 12


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a file: its title as it stands, its kind, where it lies in the text, and who agrees."""

    title: str
    kind: str
    start: int
    end: int
    parties: Sequence[PartyName] = ()
    contacts: Sequence[Contact] = ()


def split_documents(text: str) -> list[Document]:
    """The documents of a text one after another; all of the text belongs to one of them."""
    lines = list(_lines(text))
    starts = _issue_starts(lines) or _agreement_starts(list(_lines(fold(text)))) or [0]
    bounds = [lines[number][0] for number in starts] if lines else [0]
    bounds[0] = 0
    return [_document(text, start, end) for start, end in zip(bounds, [*bounds[1:], len(text)], strict=True)]


def _lines(text: str) -> Iterator[tuple[int, str]]:
    position = 0
    for line in text.splitlines(keepends=True):
        yield position, line.strip()
        position += len(line)


def _plain(line: str) -> str:
    """A line without marks, blanks inside it and the mark of a file: as a title would be called."""
    bare = FILE_MARK.sub("", fold(line).strip(MARKUP))
    return re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", bare).strip(MARKUP)


def _title_of(line: str) -> str:
    """The title in the words of the text."""
    bare = line.strip(MARKUP)
    mark = FILE_MARK.match(fold(bare))
    bare = bare[mark.end() :] if mark else bare
    return re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", bare).strip(MARKUP)


def _issue_starts(lines: list[tuple[int, str]]) -> list[int]:
    """A bundle numbers its pieces itself: 第二篇：…; what stands before the first is a piece of its own."""
    found = [number for number, (_, line) in enumerate(lines) if ISSUE_LINE.match(line)]
    if not found:
        return []
    return found if not any(line for _, line in lines[: found[0]]) else [0, *found]


def _names_first_party(line: str) -> bool:
    match = LABEL_LINE.match(line)
    if not match or (match["note"] and SIGNATURE.search(match["note"])):
        return False
    return re.sub(r"\s", "", match["label"]) != "乙方"


def _agreement_starts(lines: list[tuple[int, str]]) -> list[int]:
    """An agreement begins at a title that is soon followed by the line that names its first party; folded lines."""
    found: list[int] = []
    for number, (_, line) in enumerate(lines):
        if not line or not _names_first_party(line):
            continue
        title = _title_above(lines, number)
        following = sum(_labels(text) for _, text in lines[number : number + 12])
        if title is not None and following > 1 and (not found or title > found[-1]):
            found.append(title)
    return found


def _labels(line: str) -> int:
    return sum(bool(LABEL_LINE.match(line[first:last])) for first, last in label_pieces(line))


def _title_above(lines: list[tuple[int, str]], number: int) -> int | None:
    for above in range(min(number, len(lines)) - 1, max(-1, number - TITLE_LINES_BEFORE_PARTIES), -1):
        line = _plain(lines[above][1])
        if line and TITLE.fullmatch(line) and not line.startswith(("附件", "本")):
            return above
    return None


def _document(text: str, start: int, end: int) -> Document:
    parties, contacts = find_parties(text, start, end)
    if not {"a", "b"} <= {party.side for party in parties} and not _reads_as_agreement(text[start:end]):
        first = next((line for _, line in _lines(text[start:end]) if line), "")
        return Document(ISSUE_LINE.sub("", first), "not_agreement", start, end)
    lines = [(position, line) for position, line in _lines(text[start:end]) if line]
    first_named = parties[0].start if parties else start
    number = next((i for i, (position, _) in enumerate(lines) if start + position >= first_named), len(lines))
    above = _title_above(lines, number)
    if above is None:
        above = _title_above(lines, number + 1)
    title = _title_of(lines[above][1]) if above is not None else ""
    return Document(title, _kind(title, fold(text[start:end])), start, end, parties, contacts)


def _reads_as_agreement(text: str) -> bool:
    """Whether two parties bind themselves throughout the text, even if no line says who they are."""
    folded = re.sub(r"[ \t　]", "", fold(text))
    return min(folded.count("甲方"), folded.count("乙方")) >= LEAST_MENTIONS and binds(folded)


def _kind(title: str, body: str) -> str:
    if (
        re.search(r"顾问", body)
        and re.search(r"服务费用|总费用", body)
        and not re.search(r"分成|佣金|分配", body)
    ):
        return "consulting"
    for kind, words in KINDS:
        if re.search(words, fold(title)):
            return kind
    return "other_agreement" if not re.search(KINDS[2][1], body) else "operations"
