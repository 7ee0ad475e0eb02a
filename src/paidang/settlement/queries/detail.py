"""The rows of a settled folder, each with the store and the facts it came from, as one sorted Parquet file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

TABLES = ("order_lines", "refunds", "logistics", "platform_fees")
MEMBERS = ("rows.parquet", *(f"facts/{table}.parquet" for table in TABLES))
# What the file holds, and how: a new form is another file.
FORM = 2

# A charge or a fee belongs to its order's store. The kind is a key of every join: as a condition on one side alone it
# would make DuckDB compare each row with each fact.
SETTLED = """
    select false as is_held, r.* exclude (share_b), coalesce(l.store, o.store, '') as store, coalesce(l.gift, false) as gift,
           coalesce(l.quantity, f.quantity) as quantity, l.unit_price, l.merchant_discount, l.platform_discount,
           f.amount as refund_amount, f.cause, f.restocked, f.line_id as of_line,
           c.charge_kind, c.amount as charge_amount, c.paid_by, coalesce(c.borne_by, 'shared') as borne_by, p.fee_kind
    from rows r
    left join (select 'line' as kind, line_id as row_id, * from order_lines) l using (kind, row_id)
    left join (select order_id, min(store) as store from order_lines group by order_id) o on o.order_id = r.order_id
    left join (select 'refund' as kind, refund_id as row_id, * from refunds) f using (kind, row_id)
    left join (select 'logistics' as kind, charge_id as row_id, kind as charge_kind, * exclude (kind) from logistics) c
      using (kind, row_id)
    left join (select 'platform_fee' as kind, fee_id as row_id, kind as fee_kind, * exclude (kind) from platform_fees) p
      using (kind, row_id)"""

# What a held row would have brought; a refund is held with its line.
HELD = """
    select true as is_held, line_id as row_id, 'line' as kind, order_id, sku, store, quantity, unit_price, merchant_discount,
           unit_price * quantity - merchant_discount as held_amount
    from order_lines
    where line_id in (from held_ids) and line_id not in (select row_id from rows where kind = 'line')
    union all by name
    select true as is_held, refund_id as row_id, 'refund' as kind, order_id, sku, store, f.quantity, cause,
           -amount as held_amount
    from refunds f join order_lines l using (line_id)
    where refund_id in (from held_ids) and line_id in (from held_ids)"""


def write_detail(folder: Path, held: Sequence[str], out: Path) -> None:
    """Write the settled and the held rows of a settled folder to `out`, in the order of kind and id, numbered by `place`."""
    from paidang.settlement.engines.duckdb_session import open_duckdb

    with open_duckdb(out.parent / "spill") as engine:
        engine.execute(f"create view rows as from read_parquet('{folder}/rows.parquet')")
        for table in TABLES:
            engine.execute(f"create view {table} as from read_parquet('{folder}/facts/{table}.parquet')")
        engine.execute("create table held_ids as select unnest($ids::varchar[]) as id", {"ids": list(held)})
        engine.execute(
            "copy (select row_number() over () as place, *"
            f" from (select * from ({SETTLED} union all by name {HELD}) order by kind, row_id, is_held))"
            f" to '{out}' (format parquet, row_group_size 20480)"
        )


def open_detail(path: Path) -> Any:
    """A DuckDB over such a file: the view `detail`. The caller closes it."""
    from paidang.settlement.engines.duckdb_session import open_duckdb

    engine = open_duckdb()
    engine.execute(f"create view detail as from read_parquet('{path}')")
    return engine
