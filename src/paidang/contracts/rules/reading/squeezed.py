"""A text without the accidents of typing, and the way back to the text as it stands.

Scans and web pages put blanks into dates and names, break lines in the middle of a word and mix full-width with
half-width digits. Readers look at the squeezed form; what they find is quoted from the original.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from paidang.contracts.rules.reading.sought import Sought
from paidang.contracts.rules.reading.traditional import TO_SIMPLIFIED
from paidang.contracts.rules.reading.withheld import TICKED, not_held, not_ticked, struck
from paidang.kit.patterns import compiled

FOLD: dict[int, str | int] = {0xFF01 + i: 0x21 + i for i in range(94)}
for kept in "（），。；：！？":
    FOLD.pop(ord(kept), None)
FOLD |= {
    ord("("): ord("（"),
    ord(")"): ord("）"),
    ord("〔"): ord("（"),
    ord("〕"): ord("）"),
    ord("【"): ord("（"),
    ord("】"): ord("）"),
}
FOLD |= {ord("﹣"): ord("-"), ord("−"): ord("-"), ord("－"): ord("-"), ord("—"): ord("-"), ord("–"): ord("-"), ord("～"): ord("~"), ord("〜"): ord("~"), ord("："): ord("："), ord(":"): ord("："), ord(";"): ord("；"), ord(","): ord("，"), ord("﹪"): ord("%"), ord("％"): ord("%")}  # fmt: skip
FOLD |= (
    {ord(quote): "“" for quote in "「『〝"}
    | {ord(quote): "”" for quote in "」』〞"}
    | {ord("帐"): "账", ord("｜"): "|", ord("∶"): "：", ord("︰"): "："}
)
FOLD |= {
    character: simple.replace("帐", "账")
    for character, simple in TO_SIMPLIFIED.items()
    if character not in FOLD
}
FOLDED = {
    chr(code): str.translate(chr(code), FOLD) for code in FOLD if str.translate(chr(code), FOLD) != chr(code)
}
MARKS = compiled(
    r"^\s*[-*+]\s+\[[xX√✓]\]\s?|^\s*[-*+]\s+\[ \](?![^\n]*[甲乙]方)[^\n]*|^\s*[-*+]\s+\[ \]|\*+|`+|^\s*#{1,6}\s|^\s*>+\s?|^\s*[-+]\s+(?=\S)|^\s*\|[\s\-:|]*\|\s*$"
)
"""Marks of Markdown: bold, code, headings, quotations, lists, the rule of a table."""
MAY_BE_DROPPED = compiled(r"[*`#>+|~_【☑✓✔√■☒□☐-]")
BLANKS = frozenset(
    " \t\r\n\f\v\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u2028\u2029\u202f\u205f\u3000\ufeff\x1c\x1d\x1e\x1f\x85"
)
NOT_BLANK = compiled(f"[^{''.join(BLANKS)}]+")
EMPTY_FORM = compiled(r"【[\s　_＿]*】")
FILLED_FORM = compiled(r"(?<=\S)[ 　]*【[^【】\n]{1,60}】")
FILLED_IN = compiled(r"(?<!_)__(?!_)(?P<in>[^_：:\n]{1,40}?)(?<!_)__(?!_)")
ONLY_UNITS = compiled(r"[\s年月日号至到起止元份天%％‰（）()，,、。；或及和与]+")
"""A form filled in by hand: 每月__4__日; but not what stands between two blanks: __年__月."""
ENDS_SENTENCE = "。；：:;！？!?"
STARTS_PARAGRAPH = compiled(
    r"[\s*#>|+\-]*(第\s*[一二三四五六七八九十百零〇0-9０-９\s]+[章条條篇节節款]|[一二三四五六七八九十壹贰貳叁參参肆伍陆陸柒捌玖拾]+[、.．]|[（(][一二三四五六七八九十0-9]{1,3}[）)]|[0-9０-９]{1,2}([.．][0-9０-９]{1,2})+\s+(?![\s0-9])|[0-9０-９]{1,2}([.．][0-9０-９]{1,2})*(?:[、.．](?!\s*[0-9])|\s+(?![\s0-9.．,，%‰年月日]))"
    r"|(?:[0-9０-９\s]{4,12}|[二一三四五六七八九〇○零\s]{4,10})[年.\-/][^，。；]{2,16}?[日号0-9]\s*(?:\n|$)|[A-Za-z][0-9]{0,2}[、.．)）]|[（(][A-Za-z]{1,3}[)）]|[A-Z][-－][0-9]{1,2}[ 　]|[0-9]{1,2}[-－][0-9]{1,2}[ 　]|§|[【［\[][一二三四五六七八九十0-9]{1,3}[】］\]]|[0-9]{1,2}[)）]|[|]|[①-⑳]|[甲乙丙][、 　]*方\s*[（(：:/]|(?:[委受][托託][方人]|[需供]方|品牌方|服[务務]商|供[货貨]方|[经經][销銷]商)\s*[（(：:]|(?:地\s*址|[联聯]\s*系|[电電]\s*[话話]|[传傳]真|法定代表|[开開]\s*[户戶]|[户戶]\s*名|[银銀]行|[账帳帐]\s*[号號户戶]|[签簽]|日期|授[权權]代表)[^，。；\n]{0,10}[：:（(]|附件|鉴于|[-\s]*第\s*[0-9]+\s*[页頁])|[ \t]*[-*+•●▪]\s+\S|(?:西元|公元|民国|民國)[0-9一二三四五六七八九]"
)
NOT_ITSELF = {
    "她": "(?!们)",
    "他": "(?![们人方处项用家乡日店])",
    "我们": "(?!双方|两|俩)",
    "我": "(?!们|国|市|省|司|方|公司)",
    "你": "(?!们|好|司|方)",
    "客户": "(?!服务|资料|信息|端|经理|咨询|群|数据)",
}
"""Words that name a party, but not inside other words."""
AFTER_NUMBER = compiled(r"\s*[0-9０-９]{1,2}(?:[.．][0-9０-９]{1,2})+(?=\s+[0-9０-９])")
"""A clause's number before a figure: 2.1.3 100万元, where the blank tells them apart."""
PAGE_NUMBER = compiled(r"[ \t　]*[-—–－][ \t　]*[0-9０-９]{1,3}[ \t　]*[-—–－][ \t　]*(?:\r?\n|\Z)")
"""A page's number between two lines of a text that goes on."""
ANNEX = compiled(
    r"(?<=\n)[-=*（“]*(?:附件|附录|附表|附)[一二三四五六七八九十甲乙丙0-9A-D]{0,2}[^，。；\n、]{0,30}\n"
)
SHORT_LINE = 18
RUNNING_TEXT = compiled(r"[，,；;。]|^(?=.*[方应應須须于將将由])(?:\s*\S){9}")
MANY_BROKEN = 0.25
"""A text in which more of the running lines than this stop in mid-sentence was broken by a scan."""
GAP, TAB = compiled(r"(?<=\S)(?:　{2,}|[ 　]{4,})(?=\S)"), compiled(r"(?<=\S)[ 　]*\t[ 　\t]*(?=\S)")
"""What stands between two cells of a table that was typed with blanks or tabulators."""
ENDS_IN_FIGURE = compiled(
    r"(?:[ 　]{2,})(?:[0-9０-９.．]+[ 　]*[%％‰]|百分之[一-鿿]{1,5}|千分之[一-鿿]{1,5})[；;。]?[ 　]*$"
)
"""The last cell of a row that names a rate."""
OF_ACCOUNT = compiled(
    r"(?:[收開开]|[户戶銀银账賬帐帳卡])[^，。；\n]{0,16}?(?:[：:　 ]\s*)[0-9０-９][0-9０-９ 　-]{7,}$"
)
"""A line that ends with the number of an account."""
ACCOUNT_LINE = compiled(
    r"[A-Za-z./ ]{0,16}(?:[開开][户戶]|[户戶]\s*名|[收匯汇]款(?:人|单位|單位)|[账賬帐帳][户戶号號]|(?:存款|[開开][戶户])?[银銀]行(?:[账賬帐帳]|(?=[　 ])))[^，。；：:\n]{0,12}[：:　 \t][^，。；\n]+$"
)
FOREIGN_LINE = compiled(r"[^\u4e00-\u9fff]*[A-Za-z]{3}[^\u4e00-\u9fff]*")
"""A line of an account is one; so is one in another language."""
AFTER_OPTION = compiled(r"[☑✓✔√■☒][^：:，,、。；（(\s　]+[\s　]*$")
TAIL_OF_BROKEN = compiled(r"[ \t]*(?:(?![甲乙丙][方 ]|第|附件)[一-鿿]\s*){1,8}[。；]\s*(?:\n|$)")
"""A line of a few characters up to a full stop is what a scan broke off the line before."""


