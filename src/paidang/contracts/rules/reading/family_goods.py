"""What becomes of goods that are sent back."""

import re
from collections.abc import Iterator

from paidang.contracts.rules.reading.parts import Parts
from paidang.contracts.rules.reading.reader import Found, Reader, reader
from paidang.kit.patterns import compiled

FAULTY = compiled(
    r"烂了|压坏|腐烂|折断|崩裂|脱落|开胶|断裂|霉变?|虫蛀|短斤|缺斤|少两|克重不足|掉色|开裂|漏液|缺件|少件|(?<![非无])(?<!没有)(?<!不是)(?<!不存在)(?:质量|品质)(?!标准|合格证|检|保证|责任|和|、|问题的责任)(?:问题|瑕疵|缺陷|不合格|原因|不好|有问题)?|(?<!无)瑕疵|(?<!的)毛病|变质|破损|发霉|碎了|坏[果烂了]|次品|坏了|漏了|发酸|(?:货|东西|产品)(?:不好|有毛病|有问题|坏了)|假货|发错|烂果"
)
SOUND = compiled(
    r"(?:非|无|没有|不是|并非|不存在|没)(?:因|由于)?[^，。；]{0,6}?(?:质量|品质|瑕疵|毛病|问题)|其[他它余][^，。；]{0,4}(?:原因|缘由|缘故|情况|情形|退|换|的)|其[他它余](?=，|$)|不(?:算|属于|属|是)质量(?:问题)?|这一?类[^，。；]{0,6}退|无理由|(?:没有|无)[^，。；]{0,4}理由|不想要|不喜欢|拍错"
)
EITHER = compiled(f"{FAULTY.pattern}|{SOUND.pattern}")
RETURNED = compiled(r"赔|退|收回|换|调换|赔付|受理|包赔")
WHOLLY = compiled(r"二话不说|无条件|不讲条件|不管什么|一律|不得附加|包退|包换|不论|必须(?:予以)?退")
REFUSED = compiled(
    r"(?:不予?|不给|不接受|不支持|不能|恕不|概不|不可以?|谢绝)(?:办理)?退|不退不换|概不退|不予受理"
)
TAKEN_BACK = compiled(r"(?:可以?|方可|方能|才能?|才可|就|能|给|予以?|准予|接受)(?:办理)?退")
RESALEABLE = compiled(
    r"(?:二次|再次?|再行|第二次|重新)[^，。；]{0,2}(?:销售|出售|上架|卖|售)|能?再卖|还能卖|能卖|完好|完整|未(?:经)?拆|没拆|没洗|没动过|没用过"
)


def returns(parts: Parts) -> Iterator[Found]:
    """What becomes of faulty goods, and of those that are sent back for another reason."""
    for match in parts.squeezed.matches(EITHER):
        index = parts.index(match.start())
        _first, last = parts.sentence(index)
        part = parts.all[index]
        end = index
        while end < min(last, index + 4) and not SOUND.search(parts.words(parts.all[end + 1])):
            end += 1
        words = parts.text[part.start : parts.all[end].end]
        wholly = WHOLLY.search(words)
        said = words[: wholly.end()] if wholly and FAULTY.search(parts.words(part)) else words
        if not RETURNED.search(words) or re.search(r"退货率|罚|处理费|运费由|逾期|返利|服务费", said):
            continue
        if SOUND.search(parts.words(part)):
            value = _other(words)
            if value:
                yield Found("returns.other", value, part.start, parts.all[end].end)
        elif WHOLLY.search(words) and not REFUSED.search(words):
            yield Found("returns.quality", "unconditional", part.start, parts.all[end].end)


def _other(words: str) -> str | None:
    if RESALEABLE.search(words) and (TAKEN_BACK.search(words) or not REFUSED.search(words)):
        return "if_resaleable"
    if REFUSED.search(words):
        return "none"
    return "unconditional" if "无条件" in words else None


READERS: tuple[Reader, ...] = (
    reader("returns.other", r"(?P<q>商品不影响二次销售)", "if_resaleable"),
)  # fmt: skip
PART_SCANS = (returns,)
