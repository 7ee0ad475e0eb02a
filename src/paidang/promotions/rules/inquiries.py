"""How much a sale asks of customer service: inquiries per order times minutes for one, as agreed, else measured, else as set."""

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
class Agreed:
    """What the service norms in force say, with the number of their version; None: they are silent on it."""

    number: int
    of_100_orders: int | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Norm:
    """What one side set by hand: inquiries of 100 orders, and minutes that one takes a person."""

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
def inquiries_of(
    sold: Sold, days: Sequence[Talks], norm: Norm | None, agreed: Agreed | None = None
) -> Inquiries | None:
    """What both sides agreed goes before what was measured, that before what one side set, each of the two figures by itself;
    None where one of them is not known. Beside what was agreed, what was measured is told too.

    What one inquiry takes is told by the day on which a person on shift answered most: so much has been done.
    """
    rate, time = _rate(sold, norm, agreed), _time(days, norm, agreed)
    if rate is None or time is None:
        return None
    return Inquiries(*rate[:2], *time[:2], (*rate[2], *time[2]))


def unknown_of(
    sold: Sold, days: Sequence[Talks], norm: Norm | None, agreed: Agreed | None = None
) -> list[Sentence]:
    """Which of the two figures is not known, and what it lacks; empty where both are."""
    found = []
    if _rate(sold, norm, agreed) is None:
        found.append(say("不知道每单几个咨询：近 {weeks} 周没有这家店够多的客服数据", weeks=LEARN_WEEKS))
    if _time(days, norm, agreed) is None:
        found.append(
            say("不知道一个咨询几分钟：近 {weeks} 周有客服数据的日子没有排客服的班", weeks=LEARN_WEEKS)
            if any(one.conversations >= LEAST_TALKS for one in days)
            else say("不知道一个咨询几分钟：近 {weeks} 周没有够多的客服数据", weeks=LEARN_WEEKS)
        )
    return found


_Figure = tuple[int, int, Sequence[Sentence]]


def _rate(sold: Sold, norm: Norm | None, agreed: Agreed | None) -> _Figure | None:
    """Inquiries, of how many units, and whence."""
    measured = [
        say(
            "每单 {n} 个咨询：近 {weeks} 周 {orders:,} 单、{talks:,} 个会话",
            n=_tenths(sold.conversations, sold.orders), weeks=LEARN_WEEKS, orders=sold.orders, talks=sold.conversations,
        )
    ] if sold.orders >= LEAST_ORDERS and sold.conversations else []  # fmt: skip
    orders, units = (sold.orders, sold.units) if sold.units else (1, 1)
    if agreed and agreed.of_100_orders:
        words = say(
            "每百单 {n} 个咨询，双方同意的客服规范第 {number} 版",
            n=agreed.of_100_orders,
            number=agreed.number,
        )
        return agreed.of_100_orders * orders, 100 * units, _beside(words, measured)
    if measured:
        return sold.conversations, sold.units, measured
    if norm is None:
        return None
    words = say("每百单 {n} 个咨询，“核对用的”里一方写的", n=norm.of_100_orders)
    return norm.of_100_orders * orders, 100 * units, [words]


def _time(days: Sequence[Talks], norm: Norm | None, agreed: Agreed | None) -> _Figure | None:
    """Minutes of a person, for how many inquiries, and whence."""
    full = [one for one in days if one.conversations >= LEAST_TALKS and one.person_hours > 0]
    best = max(full, key=lambda one: (one.conversations * 1000 // one.person_hours, one.day), default=None)
    measured = [
        say(
            "一个咨询 {n} 分钟：最忙的 {day}，{hours:,} 个人时答了 {talks:,} 个",
            n=_tenths(best.person_hours * 60, best.conversations), day=best.day.isoformat(), hours=best.person_hours,
            talks=best.conversations,
        )
    ] if best else []  # fmt: skip
    if agreed and agreed.minutes:
        words = say(
            "一个咨询 {n} 分钟，双方同意的客服规范第 {number} 版", n=agreed.minutes, number=agreed.number
        )
        return agreed.minutes, 1, _beside(words, measured)
    if best:
        return best.person_hours * 60, best.conversations, measured
    if norm is None:
        return None
    return norm.minutes, 1, [say("一个咨询 {n} 分钟，“核对用的”里一方写的", n=norm.minutes)]


def _beside(words: Sentence, measured: Sequence[Sentence]) -> list[Sentence]:
    """What was agreed, with what was measured beside it."""
    return [words, *(say("实测{words}", words=one) for one in measured)]


def _tenths(of: int, by: int) -> str:
    """A ratio with one decimal, rounded up: `0.8`."""
    tenths = -(-of * 10 // by)
    return f"{tenths // 10}.{tenths % 10}" if tenths % 10 else f"{tenths // 10}"
