"""What a text says on a point of settlement that is no term of the reader's: the sentences, and the answer they suggest.

Nothing is taken from them: both sides still decide (SPEC §10). But nobody is told that the contract does not say it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from paidang.contracts.rules.read_terms import BRAND

SENTENCES_MAX = 3
_REST = r"[^。；\n]"
SAID: dict[str, tuple[tuple[str, object], ...]] = {
    "recognition": (
        (rf"(?:订单|销售额|成交额|交易){_REST}{{0,20}}确认收货{_REST}{{0,12}}(?:计入|为准|核算|统计)|以(?:买家|消费者)?确认收货{_REST}{{0,8}}为准", "completed"),
        (rf"(?:发货|出库){_REST}{{0,8}}(?:计入|为准)", "shipped"),
        (rf"(?:付款|支付)(?:时间|成功|之日|时){_REST}{{0,8}}(?:计入|为准)", "paid"),
    ),
    "loss": (
        (rf"亏损{_REST}{{0,12}}(?:以后|后续|下个?|次)月?{_REST}{{0,14}}(?:弥补|抵补|抵扣|补足)|亏损{_REST}{{0,6}}结转", "carry_forward"),
        (rf"亏损{_REST}{{0,12}}按{_REST}{{0,12}}比例{_REST}{{0,8}}(?:承担|分担|共担)", "share"),
        (rf"(?<!弥补的)亏损{_REST}{{0,6}}由甲方{_REST}{{0,4}}承担", "forgive"),
    ),
    "faults_borne_by": ((rf"质量问题{_REST}{{0,30}}甲方{_REST}{{0,20}}(?:承担|负担)", "a"),),
    "tax": ((rf"(?:增值税|税费|税金){_REST}{{0,30}}(?:申报|缴纳|计算|承担)", None),),
}  # fmt: skip
"""By the key of the point: what says something on it, and the choice that it suggests, None where it takes more than words."""
OF_PARTY_A = ("forgive", "a")
"""Choices that mean the brand: a text that calls the agency 甲方 does not say them so."""


@dataclass(frozen=True, slots=True)
class Bearing:
    """A place of the text (code points) that says something on a point; `value` is what it suggests."""

    start: int
    end: int
    value: object | None


def bearings(key: str, text: str, start: int, end: int, party_a: str) -> list[Bearing]:
    """The places of text[start:end] that bear on the point, in their order; empty where none does."""
    return sorted(_found(key, text, start, end, party_a), key=lambda each: each.start)[:SENTENCES_MAX]


def suggested(found: list[Bearing]) -> object | None:
    """The one answer that all places suggest; None where they are silent on it or do not agree."""
    values = {each.value for each in found}
    return values.pop() if len(values) == 1 else None


def _found(key: str, text: str, start: int, end: int, party_a: str) -> Iterator[Bearing]:
    for pattern, value in SAID.get(key, ()):
        if value in OF_PARTY_A and party_a != BRAND:
            continue
        for match in re.compile(pattern).finditer(text, start, end):
            yield Bearing(*match.span(), value)
