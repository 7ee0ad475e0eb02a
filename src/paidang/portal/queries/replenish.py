"""What the brand is to bring, and why: from what sells and from what the promotions that stand are expected to sell on top."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from paidang.contracts.models import Contract
from paidang.kit.clause import clause
from paidang.kit.period import day_of
from paidang.promotions.queries.promotions import list_promotions
from paidang.promotions.rules.states import STANDING
from paidang.stock.queries.listing import StockRow, find_all, list_lowest
from paidang.stock.rules.replenishing import Planned, Suggestion, planned_on_top, suggest

Run = tuple[datetime, datetime, int]
"""From when to when a promotion runs, and how many units of a SKU it is to sell."""
PLANNED_MAX = 30
"""So many SKUs of promotions are looked at, those that begin first."""


@clause("OP-2-A-3")
def list_suggestions(contract: Contract, at: datetime, most: int) -> list[tuple[StockRow, Suggestion]]:
    """What is to be brought first: what lasts least, and what a promotion needs beyond what is there."""
    runs = _runs(contract, at)
    rows = {row.sku: row for row in list_lowest(contract.pk, most)}
    soonest = sorted(runs, key=lambda sku: (min(runs[sku]), sku))
    planned = [sku for sku in soonest if sku not in rows][:PLANNED_MAX]
    rows |= {row.sku: row for row in find_all(contract.pk, planned)}
    found = [(row, what) for row in rows.values() if (what := _suggest(row, runs.get(row.sku, ()), at))]
    return sorted(found, key=lambda one: (one[1].by, one[0].sku))[:most]


def suggest_of(contract: Contract, row: StockRow, at: datetime) -> Suggestion | None:
    """The same of one SKU."""
    return _suggest(row, _runs(contract, at).get(row.sku, ()), at)


def _suggest(row: StockRow, runs: Sequence[Run], at: datetime) -> Suggestion | None:
    planned: list[Planned] = [
        planned_on_top(units=units, sold=row.sold, first=day_of(start), last=day_of(end), today=day_of(at))
        for start, end, units in runs
    ]
    return suggest(
        sellable=row.sellable, sold=row.sold, lead_days=row.lead_days, today=day_of(at), planned=planned
    )


def _runs(contract: Contract, at: datetime) -> Mapping[str, Sequence[Run]]:
    found: dict[str, list[Run]] = {}
    for one in list_promotions(contract, since=at):
        if one.state_at(at) in STANDING:
            for line in one.lines.all():
                found.setdefault(line.sku, []).append((one.starts_at, one.ends_at, line.units))
    return found