@dataclass(frozen=True)
class Squeezed:
    """`text` is the squeezed form of the original from `start` on; `places[i]` is where its i-th character stands."""

    text: str
    places: tuple[int, ...] = field(repr=False)
    original: str = field(repr=False)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where squeezed[start:end] stands in the original."""
        return self.places[start], self.places[end - 1] + 1

    def quote(self, start: int, end: int) -> str:
        """The original's own words for squeezed[start:end]."""
        first, last = self.span(start, end)
        return self.original[first:last]

    @cached_property
    def sought(self) -> Sought:
        return Sought(self.text)

    def matches(self, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
        """What a pattern finds in the text, like its `finditer` and much faster."""
        return self.sought.matches(pattern)

    def first(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first place where a pattern is found."""
        return next(self.sought.matches(pattern), None)

    @cached_property
    def annexes_from(self) -> int:
        """Where the annexes begin; the end of the text if there are none."""
        return next((m.start() for m in ANNEX.finditer(self.text, len(self.text) // 4)), len(self.text))

    @cached_property
    def sentences(self) -> list[tuple[int, int]]:
        """The sentences of the squeezed text as (start, end)."""
        found, start = [], 0
        for match in re.finditer(r"[。；\n]", self.text):
            if match.end() - start > 1:
                found.append((start, match.end()))
            start = match.end()
        if start < len(self.text):
            found.append((start, len(self.text)))
        return found

    def sentences_with(self, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
        """The sentences in which something is found that stands in one sentence."""
        starts = [start for start, _ in self.sentences]
        found = (bisect_right(starts, match.start()) - 1 for match in self.matches(pattern))
        return [self.sentences[number] for number in dict.fromkeys(found)]


def squeeze(original: str, start: int, end: int, aliases: Mapping[str, str]) -> Squeezed:
    """Fold widths, drop blanks, join lines broken in mid-sentence, and call the parties 甲方 and 乙方."""
    kept: list[str] = []
    places: list[int] = []
    position = start
    stretch = original[start:end]
    lines, all_folded = stretch.splitlines(keepends=True), fold(stretch)
    rows, broken = _rows(lines), _is_broken(lines)
    for number, line in enumerate(lines):
        body = line.rstrip("\r\n")
        if PAGE_NUMBER.fullmatch(line):
            position += len(line)
            continue
        dropped = _dropped(body)
        put = _put_instead(body, number in rows)
        folded = all_folded[position - start : position - start + len(body)]
        if dropped or put:
            kept_here = [
                offset
                for offset in range(len(body))
                if offset in put or (offset not in dropped and body[offset] not in BLANKS)
            ]
            kept += [put.get(offset, folded[offset]) for offset in kept_here]
            places += [position + offset for offset in kept_here]
        else:
            for run in NOT_BLANK.finditer(body):
                kept.append(folded[run.start() : run.end()])
                places += range(position + run.start(), position + run.end())
        following = position + len(line)
        page = PAGE_NUMBER.match(original, following, end)
        after = original[page.end() if page else following :][:40]
        if len(line) > len(body) and (
            not rows.isdisjoint((number, number + 1)) or _ends_paragraph(body, after, broken)
        ):
            kept.append("\n")
            places.append(position + len(body))
        position = following
    named = called(Squeezed("".join(kept), tuple(places), original), aliases)
    return _without(named, not_held(named.sought))


def _put_instead(line: str, is_row: bool) -> dict[int, str]:
    """Blanks that mean something: between a clause's number and a figure, in an empty form, between cells."""
    put = {}
    if numbered := AFTER_NUMBER.match(line):
        put[numbered.end()] = "、"
    for form in EMPTY_FORM.finditer(line):
        put |= {form.start(): "_", form.end() - 1: "_"}
    if is_row:
        put |= {gap.start(): "|" for gap in (TAB if "\t" in line.strip() else GAP).finditer(line)}
    put |= {
        tick.start(): "、" for tick in TICKED.finditer(line) if AFTER_OPTION.search(line, 0, tick.start())
    }
    return put


def _rows(lines: list[str]) -> set[int]:
    """The lines that are rows of a table typed with blanks or tabulators: two or more in a run, or three cells."""
    tabs = [line.strip().count("\t") for line in lines]
    gaps = [0 if re.search("[：:\t]", line.strip()) else len(GAP.findall(line.strip())) for line in lines]
    cells = [0, *(tab or (gap if gap > 1 else 0) for tab, gap in zip(tabs, gaps, strict=True)), 0]
    figures = [bool(gap == 1 and ENDS_IN_FIGURE.search(line)) for gap, line in zip(gaps, lines, strict=True)]
    two = {
        n
        for n, is_row in enumerate(figures)
        if is_row and True in (figures[n - 1 : n] + figures[n + 1 : n + 2])
    }
    two |= {n - 1 for n in two if n and gaps[n - 1] == 1}
    rows = two | {n for n, tab in enumerate(tabs) if tab > 1 or (cells[n + 1] and (cells[n] or cells[n + 2]))}
    for number, gap in enumerate(gaps):
        if gap and number - 1 in rows and not tabs[number]:
            rows.add(number)
    return rows


def _is_broken(lines: list[str]) -> bool:
    """Whether a scan broke the lines: many that hold running text stop without a mark."""
    running = [
        line.strip() for line in lines if RUNNING_TEXT.search(line) and not FOREIGN_LINE.fullmatch(line)
    ]
    stopped = [line for line in running if line[-1] not in ENDS_SENTENCE + "，,、|"]
    return len(stopped) > MANY_BROKEN * len(running)


def fold(text: str) -> str:
    """The same text with widths, quotation marks and traditional characters folded, one to one.

    Few of a text's characters are folded: replacing these costs a tenth of translating all.
    """
    for character in FOLDED.keys() & set(text):
        text = text.replace(character, FOLDED[character])
    return text


def _dropped(line: str) -> set[int]:
    """Where a line carries marks of Markdown or struck-out words."""
    if not MAY_BE_DROPPED.search(line):
        return set()
    spans = [match.span() for match in MARKS.finditer(line)] + list(struck(line)) + list(not_ticked(line))
    for filled in FILLED_IN.finditer(line):
        if not ONLY_UNITS.fullmatch(filled["in"]):
            spans += [(filled.start(), filled.start("in")), (filled.end("in"), filled.end())]
    for form in FILLED_FORM.finditer(line):
        spans += [(form.start(), form.start() + 1), (form.end() - 1, form.end())]
    return {offset for start, end in spans for offset in range(start, end)}


def _without(squeezed: Squeezed, spans: list[tuple[int, int]]) -> Squeezed:
    """The same without some parts."""
    if not spans:
        return squeezed
    kept: list[str] = []
    places: list[int] = []
    last = 0
    for start, end in [*spans, (len(squeezed.text), len(squeezed.text))]:
        kept.append(squeezed.text[last:start])
        places += squeezed.places[last:start]
        last = end
    return Squeezed("".join(kept), tuple(places), squeezed.original)


def called(squeezed: Squeezed, aliases: Mapping[str, str], before: str = "") -> Squeezed:
    """The same with the parties' words replaced; each new word keeps the first and the last place of the old.

    `before` is what must stand before them.
    """
    if not aliases:
        return squeezed
    kept: list[str] = []
    places: list[int] = []
    last = 0
    longest_first = sorted(aliases, key=len, reverse=True)
    names = "|".join(re.escape(name) + NOT_ITSELF.get(name, "") for name in longest_first)
    for match in re.finditer(
        rf"(?<![提所其“])(?<!其他)(?<!其它)(?<!任何)(?<!第三方)(?<!另一)(?<!别的){before}(?:{names})(?![案便式法面针]|(?<=方)向(?![甲乙丙委受需供品客商发采服运出]))",
        squeezed.text,
    ):
        kept.append(squeezed.text[last : match.start()] + aliases[match[0]])
        places += [
            *squeezed.places[last : match.start()],
            squeezed.places[match.start()],
            squeezed.places[match.end() - 1],
        ]
        last = match.end()
    kept.append(squeezed.text[last:])
    places += squeezed.places[last:]
    return Squeezed("".join(kept), tuple(places), squeezed.original)


def _ends_paragraph(line: str, following: str, broken: bool) -> bool:
    bare = line.strip()
    if bare[:1] < "\u4e00" and FOREIGN_LINE.fullmatch(bare):
        return True
    if bare and bare[-1] not in ENDS_SENTENCE and TAIL_OF_BROKEN.match(following):
        return False
    if (
        broken
        and bare
        and not OF_ACCOUNT.match(bare)
        and bare[-1] not in ENDS_SENTENCE
        and RUNNING_TEXT.search(bare)
    ):
        return bool(STARTS_PARAGRAPH.match(following)) or not following.strip()
    return (
        not bare
        or bare.count("|") > 1
        or bare[-1] in ENDS_SENTENCE
        or len(bare) < SHORT_LINE
        or bool(OF_ACCOUNT.match(bare) or ACCOUNT_LINE.match(bare))
        or bool(STARTS_PARAGRAPH.match(following))
        or not following.strip()
    )
