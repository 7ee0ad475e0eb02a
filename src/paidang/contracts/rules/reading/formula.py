"""What is taken off the price before a profit is shared: 利润＝售价－（出厂价＋税收＋物流费）, or the same in a sentence."""

import re
from collections.abc import Iterator

from paidang.contracts.rules.reading.frames import Frames
from paidang.contracts.rules.reading.reader import Found
from paidang.kit.patterns import compiled

ITEMS = {
    r"出厂价|出厂成本|成本|进货价|供货价|采购价|结算价|进货|进价|底价|货本": "factory_price",
    r"税": "tax",
    r"物流|运费|快递|配送费|邮费|寄递|仓配": "logistics",
    r"(?:平台|京东|天猫|淘宝|抖音|快手|拼多多|微信|小红书|有赞)(?:收取的?[^，。；、]{0,6}费用?|的?(?:扣点|扣费|佣金|服务费|费用?|手续费|技术服务费))|扣点|(?:平台|淘宝|京东|天猫|抖音|拼多多)扣的|手续费": "platform_fees",
    r"推广|营销|广告|投流|投放|直通车|千川": "marketing",
}
TAKES_OFF = compiled(
    r"(?:扣掉|扣除|扣减|扣去|减去|减掉|减除|刨去|刨掉|除去|抵扣|(?<!不)(?<!税)减(?!少|免)|-|先扣)"
)
IS_PROFIT = compiled(
    r"净利|利润|毛利|收益|盈利|余额|剩下|余下|所余|赚的?钱?|净收入|可分配|分成基数|盈余|纯利|净额(?=[^。]{0,10}分)"
)
DEFINED = compiled(r"(?:收益|利润|毛利|纯利|净利)(?:（[^）]*）)?[^。；，\n]{0,4}(?:=|等于)")
BEFORE_END = compiled(r"[。\n]")
LONGEST = 260


def share_formula(frames: Frames) -> Iterator[Found]:
    """The first sentence (or list) that takes costs off before sharing."""
    text = frames.text
    if not any(frames.spots.of(topic) for topic in ("profit", "share")):
        return
    for start, end in _sentences(text):
        taken = TAKES_OFF.search(text, start, end)
        if taken is None or not IS_PROFIT.search(text, start, end):
            continue
        places = [
            (value, m)
            for words, value in ITEMS.items()
            for m in compiled(words).finditer(text, taken.start(), end)
            if _is_item(text, m)
        ]
        values = sorted({value for value, _ in places})
        enough = 1 if DEFINED.search(text, start, taken.start()) else 3
        if len(values) >= enough or (len(values) > 1 and "factory_price" in values):
            first = min(taken.start(), *(m.start() for _, m in places))
            last = max(m.end() for _, m in places)
            yield Found("fee.share.formula", values, first, min(last, first + LONGEST))
            return


def _is_item(text: str, match: re.Match[str]) -> bool:
    """Not what is only spoken of: the tax's own rate, a price list."""
    return not re.match(r"(?:率|务局|前|后)", text[match.end() : match.end() + 2])


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """From full stop to full stop; a list after a colon goes with what leads into it."""
    start = 0
    for match in BEFORE_END.finditer(text):
        if text[match.start() - 1 : match.start()] in "：；，" and match[0] == "\n":
            continue
        if match.end() - start > 1:
            yield start, match.end()
        start = match.end()
    yield start, len(text)
