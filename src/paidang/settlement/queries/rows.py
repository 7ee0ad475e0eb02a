"""The rows behind the figures of a statement, from its own stored bundle and nowhere else."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache

from paidang.settlement.models import Statement
from paidang.settlement.queries.detail import open_detail
from paidang.settlement.queries.kept import keep_rows
from paidang.settlement.rules.comparing import Goods

KEPT_SECONDS = 24 * 3600
BLOCK_ROWS = 10_000

GOODS = "kind in ('line', 'refund')"
ADVANCED = "kind = 'logistics' and charge_kind <> 'postage' and (paid_by = 'b' and borne_by <> 'b' or paid_by = 'a' and borne_by = 'b')"
PAYOUT = "(kind in ('line', 'refund', 'platform_fee') or charge_kind = 'postage')"
PAID_OUT = "revenue - platform_fee - case when charge_kind = 'postage' then charge_amount else 0 end"

# figure -> which rows, and what each adds to it, with the sign the page shows. `$month` is the statement's own.
FIGURES: dict[str, tuple[str, str]] = {
    "gross_sales": ("kind = 'line'", "revenue"),
    "refunded": ("kind = 'refund'", "revenue"),
    "revenue": (GOODS, "revenue"),
    "cost": (GOODS, "-cost"),
    "tax": (GOODS, "-tax"),
    "logistics": ("kind = 'logistics' and borne_by = 'shared'", "-logistics"),
    "fees_off": ("kind = 'platform_fee'", "-platform_fee"),
    "profit": (f"({GOODS} or profit <> 0)", "profit"),
    "tax_paid": (GOODS, "tax"),
    "advanced_b": (ADVANCED, "case when paid_by = 'b' then charge_amount else -charge_amount end"),
    "logistics_a": ("kind = 'logistics' and borne_by = 'a'", "charge_amount"),
    "logistics_b": ("kind = 'logistics' and borne_by = 'b'", "charge_amount"),
    "postage": ("charge_kind = 'postage'", "-charge_amount"),
    "platform_fees": ("kind = 'platform_fee'", "platform_fee"),
    "held_by_collector": (PAYOUT, PAID_OUT),
    "set_off": (PAYOUT, f"-({PAID_OUT})"),
    "late": ("month < $month", "profit"),
    "late_revenue": ("month < $month", "revenue"),
    "rows": ("true", "profit"),
}
HELD = "held"  # listed by the statement, counted nowhere


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are asked for: a figure's, of one store (None: all), of one own month, that contain a text.

    `names` (`kind:row_id`) are the only ones meant, if there are any.
    """

    figure: str
    store: str | None = None
    month: str = ""
    text: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RowPage:
    """A part of the rows, how many come before it, and the count and the sum of all of them."""

    rows: list[dict[str, Any]]
    before: int
    count: int
    fen: int

    @property
    def has_next(self) -> bool:
        return self.before + len(self.rows) < self.count


@dataclass(frozen=True, slots=True)
class StoreSums:
    """One store's part of the statement; "" is what belongs to no order."""

    store: str
    rows: int
    fen: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Rows behind each figure, sums by store, what is held by SKU (sku, rows, sales in fen)."""

    counts: Mapping[str, int]
    stores: Sequence[StoreSums]
    held: Sequence[tuple[str, int, int]]
    rows: int


@contextmanager
def open_rows(statement: Statement) -> Iterator[Any]:
    """A DuckDB with the view `detail` over the statement's rows, the held ones too."""
    with open_detail(keep_rows(statement)) as engine:
        yield engine


def _selection(wanted: Wanted, month: str) -> tuple[str, str, dict[str, object]]:
    """The rows asked for as SQL: (condition, amount, values)."""
    values: dict[str, object] = {}
    if wanted.figure == HELD:
        conditions, amount = ["is_held"], "held_amount"
    else:
        condition, amount = FIGURES[wanted.figure]
        conditions = ["not is_held", condition]
    if "$month" in conditions[-1]:
        values["month"] = month
    if wanted.store is not None:
        conditions.append("store = $store")
        values["store"] = wanted.store
    if wanted.month and wanted.figure != HELD:
        conditions.append("month = $own")
        values["own"] = wanted.month
    if wanted.text:
        conditions.append("(contains(row_id, $text) or contains(order_id, $text) or contains(sku, $text))")
        values["text"] = wanted.text
    if wanted.names:
        conditions.append("kind || ':' || row_id in (select unnest($names::varchar[]))")
        values["names"] = list(wanted.names)
    return " and ".join(conditions), amount, values


