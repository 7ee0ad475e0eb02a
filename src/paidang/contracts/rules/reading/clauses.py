"""The clause tree: where a place stands, as a person would cite it (第三章 E 4, 第四条 2)."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from paidang.kit.patterns import compiled

HAN = "一二三四五六七八九十百零〇"
STYLES: tuple[tuple[str, str], ...] = (
    ("chapter", rf"第[ 　]*[{HAN}0-9]+(?:[ 　][{HAN}0-9])*[ 　]*[章编部]"),
    ("section", rf"第[ 　]*[{HAN}0-9]+(?:[ 　][{HAN}0-9])*[ 　]*节"),
    ("article", rf"第[ 　]*[{HAN}0-9]+(?:[ 　][{HAN}0-9])*[ 　]*条"),
    ("paragraph", rf"第[ 　]*[{HAN}0-9]+[ 　]*款"),
    ("annex", rf"附件[{HAN}0-9]*(?![《》、，。])"),
    ("han", rf"[{HAN}]{{1,3}}[ 　]?[、.．]"),
    ("formal", r"[壹贰叁肆伍陆柒捌玖拾貳參陸]{1,3}[、.．]"),
    ("han_paren", rf"[（(][ 　]?[{HAN}]{{1,3}}[ 　]?[）)]"),
    ("stem_paren", r"[（(][甲乙丙丁戊己庚辛][）)](?!方)"),
    ("letter", r"[A-H][0-9]{0,2}[、.．：:]"),
    ("small_letter", r"(?:[a-h][、.．)）]|[（(][a-h][）)])"),
    ("roman", r"(?:[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]|[IVX]{1,5})[、.．]"),
    ("dotted", r"[0-9]{1,2}(?:[.．][0-9]{1,2})+[、.．]?|[0-9]{1,2}-[0-9]{1,2}(?=[ 　一-鿿])"),
    ("digit", r"[0-9]{1,2}[ 　]?[、.．)）](?![0-9])"),
    ("digit_paren", r"[（(][ 　]?[0-9]{1,2}[ 　]?[）)]"),
    ("circle", r"[①-⑳㈠-㈩⑴-⒇]"),
    ("sign", r"§[ 　]?[0-9]{1,3}"),
    ("lettered", r"[A-Z]-[0-9]{1,2}(?=[ 　一-鿿])"),
)
AT_LINE_START = compiled(
    r"^[ \t　]*(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in STYLES) + ")", re.M
)
INLINE_LETTER = compiled(r"(?<=[。；;\s])(?P<letter>[A-H][、.．])(?=[^A-Za-z0-9])")
FRONT = "首部"


@dataclass(frozen=True, slots=True)
class Mark:
    """A clause's number in the text."""

    position: int
    style: str
    label: str


class ClauseTree:
    """The clauses of one document, looked up by position."""

    def __init__(self, text: str, start: int, end: int) -> None:
        marks = _marks(text, start, end)
        self._positions: list[int] = []
        self._paths: list[str] = []
        stack: list[Mark] = []
        for mark in marks:
            depth = next((i for i, above in enumerate(stack) if above.style == mark.style), None)
            if mark.style in ("chapter", "annex"):
                depth = 0
            stack = stack[:depth] if depth is not None else stack
            if mark.style == "dotted":
                stack = [
                    above
                    for above in stack
                    if above.style in ("chapter", "article")
                    and not mark.label.startswith(_digits(above.label) + ".")
                ]
            stack.append(mark)
            self._positions.append(mark.position)
            self._paths.append(" ".join(each.label for each in stack))

    def path(self, position: int) -> str:
        """The clause in which a position lies; 首部 before the first."""
        index = bisect_right(self._positions, position)
        return self._paths[index - 1] if index else FRONT

    def spans(self, start: int, end: int) -> list[tuple[str, int, int]]:
        """The clauses of text[start:end] one after another as (path, start, end), what stands before the first too."""
        cuts = [(FRONT, start), *zip(self._paths, self._positions, strict=True)]
        stops = [position for _path, position in cuts[1:]] + [end]
        return [(path, at, stop) for (path, at), stop in zip(cuts, stops, strict=True) if at < stop]


def _digits(label: str) -> str:
    return re.sub(r"[^0-9.]", "", label)


def _marks(text: str, start: int, end: int) -> list[Mark]:
    found = []
    for match in AT_LINE_START.finditer(text, start, end):
        style = str(match.lastgroup)
        found.append(Mark(match.start(style), style, _label(style, match[style])))
    has_letters = any(mark.style == "letter" for mark in found)
    if has_letters:
        known = {mark.position for mark in found}
        for match in INLINE_LETTER.finditer(text, start, end):
            if match.start("letter") not in known:
                found.append(Mark(match.start("letter"), "letter", _label("letter", match["letter"])))
    return sorted(found, key=lambda mark: mark.position)


def _label(style: str, raw: str) -> str:
    raw = re.sub("[ 　]", "", raw)
    if style in ("han", "formal", "letter", "small_letter", "roman", "dotted", "digit"):
        return raw.rstrip("、.．：:)）").replace("．", ".")
    return raw.replace("(", "（").replace(")", "）")
