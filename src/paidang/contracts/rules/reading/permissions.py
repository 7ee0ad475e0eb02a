"""What a party may, must not, or may only with consent: a term is an act, whose act it is, and what each answer means."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from paidang.contracts.rules.reading.duties import IF
from paidang.contracts.rules.reading.grammar import CONSENT
from paidang.contracts.rules.reading.parts import Part, Parts
from paidang.kit.patterns import compiled

FREE = compiled(
    r"与本?(?:合同|协议|约定|合作|合约)(?:都|均|全)?(?:无关|不相干|没关系)|照旧|照卖|不受[^，。；]{0,8}(?:限制|拘束|影响|约束|限)|不(?:予|加|得|会)?(?:限制|干涉|干预|禁止|反对|过问)|不管|(?:无|不持|没有?)(?:异议|意见)|也行|照常|照样|照做|自便|随意|随便|尽管|自由|不必[^，。；]{0,8}(?:征求|同意)|仍(?:可|由)|保留[^，。；]{0,12}权利|(?:无[须需]|毋[须需]|不用|不需)[^，。；]{0,10}(?:同意|批准|许可)"
)
NOT = compiled(
    r"不得|不能|不可(?!抗)|不准|不许|禁止|严禁|杜绝|不会|不再|不另|不应|不允许|勿|无权|别再|只许|只能|只限|仅限|不(?=在[^，。；]{1,8}(?:再|聘|请|找|委托)|在线下|引入|另[找请委聘]|委托|[为替帮](?=[^，。；]{0,10}(?:提供|做|代|服务|经营|运营|打理))|[找请聘给做接让与和同就])|拒绝"
)
MAY = compiled(
    r"可以?|有权|得(?=[^，。；]{0,4}(?:为|另|将|就|同时|代|承接|兼|接受|服务))|能够?|允许|准许|准予|亦得|同意(?=[甲乙]方)"
)
ASKED = compiled(
    rf"(?P<un>未|非|没有?|未能|除非|无)?(?:先|事先|事前|提前)?(?:经|取得|征得|获得?|得到|报|须|需|应|要)?[^，。；]{{0,8}}?[甲乙丙]方[^，。；]{{0,8}}?(?:{CONSENT}|点头)(?![甲乙丙]方)|(?:非|未|须|应|需|不)经(?:事先|事前|对方)?书面(?:同意|许可|批准)"
)
TOLD = compiled(r"(?:限制|禁止|干涉|不准|不许|允许|反对|准许|同意)(?:[甲乙丙]方)?$")
LONGEST_HEADING = 12
LATER = 2
"""So many parts after the act may still say what holds for it."""


@dataclass(frozen=True, slots=True)
class Act:
    """An act that a contract allows or forbids."""

    name: str
    words: re.Pattern[str]
    unless: re.Pattern[str]
    elsewhere: re.Pattern[str] | None = None
    """What the sentence must not speak of."""


@dataclass(frozen=True, slots=True)
class Ruled:
    """What a text says on an act: `answer` is free, barred or consent; `side` whose act it is, "" where unsaid."""

    act: str
    answer: str
    side: str
    start: int
    end: int


def ruled(acts: Sequence[Act], parts: Parts) -> Iterator[Ruled]:
    """What is said on each act, in the order of the text."""
    for act in acts:
        last = -1
        for match in parts.squeezed.matches(act.words):
            index = parts.index(match.start())
            if index == last:
                continue
            found = _ruled(act, parts, index)
            if found:
                last = index
                yield found


def _ruled(act: Act, parts: Parts, index: int) -> Ruled | None:
    part = parts.all[index]
    words = parts.words(part)
    first, last = parts.sentence(index)
    if act.unless.search(words):
        return None
    if _is_heading(parts, part):
        return None
    paragraph = parts.text.rfind("\n", 0, part.start) + 1
    if act.elsewhere and act.elsewhere.search(parts.text, paragraph, part.end):
        return None
    asked = next(
        (n for n in range(first, min(last, index + LATER) + 1) if ASKED.search(parts.words(parts.all[n]))),
        None,
    )
    following = parts.all[index + 1 : min(last, index + LATER) + 1]
    freed = FREE.search(words) or (
        not NOT.search(words) and any(FREE.search(parts.words(each)) for each in following)
    )
    labelled = part.border == "：" and bool(following)
    said = words + (parts.words(following[0]) if labelled else "")
    unasked = asked is not None and FREE.search(parts.words(parts.all[asked])) is not None
    if asked is not None and not unasked and (NOT.search(said) or MAY.search(said) or asked >= index):
        answer = "consent"
    elif freed or unasked:
        answer = "free"
    elif NOT.search(said):
        answer = "barred"
    elif MAY.search(said) and not (IF.search(words) and part.border == "，"):
        answer = "free"
    else:
        return None
    begin = min(index, asked) if asked is not None else index
    end = max(index + labelled, asked) if asked is not None else index + labelled
    side = _whose(parts, part)
    return Ruled(act.name, answer, side, parts.all[begin].start, parts.all[end].end)


def _is_heading(parts: Parts, part: Part) -> bool:
    alone = part.border == "\n" and (part.start == 0 or parts.text[part.start - 1] == "\n")
    return alone and part.end - part.start <= LONGEST_HEADING and not part.mentions


def _whose(parts: Parts, part: Part) -> str:
    """Whose act it is: 禁止乙方…, else who acts in the part, or before it."""
    told = next((m for m in part.mentions if TOLD.search(parts.text, part.start, m.end)), None)
    actor = told or part.actor or part.carried or part.head
    return actor.side if actor else ""
