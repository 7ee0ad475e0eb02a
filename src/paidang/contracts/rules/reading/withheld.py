"""What stands in a text but does not hold: struck out, only an example, or replaced by something later."""

import re
from collections.abc import Iterator

CHANGED = r"(?:降|升|增|减|顺延|延期|展期|推迟|提前|调整|变更|修改|修订|更改|提高|降低|上调|下调|延长|缩短|增加|减少|改)"
STRUCK = re.compile(r"~~.{1,200}?~~")
NOT_HELD: tuple[re.Pattern[str], ...] = (
    # an example: 例如，某月净销售额为…。本例仅供说明
    re.compile(r"(?:例如|举例(?:说明)?|示例|打个比方|比如说?|假设|假如某)(?:[：，]|[^，。；：\n]{0,8}(?:[0-9]|某))[^\n]*?(?:。|(?=\n)|\Z)"),
    # a paragraph under a heading that says it is an example
    re.compile(r"(?<=示例\n)[^\n]*"),
    # the old value: 由8%调整为6.5%
    re.compile(rf"(?:由|从)(?:原(?:来|先)?的?)?(?:[^，。；\n由从甲乙丙]|(?<=[0-9])，(?=[0-9])){{1,20}}?(?={CHANGED}(?:为|至|到|成))"),
    # the old wording: “甲方于次月20日前付款”修改为
    re.compile(rf"“[^”\n]{{1,200}}”(?:的约定|一句|一款|条款)?，?(?={CHANGED}(?:为|至|成))"),
    # “…60日…”中的“60日”改为“30日”
    re.compile(rf"“[^”\n]{{1,200}}”(?:中|之中)的?(?=“[^”\n]{{1,40}}”{CHANGED}(?:为|至|成))"),
    # 不是30%，而是20%
    re.compile(r"(?:并)?不(?:是|再是|再按)[^，。；\n]{1,20}，(?:而是|改为|改按)"),
    # what applied before: 以前的订单仍按8%计算
    re.compile(r"[^，。；\n]{0,40}(?:以前|之前)[^，。；\n]{0,12}仍(?:按|适用|执行|以)[^，。；\n]{0,30}"),
    # what was done under the contract before: 依主合同已支付的保证金3万元
    re.compile(r"(?:[甲乙丙]方)?(?:依|按照?|根据)(?:主|原)合同已[^，。；\n]{2,40}"),
    # what is given up: 原合同的保证金不再收取
    re.compile(r"[^，。；\n]{0,60}(?:不再(?:收取|执行|适用|支付|缴纳)|(?:约定|条款|规定|限制)[^，。；\n]{0,16}(?:取消|删除|作废|废止))"),
)  # fmt: skip


def struck(line: str) -> Iterator[tuple[int, int]]:
    """The parts of a line that are struck out."""
    return (match.span() for match in STRUCK.finditer(line))


def not_held(text: str) -> list[tuple[int, int]]:
    """The parts of a squeezed text that are no terms, in order and apart from each other."""
    spans = sorted(match.span() for pattern in NOT_HELD for match in pattern.finditer(text))
    apart: list[tuple[int, int]] = []
    for start, end in spans:
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(end, apart[-1][1]))
        elif end > start:
            apart.append((start, end))
    return apart
