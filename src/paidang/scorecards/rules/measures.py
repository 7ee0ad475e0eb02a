"""What is measured, how each figure comes about, which way is better, and whether it meets its target."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from paidang.kit.clause import clause
from paidang.kit.money import yuan
from paidang.kit.sentence import Sentence, say
from paidang.scorecards.rules.figures import Figure

MONEY, SHARE, NUMBER, SECONDS, POINTS = "money", "share", "number", "seconds", "points"
BP_WHOLE = 10_000
LARGEST = 10**13
RATED_OF = 500
"""A target of a rating is in hundredths of five points; a store that its platform rates by another scale is compared by share."""

REVENUE, AGENCY_SHARE, REFUND_RATE, SHIPPED = "revenue", "agency_share", "refund_rate", "shipped_48h"
RESPONSE, RESOLVED = "response", "resolved"
DESCRIPTION, SERVICE, LOGISTICS = "description", "service", "logistics"
RATINGS = (DESCRIPTION, SERVICE, LOGISTICS)
BREACHES, DUTIES_A, DUTIES_B = "breaches", "duties_a", "duties_b"
MARGIN, APPROVALS = "margin", "approvals_a"
ON_TARGET, MISSED, NO_TARGET = "on_target", "missed", "no_target"


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure. `formula` is shown to the parties. `more_is_better` None: neither way, there is nothing to reach.

    `by_store`: its rows belong to stores, else to the contract alone. `of_money`: what is counted is fen. `awaits`: what would
    bring it, where nothing does yet.
    """

    name: Sentence
    unit: str
    formula: Sentence
    more_is_better: bool
    by_store: bool = True
    of_money: bool = False
    awaits: Sentence | None = None


MEASURES: Mapping[str, Measure] = {
    REVENUE: Measure(
        say("净收入"), MONEY, say("当月付款的订单，买家付给商家的钱，减去其中到现在为止退了的"), more_is_better=True
    ),
    AGENCY_SHARE: Measure(
        say("乙方所得"),
        MONEY,
        say("已发出的当月对账单里，乙方的分成、佣金和费用，加上调整；没有发出就没有数"),
        more_is_better=True,
        by_store=False,
    ),
    MARGIN: Measure(
        say("利润率"),
        SHARE,
        say("已发出的当月对账单里，按合同算的利润占净收入；没有发出、或合同不按利润算，就没有数"),
        more_is_better=True,
        by_store=False,
        of_money=True,
    ),
    REFUND_RATE: Measure(
        say("退款率"), SHARE, say("当月付款的订单里退了的钱，占付款的钱"), more_is_better=False, of_money=True
    ),
    SHIPPED: Measure(
        say("按时发货"),
        SHARE,
        say(
            "当月付款、发货期限已到的订单行里，期限内发出的占多少；期限照平台、合同和预售，都没有的 48 小时；"
            "这之前退了款的、没有发货时间的已完成订单不算"
        ),
        more_is_better=True,
    ),
    RESPONSE: Measure(
        say("首次响应"),
        SECONDS,
        say("买家第一句话到客服第一句答复，当月每次会话平均几秒"),
        more_is_better=False,
        awaits=say("导入客服数据后才有"),
    ),
    RESOLVED: Measure(
        say("解决率"),
        SHARE,
        say("当月客服会话里，解决了的占多少"),
        more_is_better=True,
        awaits=say("导入客服数据后才有"),
    ),
    **{
        key: Measure(
            say("评分：{what}", what=what),
            POINTS,
            say("平台当月给店铺的这一项评分，由乙方登记，附来源文件；各平台满分不同，与目标按比例比"),
            more_is_better=True,
            awaits=say("登记店铺评分后才有"),
        )
        for key, what in ((DESCRIPTION, say("描述相符")), (SERVICE, say("服务态度")), (LOGISTICS, say("物流服务")))
    },
    BREACHES: Measure(
        say("低于底价的成交"), NUMBER, say("当月付款、低于最低零售价的订单行"), more_is_better=False
    ),
    APPROVALS: Measure(
        say("甲方批复按时"),
        SHARE,
        say("当月到期、等甲方批准或书面确认的（促销、报价、推广、交付物、图片、页面、对账单），到期前答复的占多少"),
        more_is_better=True,
        by_store=False,
    ),
    DUTIES_A: Measure(
        say("甲方按时"),
        SHARE,
        say("当月到期的甲方的事里，到期前做完的占多少"),
        more_is_better=True,
        by_store=False,
    ),
    DUTIES_B: Measure(
        say("乙方按时"),
        SHARE,
        say("当月到期的乙方的事里，到期前做完的占多少"),
        more_is_better=True,
        by_store=False,
    ),
}  # fmt: skip
TARGETED = tuple(key for key in MEASURES if key not in (AGENCY_SHARE, MARGIN))
"""What a target may be agreed for. What the agency earns, and what is left of a sale, follow from the contract and its prices."""
APPROVAL_KINDS = (
    "approve_offer", "answer_promotion", "answer_price_draft", "answer_proposal", "answer_delivery", "approve_pictures",
    "approve_page", "answer_statement",
)  # fmt: skip
"""The duties by which the brand says its word on what the agency may do or sends."""


