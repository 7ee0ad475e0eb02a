"""Words of 广告法 第九条 第三项 (国家级、最高级、最佳 and the like) in a text, without those that stand in a harmless phrase.

The statute names three words “等用语”; the others are those that the authorities have punished as alike. Whether a use is
an advertisement's claim is for people to judge: this finds, it does not forbid. Not in here: claims that need a proof
(第十一条), medical words, comparisons with others.
"""

import re
from dataclasses import dataclass

from paidang.kit.clause import clause

NAMED = ("国家级", "最高级", "最佳")
"""The statute's own three."""
ALIKE = (
    "世界级", "宇宙级", "全球级", "顶级", "顶尖", "极品", "极致", "极佳", "绝佳", "绝对", "终极", "至尊", "王牌", "冠军", "首选",
    "首家", "独家", "唯一", "独一无二", "绝无仅有", "前所未有", "史无前例", "万能", "百分之百", "零风险", "永久", "全网第一",
    "销量第一", "排名第一", "中国第一", "第一品牌", "全国第一", "世界第一", "行业第一", "领导品牌", "领袖品牌", "填补国内空白",
    "最优", "最好", "最大", "最高", "最低", "最强", "最新", "最先进", "最便宜", "最受欢迎", "最安全", "最舒适", "最流行", "最奢华",
    "最正宗", "最时尚", "最具", "最爱", "最美", "最适合", "最贵", "最快", "最薄", "最轻",
)  # fmt: skip
HARMLESS = (
    "最大尺寸", "最大容量", "最大直径", "最大宽度", "最大高度", "最大长度", "最大承重", "最大功率", "最高温度", "最高水位", "最高耐温",
    "最低温度", "最低零售价", "最低年龄", "最小包装", "最新批次", "最新生产日期", "不要用最高", "请勿使用最高", "永久地址", "独家责任",
    "不绝对", "冠军杯形", "最佳赏味期", "最佳饮用期", "最佳食用期", "最佳使用期",
)  # fmt: skip
"""Facts about the goods themselves, as measured or printed on them: the guidance of 2023 on enforcing the article leaves
these be (尺寸、规格、时间顺序、保质)."""

_WORD = re.compile("|".join(sorted(map(re.escape, (*NAMED, *ALIKE)), key=len, reverse=True)))
_HARMLESS = re.compile("|".join(sorted(map(re.escape, HARMLESS), key=len, reverse=True)))


@dataclass(frozen=True, slots=True)
class Superlative:
    """A word at a place of the text, in characters from its beginning."""

    word: str
    at: int

    @property
    def is_named(self) -> bool:
        """Whether the statute itself names it."""
        return self.word in NAMED


@clause("PH-2")
def find_superlatives(text: str) -> list[Superlative]:
    """The words in the order of the text; spaces between the characters hide none.

    >>> [found.word for found in find_superlatives("国家级大师，最 佳之选；最大容量 150 ml")]
    ['国家级', '最佳']
    """
    bare = [(at, character) for at, character in enumerate(text) if not character.isspace()]
    packed = "".join(character for _at, character in bare)
    excused = [match.span() for match in _HARMLESS.finditer(packed)]
    return [
        Superlative(match.group(), bare[match.start()][0])
        for match in _WORD.finditer(packed)
        if not any(since <= match.start() and match.end() <= until for since, until in excused)
    ]