def list_rows(
    statement: Statement, wanted: Wanted, *, after: int = 0, before: int = 0, most: int = 50
) -> RowPage:
    """The rows behind a figure that stand after, or (0: no bound) last before, a `place`; KeyError: it has none."""
    condition, amount, values = _selection(wanted, statement.month)
    where, order = ("place < $bound", "desc") if before else ("place > $bound", "asc")
    with open_rows(statement) as engine:
        rows = list(
            _dicts(
                engine.execute(
                    f"select *, {amount} as fen from detail where {where} and {condition} order by place {order}"
                    f" limit {int(most)}",
                    {**values, "bound": before or after},
                )
            )
        )
        rows.sort(key=lambda row: row["place"])
        earlier, count, fen = engine.execute(
            f"select count(*) filter (place < $first), count(*), coalesce(sum({amount}), 0)::hugeint"
            f" from detail where {condition}",
            {**values, "first": rows[0]["place"] if rows else after},
        ).fetchone()
    return RowPage(rows, earlier, count, int(fen))


def iter_rows(statement: Statement, wanted: Wanted) -> Iterator[dict[str, Any]]:
    """All rows behind a figure, one after the other, so that they never stand in memory together."""
    condition, amount, values = _selection(wanted, statement.month)
    with open_rows(statement) as engine:
        yield from _dicts(
            engine.execute(f"select *, {amount} as fen from detail where {condition} order by place", values)
        )


def _dicts(found: Any) -> Iterator[dict[str, Any]]:
    names = [column[0] for column in found.description]
    for block in iter(lambda: found.fetchmany(BLOCK_ROWS), []):
        for row in block:
            yield dict(zip(names, row, strict=True))


def find_unknown(statement: Statement, names: Sequence[str]) -> list[str]:
    """Which of the rows, each `kind:row_id`, the statement neither settles nor holds."""
    with open_rows(statement) as engine:
        known = engine.execute(
            "select kind || ':' || row_id from detail"
            " where kind || ':' || row_id in (select unnest($names::varchar[]))",
            {"names": list(names)},
        ).fetchall()
    found = {name for (name,) in known}
    return [name for name in names if name not in found]


def get_breakdown(statement: Statement) -> Breakdown:
    """The statement by figure and by store. Kept by digest: what a digest stands for never changes."""
    key = f"breakdown:{statement.digest}"
    kept: Breakdown | None = cache.get(key)
    if kept is None:
        kept = _break_down(statement)
        cache.set(key, kept, KEPT_SECONDS)
    return kept


STORE_SUMS = ("gross_sales", "refunded", "revenue", "cost", "tax", "logistics", "fees_off", "profit")


def _break_down(statement: Statement) -> Breakdown:
    with open_rows(statement) as engine:
        return break_down(engine, statement.month)


def break_down(engine: Any, month: str) -> Breakdown:
    """The view `detail` by figure, by store and what is held."""
    counts = ", ".join(f"count(*) filter ({where})" for where, _ in FIGURES.values())
    sums = ", ".join(
        f"coalesce(sum({amount}) filter ({where}), 0)::hugeint"
        for where, amount in (FIGURES[key] for key in STORE_SUMS)
    )
    counted = engine.execute(
        f"select count(*), {counts} from detail where not is_held", {"month": month}
    ).fetchone()
    stores = engine.execute(
        f"select store, count(*) filter ({GOODS}), {sums} from detail where not is_held"
        " group by store order by store = '', 5 desc, store"
    ).fetchall()
    held = engine.execute(
        "select sku, count(*), coalesce(sum(held_amount), 0)::hugeint from detail where is_held"
        " group by sku order by 3 desc, sku"
    ).fetchall()
    return Breakdown(
        counts=dict(zip(FIGURES, counted[1:], strict=True)),
        stores=[
            StoreSums(store, rows, dict(zip(STORE_SUMS, map(int, fen), strict=True)))
            for store, rows, *fen in stores
        ],
        held=[(sku, rows, int(fen)) for sku, rows, fen in held],
        rows=counted[0],
    )


def sum_goods(engine: Any) -> dict[str, Goods]:
    """The view `detail` by SKU; gifts and held rows are in no figure of goods."""
    found = engine.execute(
        """select sku, coalesce(sum(quantity) filter (kind = 'line'), 0)::bigint,
                  coalesce(sum(revenue) filter (kind = 'line'), 0)::hugeint, count(*) filter (kind = 'refund'),
                  coalesce(sum(revenue) filter (kind = 'refund'), 0)::hugeint, sum(cost)::hugeint
           from detail where not is_held and not gift and kind in ('line', 'refund') group by sku"""
    ).fetchall()
    return {sku: Goods(*map(int, sums)) for sku, *sums in found}
