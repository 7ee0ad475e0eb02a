"""The rows behind the figures of a statement, from its own stored bundle and nowhere else."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.core.cache import cache

from paidang.settlement.models import Statement
from paidang.settlement.queries import unpack_bundle

TABLES = ("order_lines", "refunds", "logistics", "platform_fees")
FILES = ("rows.parquet", *(f"facts/{table}.parquet" for table in TABLES))
KEPT_SECONDS = 24 * 3600

# Each row with the store and the facts it came from. A charge or a fee belongs to its order's store.
DETAIL = """
    create view detail as
    select r.*, coalesce(l.store, o.store, '') as store, coalesce(l.gift, false) as gift,
           coalesce(l.quantity, f.quantity) as quantity, l.unit_price, l.merchant_discount,
           f.amount as refund_amount, f.cause, f.restocked, f.line_id as of_line,
           c.kind as charge_kind, c.amount as charge_amount, c.paid_by, coalesce(c.borne_by, 'shared') as borne_by,
           p.kind as fee_kind
    from rows r
    left join order_lines l on r.kind = 'line' and l.line_id = r.row_id
    left join (select order_id, min(store) as store from order_lines group by order_id) o on o.order_id = r.order_id
    left join refunds f on r.kind = 'refund' and f.refund_id = r.row_id
    left join logistics c on r.kind = 'logistics' and c.charge_id = r.row_id
    left join platform_fees p on r.kind = 'platform_fee' and p.fee_id = r.row_id"""

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
    """A part of the rows, with the count and the sum of all of them."""

    rows: list[dict[str, Any]]
    count: int
    fen: int


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
    """A DuckDB over the bundle: `detail`, the fact tables, and `held_rows`, what the statement holds."""
    import duckdb

    with TemporaryDirectory() as temporary, duckdb.connect() as engine:
        folder = Path(temporary)
        unpack_bundle(statement, folder, *FILES)
        engine.execute(f"create view rows as from read_parquet('{folder}/rows.parquet')")
        for table in TABLES:
            engine.execute(f"create view {table} as from read_parquet('{folder}/facts/{table}.parquet')")
        engine.execute(DETAIL)
        held = [row["row_id"] for row in statement.figures["held"]]
        engine.execute("create table held_ids as select unnest($ids::varchar[]) as id", {"ids": held})
        engine.execute(HELD_ROWS)
        yield engine


# What a held row would have brought; a refund is held with its line.
HELD_ROWS = """
    create view held_rows as
    select line_id as row_id, 'line' as kind, order_id, sku, store, quantity, unit_price, merchant_discount, null as cause,
           unit_price * quantity - merchant_discount as amount
    from order_lines where line_id in (from held_ids) and line_id not in (select row_id from rows where kind = 'line')
    union all
    select refund_id, 'refund', order_id, sku, store, f.quantity, null, null, cause, -amount
    from refunds f join order_lines l using (line_id) where refund_id in (from held_ids) and line_id in (from held_ids)"""


def _selection(wanted: Wanted) -> tuple[str, str, dict[str, object]]:
    """The rows asked for as SQL: (from and where, amount, values)."""
    values: dict[str, object] = {}
    if wanted.figure == HELD:
        source, conditions, amount = "held_rows", [], "amount"
    else:
        condition, amount = FIGURES[wanted.figure]
        source, conditions = "detail", [condition]
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
    where = f" where {' and '.join(conditions)}" if conditions else ""
    return f"{source}{where}", amount, values


def list_rows(statement: Statement, wanted: Wanted, *, first: int = 0, most: int = 50) -> RowPage:
    """The rows behind a figure; KeyError for a figure that has none."""
    source, amount, values = _selection(wanted)
    if "$month" in source:
        values["month"] = statement.month
    with open_rows(statement) as engine:
        count, fen = engine.execute(
            f"select count(*), coalesce(sum({amount}), 0)::hugeint from {source}", values
        ).fetchone()
        found = engine.execute(
            f"select *, {amount} as fen from {source} order by kind, row_id limit {int(most)} offset {int(first)}",
            values,
        )
        names = [column[0] for column in found.description]
        rows = [dict(zip(names, row, strict=True)) for row in found.fetchall()]
    return RowPage(rows, count, int(fen))


def find_unknown(statement: Statement, names: Sequence[str]) -> list[str]:
    """Which of the rows, each `kind:row_id`, the statement neither settles nor holds."""
    with open_rows(statement) as engine:
        known = engine.execute(
            "select kind || ':' || row_id from (select kind, row_id from rows union all select kind, row_id from held_rows)"
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
    counts = ", ".join(f"count(*) filter ({where})" for where, _ in FIGURES.values())
    sums = ", ".join(
        f"coalesce(sum({amount}) filter ({where}), 0)::hugeint"
        for where, amount in (FIGURES[key] for key in STORE_SUMS)
    )
    with open_rows(statement) as engine:
        counted = engine.execute(
            f"select count(*), {counts} from detail", {"month": statement.month}
        ).fetchone()
        stores = engine.execute(
            f"select store, count(*) filter ({GOODS}), {sums} from detail group by store order by store = '', 5 desc, store"
        ).fetchall()
        held = engine.execute(
            "select sku, count(*), coalesce(sum(amount), 0)::hugeint from held_rows group by sku order by 3 desc, sku"
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


SETTLED_COLUMNS = (
    "contract_id",
    "kind",
    "row_id",
    "statement_id",
    "month",
    "price_fen",
    "line_id",
    "quantity",
    "amount_fen",
)
# Lines keep the price used; a gift has none.
SETTLED = """
    select kind, row_id, case when kind = 'line' and not gift then cost // quantity end, of_line,
           case when kind = 'refund' then quantity end, refund_amount from detail"""


@contextmanager
def open_settled(statement: Statement) -> Iterator[Iterator[tuple[object, ...]]]:
    """The rows a statement settles, for `SettledRow`: from its own bundle, so that nothing else can slip in.

    The bundle is read on entry; going through the rows asks the database nothing, so they can go into a COPY.
    """
    with open_rows(statement) as engine:
        cursor = engine.execute(SETTLED)
        head = (statement.contract_id, statement.pk, statement.month)
        yield (
            (head[0], kind, row_id, *head[1:], price, *refund)
            for block in iter(lambda: cursor.fetchmany(10_000), [])
            for kind, row_id, price, *refund in block
        )
