"""By what a platform ranks the agencies that run stores on it: a template of criteria, reckoned from the agency's own rows.

Platforms certify and rank agencies (JD-1) and change the criteria with every round; no public rule book was checked. What
is measured here is common knowledge of the trade, the weights and bounds are ours: an agency sees where it is weak, not
what stars it will get. Whoever has the notice of a round writes its figures in here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from paidang.kit.clause import clause
from paidang.kit.money import yuan
from paidang.kit.sentence import Sentence, say
from paidang.scorecards.rules.measures import MONEY, NUMBER, SECONDS, SHARE, percent

MONTHS = 6
"""A round looks at half a year."""
SALES, GROWTH, RATED, REFUNDS, SHIPPED, RESPONSE, RESOLVED, POINTS, BRANDS, KEPT = (
    "sales", "growth", "rated", "refunds", "shipped", "response", "resolved", "points", "brands", "kept",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion: `how` it is measured from our rows, `source` where that comes from, `awaits` what brings it if nothing does.

    `least` is the value that earns nothing, `full` the one that earns all; less may be better.
    """

    name: Sentence
    unit: str
    least: Fraction
    full: Fraction
    how: Sentence
    awaits: Sentence = say("这段日子没有订单")


KNOWN = say("行业常识：平台评级一向看它；权重和上下限是拍档拟的，没有对照当期公告")
CRITERIA: Mapping[str, Criterion] = {
    SALES: Criterion(
        say("成交规模"), MONEY, Fraction(0), Fraction(5_000_000_000), say("自己代运营的店铺，六个月净收入合计")
    ),
    GROWTH: Criterion(
        say("成交增长"), SHARE, Fraction(0), Fraction(3, 10), say("六个月净收入比前六个月多几成"),
        say("前六个月没有成交，没有可比的"),
    ),
    RATED: Criterion(
        say("店铺评分"), SHARE, Fraction(92, 100), Fraction(98, 100), say("各店最近一个月三项评分占满分多少，各店平均"),
        say("登记店铺评分后才有"),
    ),
    REFUNDS: Criterion(
        say("退款率"), SHARE, Fraction(15, 100), Fraction(5, 100), say("六个月付款订单里退了的钱占付款的钱")
    ),
    SHIPPED: Criterion(
        say("48 小时发货"), SHARE, Fraction(90, 100), Fraction(99, 100), say("六个月满 48 小时的订单行里按时发出的占多少")
    ),
    RESPONSE: Criterion(
        say("首次响应"), SECONDS, Fraction(60), Fraction(20), say("六个月每次会话平均几秒"), say("导入客服数据后才有")
    ),
    RESOLVED: Criterion(
        say("解决率"), SHARE, Fraction(80, 100), Fraction(98, 100), say("六个月会话里解决了的占多少"),
        say("导入客服数据后才有"),
    ),
    POINTS: Criterion(
        say("违规扣分"), NUMBER, Fraction(12), Fraction(0), say("六个月平台扣分，每店平均；申诉成功的不算")
    ),
    BRANDS: Criterion(
        say("服务品牌数"), NUMBER, Fraction(0), Fraction(5), say("合同在履行、在这个平台有店铺的品牌")
    ),
    KEPT: Criterion(
        say("留存"), SHARE, Fraction(50, 100), Fraction(90, 100), say("满一年的合同里，还在履行的占多少"),
        say("还没有满一年的合同"),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Template:
    """One platform's criteria with their weights, of 100 together; `channels` are the stores that count."""

    name: Sentence
    channels: tuple[str, ...]
    weights: Mapping[str, int]
    source: Sentence = KNOWN


TEMPLATES: Mapping[str, Template] = {
    "tmall": Template(
        say("淘宝、天猫服务商评级"),
        ("taobao", "tmall"),
        {SALES: 25, GROWTH: 15, RATED: 15, REFUNDS: 10, SHIPPED: 5, RESPONSE: 5, RESOLVED: 5, POINTS: 10, BRANDS: 5, KEPT: 5},
    ),
    "jd": Template(
        say("京东服务商评级"),
        ("jd",),
        {SALES: 20, GROWTH: 10, RATED: 15, REFUNDS: 10, SHIPPED: 15, RESPONSE: 5, RESOLVED: 5, POINTS: 10, BRANDS: 5, KEPT: 5},
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scored:
    """One criterion as it stands: `points` of `weight`, both exact; None where nothing is known."""

    key: str
    weight: int
    value: Fraction | None
    points: Fraction | None

    @property
    def lost(self) -> Fraction:
        return Fraction(0) if self.points is None else self.weight - self.points


@dataclass(frozen=True, slots=True)
class Ranked:
    """All criteria of a template: `points` of `known`, the weight of those of which something is known."""

    scored: Sequence[Scored]

    @property
    def points(self) -> Fraction:
        return sum((one.points for one in self.scored if one.points is not None), Fraction(0))

    @property
    def known(self) -> int:
        return sum(one.weight for one in self.scored if one.points is not None)


@clause("JD-1")
def rank(template: Template, values: Mapping[str, Fraction | None]) -> Ranked:
    """What each criterion earns: nothing at `least` or worse, all at `full` or better, in between by its distance."""
    scored = []
    for key, weight in template.weights.items():
        value, one = values.get(key), CRITERIA[key]
        earned = None if value is None else weight * _clamp((value - one.least) / (one.full - one.least))
        scored.append(Scored(key, weight, value, earned))
    return Ranked(scored)


def _clamp(part: Fraction) -> Fraction:
    return max(Fraction(0), min(part, Fraction(1)))


def value_words(key: str, value: Fraction | None) -> Sentence | str:
    """A criterion's value as people read it."""
    if value is None:
        return "—"
    unit = CRITERIA[key].unit
    if unit == MONEY:
        return yuan(int(value))
    if unit == SHARE:
        return f"-{percent(-value)}" if value < 0 else percent(value)
    if unit == SECONDS:
        return say("{n} 秒", n=int(value + Fraction(1, 2)))
    tenths = int(value * 10 + Fraction(1, 2))
    return str(tenths // 10) if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}"


def gap_words(one: Scored) -> Sentence:
    """What lies between a criterion and its full points."""
    criterion = CRITERIA[one.key]
    if one.value is None:
        return criterion.awaits
    if not one.lost:
        return say("满分")
    more = criterion.full > criterion.least
    full = value_words(one.key, criterion.full)
    return say("到 {full} 才满分", full=full) if more else say("降到 {full} 才满分", full=full)
