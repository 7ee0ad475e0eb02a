"""The values of a platform's criteria for an agency: from the rows of the stores it runs there."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction

from paidang.contracts.models import IN_FORCE, Contract
from paidang.incidents.models import Penalty
from paidang.kit.clause import clause
from paidang.kit.period import add_months, day_of, month_of, month_period, previous_month
from paidang.scorecards.queries.figures import list_figures
from paidang.scorecards.rules import ranking as r
from paidang.scorecards.rules.figures import Figure, Place, Row
from paidang.scorecards.rules.measures import RATINGS, REFUND_RATE, RESOLVED, RESPONSE, REVENUE, SHIPPED

YEAR_MONTHS = 12


@clause("JD-1")
def criteria_values(
    contracts: Sequence[Contract], template: r.Template, now: datetime
) -> Mapping[str, Fraction | None]:
    """Each criterion's value over the last six whole months; None where no row tells. `contracts` are the agency's own."""
    months = _months_before(month_of(now), 2 * r.MONTHS)
    rows = [row for row in list_figures(contracts, months, now) if row.place.channel in template.channels]
    late, early = months[r.MONTHS :], months[: r.MONTHS]
    sums = {
        measure: _sum(rows, measure, late) for measure in (REVENUE, REFUND_RATE, SHIPPED, RESPONSE, RESOLVED)
    }
    before = _sum(rows, REVENUE, early)
    sales = sums[REVENUE]
    stores = {row.place for row in rows if row.place.store and row.month in late}
    return {
        r.SALES: _value(sales),
        r.GROWTH: Fraction(sales.n - before.n, before.n) if sales and before and before.n > 0 else None,
        r.RATED: _rated(rows, late),
        r.REFUNDS: _value(sums[REFUND_RATE]),
        r.SHIPPED: _value(sums[SHIPPED]),
        r.RESPONSE: _value(sums[RESPONSE]),
        r.RESOLVED: _value(sums[RESOLVED]),
        r.POINTS: _points(contracts, template, late, stores),
        r.BRANDS: _brands(contracts, stores),
        r.KEPT: _kept(contracts, day_of(now)),
    }


def _months_before(month: str, count: int) -> list[str]:
    found: list[str] = []
    while len(found) < count:
        month = previous_month(month)
        found.append(month)
    return found[::-1]


def _sum(rows: Sequence[Row], measure: str, months: Sequence[str]) -> Figure | None:
    found = [row.figure for row in rows if row.measure == measure and row.month in months]
    return sum(found[1:], found[0]) if found else None


def _value(figure: Figure | None) -> Fraction | None:
    return figure.value if figure else None


def _rated(rows: Sequence[Row], months: Sequence[str]) -> Fraction | None:
    """The mean over stores of what share of full marks each has in the last month of which it has a rating."""
    told: dict[Place, dict[str, list[Fraction]]] = {}
    for row in rows:
        if row.measure in RATINGS and row.month in months and row.figure.value is not None:
            told.setdefault(row.place, {}).setdefault(row.month, []).append(row.figure.value)
    means = [sum(last) / len(last) for by_month in told.values() if (last := by_month[max(by_month)])]
    return Fraction(sum(means)) / len(means) if means else None


def _points(
    contracts: Sequence[Contract], template: r.Template, months: Sequence[str], stores: set[Place]
) -> Fraction | None:
    """Points that platforms took, per store; None where there is no store."""
    first, end = month_period(months[0]).start, month_period(months[-1]).end
    found = Penalty.objects.filter(
        contract__in=[one.pk for one in contracts], channel__in=template.channels, penalised_on__gte=first, penalised_on__lt=end
    )  # fmt: skip
    points = sum(found.values_list("points", flat=True))  # what is left after an appeal
    return Fraction(points, len(stores)) if stores else None


def _brands(contracts: Sequence[Contract], stores: set[Place]) -> Fraction:
    with_stores = {one.contract_id for one in stores}
    return Fraction(
        len({one.brand_id for one in contracts if one.state == IN_FORCE and one.pk in with_stores})
    )


def _kept(contracts: Sequence[Contract], today: date) -> Fraction | None:
    """Of the contracts that came into force a year ago or earlier, the share that is still in force."""
    year_ago = add_months(today, -YEAR_MONTHS)
    old = [one for one in contracts if one.in_force_at and day_of(one.in_force_at) <= year_ago]
    return Fraction(sum(one.state == IN_FORCE for one in old), len(old)) if old else None
