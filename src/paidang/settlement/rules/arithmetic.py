"""Exact arithmetic: amounts are integer fen, rates are integer millionths, and there is one way to round."""

import re

from paidang.kit.sentence import say

RATE_ONE = 1_000_000  # a rate of 1; rates have at most 6 decimals
FEN_MIN, FEN_MAX = -(2**63), 2**63 - 1

_RATE = re.compile(r"(-?)([0-9]{1,12})(?:\.([0-9]+))?")


class NotARate(ValueError):
    """A text that is no decimal of at most six places between 0 and 1; its message says why, for people."""


def read_rate(text: str) -> int:
    """Read a rate or share between 0 and 1 as millionths.

    >>> read_rate("0.3")
    300000
    """
    match = _RATE.fullmatch(text)
    if not match:
        raise NotARate(say('应为小数文本，如 "0.3"'))
    sign, whole, decimals = match[1], match[2], match[3] or ""
    if len(decimals) > 6:
        raise NotARate(say("小数不得超过6位"))
    millionths = int(whole) * RATE_ONE + int(decimals.ljust(6, "0"))
    if (sign and millionths) or millionths > RATE_ONE:
        raise NotARate(say("应在0和1之间"))
    return millionths


def round_ratio(numerator: int, denominator: int) -> int:
    """Round numerator / denominator (> 0) half away from zero to a whole number (SPEC, preamble).

    >>> round_ratio(25, 2), round_ratio(-25, 2)
    (13, -13)
    """
    half_up = (2 * abs(numerator) + denominator) // (2 * denominator)
    return half_up if numerator >= 0 else -half_up


def fits_64_bits(amount: int) -> bool:
    """Tell whether an amount in fen can be stored (SPEC, preamble)."""
    return FEN_MIN <= amount <= FEN_MAX
