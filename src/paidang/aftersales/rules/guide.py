"""Which rule of the contract a case falls under, and what follows from it. No clause, no guess: a table by reason and finding."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from paidang.aftersales.rules.words import (
    BUYER,
    LOST,
    NO_REASON,
    OVER_SHIPPED,
    PRICE_PROTECTION,
    QUALITY,
    RESALEABLE,
    SHARED,
    SPOILED,
    WRONG_ITEM,
)
from paidang.kit.clause import clause
from paidang.kit.sentence import Sentence, say

SEVEN_DAYS = 7


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing the contract says of after-sales, with its clause in the map."""

    key: str
    title: Sentence
    what: Sentence
    clause: str


RULES = (
    Rule(
        "unconditional",
        say("质量问题：无条件退换"),
        say("退款不看是否影响二次销售。退货、补发的运费由过错方承担。"),
        "OP-3-E-3",
    ),
    Rule(
        "resaleable",
        say("非质量问题：不影响二次销售才退"),
        say("七天无理由；回程运费由买家付。"),
        "OP-3-E-3",
    ),
    Rule(
        "told_at_once",
        say("多发、错发：记录并立刻通知甲方"),
        say("甲方收回或换发，来回运费由过错方承担。"),
        "OP-3-E-2",
    ),
    Rule(
        "never_arrived",
        say("没收到货：退款或补发"),
        say("货不回来，成本留在账上；承运商的赔付另记一笔冲抵。"),
        "OP-4-C",
    ),
    Rule(
        "money_only",
        say("降价补差：只退差价"),
        say("货不退回，差价从双方收益里扣。"),
        "OP-4-C",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a rule comes to for one line.

    `gives`: the contract has the buyer get money or goods. `cause`, `restocked`: of a refund in settlement's facts.
    `comes_back`: the goods are to be seen by the brand. `freight`: who answers for carriage: a, shared, or the buyer.
    """

    rule: str
    gives: bool
    cause: str
    restocked: bool
    comes_back: bool
    freight: str


@clause("OP-3-E-3", "OP-4-C")
def outcome_of(
    reason: str, finding: str, *, faults_borne_by: str, in_seven_days: bool | None = None
) -> Outcome:
    """The outcome of a line by the buyer's reason and the brand's finding ("" before there is one).

    `faults_borne_by`: a term of the contract, who bears what its own fault costs: "a" or "shared". A return without a
    reason needs to be in time; None: nobody knows when the goods arrived, which is not held against the buyer.

    >>> outcome_of("no_reason", "spoiled", faults_borne_by="a").gives
    False
    """
    if finding == QUALITY or (reason == QUALITY and not finding):
        return Outcome("unconditional", True, QUALITY, False, True, faults_borne_by)
    if reason in (WRONG_ITEM, OVER_SHIPPED):
        # What was sent beyond the order was never paid for: it only comes back.
        gives = reason == WRONG_ITEM
        return Outcome("told_at_once", gives, reason, finding == RESALEABLE, True, faults_borne_by)
    if reason == LOST:
        return Outcome("never_arrived", True, LOST, False, False, SHARED)
    if reason == PRICE_PROTECTION:
        return Outcome("money_only", True, PRICE_PROTECTION, False, False, SHARED)
    gives = finding != SPOILED and in_seven_days is not False
    return Outcome("resaleable", gives, NO_REASON, finding == RESALEABLE, True, BUYER)


def freight_borne_by(outcomes: Iterable[Outcome]) -> str:
    """Who answers for the carriage of a parcel with several lines: the side at fault for any of them, the buyer last.

    >>> freight_borne_by([outcome_of("no_reason", "resaleable", faults_borne_by="a")])
    'buyer'
    """
    found = {one.freight for one in outcomes}
    return next(one for one in ("a", "b", SHARED, BUYER) if one in found)


def in_seven_days(arrived_on: date | None, asked_on: date) -> bool | None:
    """Whether a return without a reason is asked for in time: by the seventh day after the goods arrived; None: unknown.

    Law on consumers' rights, article 25; the day of arrival itself does not count.

    >>> in_seven_days(date(2026, 3, 1), date(2026, 3, 8)), in_seven_days(date(2026, 3, 1), date(2026, 3, 9))
    (True, False)
    """
    return None if arrived_on is None else asked_on <= arrived_on + timedelta(days=SEVEN_DAYS)


@dataclass(frozen=True, slots=True)
class Lit:
    """A rule as the page shows it: whether it applies, and if not, why not."""

    rule: Rule
    is_on: bool
    why_not: str = ""


def light(reason: str, findings: set[str], outcomes: Mapping[str, Outcome]) -> list[Lit]:
    """Every rule, lit where a line of the case falls under it. `outcomes` by line; the others say why not."""
    on = {one.rule for one in outcomes.values()}
    why = {
        "unconditional": say("不适用：验收没有发现质量问题。")
        if findings
        else say("不适用：买家没有说质量问题。"),
        "resaleable": say("不适用：不是无理由退货。"),
        "told_at_once": say("不适用：没有多发、错发。"),
        "never_arrived": say("不适用：货已收到。"),
        "money_only": say("不适用：不是补差价。"),
    }
    shown = [rule for rule in RULES if rule.key in on or rule.key not in ("never_arrived", "money_only")]
    if any(one.rule == "resaleable" and not one.gives for one in outcomes.values()):
        what = (
            say("影响二次销售，合同不要求退；要退要甲方同意。")
            if SPOILED in findings
            else say("收货满七天以后才申请，合同不要求退；要退要甲方同意。")
        )
        shown = [replace(rule, what=what) if rule.key == "resaleable" else rule for rule in shown]
    return [Lit(rule, rule.key in on, "" if rule.key in on else why[rule.key]) for rule in shown]
