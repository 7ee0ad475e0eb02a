"""What a buyer's own words on a platform most likely mean; the customer service may say otherwise when taking the case on."""

from paidang.aftersales.rules.words import (
    LOST,
    NO_REASON,
    OVER_SHIPPED,
    PRICE_PROTECTION,
    QUALITY,
    WRONG_ITEM,
)

_WORDS = (
    (WRONG_ITEM, ("发错", "错发", "错货", "与订单不符", "颜色不对", "型号不对")),
    (OVER_SHIPPED, ("多发",)),
    (LOST, ("没收到", "未收到", "丢件", "丢失", "少件", "漏发", "空包")),
    (PRICE_PROTECTION, ("价保", "降价", "差价")),
    (QUALITY, ("质量", "破损", "裂", "瑕疵", "坏", "漏水", "描述不符", "假货")),
)


def reason_from(words: str) -> str:
    """The first reason of which a word stands there; without any, the neutral one.

    >>> reason_from("收到时杯口有裂纹"), reason_from("7天无理由退换货")
    ('quality', 'no_reason')
    """
    return next((reason for reason, known in _WORDS if any(word in words for word in known)), NO_REASON)
