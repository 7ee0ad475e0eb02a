"""What a promotion would sell: what sells without one, times what this shop's past promotions at a like discount did."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from paidang.kit.clause import clause
from paidang.kit.sentence import Sentence, say
from paidang.promotions.rules.usual import LEAST_DAYS, MILLION, Trial

LIKE_PERMILLE = 100
"""Discounts that differ by no more than ten points are alike."""


def half_up(part: Fraction) -> int:
    """The nearest whole number of what is not below zero.

    >>> half_up(Fraction(5, 2)), half_up(Fraction(12, 5))
    (3, 2)
    """
    return (2 * part.numerator + part.denominator) // (2 * part.denominator)


def few(part: Fraction) -> str:
    """Units as people read them: a decimal below ten, none from there on.

    >>> few(Fraction(4, 3)), few(Fraction(25, 2)), few(Fraction(3))
    ('1.3', '13', '3')
    """
    tenths = half_up(part * 10)
    if part >= 10 or tenths % 10 == 0:
        return f"{half_up(part):,}"
    return f"{tenths // 10}.{tenths % 10}"


@dataclass(frozen=True, slots=True)
class Past:
    """A SKU in a promotion that is over: its discount in thousandths of the usual price, units sold, and millionths of the
    units that would have been sold without it, as known before it began.
    """

    sku: str
    discount: int
    sold: int
    usual_millionths: int


@dataclass(frozen=True, slots=True)
class Lift:
    """By how much past promotions multiplied what sells anyhow; `error`: how far each was off by the others, as a part of
    what was sold, None where there is no other.
    """

    times: Fraction
    count: int
    error: Fraction | None


def discount_of(price_fen: int, usual_fen: int) -> int:
    """A price below the usual one, in thousandths of that; 0 where it is none.

    >>> discount_of(8000, 10000), discount_of(11000, 10000)
    (200, 0)
    """
    return max(0, (usual_fen - price_fen) * 1000 // usual_fen) if usual_fen > 0 else 0


@clause("JD-3", "JD-4")
def lift_of(past: Sequence[Past], discount: int) -> Lift | None:
    """What those at a like discount did together; None where there is none of which the usual sales are known."""
    like = [one for one in past if abs(one.discount - discount) <= LIKE_PERMILLE and one.usual_millionths > 0]
    if not like:
        return None
    sold, usual = sum(one.sold for one in like), sum(one.usual_millionths for one in like)
    off = [  # the sums are positive: rounded half up as `round_ratio` does, without 12,000 calls for each discount
        abs((2 * own * (sold - units) * MILLION + usual - own) // (2 * (usual - own)) - units * MILLION)
        for own, units in ((one.usual_millionths, one.sold) for one in like)
        if usual > own
    ]
    error = Fraction(sum(off), sold * MILLION) if len(off) > 1 and sold else None
    return Lift(Fraction(sold * MILLION, usual), len(like), error)


@dataclass(frozen=True, slots=True)
class Forecast:
    """What history says of one SKU of a promotion, beside the units that are planned.

    `usual`: units without it in the same time, None where history is too short (`days` ordinary ones are known); `tested`:
    how far that was off on ordinary days; `discount` in thousandths of what buyers paid; `lift` None: nothing is like it.
    """

    sku: str
    title: str
    planned: int
    days: int
    usual: Fraction | None = None
    tested: Trial | None = None
    discount: int | None = None
    lift: Lift | None = None
    sold: int | None = None

    @property
    def expected(self) -> int | None:
        """Units that it would sell; None where that cannot be told."""
        return None if self.usual is None or self.lift is None else half_up(self.usual * self.lift.times)

    @property
    def span(self) -> tuple[int, int] | None:
        """From how few to how many, by the error of the lift; None where that is not known."""
        if self.expected is None or self.lift is None or self.lift.error is None:
            return None
        off = half_up(self.expected * self.lift.error)
        return max(0, self.expected - off), self.expected + off

    @property
    def is_within(self) -> bool:
        """Whether what was sold lies in the span."""
        return self.span is not None and self.sold is not None and self.span[0] <= self.sold <= self.span[1]

    @property
    def usual_units(self) -> int | None:
        """What sells without it, in whole units."""
        return None if self.usual is None else half_up(self.usual)

    @property
    def usual_words(self) -> str:
        """The same as people read it; empty where it is not known."""
        return "" if self.usual is None else few(self.usual)

    @property
    def words(self) -> list[Sentence]:
        """What it rests on and how far it was off, or why there is none."""
        if not self.days:
            return [say("这家店还没有卖过它，预测不了")]
        if self.usual is None:
            return [
                say("不够预测：平常的日子只有 {days} 天，至少要 {least} 天", days=self.days, least=LEAST_DAYS)
            ]
        found = []
        if self.tested:
            found.append(
                say(
                    "平时：过去 {weeks} 周每天差 ±{off} 件（每天卖 {mean} 件）",
                    weeks=self.tested.weeks, off=few(self.tested.off), mean=few(self.tested.mean),
                )
            )  # fmt: skip
        if self.discount is None:
            return found
        percent = half_up(Fraction(self.discount, 10))
        if self.lift is None:
            found.append(
                say("这家店没有折扣相近（约 {percent}%）的促销可比，促销能多卖多少不知道", percent=percent)
            )
            return found
        found.append(
            say("促销：{count} 款次相近折扣（约 {percent}%）卖到平时的 {times} 倍", count=self.lift.count, percent=percent, times=few(self.lift.times))
        )  # fmt: skip
        if self.lift.error is None:
            found.append(say("能比的太少，测不出误差"))
        else:
            found.append(say("互相验证平均差 ±{percent}%", percent=half_up(self.lift.error * 100)))
        return found
