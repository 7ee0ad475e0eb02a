"""Which pictures a product needs, by category: a template that a person takes as it is and adds to.

The lists are the trade's usual ones, no platform's rule. A line is `(kind, what it shows)`, in the order of the page.
"""

from collections.abc import Mapping, Sequence

from paidang.kit.clause import clause
from paidang.kit.sentence import Sentence, say

KINDS: dict[str, Sentence] = {
    "main": say("主图"),
    "white": say("白底图"),
    "detail": say("细节"),
    "scene": say("场景"),
    "size": say("尺寸"),
    "package": say("包装"),
    "label": say("标签与成分"),
    "worn": say("上身"),
    "use": say("用法"),
}

CATEGORIES: dict[str, tuple[Sentence, tuple[tuple[str, Sentence], ...]]] = {
    "ware": (
        say("器物"),
        (
            ("main", say("整件，正面，占画面七成")),
            ("white", say("整件，纯白底")),
            ("detail", say("釉面、口沿或底款的近照")),
            ("scene", say("在用的场景")),
            ("size", say("标出高、口径、容量")),
            ("package", say("包装与配件")),
        ),
    ),
    "food": (
        say("食品"),
        (
            ("main", say("包装正面")),
            ("white", say("包装正面，纯白底")),
            ("detail", say("打开后的样子")),
            ("label", say("配料表、营养成分、生产许可证号看得清")),
            ("scene", say("冲泡或食用的场景")),
            ("package", say("整箱或礼盒")),
        ),
    ),
    "wear": (
        say("服饰"),
        (
            ("main", say("上身正面")),
            ("white", say("平铺，纯白底")),
            ("worn", say("上身侧面、背面")),
            ("detail", say("面料、做工的近照")),
            ("size", say("尺码表与量法")),
            ("label", say("吊牌与水洗标")),
        ),
    ),
    "other": (
        say("其他"),
        (
            ("main", say("整件，正面")),
            ("white", say("整件，纯白底")),
            ("detail", say("要紧处的近照")),
            ("use", say("怎样用")),
            ("size", say("标出尺寸")),
            ("package", say("包装与配件")),
        ),
    ),
}
TEMPLATE_WORDS = {str(what): what for _word, lines in CATEGORIES.values() for _kind, what in lines}
"""The templates' lines by their text as it is kept, to show them in another language."""


@clause("PH-1", "OP-2-A-4")
def missing_shots(category: str, there: Mapping[str, int]) -> Sequence[tuple[str, Sentence]]:
    """What the category's template asks for and a product has no picture of yet, by kind. KeyError: no such category.

    >>> [kind for kind, _what in missing_shots("ware", {"main": 1, "size": 1})]
    ['white', 'detail', 'scene', 'package']
    """
    return [(kind, what) for kind, what in CATEGORIES[category][1] if not there.get(kind)]
