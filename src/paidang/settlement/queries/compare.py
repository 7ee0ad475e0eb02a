"""A month beside the month before: what changed in its figures, which goods want a second look."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.core.cache import cache

from paidang.settlement.models import Statement
from paidang.settlement.queries import get_previous
from paidang.settlement.queries.rows import KEPT_SECONDS, open_rows, sum_goods
from paidang.settlement.queries.trial import Trial
from paidang.settlement.rules.comparing import Change, Goods, Unusual, find_unusual, list_changes
from paidang.settlement.rules.read_terms import read_terms

KEPT_MAX = 200


@dataclass(frozen=True, slots=True)
class Comparison:
    """`before` is the statement sent for an earlier month, None for the first; `unusual` the first of `count`."""

    before: Statement | None
    changes: Sequence[Change]
    unusual: Sequence[Unusual]
    count: int


def compare(now: Statement | Trial) -> Comparison:
    """Beside the latest sent statement of an earlier month; for the first month by itself."""
    before = get_previous(now.contract, now.month)
    counts_profit = read_terms(dict(now.terms), now.month).profit_counts
    unusual, count = _find_unusual(now, before, counts_profit=counts_profit)
    changes = list_changes(now.figures, before.figures, counts_profit=counts_profit) if before else []
    return Comparison(before, changes, unusual, count)


def _find_unusual(
    now: Statement | Trial, before: Statement | None, *, counts_profit: bool
) -> tuple[Sequence[Unusual], int]:
    """Of statements kept by their digests, which never change."""
    key = f"unusual:{now.digest}:{before.digest if before else ''}" if isinstance(now, Statement) else ""
    if key and (kept := cache.get(key)) is not None:
        found, count = kept
        return found, count
    goods = now.goods if isinstance(now, Trial) else _goods_of(now)
    all_found = find_unusual(goods, _goods_of(before) if before else {}, counts_profit=counts_profit)
    answer = (all_found[:KEPT_MAX], len(all_found))
    if key:
        cache.set(key, answer, KEPT_SECONDS)
    return answer


def _goods_of(statement: Statement) -> Mapping[str, Goods]:
    with open_rows(statement) as engine:
        return sum_goods(engine)
