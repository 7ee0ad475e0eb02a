"""What stands in a text but does not hold: struck out, only an example, or replaced by something later."""

import re
from collections.abc import Iterator

from paidang.contracts.rules.reading.sought import Sought

CHANGED = r"(?:降|升|增|减|顺延|延期|展期|推迟|提前|调整|变更|修改|修订|更改|提高|降低|上调|下调|延长|缩短|增加|减少|改)"
OWN_NUMBER = re.compile(r"[0-9.、（）()一二三四五六七八九十A-Za-z①-⑳]{1,8}")
STRUCK = re.compile(r"~~.{1,200}?~~")
TICKED = re.compile(r"[☑✓✔√■☒](?![\s　]*(?:[|\t]|$))")
"""A tick before an option; alone in a cell of a table it says whose column it is (`parts.ticks`)."""
NOT_TICKED = re.compile(r"(?:^[ 　]*[□☐][^□☐☑✓✔√■☒\n]*|[□☐][ 　]?[^□☐☑✓✔√■☒；。，\s　]*)")
"""What a form offers and nobody ticked: a line that begins with an empty box, or the words after one."""
NOT_HELD: tuple[re.Pattern[str], ...] = (
    # an example in brackets: （例如信用卡手续费1%）
    re.compile(r"（(?:例如|比如|譬如|如)[^（）\n]*）"),
    # an example: 例如，某月净销售额为…。本例仅供说明
    re.compile(r"(?<!（)(?:例如|举例(?:说明|来说)?|举个例子|(?:以|下)?示例(?:说明)?|(?<=[。；\n、.])例(?=：)|(?:打个?)?比方(?:说|讲)?|比如说?|试举一例|算例|试算|假设|假如某|设某|如某|若某|假定|(?:仅)?(?:为|供|作)说明(?:之用|用|目的)?(?=：)|说明(?:之用|示例)(?=：))(?:[：，]|[^，。；：\n]{0,8}(?:[0-9一二三四五六七八九十百]|某))[^\n]*?(?:。|(?=\n)|\Z)"),
    # a paragraph under a heading that says it is an example
    re.compile(r"(?<=示例\n)[^\n]*"),
    # the old value: 由8%调整为6.5%
    re.compile(rf"(?:由|从)(?:原(?:来|先)?的?)?(?:[^，。；\n由从甲乙丙]|(?<=[0-9])，(?=[0-9])){{1,20}}?(?={CHANGED}(?:为|至|到|成))"),
    # the old wording: “甲方于次月20日前付款”修改为
    re.compile(rf"“[^”\n]{{1,200}}”(?:的约定|一句|一款|条款)?，?(?={CHANGED}(?:为|至|成))"),
    # “…60日…”中的“60日”改为“30日”
    re.compile(rf"“[^”\n]{{1,200}}”(?:中|之中)的?(?=“[^”\n]{{1,40}}”{CHANGED}(?:为|至|成))"),
    # what was only talked about: 双方曾考虑过五五分成…，均未采纳
    re.compile(r"(?<![^。；\n])[^。；\n]{0,120}?(?:均|都|皆|但)?(?:未|没有?)(?:被|获|予以?)?(?:采纳|采用|接受|谈成|谈拢)"),
    # 不是30%，而是20%
    re.compile(r"(?:并)?不(?:是|再是|再按)[^，。；\n]{1,20}，(?:而是|改为|改按)"),
    # 原定于2026年9月14日到期，现延长至…
    re.compile(r"(?<![^，。；\n])[^，。；\n]{0,10}原(?:定|约定)[^，。；\n]{0,24}，(?=现|改|经)"),
    # in brackets, what it was before: （主合同原为次月3日前）
    re.compile(r"（[^（）\n]{0,12}原(?:为|定|系|是|约定)[^（）\n]*）"),
    # what applied before: 以前的订单仍按8%计算
    re.compile(r"(?<![^，。；\n])[^，。；\n]{0,60}(?:以前|之前)[^，。；\n]{0,14}，?(?:仍|继续|照旧?)(?:按|适用|执行|以|照|原)[^，。；\n]{0,30}"),
    # what no longer applies: “按净销售额的9%计提”自2026年10月1日起停止适用
    re.compile(r"(?<![^，。；\n])[^，。；\n]{0,80}(?:停止适用|不再适用|废止|停止执行)"),
    # what was done under the contract before: 依主合同已支付的保证金3万元
    re.compile(r"(?:[甲乙丙]方)?(?:依|按照?|根据)(?:主|原)合同已[^，。；\n]{2,40}"),
    # what is given up: 原合同的保证金不再收取
    re.compile(r"(?<![^，。；\n])[^，。；\n]{0,80}(?:不再(?:收取|执行|适用|支付|缴纳)|(?:约定|条款|规定|限制)[^，。；\n]{0,16}(?:取消|删除|作废|废止))"),
)  # fmt: skip


def struck(line: str) -> Iterator[tuple[int, int]]:
    """The parts of a line that are struck out."""
    return (match.span() for match in STRUCK.finditer(line))


def _with_number(text: str, start: int) -> int:
    """Where a paragraph begins that holds nothing else: its number goes with it."""
    line = text.rfind("\n", 0, start) + 1
    return line if OWN_NUMBER.fullmatch(text, line, start) else start


def not_ticked(line: str) -> Iterator[tuple[int, int]]:
    """The parts of a line that a form offers and nobody ticked, and the ticks themselves; boxes alone say nothing."""
    if TICKED.search(line) or NOT_TICKED.match(line):
        yield from (match.span() for pattern in (TICKED, NOT_TICKED) for match in pattern.finditer(line))


def not_held(squeezed: Sought) -> list[tuple[int, int]]:
    """The parts of a squeezed text that are no terms, in order and apart from each other."""
    spans = sorted(
        (_with_number(squeezed.text, match.start()), match.end())
        for pattern in NOT_HELD
        for match in squeezed.matches(pattern)
    )
    apart: list[tuple[int, int]] = []
    for start, end in spans:
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        elif end > start:
            apart.append((start, end))
    return apart
