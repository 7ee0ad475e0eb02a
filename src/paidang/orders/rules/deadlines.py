"""By when a paid order must have left: the platform's limit, the contract's own where it is stricter, a presale's promise.

The clock runs from payment. A hold of ours does not stop it: neither the buyer nor the platform sees that hold, so what is
held must be released or refunded in time. What the platform itself has locked, or what the buyer asks money back for, is
not late: nobody may ship it (`fulfilment.queries.deadlines`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from paidang.kit.clause import clause
from paidang.kit.sentence import Sentence, say

PLATFORM, CONTRACT = "platform", "contract"
LATE, SOON, IN_TIME = "late", "soon", "in_time"
SOON_H = 12
"""So long before its deadline an order is urgent: the warehouse owes it from then on."""
HOURS_MAX, PRESALE_DAYS_MAX = 90 * 24, 90


@dataclass(frozen=True, slots=True)
class PlatformRule:
    """What a platform asks for goods in stock, and the longest presale it usually lets a page promise.

    `is_checked`: read in the platform's present rules. None of them was: they are as merchants know them.
    """

    name: Sentence
    hours: int
    presale_days: int
    is_checked: bool = False


PLATFORM_RULES = {
    "jd": PlatformRule(say("京东"), 48, 15),
    "taobao": PlatformRule(say("淘宝"), 48, 15),
    "tmall": PlatformRule(say("天猫"), 48, 15),
    "pdd": PlatformRule(say("拼多多"), 48, 15),
    "douyin": PlatformRule(say("抖音"), 48, 15),
    "wechat": PlatformRule(say("微信小店"), 48, 15),
}
"""By channel as in the facts. One's own mall, 人人商城 and direct customers have no platform that asks: the contract alone."""


@dataclass(frozen=True, slots=True)
class Limit:
    """How many hours after payment goods must have left, and who says so: PLATFORM or CONTRACT."""

    hours: int
    source: str


@clause("OP-4-B-4")
def limit_of(channel: str, contract_hours: int | None) -> Limit | None:
    """The stricter of the platform's and the contract's hours; None where neither says anything.

    >>> limit_of("tmall", 24), limit_of("tmall", 72), limit_of("renren_mall", None)
    (Limit(hours=24, source='contract'), Limit(hours=48, source='platform'), None)
    """
    said = [Limit(PLATFORM_RULES[channel].hours, PLATFORM)] if channel in PLATFORM_RULES else []
    if contract_hours is not None:
        said.append(Limit(contract_hours, CONTRACT))
    return min(said, key=lambda one: one.hours, default=None)


@clause("OP-4-B-4")
def must_leave_by(
    paid_at: datetime, limit: Limit | None, *, presale_days: int | None = None
) -> datetime | None:
    """The moment by which goods paid at `paid_at` must have left; a presale's promise to the buyer stands in the limit's place."""
    if presale_days is not None:
        return paid_at + timedelta(days=presale_days)
    return paid_at + timedelta(hours=limit.hours) if limit else None


def urgency_of(ship_by: datetime, now: datetime) -> str:
    """LATE once the moment has passed, SOON within SOON_H before it, else IN_TIME."""
    if ship_by < now:
        return LATE
    return SOON if ship_by - now <= timedelta(hours=SOON_H) else IN_TIME


@dataclass(frozen=True, slots=True)
class Promise:
    """A presale of a SKU in a store: what is paid in [paid_from, paid_until) leaves within so many days."""

    store: str
    sku: str
    paid_from: datetime
    paid_until: datetime
    days: int


def wrong_with_promise(new: Promise, others: Sequence[Promise]) -> Sentence | None:
    """Why a presale cannot be; None where it can. Of one SKU of a store two never speak for the same moment."""
    if not new.paid_from < new.paid_until:
        return say("最后一天早于第一天")
    if not 1 <= new.days <= PRESALE_DAYS_MAX:
        return say("付款后 1 到 {most} 天内发货", most=PRESALE_DAYS_MAX)
    for one in others:
        same = (one.store, one.sku) == (new.store, new.sku)
        if same and one.paid_from < new.paid_until and new.paid_from < one.paid_until:
            return say("{sku} 在这些天里已经有预售了", sku=new.sku)
    return None
