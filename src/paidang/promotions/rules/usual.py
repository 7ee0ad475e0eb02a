"""What a SKU sells in a shop without a promotion: the shop's rhythm of weekdays and hours, the SKU's own level, and how
far that was off on days that are known.

An estimate for people who plan: it enters no statement and forbids nothing. Units of order lines as they were paid;
refunds are NOT taken off. ADR 0060 says why these few lines and no library.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from paidang.kit.clause import clause
from paidang.kit.money import share_out
from paidang.kit.period import SHANGHAI

MILLION = 10**6
LEVEL_WEEKS = 8
LEVEL_DAYS = 7 * LEVEL_WEEKS
"""The level is the mean of the last eight weeks of ordinary days, each week counting half of the one after it."""
LEAST_DAYS = 28
"""With fewer ordinary days than four weeks nothing is forecast."""
SPAN_DAYS = 182
"""Days longer ago than half a year tell neither rhythm nor level."""
TEST_WEEKS = 8
SHRINK_DAYS = 2
"""So many average days are added to what is known of each weekday, so that a single odd one does not make a rhythm."""
SILENT_DAYS = 7
"""A week and more without any order in the whole shop was not imported, rather than not sold."""
ONE_DAY = timedelta(days=1)
ONE_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class ShopDays:
    """Units that a shop sold from `first` to `last`, both in: by day and hour (24 of them), days without an order left out.

    `special`: days that say nothing of ordinary ones, such as a season's or those on which the shop had a promotion.
    """

    first: date
    last: date
    hours: Mapping[date, Sequence[int]]
    special: frozenset[date] = frozenset()

    @property
    def silent(self) -> frozenset[date]:
        """Days of which nothing is known: SILENT_DAYS and more in a row without an order."""
        known = sorted({self.first - ONE_DAY, *self.hours, self.last + ONE_DAY})
        return frozenset(
            since + timedelta(days=n)
            for since, until in zip(known, known[1:], strict=False)
            if (until - since).days > SILENT_DAYS
            for n in range(1, (until - since).days)
        )


@dataclass(frozen=True, slots=True)
class SkuDays:
    """Units of one SKU by day, from its `first` sale (later than `last`: none) to the `last` known day; `out`: its days that are not ordinary."""

    first: date
    last: date
    units: Mapping[date, int]
    out: Collection[date] = frozenset()

    def ordinary(self, before: date) -> list[date]:
        """The last LEVEL_DAYS ordinary days before a day, the latest first, none longer than SPAN_DAYS ago."""
        found: list[date] = []
        day = min(self.last, before - ONE_DAY)
        oldest = max(self.first, before - timedelta(days=SPAN_DAYS))
        while day >= oldest and len(found) < LEVEL_DAYS:
            if day not in self.out:
                found.append(day)
            day -= ONE_DAY
        return found


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How a shop's week goes, in millionths: seven weekdays from Monday (7 million together), 24 hours (one million)."""

    weekdays: Sequence[int]
    hours: Sequence[int]

    def of_day(self, day: date) -> Fraction:
        """How many average days a day is."""
        return Fraction(self.weekdays[day.weekday()], MILLION)

    def of_span(self, since: datetime, until: datetime) -> Fraction:
        """How many average days lie between two moments."""
        at, until = since.astimezone(SHANGHAI), until.astimezone(SHANGHAI)
        whole = 0
        while at < until:
            following = min(until, at.replace(minute=0, second=0, microsecond=0) + ONE_HOUR)
            seconds = (following - at) // timedelta(seconds=1)
            whole += self.weekdays[at.weekday()] * self.hours[at.hour] * seconds
            at = following
        return Fraction(whole, MILLION * MILLION * 3600)


FLAT = Rhythm([MILLION] * 7, share_out(MILLION, [1] * 24))


def rhythm_of(shop: ShopDays, before: date) -> Rhythm:
    """The rhythm of the ordinary days before a day; flat where nothing was sold on them."""
    first, last = max(shop.first, before - timedelta(days=SPAN_DAYS)), min(shop.last, before - ONE_DAY)
    left_out = shop.special | shop.silent
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    days = [day for day in days if day not in left_out]
    sold = {day: sum(shop.hours.get(day, ())) for day in days}
    whole = sum(sold.values())
    if not whole:
        return FLAT
    mean = Fraction(whole, len(days))
    by_weekday = []
    for weekday in range(7):
        own = [units for day, units in sold.items() if day.weekday() == weekday]
        by_weekday.append((sum(own) + SHRINK_DAYS * mean) / (len(own) + SHRINK_DAYS) / mean)
    by_hour = [1 + sum(shop.hours[day][hour] for day in days if day in shop.hours) for hour in range(24)]
    return Rhythm(
        share_out(7 * MILLION, [int(part * MILLION) for part in by_weekday]), share_out(MILLION, by_hour)
    )


def level_of(sku: SkuDays, rhythm: Rhythm, before: date) -> Fraction | None:
    """Units that it sells on an average ordinary day, as known before a day; None where LEAST_DAYS are not there."""
    days = sku.ordinary(before)
    if len(days) < LEAST_DAYS:
        return None
    counts = [2 ** (LEVEL_WEEKS - 1 - at // 7) for at in range(len(days))]
    weights = sum(n * rhythm.weekdays[day.weekday()] for n, day in zip(counts, days, strict=True))
    return Fraction(
        sum(n * sku.units.get(day, 0) for n, day in zip(counts, days, strict=True)) * MILLION, weights
    )


@dataclass(frozen=True, slots=True)
class Trial:
    """A forecast held against what was known already: over so many weeks, how far it was off a day, what a day sold."""

    weeks: int
    off: Fraction
    mean: Fraction


def origins_of(shop: ShopDays) -> list[date]:
    """The first days of the weeks that are forecast again, each from what was known before it."""
    return [shop.last + ONE_DAY - timedelta(weeks=n) for n in range(TEST_WEEKS, 0, -1)]


@clause("JD-3", "JD-4")
def back_test(sku: SkuDays, rhythms: Mapping[date, Rhythm]) -> Trial | None:
    """Each week of `rhythms` (what was known of the shop before its first day) forecast day by day and compared; None
    where no week had LEAST_DAYS before it.
    """
    weeks, off, sold = 0, Fraction(), []
    for origin, rhythm in rhythms.items():
        level = level_of(sku, rhythm, origin)
        days = [origin + timedelta(days=n) for n in range(7)]
        days = [day for day in days if day <= sku.last and day not in sku.out]
        if level is None or not days:
            continue
        weeks += 1
        sold += [sku.units.get(day, 0) for day in days]
        parts = (
            level.denominator * MILLION
        )  # all days of a week by one denominator: a fraction each takes ten times as long
        off += Fraction(
            sum(abs(level.numerator * rhythm.weekdays[day.weekday()] - sku.units.get(day, 0) * parts) for day in days), parts
        )  # fmt: skip
    return Trial(weeks, off / len(sold), Fraction(sum(sold), len(sold))) if sold else None
