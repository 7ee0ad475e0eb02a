"""The numbers that Word sets in front of paragraphs by itself: a clause's 第三条, 3.1, （一）, ①.

Word stores a list's levels and counts while it draws (ECMA-376 part 1, 17.9). Without the numbers a contract written
in Word has no clauses to cite.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

LEVELS = 9
ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip
STEMS = "甲乙丙丁戊己庚辛壬癸"
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def _chinese(number: int, mode: str = "low") -> str:
    import cn2an  # half a second, which few files cost

    return str(cn2an.an2cn(number, mode))


def _letters(number: int) -> str:
    """A, …, Z, AA, BB, …: as Word goes on."""
    return chr(65 + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    out = ""
    for value, sign in ROMAN:
        out += sign * (number // value)
        number %= value
    return out


def _row(first: str, most: int) -> Callable[[int], str]:
    """One sign each up to `most`, then plain digits."""
    return lambda number: chr(ord(first) + number - 1) if 1 <= number <= most else str(number)


FORMATS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate(FULL_WIDTH),
    "decimalEnclosedCircle": _row("①", 20),
    "decimalEnclosedCircleChinese": _row("①", 20),
    "decimalEnclosedParen": _row("⑴", 20),
    "decimalEnclosedFullstop": _row("⒈", 20),
    "ideographEnclosedCircle": _row("㊀", 10),
    "upperLetter": _letters,
    "lowerLetter": lambda number: _letters(number).lower(),
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "ideographTraditional": lambda number: STEMS[(number - 1) % 10],
    "chineseLegalSimplified": lambda number: _chinese(number, "up"),
    **dict.fromkeys(
        ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting",
         "taiwaneseCountingThousand", "ideographDigital"), _chinese,
    ),
}  # fmt: skip
"""By `w:numFmt`; any other is decimal."""
NO_NUMBER = ("bullet", "none")


@dataclass(slots=True)
class Level:
    """One level of a list: `%2` in `text` is the number of the second level; a `legal` one shows all as digits."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    gap: str = " "
    legal: bool = False
    restarts: bool = True
    style: str = ""


@dataclass(slots=True)
class Counting:
    """One list of the document: its levels, and how far each has got."""

    levels: dict[int, Level]
    at: list[int | None] = field(default_factory=lambda: [None] * LEVELS)


class Numbers:
    """Counts through a document: ask for each paragraph once, in their order."""

    def __init__(self, document: Document) -> None:
        self.styles = {str(style.style_id): style.element for style in document.styles}
        self.lists: dict[int, Counting] = {}
        self.nums: dict[int, tuple[int, dict[int, int]]] = {}
        self.begun: set[tuple[int, int]] = set()
        part = next((rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None)  # fmt: skip
        if part is None:
            return
        for abstract in part.element.iterchildren(qn("w:abstractNum")):
            self.lists[_int(abstract, "w:abstractNumId")] = Counting(dict(_levels(abstract)))
        for num in part.element.iterchildren(qn("w:num")):
            of = num.find(qn("w:abstractNumId"))
            starts = {
                _int(each, "w:ilvl"): _int(start, "w:val")
                for each in num.iterchildren(qn("w:lvlOverride"))
                if (start := each.find(qn("w:startOverride"))) is not None
            }
            self.nums[_int(num, "w:numId")] = (_int(of, "w:val"), starts)

    def before(self, paragraph: BaseOxmlElement) -> str:
        """What stands in front of the paragraph with the gap behind it; empty where it is in no list."""
        place = self._place(paragraph)
        if place is None:
            return ""
        num, depth = place
        abstract, starts = self.nums[num]
        counting = self.lists[abstract]
        level = counting.levels.get(depth)
        if level is None:
            return ""
        if depth in starts and (num, depth) not in self.begun:
            counting.at[depth] = starts[depth] - 1
        self.begun.add((num, depth))
        now = counting.at[depth]
        counting.at[depth] = level.start if now is None else now + 1
        for deeper in range(depth + 1, LEVELS):
            if counting.levels.get(deeper, level).restarts:
                counting.at[deeper] = None
        if level.format in NO_NUMBER:
            return ""
        shown = re.sub(
            r"%([1-9])", lambda match: _shown(counting, int(match[1]) - 1, level.legal), level.text
        )
        return shown + level.gap if shown.strip() else ""

    def _place(self, paragraph: BaseOxmlElement) -> tuple[int, int] | None:
        """The list and level a paragraph is in: its own, or that of its style."""
        num, depth, style = self._said(paragraph)
        if num is None:
            num, by_style = self._of_style(style)
            if depth is None and num in self.nums:
                levels = self.lists[self.nums[num][0]].levels if self.nums[num][0] in self.lists else {}
                linked = [at for at, level in levels.items() if level.style and level.style == style]
                depth = linked[0] if linked else by_style
        if num not in self.nums or self.nums[num][0] not in self.lists or not 0 <= (depth or 0) < LEVELS:
            return None
        return num, depth or 0

    def _said(self, element: BaseOxmlElement) -> tuple[int | None, int | None, str]:
        """List, level and style as a paragraph (or a style) says itself."""
        properties = element.find(qn("w:pPr"))
        if properties is None:
            return None, None, ""
        style = properties.find(qn("w:pStyle"))
        numbered = properties.find(qn("w:numPr"))
        num = depth = None
        if numbered is not None:
            num, depth = numbered.find(qn("w:numId")), numbered.find(qn("w:ilvl"))
        return (
            None if num is None else _int(num, "w:val"),
            None if depth is None else _int(depth, "w:val"),
            "" if style is None else str(style.get(qn("w:val"))),
        )

    def _of_style(self, style: str) -> tuple[int | None, int | None]:
        """List and level by style, or by one it is based on."""
        seen: set[str] = set()
        while style in self.styles and style not in seen:
            seen.add(style)
            num, depth, _ = self._said(self.styles[style])
            if num is not None:
                return num, depth
            based = self.styles[style].find(qn("w:basedOn"))
            style = "" if based is None else str(based.get(qn("w:val")))
        return None, None


def _shown(counting: Counting, depth: int, legal: bool) -> str:
    level = counting.levels.get(depth, Level())
    now = counting.at[depth]
    number = level.start if now is None else now
    how = FORMATS.get(level.format) if not legal and number > 0 else None
    return how(number) if how else str(number)


def _levels(abstract: BaseOxmlElement) -> Iterator[tuple[int, Level]]:
    for each in abstract.iterchildren(qn("w:lvl")):
        said = {str(child.tag).rpartition("}")[2]: child.get(qn("w:val")) for child in each}
        yield (
            _int(each, "w:ilvl"),
            Level(
                start=int(said.get("start") or 1),
                format=said.get("numFmt") or "decimal",
                text=said.get("lvlText") or "",
                gap="" if said.get("suff") == "nothing" else " ",
                legal="isLgl" in said and said["isLgl"] not in ("0", "false"),
                restarts=said.get("lvlRestart") != "0",
                style=said.get("pStyle") or "",
            ),
        )


def _int(element: BaseOxmlElement, name: str) -> int:
    return int(element.get(qn(name)) or 0)
