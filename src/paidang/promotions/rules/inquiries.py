"""How much a sale asks of customer service: inquiries per order times minutes for one, measured, else as it was set."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from paidang.kit.clause import clause
from paidang.kit.sentence import Sentence, say
from paidang.promotions.rules.pace import LEARN_WEEKS

LEAST_ORDERS = 20
LEAST_TALKS = 20
"""From fewer orders, or a day with fewer conversations, nothing is learned."""


@dataclass(frozen=True, slots=True)
class Sold:
    """What a shop sold on the days of which its conversations are known."""

    conversations: int
    orders: int
    units: int


@dataclass(frozen=True, slots=True)
class Talks:
    """A day of all the contract's shops: conversations, and hours of a person on shift."""

    day: date
    conversations: int
    person_hours: int


@dataclass(frozen=True, slots=True)
class Norm:
    """What was set by hand: inquiries of 100 orders, and minutes that one takes a person."""

    of_100_orders: int
    minutes: int


@dataclass(frozen=True, slots=True)
class Inquiries:
    """`inquiries` of `units` sold; `talks` answered in `minutes` of a person; `words` say where both come from."""

    inquiries: int
    units: int
    minutes: int
    talks: int
    words: Sequence[Sentence]

    def of(self, units: int) -> int:
        """Inquiries that so many units bring, rounded up."""
        return -(-self.inquiries * units // self.units)

    def minutes_for(self, units: int) -> int:
        """Minutes of a person that they take, rounded up."""
        return -(-self.inquiries * units * self.minutes // (self.units * self.talks))

    def units_in(self, person_hours: int) -> int:
        """Units whose inquiries can be answered in so many hours of a person."""
        return person_hours * 60 * self.talks * self.units // (self.inquiries * self.minutes)


@clause("OP-4-B-5", "JD-3")
def inquiries_of(sold: Sold, days: Sequence[Talks], norm: Norm | None) -> Inquiries | None:
    """What was measured goes before what was set, each of the two figures by itself; None where one of them is not known.

    What one inquiry takes is told by the day on which a person on shift answered most: so much has been done.
    """
    rate, time = _rate(sold, norm), _time(days, norm)
    if rate is None or time is None:
        return None
    return Inquiries(*rate[:2], *time[:2], (rate[2], time[2]))


def unknown_of(sold: Sold, days: Sequence[Talks], norm: Norm | None) -> list[Sentence]:
    """Which of the two figures is not known, and what it lacks; empty where both are."""
    found = []
    if _rate(sold, norm) is None:
        found.append(say("不知道每单几个咨询：近 {weeks} 周没有这家店够多的客服数据", weeks=LEARN_WEEKS))
    if _time(days, norm) is None:
        found.append(
            say("不知道一个咨询几分钟：近 {weeks} 周有客服数据的日子没有排客服的班", weeks=LEARN_WEEKS)
            if any(one.conversations >= LEAST_TALKS for one in days)
            else say("不知道一个咨询几分钟：近 {weeks} 周没有够多的客服数据", weeks=LEARN_WEEKS)
        )
    return found


def _rate(sold: Sold, norm: Norm | None) -> tuple[int, int, Sentence] | None:
    """Inquiries, of how many units, and whence."""
    if sold.orders >= LEAST_ORDERS and sold.conversations:
        words = say(
            "每单 {n} 个咨询：近 {weeks} 周 {orders:,} 单、{talks:,} 个会话",
            n=_tenths(sold.conversations, sold.orders), weeks=LEARN_WEEKS, orders=sold.orders, talks=sold.conversations,
        )  # fmt: skip
        return sold.conversations, sold.units, words
    if norm is None:
        return None
    orders, units = (sold.orders, sold.units) if sold.units else (1, 1)
    words = say("每百单 {n} 个咨询，“核对用的”里写的", n=norm.of_100_orders)
    return norm.of_100_orders * orders, 100 * units, words


def _time(days: Sequence[Talks], norm: Norm | None) -> tuple[int, int, Sentence] | None:
    """Minutes of a person, for how many inquiries, and whence."""
    full = [one for one in days if one.conversations >= LEAST_TALKS and one.person_hours > 0]
    if full:
        best = max(full, key=lambda one: (one.conversations * 1000 // one.person_hours, one.day))
        words = say(
            "一个咨询 {n} 分钟：最忙的 {day}，{hours:,} 个人时答了 {talks:,} 个",
            n=_tenths(best.person_hours * 60, best.conversations), day=best.day.isoformat(), hours=best.person_hours,
            talks=best.conversations,
        )  # fmt: skip
        return best.person_hours * 60, best.conversations, words
    if norm is None:
        return None
    return norm.minutes, 1, say("一个咨询 {n} 分钟，“核对用的”里写的", n=norm.minutes)


def _tenths(of: int, by: int) -> str:
    """A ratio with one decimal, rounded up: `0.8`."""
    tenths = -(-of * 10 // by)
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else f"{tenths // 10}"
