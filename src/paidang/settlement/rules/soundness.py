"""What makes a statement that nobody looked at one by one too doubtful to stand: it waits for a person instead."""

from collections.abc import Mapping
from typing import Any

from paidang.kit.money import yuan
from paidang.kit.outcome import Violation
from paidang.kit.sentence import say

TIMES_MAX = 5
"""As many times the amount of the statement before is a slip sooner than a month's growth."""


def find_unsound(figures: Mapping[str, Any], before: Mapping[str, Any] | None) -> Violation | None:
    """Why these figures (`statement.json`, SPEC §9) want a person's eye, beside those of the statement before.

    Not in it: what the engine refuses anyway, such as one line twice or a refund beyond its line.
    """
    shared = figures["totals"]["profit"] + figures["carried_in"]
    shares = (figures["share_a"], figures["share_b"])
    if any(shares) and shared >= 0 and sum(shares) != shared:
        return Violation(
            "SHARES_DO_NOT_ADD_UP",
            say("双方所得加起来不等于利润 {profit}", profit=yuan(shared)),
            remedy=say("请打开试算核对。"),
        )
    amount, last = figures["amount_due"], before["amount_due"] if before else 0
    if last and amount > TIMES_MAX * last:
        return Violation(
            "FAR_FROM_LAST_MONTH",
            say(
                "应付 {amount} 超过上一张 {last} 的 {times} 倍",
                amount=yuan(amount),
                last=yuan(last),
                times=TIMES_MAX,
            ),
            remedy=say("请打开试算核对；没有错，就单独关账。"),
        )
    return None
