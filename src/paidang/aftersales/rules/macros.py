"""Texts of the customer service with placeholders that the order and the case fill."""

import re
from collections.abc import Mapping

from paidang.kit.sentence import say

PLACEHOLDERS = {
    "订单号": say("订单的编号"),
    "店铺": say("店铺的名称"),
    "商品": say("售后的商品和件数"),
    "原因": say("买家的理由"),
    "金额": say("申请的金额"),
    "运单": say("买家寄回的运单号"),
    "时限": say("现在这一步的时限"),
}
SLOT = re.compile(r"\{([^{}]{1,20})\}")
TEXT_CHARACTERS, TITLE_CHARACTERS = 1000, 40


def unknown_placeholders(text: str) -> list[str]:
    """The placeholders of a text that nothing fills, in order.

    >>> unknown_placeholders("您好，{订单号} 的 {颜色} 已换")
    ['颜色']
    """
    return [name for name in dict.fromkeys(SLOT.findall(text)) if name not in PLACEHOLDERS]


def fill(text: str, facts: Mapping[str, str]) -> str:
    """The text as the buyer gets it; what nothing is known of stays as a blank to write in.

    >>> fill("您好，{订单号} 已收到，{运单}", {"订单号": "A1"})
    '您好，A1 已收到，____'
    """
    return SLOT.sub(lambda slot: facts.get(slot[1]) or "____", text)
