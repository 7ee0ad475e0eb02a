"""What stretch of months is looked at: a month, its quarter or its year, each up to that month."""

from collections.abc import Mapping, Sequence

from paidang.kit.sentence import Sentence, say
from paidang.scorecards.rules.figures import Figure, Place, Sums
from paidang.scorecards.rules.measures import MEASURES, MONEY, NUMBER, RATINGS
from paidang.scorecards.rules.targets import Agreed

MONTH, QUARTER, YEAR = "month", "quarter", "year"
SPANS: Mapping[str, Sentence] = {MONTH: say("本月"), QUARTER: say("本季度"), YEAR: say("年初至今")}


def months_of(span: str, month: str) -> list[str]:
    """The months of the stretch that ends with this month.

    >>> months_of(QUARTER, "2026-08"), len(months_of(YEAR, "2026-08"))
    (['2026-07', '2026-08'], 8)
    """
    year, number = month[:4], int(month[5:])
    first = {MONTH: number, QUARTER: (number - 1) // 3 * 3 + 1, YEAR: 1}[span]
    return [f"{year}-{each:02}" for each in range(first, number + 1)]


def over(sums: Sums, months: Sequence[str]) -> dict[tuple[Place, str, str], Figure]:
    """The figures of some months as one, under the last of them: added up; of a rating the latest that is known."""
    found: dict[tuple[Place, str, str], Figure] = {}
    for month in months:
        for (place, measure, of_month), figure in sums.items():
            if of_month != month:
                continue
            key = (place, measure, months[-1])
            found[key] = figure if measure in RATINGS or key not in found else found[key] + figure
    return found


def target_over(measure: str, agreed: Sequence[Agreed | None]) -> Agreed | None:
    """The target of some months as one: money and numbers add up where each month has one; else that of the last month."""
    last = agreed[-1]
    if last is None or MEASURES[measure].unit not in (MONEY, NUMBER):
        return last
    values = [one.value for one in agreed if one is not None]
    if len(values) < len(agreed):
        return None
    return Agreed(measure, sum(values), last.from_month, last.number, last.clause)