@clause("JD-1")
def judge(measure: str, figure: Figure | None, target: int | None) -> str:
    """ON_TARGET, MISSED or NO_TARGET, exactly, without rounding. A target is in the unit that `target_value` tells.

    What was not measured has nothing to be judged.
    """
    value = figure.value if figure else None
    if value is None or target is None:
        return NO_TARGET
    one = MEASURES[measure]
    wanted = target_value(measure, target)
    is_met = value >= wanted if one.more_is_better else value <= wanted
    return ON_TARGET if is_met else MISSED


def target_value(measure: str, target: int) -> Fraction:
    """A target on the scale of the figures: basis points of a share, hundredths of five points, else fen, seconds or a number."""
    unit = MEASURES[measure].unit
    return Fraction(target, {SHARE: BP_WHOLE, POINTS: RATED_OF}.get(unit, 1))


def percent(share: Fraction) -> str:
    """To a tenth of a percent, half up.

    >>> percent(Fraction(1, 3)), percent(Fraction(1)), percent(Fraction(1, 2000))
    ('33.3%', '100%', '0.1%')
    """
    whole, tenth = divmod((share * 2000 + 1) // 2, 10)
    return f"{whole}.{tenth}%" if tenth else f"{whole}%"


def figure_words(measure: str, figure: Figure | None) -> Sentence | str:
    """A figure as people read it; `—` where nothing is known."""
    value = figure.value if figure else None
    if figure is None or value is None:
        return "—"
    unit = MEASURES[measure].unit
    if unit == MONEY:
        return yuan(figure.n)
    if unit == NUMBER:
        return say("{n} 笔", n=figure.n)
    if unit == SECONDS:
        return say("{n} 秒", n=int(value + Fraction(1, 2)))
    if unit == POINTS:
        return points(figure)
    return percent(value)


def points(figure: Figure) -> Sentence | str:
    """A rating as its platform writes it, to two places; of another scale than five points that too.

    >>> points(Figure(486, 500)), points(Figure(972, 1000))
    ('4.86', '9.72（满分 10）')
    """
    said, most = f"{figure.n // 100}.{figure.n % 100:02}", figure.of or RATED_OF
    return said if most == RATED_OF else say("{points}（满分 {most}）", points=said, most=most // 100)


def whole_words(measure: str, figure: Figure | None) -> str:
    """What a share was counted from, `95 / 100`; empty where it is none."""
    if figure is None or not figure.of or MEASURES[measure].unit != SHARE:
        return ""
    if MEASURES[measure].of_money:
        return f"{yuan(figure.n)} / {yuan(figure.of)}"
    return f"{figure.n:,} / {figure.of:,}"


def target_words(measure: str, target: int | None) -> Sentence | str:
    """`≥ 95%`, `≤ 6%`, `0 笔`; `—` without one."""
    if target is None:
        return "—"
    one = MEASURES[measure]
    if one.unit == NUMBER and target == 0:
        return say("{n} 笔", n=0)
    shown = figure_words(measure, Figure(target, {SHARE: BP_WHOLE, POINTS: RATED_OF}.get(one.unit)))
    return say("≥ {shown}", shown=shown) if one.more_is_better else say("≤ {shown}", shown=shown)


def in_range(measure: str, target: int) -> bool:
    """Whether a target makes sense: a share between 0 and 100 %, points up to five, seconds up to a day, else from 0 on."""
    return (
        0
        <= target
        <= {SHARE: BP_WHOLE, POINTS: RATED_OF, SECONDS: 86_400}.get(MEASURES[measure].unit, LARGEST)
    )
